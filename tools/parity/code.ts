import * as engine from "../../src-engine/index.ts";
import { CALLS, CLASSES, KEYS_AS_WRITTEN, METHOD_CALLS, NAMES, OPERATORS, OPTION_NAMES } from "./code-names.ts";
import type { Json } from "./document.ts";
import { CONCRETE_BASE, isMappedOrMixin, makeMappedClass } from "./mapped-class.ts";
import { isAttributeRecipe } from "./mapped-names.ts";
import { camelCase, member } from "./reflect.ts";
import { decode } from "./values.ts";

/**
 * Interprets the syntax trees of steps that are Python (`reference/programs.py` writes them) on the engine's public API:
 * names become camelCase, operators become methods, keyword arguments an object of options at the end.
 */

type Fields = { readonly [key: string]: Json };

/** What code can name besides its own assignments. */
export interface CodeHost {
  /** `undefined` for a name that nobody knows. */
  find(name: string): unknown;
}

/** The assignments of a scenario's code, or of one function's call. */
export class CodeScope {
  readonly #names = new Map<string, unknown>();
  readonly #outer: CodeScope | CodeHost;

  constructor(outer: CodeScope | CodeHost) {
    this.#outer = outer;
  }

  find(name: string): unknown {
    return this.#names.has(name) ? this.#names.get(name) : this.#outer.find(name);
  }

  set(name: string, value: unknown): void {
    this.#names.set(name, value);
  }

  /** A scope in this one, as that of a function or class. */
  inner(): this {
    return new CodeScope(this) as this;
  }
}

