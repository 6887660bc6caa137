import * as engine from "../../src-engine/index.ts";
import { runCode } from "./code.ts";
import type { Json, Step, StepOf } from "./document.ts";
import { evaluate } from "./expressions.ts";
import { buildQuery, buildSelect } from "./queries.ts";
import { camelCase, invoke } from "./reflect.ts";
import type { World } from "./world.ts";

/** Performs one step and gives what it answers, as recordings write results; nothing where it answers nothing. */
type Perform<Op extends Step["op"]> = (world: World, step: StepOf<Op>) => unknown;

const STATES = ["transient", "pending", "persistent", "deleted", "detached"] as const;

const PERFORM: { readonly [Op in Step["op"]]: Perform<Op> } = {
  new: (world, step) => {
    const Class = world.class(step.class);
    world.variables.set(step.as, new Class(world.values(step.args)));
  },
  get_attr: (world, step) => {
    const value = attribute(world, step);
    if (step.as !== undefined) world.variables.set(step.as, value);
    return world.render(value);
  },
  set: (world, step) => {
    assign(world.object(step.object), step.attr, world.value(step.value));
  },
  del_attr: (world, step) => engine.delAttribute(world.object(step.object), step.attr),
  history: (world, step) => {
    const state = engine.inspect(world.object(step.object)) as engine.InstanceState;
    const attributeState = state.attrs.get(step.attr);
    if (attributeState === undefined) throw new engine.BuiltinError("KeyError", `'${step.attr}'`);
    const { added, unchanged, deleted } = attributeState.history;
    return {
      added: world.render([...(added ?? [])]),
      unchanged: world.render([...(unchanged ?? [])]),
      deleted: world.render([...(deleted ?? [])]),
    };
  },

  append: (world, step) => onCollection(world, step, "append", [world.value(step.value)]),
  remove: (world, step) => onCollection(world, step, "remove", [world.value(step.value)]),
  extend: (world, step) => onCollection(world, step, "extend", [world.value(step.value)]),
  insert: (world, step) => onCollection(world, step, "insert", [step.index, world.value(step.value)]),
  pop: (world, step) =>
    world.render(invoke(attribute(world, step), "pop", step.index === undefined ? [] : [step.index])),
  clear: (world, step) => onCollection(world, step, "clear", []),
  add_item: (world, step) => onCollection(world, step, "add", [world.value(step.value)]),
  discard: (world, step) => onCollection(world, step, "discard", [world.value(step.value)]),
  // A keyed collection is a Map, whose own methods say it; a list's index cannot be intercepted.
  del_item: (world, step) => onCollection(world, step, isKeyed(world, step) ? "delete" : "delItem", [step.index]),
  set_item: (world, step) =>
    onCollection(world, step, isKeyed(world, step) ? "set" : "setItem", [step.index, world.value(step.value)]),

  add: (world, step) => {
    for (const ref of step.objects) world.session.add(world.object(ref));
  },
  add_all: (world, step) => world.session.addAll(step.objects.map((ref) => world.object(ref))),
  delete: (world, step) => world.session.delete(world.object(step.object)),
  expunge: (world, step) => world.session.expunge(world.object(step.object)),
  refresh: (world, step) => world.session.refresh(world.object(step.object), ...attributeNames(step)),
  expire: (world, step) => world.session.expire(world.object(step.object), ...attributeNames(step)),
  flush: (world) => world.session.flush(),
  commit: (world) => world.session.commit(),
  rollback: (world) => world.session.rollback(),
  expunge_all: (world) => world.session.expungeAll(),
  expire_all: (world) => world.session.expireAll(),
  close: (world) => world.session.close(),

  merge: (world, step) => {
    const merged = world.session.merge(world.object(step.object));
    world.variables.set(step.as, merged);
    return world.render(merged);
  },
  get: (world, step) => {
    const found: unknown = world.session.get(world.class(step.class), step.ident as never);
    if (step.as !== undefined) world.variables.set(step.as, found);
    return world.render(found);
  },
  begin_nested: (world, step) => {
    world.variables.set(step.as, world.session.beginNested());
  },
  commit_nested: (world, step) => {
    invoke(world.object(step.nested), "commit", []);
  },
  rollback_nested: (world, step) => {
    invoke(world.object(step.nested), "rollback", []);
  },

  state: (world, step) => {
    const state = engine.inspect(world.object(step.object)) as engine.InstanceState;
    return { state: STATES.find((name) => state[name]) ?? "none of them", modified: state.modified };
  },
  session_new: (world) => labels(world, world.session.new),
  session_dirty: (world) => labels(world, world.session.dirty),
  session_deleted: (world) => labels(world, world.session.deleted),
  identity_map: (world) => labels(world, world.session.identityMap.values()),
  in_session: (world, step) => world.session.contains(world.object(step.object)),
  is: (world, step) => world.object(step.left) === world.object(step.right),

  remove_session: (world) => {
    invoke(world.session, "remove", []);
  },
  make_transient: (world, step) => engine.makeTransient(world.object(step.object)),
  make_transient_to_detached: (world, step) => engine.makeTransientToDetached(world.object(step.object)),
  is_modified: (world, step) => world.session.isModified(world.object(step.object)),
  object_session: (world, step) => engine.objectSession(world.object(step.object)) !== null,

  read_dynamic: (world, step) => world.render(invoke(attribute(world, step), "all", [])),
  count_dynamic: (world, step) => invoke(attribute(world, step), "count", []),
  read_write_only: (world, step) => {
    const select = invoke(attribute(world, step), "select", []);
    return world.render([...world.session.scalars(select as never).all()]);
  },
  keys: (world, step) => world.render([...(invoke(attribute(world, step), "keys", []) as Iterable<unknown>)]),

  sql: (world, step) => {
    const result = world.session.execute(engine.text(step.sql), world.values(step.params));
    return result.returnsRows ? world.render([...result.all()]) : null;
  },
  query,
  select: (world, step) => {
    const terminal = step.terminal ?? "scalars";
    const result: unknown = world.session.execute(buildSelect(world, step) as never);
    const answer = fetch(result, terminal);
    if (step.as !== undefined) world.variables.set(step.as, answer);
    return world.render(answer);
  },
  bulk_update: (world, step) => {
    const values = Object.fromEntries(Object.entries(step.values).map(([key, e]) => [key, evaluate(world, e)]));
    return bulk(world, step, invoke(engine.update(world.class(step.class) as never), "values", [values]));
  },
  bulk_delete: (world, step) => bulk(world, step, engine.delete_(world.class(step.class) as never)),

  run: (world, step) => world.render(runCode(world.code, step.tree) ?? null),

  create_all: (world) => world.models.base.metadata.createAll(world.engine),
  drop_all: (world) => world.models.base.metadata.dropAll(world.engine),
};

