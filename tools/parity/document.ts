import * as v from "valibot";

/**
 * The format of a recorded scenario: tables, mapped classes, steps, and what the reference implementation did.
 * Each schema checks what the interpreter relies on; fields that it does not know are left out.
 */

/** A JSON value; integers beyond 2^53 arrive as bigint. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | { readonly [key: string]: Json };

const json = v.custom<Json>(() => true);
const name = v.pipe(v.string(), v.minLength(1));
const names = v.array(name);
const record = v.record(v.string(), json);

const typeSchema = v.union([name, v.looseObject({ name, values: v.optional(v.array(json)) })]);
export type TypeSpec = v.InferOutput<typeof typeSchema>;

const foreignKeySchema = v.union([
  name,
  v.object({
    target: name,
    ondelete: v.optional(v.nullable(v.string())),
    onupdate: v.optional(v.nullable(v.string())),
    name: v.optional(name),
    use_alter: v.optional(v.boolean()),
  }),
]);

const columnSchema = v.object({
  name,
  attr: v.optional(name),
  type: v.optional(typeSchema),
  primary_key: v.optional(v.boolean()),
  nullable: v.optional(v.boolean()),
  unique: v.optional(v.boolean()),
  index: v.optional(v.boolean()),
  default: v.optional(json),
  onupdate: v.optional(json),
  server_default: v.optional(v.string()),
  autoincrement: v.optional(v.union([v.boolean(), v.string()])),
  key: v.optional(name),
  foreign_key: v.optional(foreignKeySchema),
});
export type ColumnSpec = v.InferOutput<typeof columnSchema>;

const constraintSchema = v.object({
  kind: v.picklist(["unique", "check", "foreign_key"]),
  columns: v.optional(names),
  refs: v.optional(names),
  sql: v.optional(v.string()),
  name: v.optional(name),
  ondelete: v.optional(v.nullable(v.string())),
  onupdate: v.optional(v.nullable(v.string())),
});
export type ConstraintSpec = v.InferOutput<typeof constraintSchema>;

const tableSchema = v.object({
  name,
  columns: v.array(columnSchema),
  constraints: v.optional(v.array(constraintSchema)),
});
export type TableSpec = v.InferOutput<typeof tableSchema>;

const relationshipOptions = {
  cascade: v.optional(v.string()),
  passive_deletes: v.optional(v.union([v.boolean(), v.literal("all")])),
  passive_updates: v.optional(v.boolean()),
  uselist: v.optional(v.boolean()),
  lazy: v.optional(v.union([v.string(), v.boolean(), v.null()])),
  single_parent: v.optional(v.boolean()),
  post_update: v.optional(v.boolean()),
  viewonly: v.optional(v.boolean()),
  innerjoin: v.optional(v.union([v.boolean(), v.string()])),
  overlaps: v.optional(v.string()),
  primaryjoin: v.optional(v.string()),
  secondaryjoin: v.optional(v.string()),
  order_by: v.optional(names),
  remote_side: v.optional(names),
  foreign_keys: v.optional(names),
  collection_class: v.optional(v.union([v.picklist(["list", "set"]), v.object({ attribute_keyed_dict: name })])),
  secondary: v.optional(name),
};

const relationshipSchema = v.object({
  name,
  target: name,
  ...relationshipOptions,
  back_populates: v.optional(name),
  backref: v.optional(v.union([name, v.object({ name, ...relationshipOptions })])),
});
export type RelationshipSpec = v.InferOutput<typeof relationshipSchema>;
/** The options that a relationship and a backref share. */
export type RelationshipOptionsSpec = Pick<RelationshipSpec, keyof typeof relationshipOptions>;

const classSchema = v.object({
  name,
  table: v.optional(v.nullable(name)),
  columns: v.optional(v.array(columnSchema)),
  relationships: v.optional(v.array(relationshipSchema)),
  constraints: v.optional(v.array(constraintSchema)),
  inherits: v.optional(name),
  mapper_args: v.optional(record),
});
export type ClassSpec = v.InferOutput<typeof classSchema>;

