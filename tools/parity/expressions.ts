import { and_, case_, cast, func, literal, not_, or_, text } from "../../src-engine/index.ts";
import type { Expression, Json, TypeSpec } from "./document.ts";
import { makeType } from "./models.ts";
import { invoke, member } from "./reflect.ts";

/** What expressions refer to: the running scenario's classes, tables, aliases and variables. */
export interface Scope {
  /** `User`, `User.addresses`, `users.c.id`, or an alias that the query declares. */
  path(dotted: string): unknown;
  /** A value as the scenario writes it: scalars, dates, decimals, bytes, references to variables, lists of these. */
  value(spec: Json): unknown;
  /** A nested SELECT. */
  select(spec: Json): Selectable;
}

/** What the interpreter asks of a SELECT that stands inside an expression. */
export interface Selectable {
  exists(): unknown;
}

/** The methods of an expression, by the operator as scenarios write it. */
const METHODS = {
  "==": "eq",
  "!=": "ne",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "%": "mod",
  "||": "concat",
  like: "like",
  ilike: "ilike",
  not_like: "notLike",
  in: "in_",
  not_in: "notIn",
  is: "is_",
  is_not: "isNot",
  between: "between",
  startswith: "startswith",
  endswith: "endswith",
  contains: "contains",
} as const;

type Operator = keyof typeof METHODS;

/** The operator that says the same with its operands exchanged, for a plain value on the left, as Python's `3 < column`. */
const EXCHANGED: Partial<Record<Operator, Operator>> = {
  "==": "==",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

type Fields = { readonly [key: string]: Json };

/** One function for each form of expression, by the key that tells it. */
const FORMS: Readonly<Record<string, (scope: Scope, e: Fields) => unknown>> = {
  col: (scope, e) => scope.path(String(e.col)),
  ref: (scope, e) => scope.value(e),
  $date: (scope, e) => scope.value(e),
  $decimal: (scope, e) => scope.value(e),
  $bytes: (scope, e) => scope.value(e),
  $interval: (scope, e) => scope.value(e),
  lit: (scope, e) => literal(scope.value(e.lit ?? null)),
  text: (_scope, e) => text(String(e.text)),
  and: (scope, e) => call(and_, evaluateAll(scope, e.and)),
  or: (scope, e) => call(or_, evaluateAll(scope, e.or)),
  not: (scope, e) => call(not_, [evaluate(scope, e.not ?? null)]),
  func: (scope, e) => call(member(func, String(e.func)), evaluateAll(scope, e.args ?? [])),
  label: (scope, e) => {
    const [of, name] = list(e.label);
    return invoke(evaluate(scope, of ?? null), "label", [name]);
  },
  desc: (scope, e) => invoke(evaluate(scope, e.desc ?? null), "desc", []),
  asc: (scope, e) => invoke(evaluate(scope, e.asc ?? null), "asc", []),
  any: (scope, e) => related(scope, "any", e.any),
  has: (scope, e) => related(scope, "has", e.has),
  exists: (scope, e) => scope.select(e.exists ?? null).exists(),
  case: (scope, e) => {
    const whens = list(e.case).map((pair) => evaluateAll(scope, pair));
    return call(case_, [whens, { else_: evaluate(scope, e.else ?? null) }]);
  },
  cast: (scope, e) => {
    const [of, type] = list(e.cast);
    return call(cast, [evaluate(scope, of ?? null), makeType(type as TypeSpec)]);
  },
  op: operation,
};

/**
 * Builds what a scenario's expression says, on the engine's public functions.
 * @throws Error for a form that the format does not have, and whatever the engine throws
 */
export function evaluate(scope: Scope, e: Expression): unknown {
  if (typeof e !== "object" || e === null || Array.isArray(e)) return e;
  const fields = e as Fields;
  for (const form in FORMS) {
    if (form in fields) return FORMS[form]?.(scope, fields);
  }
  throw new Error(`unknown expression ${JSON.stringify(e)}`);
}

export function evaluateAll(scope: Scope, expressions: Json | undefined): unknown[] {
  return list(expressions).map((e) => evaluate(scope, e));
}

function operation(scope: Scope, e: Fields): unknown {
  const operator = String(e.op) as Operator;
  const left = evaluate(scope, e.left ?? null);
  const right = rightOperand(scope, e.right ?? null);
  const exchanged = EXCHANGED[operator];
  if (!isExpression(left) && exchanged !== undefined && isExpression(right)) {
    return invoke(right, METHODS[exchanged], [left]);
  }
  const operand = isExpression(left) ? left : literal(left);
  return invoke(operand, METHODS[operator], operator === "between" ? list(right as Json) : [right]);
}

function rightOperand(scope: Scope, right: Json): unknown {
  if (Array.isArray(right)) return right.map((item) => evaluate(scope, item));
  if (typeof right === "object" && right !== null && "select" in right) return scope.select(right);
  return evaluate(scope, right);
}

function related(scope: Scope, method: "any" | "has", args: Json | undefined): unknown {
  const [path, ...criteria] = list(args);
  return invoke(
    scope.path(String(path)),
    method,
    criteria.map((criterion) => evaluate(scope, criterion)),
  );
}

function isExpression(value: unknown): boolean {
  return typeof value === "object" && value !== null && "eq" in value;
}

function list(value: Json | undefined): readonly Json[] {
  if (!Array.isArray(value)) throw new Error(`expected a list, found ${JSON.stringify(value)}`);
  return value as readonly Json[];
}

function call(target: unknown, args: readonly unknown[]): unknown {
  if (typeof target !== "function") throw new Error("not a function of the public API");
  return (target as (...args: readonly unknown[]) => unknown)(...args);
}
