import type { Rule, Subject } from "./error-rules.ts";
import { code, listed, type Sentence, say, type Words } from "./explanation.ts";
import type { ActionCause, Facts, ForeignKey } from "./facts.ts";
import { deletedInstead, place } from "./settings.ts";
import { autoflushedBy } from "./steps.ts";
import { objectsOf, waysOf } from "./ways.ts";

/** What the database refuses, and which relationship or setting led to it. */
export const databaseRules: readonly Rule[] = [
  { fits: ({ message }) => /NOT NULL constraint failed/.test(message), explain: notNull },
  { fits: ({ message }) => /FOREIGN KEY constraint failed/.test(message), explain: foreignKey },
  { fits: ({ message }) => /UNIQUE constraint failed/.test(message), explain: unique },
  {
    fits: ({ message }) => /CHECK constraint failed/.test(message),
    explain: (_facts, { message }) => ({
      what: say(
        "A row broke the rule ",
        code(/CHECK constraint failed: (\S+)/.exec(message)?.[1] ?? "CHECK"),
        " of its table; the database rejected it.",
      ),
    }),
  },
];

function columnIn(message: string): string | null {
  return /NOT NULL constraint failed: ([^\s)]+)/.exec(message)?.[1] ?? null;
}

function notNull(facts: Facts, { message, statement }: Subject): ReturnType<Rule["explain"]> {
  const path = columnIn(message);
  const column: Words = path === null ? "a column" : facts.column(path);
  const nullable = path === null ? [] : [say("To allow rows without it, let ", facts.column(path), " be nullable.")];
  const ways = statement === null ? [] : waysOf(facts, statement);
  const nullified = ways.find(({ chain }) =>
    chain[0]?.some((cause) => cause.kind === "action" && cause.action === "nullify"),
  );
  const action = nullified?.chain[0]?.[0] as ActionCause | undefined;
  const relationship = facts.relationship(action?.relationship ?? null);
  if (nullified !== undefined && relationship !== null) {
    const root = facts.rootOf(action?.id ?? null);
    const by: Words = root === null ? "The flush" : facts.operation(root);
    const deleted = root?.name === "delete";
    const rows = facts.objects(objectsOf(nullified));
    const option = deleted ? "delete" : "delete-orphan";
    return {
      what: say(
        by,
        " would have set ",
        column,
        " of ",
        rows,
        " to NULL, because the cascade of ",
        facts.edge(relationship.path),
        " has no ",
        code(option),
        "; the column is NOT NULL, so the database rejected it.",
      ),
      change: [...deletedInstead(facts, relationship), ...nullable],
    };
  }
  const owners =
    path === null ? [] : facts.relationshipsWithKey(path).filter(({ direction }) => direction === "many-to-one");
  const objects = statement === null ? [] : statement.rows.flatMap(({ object }) => object ?? []);
  const rows: Words = objects.length === 0 ? "A row" : facts.objects(objects);
  const autoflush =
    statement === null ? undefined : facts.chain(statement.cause).find((cause) => cause.kind === "autoflush");
  const change: Sentence[] = [];
  if (owners.length > 0)
    change.push(
      say(
        "Set ",
        listed(owners.map((each) => facts.edge(each.path))),
        " before the flush, or add the object through its owner.",
      ),
    );
  else if (path !== null) change.push(say("Give ", facts.column(path), " a value, or a default in its column."));
  if (autoflush?.kind === "autoflush") {
    change.push(
      say(
        "The flush came early, before ",
        autoflushedBy(facts, autoflush),
        " (autoflush): put that into ",
        code("session.noAutoflush(() => …)"),
        ", or add the object later.",
      ),
    );
  }
  return {
    what: say(
      rows,
      " was to be written without a value for ",
      column,
      ", which is NOT NULL; the database rejected it.",
    ),
    change: [...change, ...nullable],
  };
}

