import type { Cause } from "../../../src-engine/trace/events.ts";
import { loadedPath } from "../causes.ts";
import { code, listed, type Words } from "./explanation.ts";
import type { ActionCause, CascadeCause, Facts, LoadCause, OperationCause, Relationship } from "./facts.ts";
import { attribute, autoflushedBy, foreignKeys } from "./steps.ts";
import { objectsOf, type Way } from "./ways.ts";

/** Why the rows of one way were written, as half a sentence: "`session.delete(jack)` on line 31 marked it for deletion". */
export function clauseOf(facts: Facts, way: Way): Words {
  const [nearest] = way.chain.map(([first]) => first as Cause);
  if (!nearest) return "";
  const root = facts.rootOf(nearest.id);
  const one = new Set(objectsOf(way).map(({ id }) => id)).size <= 1;
  switch (nearest.kind) {
    case "operation":
      return operationClause(facts, nearest, one);
    case "cascade":
      return cascadeClause(facts, way, nearest, root, one);
    case "action":
      return actionClause(facts, nearest, root);
    case "load":
      return loadClause(facts, nearest);
    case "autoflush":
      return [autoflushedBy(facts, nearest), " flushed first (autoflush)"];
    case "flush":
      return "the flush wrote it";
    default:
      return nearest satisfies never;
  }
}

function operationClause(facts: Facts, cause: OperationCause, one: boolean): Words {
  const it = one ? "it" : "them";
  const by = facts.operation(cause);
  switch (cause.name) {
    case "set":
      return changed(facts, cause);
    case "delete":
      return [by, ` marked ${it} for deletion`];
    case "add":
    case "add_all":
      return [by, ` placed ${it} into the session`];
    case "merge":
      return [by, ` copied ${it} into the session`];
    case "refresh":
      return [by, ` loads ${it} anew`];
    case "get":
      return [by, " looked for an object that the session did not hold"];
    case "Query.delete":
      return [by, " deletes rows directly: no cascade runs, and no object is loaded"];
    case "Query.update":
      return [by, " updates rows directly, past the unit of work"];
    default:
      return cause.name.startsWith("Query.") ? [by, " ran the query"] : [by, " asked for it"];
  }
}

function changed(facts: Facts, cause: OperationCause): Words {
  const what: Words = cause.detail === null ? "an attribute" : attribute(facts, cause.detail);
  if (cause.line === null) return [what, " changed"];
  if (facts.source(cause.line) === null) return [what, " changed on ", facts.line(cause.line)];
  return [facts.operation(cause), " changed ", what];
}

/** "`jack.addresses.pop()` on line 5", or that the attribute changed, for what began with a change. */
function begun(facts: Facts, root: OperationCause | null, fallback: Words): Words {
  if (root === null) return fallback;
  if (root.name === "set" && (root.line === null || facts.source(root.line) === null)) {
    return [
      "the change of ",
      root.detail === null ? "an attribute" : attribute(facts, root.detail),
      root.line === null ? "" : [" on ", facts.line(root.line)],
    ];
  }
  return facts.operation(root);
}

function cascadeClause(facts: Facts, way: Way, cause: CascadeCause, root: OperationCause | null, one: boolean): Words {
  if (cause.option === "delete-orphan") {
    const by = begun(facts, root, "the flush");
    const left = [by, ` took ${one ? "it" : "them"} out of `, facts.edge(cause.relationship)];
    return [...left, ", whose cascade has ", code("delete-orphan")];
  }
  if (root?.name === "set" && cause.option === "save-update") {
    const into = [
      begun(facts, root, "the program"),
      ` put ${one ? "it" : "them"} into `,
      facts.edge(cause.relationship),
    ];
    return [...into, ", whose cascade has ", code("save-update")];
  }
  const steps = way.chain.flatMap(([first]) => (first?.kind === "cascade" ? [first] : []));
  const alongs = [...new Set(steps.map(({ relationship }) => relationship).reverse())];
  const along = listed(alongs.map((path) => facts.edge(path)));
  const has = alongs.length === 1 ? "because its cascade has " : "because their cascades have ";
  return [begun(facts, root, "a cascade"), " cascaded along ", along, ", ", has, code(cause.option)];
}