/** An expression: a scalar, or an object whose one telling key says what it is. */
export type Expression = Json;

const selectFields = {
  select: v.array(json),
  filter: v.optional(v.array(json)),
  filter_by: v.optional(record),
  join: v.optional(
    v.array(
      v.union([
        name,
        v.object({ to: name, on: v.optional(json), outer: v.optional(v.boolean()), of_type: v.optional(name) }),
      ]),
    ),
  ),
  order_by: v.optional(v.array(json)),
  group_by: v.optional(v.array(json)),
  having: v.optional(json),
  distinct: v.optional(v.boolean()),
  limit: v.optional(v.number()),
  offset: v.optional(v.number()),
  options: v.optional(v.array(v.record(v.string(), v.union([name, names])))),
  aliases: v.optional(v.record(v.string(), name)),
  named_aliases: v.optional(v.boolean()),
  select_from: v.optional(name),
};
const selectSchema = v.object(selectFields);
/** The clauses that a query step, a select step and a nested select share. */
export type SelectSpec = v.InferOutput<typeof selectSchema>;

const synchronize = v.optional(v.union([v.boolean(), v.null(), v.string()]));
const object = name;
const attr = name;
const onAttribute = { object, attr };

const plain = <const O extends string>(op: O) => v.object({ op: v.literal(op) });
const step = <const O extends string, const E extends v.ObjectEntries>(op: O, entries: E) =>
  v.object({ op: v.literal(op), ...entries });

const stepSchema = v.variant("op", [
  step("new", { as: name, class: name, args: v.optional(record) }),
  step("get_attr", { ...onAttribute, as: v.optional(name) }),
  step("set", { ...onAttribute, value: json }),
  step("del_attr", onAttribute),
  step("history", onAttribute),
  step("append", { ...onAttribute, value: json }),
  step("remove", { ...onAttribute, value: json }),
  step("insert", { ...onAttribute, index: v.number(), value: json }),
  step("pop", { ...onAttribute, index: v.optional(v.union([v.number(), v.string()])) }),
  step("extend", { ...onAttribute, value: v.array(json) }),
  step("clear", onAttribute),
  step("del_item", { ...onAttribute, index: v.union([v.number(), v.string()]) }),
  step("set_item", { ...onAttribute, index: v.union([v.number(), v.string()]), value: json }),
  step("add_item", { ...onAttribute, value: json }),
  step("discard", { ...onAttribute, value: json }),
  step("add", { objects: names }),
  step("add_all", { objects: names }),
  step("delete", { object }),
  step("expunge", { object }),
  step("refresh", { object, attrs: v.optional(names) }),
  step("expire", { object, attrs: v.optional(names) }),
  plain("flush"),
  plain("commit"),
  plain("rollback"),
  plain("expunge_all"),
  plain("expire_all"),
  plain("close"),
  step("merge", { object, as: name }),
  step("get", { class: name, ident: json, as: v.optional(name) }),
  step("begin_nested", { as: name }),
  step("commit_nested", { nested: name }),
  step("rollback_nested", { nested: name }),
  step("state", { object }),
  step("in_session", { object }),
  step("is", { left: name, right: name }),
  plain("session_new"),
  plain("session_dirty"),
  plain("session_deleted"),
  plain("identity_map"),
  step("query", {
    ...selectFields,
    terminal: v.optional(name),
    as: v.optional(name),
    values: v.optional(record),
    synchronize_session: synchronize,
  }),
  step("select", { ...selectFields, terminal: v.optional(name), as: v.optional(name) }),
  step("bulk_update", {
    class: name,
    values: record,
    filter: v.optional(v.array(json)),
    synchronize_session: synchronize,
  }),
  step("bulk_delete", { class: name, filter: v.optional(v.array(json)), synchronize_session: synchronize }),
  step("sql", { sql: v.string(), params: v.optional(record) }),
  plain("remove_session"),
  step("make_transient", { object }),
  step("make_transient_to_detached", { object }),
  step("is_modified", { object }),
  step("object_session", { object }),
  step("read_dynamic", onAttribute),
  step("count_dynamic", onAttribute),
  step("read_write_only", onAttribute),
  step("keys", onAttribute),
  step("run", { code: v.string(), tree: v.array(json) }),
  plain("create_all"),
  plain("drop_all"),
]);
export type Step = v.InferOutput<typeof stepSchema>;
export type StepOf<Op extends Step["op"]> = Extract<Step, { op: Op }>;