function foreignKey(facts: Facts, { statement }: Subject): ReturnType<Rule["explain"]> {
  if (statement === null || statement.table === null)
    return { what: say("A row points to a row that is not there; the database rejected it.") };
  const table = facts.table(statement.table);
  const objects = statement.rows.flatMap(({ object }) => object ?? []);
  const rows: Words = objects.length === 0 ? ["rows of ", table] : facts.objects(objects);
  const pointing = [...facts.foreignKeys()].filter(({ target }) => target.startsWith(`${statement.table}.`));
  if (statement.kind === "delete" || (statement.kind === "update" && pointing.length > 0 && objects.length === 0)) {
    const keys = listed(pointing.map((key) => facts.column(`${key.table}.${key.column.name}`)));
    const bulk = facts.chain(statement.cause)[0];
    const direct: Words =
      bulk?.kind === "operation" && bulk.name === "Query.delete"
        ? [" A DELETE by a query runs no cascade, so nothing was done about them first."]
        : "";
    return {
      what: say("The DELETE of ", rows, " was rejected: other rows still point to them by ", keys, ".", direct),
      change: pointing.flatMap((key) => waysOut(facts, key)),
    };
  }
  const own = [...facts.foreignKeys()].filter((key) => key.table === statement.table);
  const targets = listed(
    own.map((key) => [facts.column(`${key.table}.${key.column.name}`), " (to ", facts.column(key.target), ")"]),
  );
  return {
    what: say(
      "The ",
      statement.kind.toUpperCase(),
      " of ",
      rows,
      " was rejected: a foreign key points to a row that is not there. It may be ",
      targets,
      ".",
    ),
    change: [
      say(
        "Save the row that it points to first: set the relationship instead of the key, and the flush puts both in order.",
      ),
    ],
  };
}

/** What lets a row go that others point to: a cascade of the ORM, or the foreign key's own rule. */
function waysOut(facts: Facts, key: ForeignKey): readonly Sentence[] {
  const path = `${key.table}.${key.column.name}`;
  const owners = facts.relationshipsWithKey(path).filter(({ direction }) => direction !== "many-to-one");
  const cascades = owners.map((each) =>
    say(
      "To let the ORM delete them too, give ",
      place(facts, each),
      " ",
      code('cascade: "all, delete-orphan"'),
      each.passiveDeletes === "all" ? [" instead of ", code('passiveDeletes: "all"')] : "",
      " and delete the object with ",
      code("session.delete(…)"),
      ".",
    ),
  );
  if (key.onDelete !== null) return cascades;
  return [
    ...cascades,
    say(
      "To let the database do it, give ",
      facts.column(path),
      " ",
      code('onDelete: "CASCADE"'),
      " (or ",
      code('"SET NULL"'),
      ").",
    ),
  ];
}

function unique(facts: Facts, { message, statement }: Subject): ReturnType<Rule["explain"]> {
  const columns = (/UNIQUE constraint failed: ([^\n)]+)/.exec(message)?.[1] ?? "")
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean);
  const named: Words = columns.length === 0 ? "a column" : listed(columns.map((each) => facts.column(each)));
  const objects = statement === null ? [] : statement.rows.flatMap(({ object }) => object ?? []);
  const rows: Words = objects.length === 0 ? "A row" : facts.objects(objects);
  const flush = statement === null ? undefined : facts.run.flushes.find(({ id }) => id === statement.flush);
  const doomed =
    flush?.plan?.actions
      .filter((each) => each.isDelete && each.kind.startsWith("delete"))
      .flatMap(({ objects: some }) => some) ?? [];
  const table = statement?.table ?? null;
  const rivals = doomed.filter(({ className }) => facts.class(className)?.table === table);
  const change =
    rivals.length > 0
      ? [
          say(
            "A flush inserts before it deletes, and ",
            facts.objects(rivals),
            " was to be deleted by this same flush: call ",
            code("session.flush()"),
            " after the delete, or change the row that is there.",
          ),
        ]
      : [
          say(
            "Look for the row that has the value already, and change it instead, or use ",
            code("session.merge(…)"),
            " for a primary key.",
          ),
        ];
  return {
    what: say(rows, " would have had the same ", named, " as a row that is there already; the database rejected it."),
    change,
  };
}
