import type { Statement } from "../run-model.ts";
import { code, listed, type Sentence, say, type Words } from "./explanation.ts";
import type { Facts, OperationCause } from "./facts.ts";
import { deletedInstead, place } from "./settings.ts";

/** An error or a warning, with the statement that the database refused where that was it. */
export interface Subject {
  readonly name: string;
  readonly message: string;
  readonly code: string | null;
  readonly phase: "syntax" | "mapping" | "run" | "limit";
  readonly line: number | null;
  readonly seq: number;
  readonly warning: boolean;
  readonly statement: Statement | null;
}

export interface Said {
  /** What happened, in one sentence. */
  readonly what: Sentence;
  readonly why?: readonly Sentence[];
  readonly change?: readonly Sentence[];
}

export interface Rule {
  readonly fits: (subject: Subject) => boolean;
  readonly explain: (facts: Facts, subject: Subject) => Said;
}

const coded = (each: string, explain: Rule["explain"]): Rule => ({ fits: (subject) => subject.code === each, explain });
const named = (name: string, explain: Rule["explain"]): Rule => ({ fits: (subject) => subject.name === name, explain });
const worded = (pattern: RegExp, explain: Rule["explain"]): Rule => ({
  fits: ({ message }) => pattern.test(message),
  explain,
});
const plain =
  (what: string, change: string | null = null): Rule["explain"] =>
  () => ({
    what: say(what),
    change: change === null ? [] : [say(change)],
  });

/** The relationship that a message names, `Class.attribute`, as a link where the mapping has it. */
function edgeIn(facts: Facts, message: string, pattern: RegExp): Words {
  const path = pattern.exec(message)?.[1] ?? null;
  if (path === null) return "the relationship";
  return facts.relationship(path) === null ? code(path) : facts.edge(path);
}