class Returned {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

/**
 * Runs statements.
 * @returns the value of the last one if that is an expression, `Returned` where a `return` ended them
 */
function block(scope: CodeScope, body: Json): unknown {
  let last: unknown;
  for (const statement of body as readonly Json[]) {
    last = execute(scope, statement as Fields);
    if (last instanceof Returned) return last;
  }
  return last;
}

/** Runs a step's code; gives the value of its last line if that is an expression. */
export function runCode(scope: CodeScope, tree: Json): unknown {
  return block(scope, tree);
}

const pair = (json: Json | undefined): readonly [Json, Json] => json as unknown as readonly [Json, Json];

const STATEMENTS: Readonly<Record<string, (scope: CodeScope, s: Fields) => unknown>> = {
  value: (scope, s) => evaluate(scope, s.value ?? null),
  assign: (scope, s) => {
    const [target, value] = pair(s.assign);
    assign(scope, target as Fields, evaluate(scope, value));
    return null;
  },
  delete: (scope, s) => {
    const [of, name] = pair((s.delete as Fields).attr);
    engine.delAttribute(evaluate(scope, of) as object, String(name));
  },
  return: (scope, s) => new Returned(evaluate(scope, s.return ?? null)),
  pass: () => undefined,
  when: (scope, s) => {
    const [test, body, otherwise] = s.when as readonly [Json, Json, Json];
    return block(scope, truth(evaluate(scope, test)) ? body : otherwise);
  },
  for: (scope, s) => {
    const [target, source, body] = s.for as readonly [Json, Json, Json];
    for (const item of evaluate(scope, source) as Iterable<unknown>) {
      assign(scope, target as Fields, item);
      const done = block(scope, body);
      if (done instanceof Returned) return done;
    }
    return undefined;
  },
  with: (scope, s) => {
    const [of, name, body] = s.with as readonly [Json, string | null, Json];
    return within(scope, of as Fields, name, body);
  },
  def: (scope, s) => {
    scope.set(String(s.def), decorated(scope, s, lambda(scope, s)));
    return null;
  },
  class: (scope, s) => {
    scope.set(String(s.class), makeClass(scope, s));
    return null;
  },
};

function execute(scope: CodeScope, statement: Fields): unknown {
  for (const form in STATEMENTS) if (form in statement) return STATEMENTS[form]?.(scope, statement);
  throw new Error(`unknown statement ${JSON.stringify(statement)}`);
}

function assign(scope: CodeScope, target: Fields, value: unknown): void {
  if ("name" in target) scope.set(String(target.name), value);
  else if ("tuple" in target) {
    const values = [...(value as Iterable<unknown>)];
    (target.tuple as readonly Json[]).forEach((part, i) => {
      assign(scope, part as Fields, values[i]);
    });
  } else if ("attr" in target) {
    const [of, name] = pair(target.attr);
    const object = evaluate(scope, of) as Record<string, unknown>;
    if (isMapped(object) && isAttributeRecipe(value)) {
      engine.addAttributes(object as never, { [String(name)]: value } as never);
      return;
    }
    object[memberName(object, String(name))] = value;
  } else {
    const [of, key] = pair(target.item);
    const object = evaluate(scope, of) as {
      set?: (key: unknown, value: unknown) => void;
      setItem?: typeof Map.prototype.set;
    };
    const at = evaluate(scope, key);
    if (object.setItem) object.setItem(at, value);
    else object.set?.(at, value);
  }
}

/** `with engine.begin() as conn`: what enters is closed; a transaction is committed, or rolled back by an error. */
function within(scope: CodeScope, of: Fields, name: string | null, body: Json): unknown {
  const [session, setting] = of.attr === undefined ? [] : pair(of.attr);
  if (session !== undefined && setting === "no_autoflush") {
    return (evaluate(scope, session) as engine.Session).noAutoflush(() => block(scope, body));
  }
  const callee = (of.call as Fields | undefined)?.attr as readonly [Json, Json] | undefined;
  const owner = callee === undefined ? null : evaluate(scope, callee[0]);
  if (owner instanceof engine.Engine && callee?.[1] === "begin") {
    return owner.begin((connection) => {
      if (name !== null) scope.set(name, connection);
      const result = block(scope, body);
      return result instanceof Returned ? result : null;
    });
  }
  const entered = evaluate(scope, of) as { commit?: () => void; rollback?: () => void; close?: () => void };
  if (name !== null) scope.set(name, entered);
  const isTransaction = !(entered instanceof engine.Connection || entered instanceof engine.Session);
  try {
    const result = block(scope, body);
    if (isTransaction) entered.commit?.();
    return result instanceof Returned ? result : null;
  } catch (error) {
    if (isTransaction) entered.rollback?.();
    throw error;
  } finally {
    if (!isTransaction) entered.close?.();
  }
}

type Callable = (...args: readonly unknown[]) => unknown;

function lambda(scope: CodeScope, e: Fields): Callable {
  const params = (e.params ?? e.lambda) as readonly string[];
  const self = params[0] === "self" ? params[0] : null;
  const named = self === null ? params : params.slice(1);
  return function (this: unknown, ...args: readonly unknown[]) {
    const inner = new CodeScope(scope);
    if (self !== null) inner.set(self, this);
    named.forEach((name, i) => {
      inner.set(name, args[i] ?? null);
    });
    if (typeof e.rest === "string") inner.set(e.rest, args.slice(named.length));
    if (e.def === undefined) return evaluate(inner, e.body ?? null);
    const done = block(inner, e.body ?? null);
    return done instanceof Returned ? done.value : null;
  };
}

function decorated(scope: CodeScope, s: Fields, made: unknown): unknown {
  return ((s.decorators ?? []) as readonly Json[]).reduceRight<unknown>(
    (value, decorator) => call(evaluate(scope, decorator), [value]),
    made,
  );
}

/** A subclass of one of the engine's classes: its functions become methods, its assignments fields. */
function makeClass(scope: CodeScope, s: Fields): unknown {
  const bases = (s.bases as readonly Json[]).map((e) => evaluate(scope, e));
  if (isMappedOrMixin(bases)) return makeMappedClass(scope, s, bases, { evaluate, lambda });
  const [base] = bases as (new (...args: unknown[]) => object)[];
  const name = String(s.class);
  if (base === undefined) throw new Error(`class ${name} has no base`);
  const inner = new CodeScope(scope);
  const holder = { [name]: class extends base {} };
  const made = holder[name] as typeof base;
  for (const part of s.body as readonly Fields[]) {
    if (typeof part.def === "string") {
      Object.defineProperty(made.prototype, camelCase(part.def), { value: lambda(inner, part), configurable: true });
    } else if (part.assign !== undefined) {
      const [target, value] = pair(part.assign);
      const field = camelCase(String((target as Fields).name));
      const given = evaluate(inner, value);
      inner.set(field, given);
      Object.defineProperty(made.prototype, field, { value: given, writable: true, configurable: true });
    }
  }
  return made;
}

const EXPRESSIONS: Readonly<Record<string, (scope: CodeScope, e: Fields) => unknown>> = {
  name: (scope, e) => lookUp(scope, String(e.name)),
  attr: (scope, e) => {
    const [of, name] = pair(e.attr);
    return attribute(evaluate(scope, of), String(name));
  },
  call: callExpression,
  list: (scope, e) => items(scope, e.list),
  tuple: (scope, e) => items(scope, e.tuple),
  set: (scope, e) => new Set(items(scope, e.set)),
  dict: (scope, e) => {
    const entries = (e.dict as readonly (readonly [Json, Json])[]).map(
      ([key, value]) => [evaluate(scope, key), evaluate(scope, value)] as const,
    );
    if (entries.every(([key]) => typeof key === "string")) return Object.fromEntries(entries as [string, unknown][]);
    return new Map(entries);
  },
  binary: (scope, e) => {
    const [operator, left, right] = e.binary as readonly [string, Json, Json];
    return binary(operator, evaluate(scope, left), evaluate(scope, right));
  },
  unary: (scope, e) => {
    const [operator, of] = e.unary as readonly [string, Json];
    return unary(operator, evaluate(scope, of));
  },
  bool: (scope, e) => {
    const [operator, ...parts] = e.bool as readonly Json[];
    let value: unknown = null;
    for (const part of parts) {
      value = evaluate(scope, part);
      if (truth(value) !== (operator === "and")) return value;
    }
    return value;
  },
  if: (scope, e) => {
    const [test, then, otherwise] = e.if as readonly [Json, Json, Json];
    return evaluate(scope, truth(evaluate(scope, test)) ? then : otherwise);
  },
  item: (scope, e) => {
    const [of, key] = pair(e.item);
    return item(evaluate(scope, of), evaluate(scope, key));
  },
  slice: (scope, e) => {
    const [of, low, high] = (e.slice as readonly Json[]).map((part) => evaluate(scope, part));
    if (of instanceof engine.Query) return of.slice(low as number, high as number).all();
    return callMethod(of, "slice", [low ?? 0, ...(high === null ? [] : [high])]);
  },
  lambda,
  each: (scope, e) => {
    const [element, name, source] = e.each as readonly [Json, string, Json];
    return Array.from(evaluate(scope, source) as Iterable<unknown>, (value) => {
      const inner = new CodeScope(scope);
      inner.set(name, value);
      return evaluate(inner, element);
    });
  },
  $bytes: (_scope, e) => decode(e),
};

function evaluate(scope: CodeScope, e: Json): unknown {
  if (typeof e !== "object" || e === null) return e;
  for (const form in EXPRESSIONS) if (form in e) return EXPRESSIONS[form]?.(scope, e as Fields);
  throw new Error(`unknown expression ${JSON.stringify(e)}`);
}

function items(scope: CodeScope, list: Json | undefined): unknown[] {
  return (list as readonly Json[]).flatMap((e) => {
    if (typeof e === "object" && e !== null && "star" in e)
      return [...(evaluate(scope, e.star ?? null) as Iterable<unknown>)];
    return [evaluate(scope, e)];
  });
}

function lookUp(scope: CodeScope, name: string): unknown {
  const own = scope.find(name);
  if (own !== undefined) return own;
  if (name.startsWith("LABEL_STYLE_")) return name.slice("LABEL_STYLE_".length).toLowerCase();
  if (Object.hasOwn(CALLS, name) && !CLASSES.has(name)) return CALLS[name];
  if (name === "ConcreteBase") return CONCRETE_BASE;
  const found = member(engine, NAMES[name] ?? name) ?? member(engine, camelCase(name));
  if (found !== undefined) return found;
  throw new Error(`name '${name}' is not defined`);
}

/** The member's own name, else its camelCase. */
function memberName(of: unknown, name: string): string {
  const holder = Object(of) as object;
  return name in holder ? name : camelCase(name);
}

function attribute(of: unknown, name: string): unknown {
  if (of === engine.func) return member(of, name);
  if (name === "__table__") return (engine.inspect(of) as engine.Mapper).localTable;
  if (name === "_mapping") return { get: (key: unknown) => engine.rowValue(of as never, key as never) };
  if (name === "_fields") return engine.rowNames(of as never);
  if (of instanceof engine.AttributeInspection && name === "history") return historyTuple(of.history);
  const own = member(of, memberName(of, name));
  const found = own === undefined ? attributeState(of, name) : own;
  if (found !== undefined) return found;
  throw new engine.BuiltinError("AttributeError", `no attribute '${name}'`);
}

/** A history is a tuple of lists in Python. */
function historyTuple({ added, unchanged, deleted }: engine.AttributeInspection["history"]): unknown[] {
  return [[...added], [...unchanged], [...deleted]];
}

/** `inspect(user).attrs.name`: what is known of an object's attributes is asked for by name. */
function attributeState(of: unknown, name: string): unknown {
  const { has, get } = Object(of) as { has?: Callable; get?: Callable };
  if (!has || !get || of instanceof Map || Reflect.apply(has, of, [name]) !== true) return undefined;
  return Reflect.apply(get, of, [name]);
}

function item(of: unknown, key: unknown): unknown {
  if (Array.isArray(of) && typeof key === "number") {
    if (key >= of.length || key < -of.length) throw new engine.BuiltinError("IndexError", "list index out of range");
    return of.at(key);
  }
  if (of instanceof engine.Query && typeof key === "number") return of.slice(key, key + 1).all()[0];
  if (of instanceof Map) return of.get(key);
  if (isElement(of)) return callMethod(of, "item", [key]);
  const holder = of as { getItem?: Callable; get?: Callable; at?: unknown };
  if (typeof holder.getItem === "function") return holder.getItem(key);
  const found = typeof holder.get === "function" ? holder.get(key) : member(of, String(key));
  if (found === undefined)
    throw new engine.BuiltinError("KeyError", typeof key === "string" ? `'${key}'` : String(key));
  return found;
}

function isElement(value: unknown): boolean {
  return typeof value === "object" && value !== null && "selfGroup" in value;
}

function isAttribute(value: unknown): boolean {
  return (typeof value === "object" || typeof value === "function") && value !== null && "eq" in value;
}

/** True where Python asks the right side of a comparison first: its class is a subclass of the left side's. */
function rightGoesFirst(left: unknown, right: unknown): boolean {
  if (!isElement(left) || !isElement(right)) return false;
  const [of, other] = [(left as object).constructor, (right as object).constructor];
  return of !== other && right instanceof (of as never);
}

function binary(operator: string, left: unknown, right: unknown): unknown {
  const names = OPERATORS[operator];
  if (names?.exchanged && /[=<>]/.test(operator) && rightGoesFirst(left, right)) {
    return callMethod(right, names.exchanged, [left]);
  }
  if (names && (isElement(left) || isAttribute(left))) return callMethod(left, names.method, [right]);
  if (names?.exchanged && (isElement(right) || isAttribute(right))) return callMethod(right, names.exchanged, [left]);
  return plain(operator, left as number, right as number);
}

function plain(operator: string, left: number, right: number): unknown {
  switch (operator) {
    case "+":
      return Array.isArray(left) ? [...left, ...(right as unknown as unknown[])] : left + right;
    case "-":
      return left - right;
    case "*":
      return typeof left === "string" ? String(left).repeat(right) : left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case ">":
      return left > right;
    case "is":
      return left === right;
    case "is not":
      return left !== right;
    case "in":
      return inside(left, right);
    case "not in":
      return !inside(left, right);
  }
  throw new Error(`no operator ${operator}`);
}

function inside(value: unknown, holder: unknown): boolean {
  if (typeof holder === "string") return holder.includes(String(value));
  const { has, contains } = holder as { has?: Callable; contains?: Callable };
  if (has) return Reflect.apply(has, holder, [value]) as boolean;
  if (contains && !Array.isArray(holder)) return Reflect.apply(contains, holder, [value]) as boolean;
  return [...(holder as Iterable<unknown>)].includes(value);
}

function unary(operator: string, value: unknown): unknown {
  if (operator === "not") return !truth(value);
  if (operator === "~") return engine.not_(value as never);
  if (typeof value === "number" || typeof value === "bigint") return operator === "-" ? -value : value;
  return operator === "-" ? callMethod(value, "neg", []) : value;
}

/** Python's truth of a value. */
function truth(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Map || value instanceof Set) return value.size > 0;
  return Boolean(value);
}

