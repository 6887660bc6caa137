import type { Cause } from "../../../src-engine/trace/events.ts";
import { loadedPath } from "../causes.ts";
import type { Statement } from "../run-model.ts";
import { code, listed, type Sentence, say, type Words } from "./explanation.ts";
import type { ActionCause, Facts, LoadCause, Relationship } from "./facts.ts";
import { autoflushedBy } from "./steps.ts";
import type { Way } from "./ways.ts";

/** Which settings decide about a statement, each with what to write to have it otherwise. */
export function settingsOf(facts: Facts, statement: Statement, ways: readonly Way[]): readonly Sentence[] {
  const own = facts.chain(statement.cause);
  return [...ways.flatMap((way) => ofWay(facts, way)), ...ofCause(facts, own, statement)];
}

function ofWay(facts: Facts, { chain }: Way): readonly Sentence[] {
  const causes = chain.flatMap(([first]) => first ?? []);
  const [nearest] = causes;
  if (nearest?.kind === "cascade") {
    const relationship = facts.relationship(nearest.relationship);
    if (relationship === null) return [];
    if (nearest.option === "delete") return keptInstead(facts, relationship);
    if (nearest.option === "delete-orphan") return [keptOrphans(facts, relationship)];
    return [];
  }
  if (nearest?.kind !== "action") return [];
  return ofAction(facts, nearest, causes);
}

function ofAction(facts: Facts, action: ActionCause, causes: readonly Cause[]): readonly Sentence[] {
  const relationship = facts.relationship(action.relationship);
  if (relationship === null) return [];
  const deleted = causes.some((each) => each.kind === "operation" && each.name === "delete");
  switch (action.action) {
    case "nullify":
      if (deleted) return deletedInstead(facts, relationship);
      return nullifiedByChange(facts, relationship);
    case "association-delete":
      return deleted ? [associationsLeft(facts, relationship)] : [];
    case "key-switch":
      return [
        say(
          "To let the database carry it on, leave ",
          code("passiveUpdates"),
          " of ",
          facts.edge(relationship.path),
          " on and declare ON UPDATE CASCADE.",
        ),
      ];
    case "orphan":
      return [keptOrphans(facts, relationship)];
    default:
      return [];
  }
}

/** "`Person.logs` (declared by the backref of `Log.person`)": where the setting is to be written. */
export function place(facts: Facts, relationship: Relationship): Words {
  const edge = facts.edge(relationship.path);
  const reverse = facts.reverseOf(relationship);
  if (!relationship.fromBackref || reverse === null) return edge;
  return [edge, " (in the backref of ", facts.edge(reverse), ")"];
}

/** What mends a nullify: let the ORM delete, or leave the rows to the database. */
export function deletedInstead(facts: Facts, relationship: Relationship): readonly Sentence[] {
  return [
    say("To delete them instead, give ", place(facts, relationship), " ", code('cascade: "all, delete-orphan"'), "."),
    leftToDatabase(facts, relationship),
  ];
}

function leftToDatabase(facts: Facts, relationship: Relationship): Sentence {
  if (relationship.passiveDeletes === true) return leftUnloaded(facts, relationship);
  const keys = facts.keysOf(relationship);
  const cascades = keys.length > 0 && keys.every((key) => onDeleteOf(facts, key) === "CASCADE");
  const columns = listed(keys.map((key) => facts.column(key)));
  const also: Words = cascades
    ? [": ", columns, " has ON DELETE CASCADE already"]
    : [", and ", columns, " ", code('onDelete: "CASCADE"')];
  const minded: Words = facts.mindsForeignKeys ? "" : [", which SQLite minds with ", code("foreignKeys: true")];
  return say(
    "To leave them to the database, give ",
    place(facts, relationship),
    " ",
    code("passiveDeletes: true"),
    also,
    minded,
    ".",
  );
}

/** Where the setting is there already, the objects were in memory. */
function leftUnloaded(facts: Facts, relationship: Relationship): Sentence {
  return say(
    "What ",
    facts.edge(relationship.path),
    " has in memory is written in spite of ",
    code("passiveDeletes: true"),
    ", which spares only what is not loaded: expire it before the delete to leave it to the database.",
  );
}

export function onDeleteOf(facts: Facts, column: string): string | null {
  return (
    facts
      .columnOf(column)
      ?.foreignKeys.find(({ onDelete }) => onDelete !== null)
      ?.onDelete?.toUpperCase() ?? null
  );
}

function keptInstead(facts: Facts, relationship: Relationship): readonly Sentence[] {
  const out: Words = ["take ", code("delete"), " out of the cascade of ", place(facts, relationship), "."];
  if (relationship.direction !== "one-to-many") return [say("To keep the other side, ", out)];
  const keys = facts.keysOf(relationship);
  const nullable = keys.every((key) => facts.columnOf(key)?.nullable !== false);
  const keep = say("To keep them with NULL in ", listed(keys.map((key) => facts.column(key))), ", ", out);
  return [...(nullable ? [keep] : []), leftToDatabase(facts, relationship)];
}