/** First fitting rule wins, so the particular come before the general. */
export const rules: readonly Rule[] = [
  {
    fits: ({ phase }) => phase === "limit",
    explain: plain(
      "A run may use only so much time, memory and output, so that no program can freeze the page. This one was ended there.",
      "Look for a loop that never ends, or for a query inside a loop.",
    ),
  },
  {
    fits: ({ phase }) => phase === "syntax",
    explain: plain(
      "The program could not be read, so nothing of it ran.",
      "The marked place is where reading stopped; what is missing often stands just before it.",
    ),
  },
  worded(/expected to (?:delete|update) \d+ row\(s\); (?:Only )?\d+ were matched/, stale),
  worded(/tried to blank-out primary key column/, blankedOut),
  worded(/are both of the same direction/, sameDirection),
  coded("bbf0", (facts, { message }) => {
    const path = /relationship ([\w.]+), delete-orphan/.exec(message)?.[1] ?? null;
    const edge: Words = path === null ? "The relationship" : facts.relationship(path) ? facts.edge(path) : code(path);
    return {
      what: say(
        edge,
        " has ",
        code("delete-orphan"),
        ", but many objects may point to the same one: the ORM could not tell when the last of them lets go.",
      ),
      change: [
        say(
          "Write the cascade on the other side, where one owner holds many: in a ",
          code("backref"),
          " the options inside it belong to the other class.",
        ),
        say("Or give ", edge, " ", code("singleParent: true"), ", which allows only one owner at a time."),
      ],
    };
  }),
  coded("bbf1", (facts, { message }) => ({
    what: say(
      "The object has an owner along ",
      edgeIn(facts, message, /via its ([\w.]+) attribute/),
      " already, and with ",
      code("singleParent"),
      " it may have only one at a time.",
    ),
    change: [
      say("Take it out of its first owner before it is given to another."),
      say(
        "Or take ",
        code("delete-orphan"),
        " and ",
        code("singleParent"),
        " off ",
        edgeIn(facts, message, /via its ([\w.]+) attribute/),
        ".",
      ),
    ],
  })),
  {
    fits: ({ name, code: errorCode }) => name === "DetachedInstanceError" || errorCode === "bhk3",
    explain: detached,
  },
  named("PendingRollbackError", pendingRollback),
  named("CircularDependencyError", circular),
  named("LoaderStrategyException", (facts, { message }) => {
    const edge = edgeIn(facts, message, /'([\w.]+)' is not available/);
    return {
      what: say(edge, " would have had to be loaded, and ", code('lazy: "raise"'), " forbids that."),
      change: [
        say("Load it with the query: ", code(".options(selectinload(…))"), "."),
        say(
          "Where a delete or a flush needs it, ",
          code("passiveDeletes: true"),
          " on ",
          edge,
          " leaves what is not loaded to the database.",
        ),
      ],
    };
  }),
  worded(/lazy='raise/, (facts, { message }) => {
    const edge = edgeIn(facts, message, /'([\w.]+)' is not available/);
    return {
      what: say(edge, " would have had to be loaded, and ", code('lazy: "raise"'), " forbids that."),
      change: [say("Load it with the query: ", code(".options(selectinload(…))"), ".")],
    };
  }),
  worded(/is already attached to session/, () => ({
    what: say("The object belongs to another session, and an object can be in one session at a time."),
    change: [
      say(
        "Use ",
        code("session.merge(object)"),
        " to get this session's own copy, or ",
        code("expunge"),
        " it from the other one first.",
      ),
    ],
  })),
  worded(/is not present in this Session|is not persistent within this Session/, () => ({
    what: say("The object is not in this session, so there is nothing that the session could do with it."),
    change: [say("Add it first, or load it with this session.")],
  })),
  worded(/is not persisted/, () => ({
    what: say("The object has no row yet: only a persistent object can be deleted."),
    change: [say("Flush first, or ", code("expunge"), " the object if it should not be saved.")],
  })),
  worded(/not in session, (add|delete|pk change) operation along/, notInSession),
  coded("qzyx", overlapping),
  worded(/conflicts with persistent instance/, () => ({
    what: say("A new object has the primary key of one that the session holds already; its INSERT will be refused."),
    change: [say("Change the object that is there, or use ", code("session.merge(…)"), ", which copies onto it.")],
  })),
  worded(
    /cartesian product/i,
    plain(
      "The query joins tables without saying how, so that every row meets every other.",
      "Name the join, or correlate the query.",
    ),
  ),
  named(
    "AmbiguousForeignKeysError",
    plain(
      "Two foreign keys join these tables, and the relationship does not say which one it goes by.",
      "Name the columns in the relationship's foreignKeys.",
    ),
  ),
  named(
    "NoForeignKeysError",
    plain(
      "No foreign key joins these tables, so the relationship has nothing to go by.",
      "Give a column a foreignKey(…), or write the join in primaryjoin.",
    ),
  ),
  named(
    "NoResultFound",
    plain(
      "The query had to find exactly one row and found none.",
      "Use first() or oneOrNull() where there may be none.",
    ),
  ),
  named(
    "MultipleResultsFound",
    plain("The query had to find one row and found several.", "Narrow the filter, or use first()."),
  ),
];

function sameDirection(facts: Facts, { message }: Subject): Said {
  const [, one = "One side", other = "the other"] = /^([\w.]+) and back-reference ([\w.]+)/.exec(message) ?? [];
  const named = (path: string): Words => (facts.relationship(path) === null ? code(path) : facts.edge(path));
  const many = message.includes("ONETOMANY");
  return {
    what: say(
      named(one),
      " and ",
      named(other),
      " are two sides of one relationship, and both were taken for ",
      many ? "the collection" : "the reference to one object",
      ": the foreign key alone does not tell which way is up.",
    ),
    change: [
      say(
        "Give the side that leads to one object ",
        code("remoteSide"),
        ": the primary key, which is on the other side for it.",
      ),
    ],
  };
}