function actionClause(facts: Facts, cause: ActionCause, root: OperationCause | null): Words {
  const path = cause.relationship;
  if (path === null) return begun(facts, root, "the flush");
  const relationship = facts.relationship(path);
  const by = begun(facts, root, "the flush");
  const deletion = root?.name === "delete" ? root : null;
  const deleted = deletion !== null;
  switch (cause.action) {
    case "nullify":
      return nullifyClause(facts, { path, relationship, by, deleted: deletion });
    case "sync":
      return [by, " set ", facts.edge(path), ", so ", foreignKeys(facts, path), " takes the key of the other side"];
    case "association-insert":
      return [
        by,
        " put objects together along ",
        facts.edge(path),
        ", which is kept in ",
        association(facts, relationship),
      ];
    case "association-delete":
      return deleted
        ? [
            by,
            " deletes one side of ",
            facts.edge(path),
            ", and its rows in ",
            association(facts, relationship),
            " go with it",
          ]
        : [by, " took objects apart along ", facts.edge(path), ", which is kept in ", association(facts, relationship)];
    case "key-switch":
      return [by, " changed a primary key, and ", facts.edge(path), " carries it on"];
    case "post-update":
      return [facts.edge(path), " has ", code("postUpdate"), ", so its foreign key is written in an UPDATE of its own"];
    case "orphan":
      return [by, " left it without a parent along ", facts.edge(path), ", whose cascade has ", code("delete-orphan")];
    default:
      return [by, " led the flush along ", facts.edge(path)];
  }
}

function association(facts: Facts, relationship: Relationship | null): Words {
  return relationship?.secondary ? facts.table(relationship.secondary) : "the association table";
}

interface Nullified {
  readonly path: string;
  readonly relationship: Relationship | null;
  readonly by: Words;
  /** The object that is deleted, where a deletion was the reason. */
  readonly deleted: OperationCause | null;
}

function nullifyClause(facts: Facts, { path, relationship, by, deleted }: Nullified): Words {
  const key = foreignKeys(facts, path);
  if (relationship?.postUpdate && deleted !== null) {
    const doomed: Words = deleted.object === null ? "an object" : facts.object(deleted.object);
    const letsGo: Words = [" has ", code("postUpdate"), ": ", key, " is set to NULL before the DELETE"];
    return [by, " deletes ", doomed, ", and ", facts.edge(path), letsGo];
  }
  if (relationship?.direction === "many-to-one")
    return [by, " emptied ", facts.edge(path), ", so ", key, " is set to NULL"];
  const so: Words = [", so ", key, " is set to NULL"];
  if (deleted === null)
    return [by, " took it out of ", facts.edge(path), ", whose cascade has no ", code("delete-orphan"), so];
  const owner: Words = deleted.object === null ? "the owner" : facts.object(deleted.object);
  return [by, " deletes ", owner, ", and the cascade of ", facts.edge(path), " has no ", code("delete"), so];
}

function loadClause(facts: Facts, cause: LoadCause): Words {
  const path = loadedPath(cause);
  const what: Words = path === null ? "its row" : attribute(facts, path);
  const of: Words = cause.object === null ? "" : [" of ", facts.object(cause.object)];
  const above = facts.chain(cause.parent);
  const root = facts.rootOf(cause.parent);
  // What the unit of work does for one object keeps that object's cause; only a flush does it.
  const flush = above.some((each) => each.kind === "flush" || each.kind === "action");
  const doomed = cause.object === null ? null : facts.deletionOf(cause.object, cause.id);
  if (cause.why === "lazy" && flush) {
    const because = doomed === null ? "" : ", because that is being deleted";
    return ["the flush looked for ", what, of, because];
  }
  if (cause.why === "lazy" && root?.name === "delete") {
    return [facts.operation(root), " looked for ", what, of, ", because its cascade has ", code("delete")];
  }
  const reader: Words = root === null ? reading(facts, cause) : facts.operation(root);
  switch (cause.why) {
    case "lazy":
      return [reader, " read ", what, of, ", which was not loaded (lazy load)"];
    case "expired": {
      const by = facts.expirationBefore(cause.object, cause);
      const expired: Words = by === null ? "expired" : ["expired by ", facts.operation(by)];
      const read: Words = flush ? "the flush" : reader;
      return [
        read,
        " needed ",
        cause.object === null ? "an object" : facts.object(cause.object),
        ", which was ",
        expired,
      ];
    }
    case "deferred":
      return [reader, " read ", what, of, ", which is deferred"];
    case "eager":
      return [reader, " loads ", what, " together with what it found (eager load)"];
    default:
      return [reader, " needed ", what, of];
  }
}

function reading(facts: Facts, { line }: LoadCause): Words {
  if (line === null) return "the program";
  return facts.source(line) === null ? facts.line(line) : facts.codeOn(line, "");
}