function keptOrphans(facts: Facts, relationship: Relationship): Sentence {
  return say(
    "To keep what leaves it, take ",
    code("delete-orphan"),
    " out of the cascade of ",
    place(facts, relationship),
    ".",
  );
}

/** A child that lost its parent: the side that holds children says what becomes of them. */
function nullifiedByChange(facts: Facts, relationship: Relationship): readonly Sentence[] {
  const holder =
    relationship.direction === "many-to-one" ? facts.relationship(facts.reverseOf(relationship)) : relationship;
  return holder?.direction === "one-to-many" ? [orphansDeleted(facts, holder)] : [];
}

function orphansDeleted(facts: Facts, relationship: Relationship): Sentence {
  return say(
    "To delete what leaves it, give ",
    place(facts, relationship),
    " ",
    code('cascade: "all, delete-orphan"'),
    ".",
  );
}

function associationsLeft(facts: Facts, relationship: Relationship): Sentence {
  const keys = facts.keysOf(relationship);
  const own = keys.filter((key) =>
    facts.columnOf(key)?.foreignKeys.some(({ target }) => target.startsWith(`${relationship.owner.table}.`)),
  );
  const needed = (own.length > 0 ? own : keys).filter((key) => onDeleteOf(facts, key) !== "CASCADE");
  const also: Words =
    needed.length === 0
      ? ""
      : [", and ", listed(needed.map((key) => facts.column(key))), " ", code('onDelete: "CASCADE"')];
  return say(
    "To leave the association rows to the database, give ",
    place(facts, relationship),
    " ",
    code("passiveDeletes: true"),
    also,
    ".",
  );
}

function ofCause(facts: Facts, chain: readonly Cause[], statement: Statement): readonly Sentence[] {
  const [nearest] = chain;
  const found: Sentence[] = [];
  const autoflush = chain.find((cause) => cause.kind === "autoflush");
  if (nearest?.kind === "load") found.push(...ofLoad(facts, nearest, chain));
  if (nearest?.kind === "operation" && (nearest.name === "Query.delete" || nearest.name === "Query.update"))
    found.push(...ofBulk(facts, nearest.name, statement));
  if (autoflush?.kind === "autoflush") {
    const line = facts.rootOf(autoflush.parent)?.line ?? autoflush.line;
    const by: Words = line === null ? autoflushedBy(facts, autoflush) : facts.line(line);
    found.push(
      say(
        "To flush later, put ",
        by,
        " into ",
        code("session.noAutoflush(() => …)"),
        ", or give the Session ",
        code("autoflush: false"),
        ".",
      ),
    );
  }
  return found;
}

function ofLoad(facts: Facts, load: LoadCause, chain: readonly Cause[]): readonly Sentence[] {
  const relationship = facts.relationship(loadedPath(load));
  const flush = chain.some((cause) => cause.kind === "flush");
  const deletes = flush || chain.some((cause) => cause.kind === "operation" && cause.name === "delete");
  switch (load.why) {
    case "lazy":
      if (relationship === null) return [];
      if (deletes) {
        const { path } = relationship;
        return [
          say(
            "With ",
            code("passiveDeletes: true"),
            " on ",
            facts.edge(path),
            " nothing is loaded for a delete: rows that are not in memory are left to the database.",
          ),
        ];
      }
      return [
        say(
          "To load it with the query, add ",
          code(`.options(selectinload(${relationship.path}))`),
          ", or give ",
          place(facts, relationship),
          " ",
          code('lazy: "selectin"'),
          ".",
        ),
      ];
    case "expired": {
      const by = load.object === null ? null : facts.expirationBefore(load.object, load);
      return by?.name === "commit"
        ? [say("To keep the values over a commit, give the Session ", code("expireOnCommit: false"), ".")]
        : [];
    }
    case "deferred":
      return [say("To load it with the query, add ", code(`.options(undefer(${load.attribute ?? "…"}))`), ".")];
    case "eager":
      if (relationship === null) return [];
      return [
        say(
          "To load it only when it is read, give ",
          place(facts, relationship),
          " ",
          code('lazy: "select"'),
          " and leave eager options out of the query.",
        ),
      ];
    default:
      return [];
  }
}

function ofBulk(facts: Facts, name: string, { table }: Statement): readonly Sentence[] {
  if (name === "Query.update") return [];
  const keys = [...facts.foreignKeys()].filter(({ target }) => target.slice(0, target.lastIndexOf(".")) === table);
  if (facts.mindsForeignKeys && keys.length > 0 && keys.every(({ onDelete }) => onDelete !== null))
    return [
      say("To have the cascades of the ORM run, load the objects and pass each to ", code("session.delete(…)"), "."),
    ];
  return [
    say(
      "To have cascades run, load the objects and pass each to ",
      code("session.delete(…)"),
      "; or declare ",
      code('onDelete: "CASCADE"'),
      " on the foreign keys, which the database minds with ",
      code("foreignKeys: true"),
      ".",
    ),
  ];
}