/** One thing that happened, as a recording writes it. */
export type RecordedEvent =
  | { readonly sql: string; readonly params: readonly Json[]; readonly many?: boolean }
  | { readonly tx: string }
  | { readonly state: string; readonly object: string };

/** What one performed step left behind. */
export interface RecordedStep {
  readonly events: readonly RecordedEvent[];
  /** Left out where the step has no result, or a null one. */
  readonly result?: Json;
  readonly error?: RecordedError;
  readonly warnings?: readonly string[];
}

export interface RecordedError {
  readonly class: string;
  readonly message: string;
}

/** What happened while the classes were mapped. */
export type RecordedMapping = Omit<RecordedStep, "events">;

/** A whole run. After a mapping error there is nothing but `mapping`. */
export interface Recording {
  readonly mapping: RecordedMapping;
  readonly ddl?: readonly string[];
  readonly steps?: readonly RecordedStep[];
  readonly rows?: Readonly<Record<string, readonly (readonly Json[])[]>>;
}

const recordedStep = v.custom<RecordedStep>(
  (value) => typeof value === "object" && value !== null && "events" in value && Array.isArray(value.events),
  "a recorded step has events",
);

const scenarioSchema = v.object({
  id: name,
  title: v.optional(v.string()),
  source: v.optional(v.string()),
  foreign_keys: v.optional(v.boolean()),
  session: v.optional(
    v.object({
      autoflush: v.optional(v.boolean()),
      expire_on_commit: v.optional(v.boolean()),
      scoped: v.optional(v.boolean()),
    }),
  ),
  models: v.object({
    tables: v.optional(v.array(tableSchema)),
    classes: v.array(classSchema),
    /** Classes that are Python, and their syntax tree; they are made after those above. */
    code: v.optional(v.string()),
    tree: v.optional(v.array(json)),
  }),
  steps: v.array(stepSchema),
  expect: v.object({
    mapping: v.custom<RecordedMapping>((value) => typeof value === "object" && value !== null, "mapping is an object"),
    ddl: v.optional(v.array(v.string())),
    steps: v.optional(v.array(recordedStep)),
    rows: v.optional(v.record(v.string(), v.array(v.array(json)))),
  }),
});
export type Scenario = Omit<v.InferOutput<typeof scenarioSchema>, "expect"> & { readonly expect: Recording };

/**
 * Checks one parsed document.
 * @throws Error naming the scenario and the first field that is not as the format has it
 */
export function parseScenario(value: unknown): Scenario {
  const result = v.safeParse(scenarioSchema, value, { abortEarly: true });
  if (result.success) return result.output as Scenario;
  const id = typeof value === "object" && value !== null && "id" in value ? String(value.id) : "?";
  const issue = result.issues[0];
  throw new Error(`scenario ${id}: ${v.getDotPath(issue) ?? "document"}: ${issue.message}`);
}

const LONG_INTEGER = /[[:,\s]-?\d{16,}\s*[,}\]]/;
const STRING_OR_LONG_INTEGER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const MARK = "\u0000integer:";

/** Parses JSON, keeping integers that a JavaScript number cannot hold as bigint. */
export function parseJson(text: string): unknown {
  if (!LONG_INTEGER.test(text)) return JSON.parse(text);
  const marked = text.replace(STRING_OR_LONG_INTEGER, (token) =>
    /^-?\d{16,}$/.test(token) ? JSON.stringify(MARK + token) : token,
  );
  return JSON.parse(marked, (_key, value: unknown) => {
    if (typeof value !== "string" || !value.startsWith(MARK)) return value;
    const integer = BigInt(value.slice(MARK.length));
    const number = Number(integer);
    return Number.isSafeInteger(number) ? number : integer;
  });
}