/**
 * Performs one step of a scenario.
 * @returns its result as recordings write it
 * @throws what the engine throws
 */
export function perform(world: World, step: Step): unknown {
  const act = PERFORM[step.op] as (world: World, step: Step) => unknown;
  return act(world, step);
}

function query(world: World, step: StepOf<"query">): Json {
  const builder = buildQuery(world, world.session, step);
  const terminal = step.terminal ?? "all";
  const options = "synchronize_session" in step ? [{ synchronizeSession: step.synchronize_session }] : [];
  if (terminal === "delete") return invoke(builder, "delete", options) as Json;
  if (terminal === "update") {
    const values = new Map(
      Object.entries(step.values ?? {}).map(([key, e]) => [
        key.includes(".") ? world.path(key) : key,
        evaluate(world, e),
      ]),
    );
    return invoke(builder, "update", [values, ...options]) as Json;
  }
  const answer = invoke(builder, camelCase(terminal), []);
  if (step.as !== undefined) world.variables.set(step.as, answer);
  return world.render(answer);
}

function fetch(result: unknown, terminal: string): unknown {
  switch (terminal) {
    case "scalars":
      return invoke(invoke(result, "scalars", []), "all", []);
    case "unique_scalars":
      return invoke(invoke(invoke(result, "unique", []), "scalars", []), "all", []);
    default:
      return invoke(result, camelCase(terminal), []);
  }
}

function bulk(world: World, step: StepOf<"bulk_update"> | StepOf<"bulk_delete">, start: unknown): Json {
  let statement = start;
  for (const criterion of step.filter ?? []) statement = invoke(statement, "where", [evaluate(world, criterion)]);
  if ("synchronize_session" in step) {
    statement = invoke(statement, "executionOptions", [{ synchronizeSession: step.synchronize_session }]);
  }
  return world.session.execute(statement as never).rowcount;
}

function attribute(world: World, step: { readonly object: string; readonly attr: string }): unknown {
  const object = world.object(step.object);
  const value = (object as Readonly<Record<string, unknown>>)[step.attr];
  if (value === undefined) {
    throw new engine.BuiltinError("AttributeError", `no attribute '${step.attr}'`);
  }
  return value;
}

function assign(object: object, name: string, value: unknown): void {
  (object as Record<string, unknown>)[name] = value;
}

function onCollection(
  world: World,
  step: { readonly object: string; readonly attr: string },
  method: string,
  args: readonly unknown[],
): void {
  invoke(attribute(world, step), method, args);
}

function isKeyed(world: World, step: { readonly object: string; readonly attr: string }): boolean {
  return attribute(world, step) instanceof Map;
}

function attributeNames(step: { readonly attrs?: string[] | undefined }): [] | [string[]] {
  return step.attrs?.length ? [step.attrs] : [];
}

function labels(world: World, objects: Iterable<object>): Json {
  return Array.from(objects, (object) => world.label(object)).sort();
}