function callExpression(scope: CodeScope, e: Fields): unknown {
  const args = items(scope, e.args);
  const options: Record<string, unknown> = {};
  for (const [key, value] of Object.entries((e.kw ?? {}) as Fields)) options[key] = evaluate(scope, value);
  for (const rest of (e.rest ?? []) as readonly Json[]) Object.assign(options, evaluate(scope, rest));
  const callee = e.call as Fields;
  if (callee.attr === undefined) {
    const name = callee.name === undefined ? null : String(callee.name);
    return callNamed(evaluate(scope, callee), name, args, options);
  }
  const [of, name] = pair(callee.attr);
  return callMethod(evaluate(scope, of), String(name), args, options);
}

function callNamed(
  target: unknown,
  name: string | null,
  args: readonly unknown[],
  options: Record<string, unknown>,
): unknown {
  if (name !== null && (target === CALLS[name] || (CLASSES.has(name) && target === member(engine, name))))
    return CALLS[name]?.(args, options);
  return call(target, withOptions(name ?? "", args, options, isMapped(target)));
}

function isMapped(target: unknown): boolean {
  return typeof target === "function" && "mapped" in target;
}

function withOptions(
  name: string,
  args: readonly unknown[],
  options: Readonly<Record<string, unknown>>,
  asWritten: boolean,
): readonly unknown[] {
  const entries = Object.entries(options);
  if (entries.length === 0) return args;
  if (asWritten || KEYS_AS_WRITTEN.has(name)) return [...args, options];
  return [...args, Object.fromEntries(entries.map(([key, value]) => [OPTION_NAMES[key] ?? camelCase(key), value]))];
}

function callMethod(
  of: unknown,
  name: string,
  args: readonly unknown[],
  options: Record<string, unknown> = {},
): unknown {
  const special = METHOD_CALLS[name];
  if (special) {
    const answer = special(of, args, options);
    if (answer !== undefined) return answer;
  }
  const method = attribute(of, name === "except_" ? "except" : name);
  if (typeof method !== "function") throw new engine.BuiltinError("TypeError", `'${name}' is not callable`);
  const given = withOptions(name, args, options, false);
  return of === engine.func ? (method as Callable)(...given) : construct(method, of, given);
}

function call(target: unknown, args: readonly unknown[]): unknown {
  if (typeof target !== "function") throw new engine.BuiltinError("TypeError", "the value is not callable");
  return construct(target, undefined, args);
}

/** Classes are made with `new`, functions and types that take calls are called. */
function construct(target: unknown, self: unknown, args: readonly unknown[]): unknown {
  const callable = target as Callable & (new (...args: readonly unknown[]) => unknown);
  const isClass = /^class\b/.test(Function.prototype.toString.call(callable));
  return isClass ? Reflect.construct(callable, args) : Reflect.apply(callable, self, args);
}