function stale(facts: Facts, { message, warning, seq }: Subject): Said {
  const match =
    /(DELETE|UPDATE) statement on table '([^']+)' expected to (?:delete|update) (\d+) row\(s\); (?:Only )?(\d+) were matched/.exec(
      message,
    );
  const [, verb = "DELETE", table = "", expected = "?", matched = "?"] = match ?? [];
  const what = say(
    "The flush expected ",
    verb === "DELETE" ? "to delete " : "to change ",
    expected,
    " row",
    expected === "1" ? "" : "s",
    " in ",
    facts.table(table),
    ", and found ",
    matched,
    ": ",
    expected === "1" ? "it was" : "the others were",
    " gone before.",
  );
  const association =
    facts.run.schema?.classes.some((each) => each.relationships.some(({ secondary }) => secondary === table)) ?? false;
  const rules_ = [...facts.foreignKeys()].filter(
    (key) => key.table === table && key.onDelete?.toUpperCase() === "CASCADE",
  );
  const earlier = facts.run.statements.findLast(
    (each) => each.table === table && each.kind === "delete" && each.seq < seq && bulk(facts, each) !== null,
  );
  const why: Sentence[] = [];
  const change: Sentence[] = [];
  const byQuery = earlier === undefined ? null : bulk(facts, earlier);
  if (byQuery !== null)
    why.push(say(facts.operation(byQuery), " deleted rows of ", facts.table(table), " past the unit of work."));
  for (const key of rules_) {
    const column = facts.column(`${table}.${key.column.name}`);
    why.push(
      say(
        column,
        " has ON DELETE CASCADE: deleting a row of ",
        facts.table(key.target.slice(0, key.target.lastIndexOf("."))),
        " removes its rows at once.",
      ),
    );
    for (const each of facts
      .relationshipsWithKey(`${table}.${key.column.name}`)
      .filter(({ direction }) => direction !== "many-to-one")) {
      if (each.passiveDeletes === false)
        change.push(say("Tell the ORM so: give ", place(facts, each), " ", code("passiveDeletes: true"), "."));
      else if (each.passiveDeletes === true && each.cascade.includes("delete"))
        change.push(say("Read ", facts.edge(each.path), " before the delete: what is loaded, the ORM deletes itself."));
    }
  }
  if (association)
    change.push(
      say(
        "If a class is mapped to ",
        facts.table(table),
        " too, make the many-to-many ",
        code("viewonly: true"),
        ": both delete the same rows.",
      ),
    );
  if (warning)
    change.push(say("Where that is as it should be, ", code("confirmDeletedRows: false"), " on the mapper says so."));
  return { what, why, change };
}

/** The query that deleted rows directly, if it was one. */
function bulk(facts: Facts, statement: Statement): OperationCause | null {
  const cause = facts.chain(statement.cause)[0];
  return cause?.kind === "operation" && (cause.name === "Query.delete" || cause.name === "execute") ? cause : null;
}

function blankedOut(facts: Facts, { message }: Subject): Said {
  const [, , to = ""] = /on column '([^']+)' tried to blank-out primary key column '([^']+)'/.exec(message) ?? [];
  const owners = facts.relationshipsWithKey(to).filter(({ direction }) => direction !== "many-to-one");
  const edges: Words = owners.length === 0 ? "A relationship" : listed(owners.map((each) => facts.edge(each.path)));
  const change = owners.flatMap((each) => deletedInstead(facts, each));
  return {
    what: say(
      edges,
      " would have set ",
      facts.column(to),
      " to NULL, and that is part of a primary key: the row would have lost its identity.",
    ),
    change:
      change.length > 0
        ? change
        : [say("Let the relationship delete its rows: ", code('cascade: "all, delete-orphan"'), ".")],
  };
}

function detached(facts: Facts, { message, seq }: Subject): Said {
  const key = /operation of attribute '([^']+)'/.exec(message)?.[1] ?? null;
  const className = /<(\w+) at /.exec(message)?.[1] ?? null;
  const path = key !== null && className !== null ? `${className}.${key}` : null;
  const what: Words = path === null ? "An expired object" : facts.relationship(path) ? facts.edge(path) : code(path);
  const of = facts.run.transitions.findLast(
    (each) => each.seq < seq && each.object.className === className && each.transition.endsWith("_to_detached"),
  );
  const root = of === undefined ? null : facts.rootOf(of.cause);
  const left: Words =
    of === undefined
      ? "it belongs to no session"
      : [facts.object(of.object), " left its session", root === null ? "" : [" by ", facts.operation(root)]];
  const change: Sentence[] = [];
  if (path !== null)
    change.push(
      say("Load it while the session is open: ", code(`.options(selectinload(${path}))`), ", or read it before."),
    );
  else
    change.push(
      say("Give the Session ", code("expireOnCommit: false"), ", so that a commit does not expire what was loaded."),
    );
  change.push(say("Or add the object to a session again."));
  return { what: say(what, " had to be loaded, but ", left, "."), change };
}

