/** Valibot schemas of everything that the engine reports, one for each member of the unions in `trace/events.ts`. */
import * as v from "valibot";
import type { Cause, DriverValue, Fate, ModelSnapshot, TraceEvent } from "../../src-engine/trace/events.ts";
import { fromWire } from "./wire.ts";

const MAX_NAME = 1_000;
const MAX_TEXT = 200_000;
const MAX_LIST = 200_000;

const integer = v.pipe(v.number(), v.safeInteger());
const count = v.pipe(integer, v.minValue(0));
const name = v.pipe(v.string(), v.maxLength(MAX_NAME));
const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const line = v.nullable(count);

/** A list of bounded length. */
const list = <const S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.maxLength(MAX_LIST));

/** A database value, out of its JSON form. */
export const driverValue = v.pipe(
  v.union([
    v.string(),
    v.number(),
    v.null(),
    v.object({ $int: v.pipe(v.string(), v.regex(/^-?\d{1,40}$/)) }),
    v.object({ $real: v.picklist(["Infinity", "-Infinity", "NaN"]) }),
    v.object({ $bytes: v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{2})*$/)) }),
  ]),
  v.transform((value): DriverValue => fromWire(value)),
);

const object = v.object({
  id: count,
  className: name,
  identity: v.nullable(list(v.union([driverValue, v.boolean()]))),
});

const cascadeOption = v.picklist(["save-update", "merge", "expunge", "delete", "delete-orphan", "refresh-expire"]);

const causeHead = { id: count, parent: v.nullable(count), line };

const cause = v.variant("kind", [
  v.object({
    ...causeHead,
    kind: v.literal("operation"),
    name,
    object: v.nullable(object),
    detail: v.nullable(text),
  }),
  v.object({
    ...causeHead,
    kind: v.literal("cascade"),
    option: cascadeOption,
    relationship: name,
    from: object,
    to: object,
    backref: v.boolean(),
  }),
  v.object({ ...causeHead, kind: v.literal("autoflush"), by: name }),
  v.object({ ...causeHead, kind: v.literal("flush"), flush: count }),
  v.object({
    ...causeHead,
    kind: v.literal("load"),
    why: v.picklist(["lazy", "expired", "deferred", "eager", "refresh", "dependency", "merge", "cascade"]),
    object: v.nullable(object),
    attribute: v.nullable(name),
  }),
  v.object({
    ...causeHead,
    kind: v.literal("action"),
    action: v.picklist([
      "save",
      "delete",
      "nullify",
      "sync",
      "association-insert",
      "association-delete",
      "post-update",
      "key-switch",
      "orphan",
    ]),
    relationship: v.nullable(name),
    object: v.nullable(object),
    detail: v.nullable(text),
  }),
]) satisfies v.GenericSchema<unknown, Cause>;

const column = v.object({
  name,
  type: name,
  primaryKey: v.boolean(),
  nullable: v.boolean(),
  unique: v.boolean(),
  foreignKeys: list(v.object({ target: name, onDelete: v.nullable(name), onUpdate: v.nullable(name) })),
});

const relationship = v.object({
  name,
  target: name,
  direction: v.picklist(["one-to-many", "many-to-one", "many-to-many"]),
  uselist: v.boolean(),
  cascade: list(cascadeOption),
  secondary: v.nullable(name),
  reverse: v.nullable(name),
  fromBackref: v.boolean(),
  passiveDeletes: v.union([v.boolean(), v.literal("all")]),
  passiveUpdates: v.boolean(),
  viewonly: v.boolean(),
  singleParent: v.boolean(),
  postUpdate: v.boolean(),
  lazy: name,
  pairs: list(v.tuple([name, name])),
});

export const modelSnapshot = v.object({
  classes: list(
    v.object({
      name,
      table: v.nullable(name),
      inherits: v.nullable(name),
      line,
      attributes: list(v.object({ name, column: name })),
      relationships: list(relationship),
    }),
  ),
  tables: list(v.object({ name, columns: list(column) })),
}) satisfies v.GenericSchema<unknown, ModelSnapshot>;

const attributeValue = v.union([text, v.object({ ref: object })]);

const objectImage = v.object({
  object,
  state: v.picklist(["transient", "pending", "persistent", "deleted", "detached"]),
  dirty: v.boolean(),
  doomed: v.boolean(),
  attributes: list(
    v.object({
      name,
      kind: v.picklist(["column", "reference", "collection"]),
      status: v.picklist(["loaded", "expired", "unloaded"]),
      value: list(attributeValue),
      size: count,
      history: v.nullable(v.object({ added: list(attributeValue), deleted: list(attributeValue) })),
    }),
  ),
});

const fateOperation = v.picklist(["delete", "remove", "add", "expunge", "merge", "refresh"]);