function pendingRollback(facts: Facts, { seq }: Subject): Said {
  const flush = facts.run.flushes.findLast(({ outcome }) => outcome === "failed");
  const failed = facts.run.statements.findLast((each) => each.error !== null && each.seq < seq);
  const root = flush === undefined ? null : facts.rootOf(flush.cause);
  const which: Words = root === null ? "An earlier flush" : ["The flush of ", facts.operation(root)];
  const why = failed?.error
    ? [say(facts.statement(failed, `The ${failed.kind.toUpperCase()}`), " was rejected: ", failed.error, ".")]
    : [];
  return {
    what: say(which, " failed, and its transaction has not been ended since."),
    why,
    change: [say("Call ", code("session.rollback()"), " after the failure, then go on.")],
  };
}

function circular(facts: Facts): Said {
  const classes = facts.run.schema?.classes ?? [];
  const edges = classes.flatMap((owner) =>
    owner.relationships
      .filter(({ direction, viewonly }) => direction === "many-to-one" && !viewonly)
      .map((each) => ({ owner, each })),
  );
  const mutual = edges.filter(
    ({ owner, each }) =>
      edges.some(
        (other) =>
          other.owner.name === each.target && other.each.target === owner.name && other.each.name !== each.name,
      ) || each.target === owner.name,
  );
  const named_ = mutual.map(({ owner, each }) => facts.edge(`${owner.name}.${each.name}`));
  return {
    what: say("Rows depend on each other in a circle, so no order of INSERT and DELETE satisfies all foreign keys."),
    why: named_.length === 0 ? [] : [say("The circle can only go along ", listed(named_), ".")],
    change: [
      say(
        named_.length === 1 ? "Give " : "Give one of ",
        named_.length === 0 ? "the relationships" : listed(named_),
        " ",
        code("postUpdate: true"),
        ": it is then written by an UPDATE of its own.",
      ),
    ],
  };
}

function notInSession(facts: Facts, { message }: Subject): Said {
  const [, className = "object", operation = "add", path = ""] =
    /Object of type <(\w+)> not in session, (add|delete|pk change) operation along '([\w.]+)'/.exec(message) ?? [];
  const edge: Words = facts.relationship(path) ? facts.edge(path) : code(path);
  return {
    what: say(
      "The flush passed over ",
      code(className),
      " in ",
      edge,
      ": the object is in no session, so its ",
      operation === "add" ? "row is not written" : "row is not touched",
      ".",
    ),
    change: [say("Add the object to the session, or give ", edge, " the ", code("save-update"), " cascade.")],
  };
}

function overlapping(facts: Facts, { message }: Subject): Said {
  const own = /relationship '([\w.]+)' will copy column (\S+) to column (\S+?),/.exec(message);
  const path = own?.[1] ?? "";
  const edge: Words = facts.relationship(path) ? facts.edge(path) : code(path);
  const others = [...message.matchAll(/'([\w.]+)' \(copies/g)].map((each) => each[1] ?? "");
  const column: Words = own?.[3] ? facts.column(own[3]) : "the same column";
  return {
    what: say(
      edge,
      " and ",
      listed(others.map((each) => facts.edge(each))),
      " both write ",
      column,
      " without knowing of each other, so one may undo what the other did.",
    ),
    change: [
      say("If they are two sides of one relationship, link them with ", code("backPopulates"), "."),
      say("If one only reads, give it ", code("viewonly: true"), "."),
      say(
        "If both are meant, silence the warning with ",
        code(`overlaps: "${others.map((each) => each.slice(each.indexOf(".") + 1)).join(",")}"`),
        " on ",
        edge,
        ".",
      ),
    ],
  };
}