/** What becomes of one object, as the engine foresees it. */
export const fate = v.object({
  object,
  kind: v.picklist([
    "deleted",
    "nullified",
    "left-to-database",
    "refused",
    "orphaned",
    "added",
    "expunged",
    "merged",
    "refreshed",
    "untouched",
  ]),
  by: v.picklist(["orm", "database"]),
  reason: v.picklist([
    "operation",
    "cascade",
    "no-cascade",
    "delete-orphan",
    "not-orphan",
    "passive-deletes",
    "passive-deletes-all",
    "viewonly",
    "not-null",
    "primary-key",
    "on-delete-cascade",
    "on-delete-set-null",
    "on-delete-set-default",
    "restrict",
    "foreign-keys-off",
    "association",
  ]),
  path: list(v.object({ along: name, from: object })),
}) satisfies v.GenericSchema<unknown, Fate>;

const head = { seq: count, line };

/** One event of a trace, its parameters decoded. */
export const traceEvent = v.variant("type", [
  v.object({ ...head, type: v.literal("cause"), cause }),
  v.object({
    ...head,
    type: v.literal("statement"),
    sql: text,
    kind: v.picklist(["select", "insert", "update", "delete", "ddl", "pragma", "other"]),
    table: v.nullable(name),
    params: list(list(driverValue)),
    many: v.boolean(),
    rows: list(v.object({ object: v.nullable(object), causes: list(count) })),
    cause: v.nullable(count),
    flush: v.nullable(count),
    rowCount: v.pipe(integer, v.minValue(-1)),
    durationMs: v.pipe(v.number(), v.minValue(0)),
    error: v.nullable(text),
    source: count,
  }),
  v.object({
    ...head,
    type: v.literal("transaction"),
    action: v.picklist(["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "ROLLBACK TO SAVEPOINT", "RELEASE SAVEPOINT"]),
    name: v.nullable(name),
    cause: v.nullable(count),
  }),
  v.object({
    ...head,
    type: v.literal("state"),
    transition: v.picklist([
      "transient_to_pending",
      "pending_to_transient",
      "pending_to_persistent",
      "persistent_to_deleted",
      "deleted_to_persistent",
      "deleted_to_detached",
      "persistent_to_detached",
      "persistent_to_transient",
      "detached_to_persistent",
      "loaded_as_persistent",
    ]),
    object,
    cause: v.nullable(count),
  }),
  v.object({
    ...head,
    type: v.literal("flush"),
    phase: v.picklist(["begin", "end", "failed"]),
    flush: count,
    cause: v.nullable(count),
  }),
  v.object({
    ...head,
    type: v.literal("plan"),
    flush: count,
    actions: list(
      v.object({
        id: count,
        kind: v.picklist(["save-all", "delete-all", "save", "delete", "process-all", "process", "post-update"]),
        subject: name,
        isDelete: v.boolean(),
        objects: list(object),
        after: list(count),
      }),
    ),
    cycles: list(list(count)),
  }),
  v.object({ ...head, type: v.literal("schema"), model: modelSnapshot }),
  v.object({
    ...head,
    type: v.literal("omission"),
    reason: v.picklist([
      "passive-deletes",
      "passive-deletes-all",
      "not-loaded",
      "viewonly",
      "passive-updates",
      "unchanged",
    ]),
    relationship: v.nullable(name),
    object,
    flush: v.nullable(count),
    cause: v.nullable(count),
  }),
  v.object({
    ...head,
    type: v.literal("table"),
    name,
    columns: v.nullable(list(name)),
    rows: list(v.object({ rowid: integer, values: list(driverValue) })),
  }),
  v.object({
    ...head,
    type: v.literal("rows"),
    changes: list(
      v.object({
        table: name,
        rowid: integer,
        before: v.nullable(list(driverValue)),
        after: v.nullable(list(driverValue)),
        byDatabase: v.boolean(),
      }),
    ),
  }),
  v.object({ ...head, type: v.literal("objects"), images: list(objectImage) }),
  v.object({ ...head, type: v.literal("line") }),
  v.object({ ...head, type: v.literal("unrecorded") }),
  v.object({
    ...head,
    type: v.literal("prediction"),
    operation: fateOperation,
    object,
    fates: list(fate),
    cause: v.nullable(count),
  }),
  v.object({
    ...head,
    type: v.literal("output"),
    text,
    level: v.picklist(["log", "info", "warn", "error"]),
  }),
  v.object({
    ...head,
    type: v.literal("warning"),
    category: name,
    message: text,
    code: v.nullable(name),
  }),
  v.object({
    ...head,
    type: v.literal("error"),
    name,
    message: text,
    code: v.nullable(name),
    column: v.nullable(count),
    phase: v.picklist(["syntax", "mapping", "run", "limit"]),
  }),
]) satisfies v.GenericSchema<unknown, TraceEvent>;

type Parsed = v.InferOutput<typeof traceEvent>;
type ParsedCause = v.InferOutput<typeof cause>;
/** Fails to compile when the engine has an event or a cause that no schema above describes. */
export type Undescribed = AssertNone<
  Exclude<TraceEvent["type"], Parsed["type"]> | Exclude<Cause["kind"], ParsedCause["kind"]>
>;
type AssertNone<T extends never> = T;
