/**
 * Evaluates criteria on objects in memory, for `synchronize_session="evaluate"` ("Selecting a Synchronization Strategy").
 */
import type { AttributeImpl } from "../instrumentation/attribute.ts";
import { managerOf } from "../instrumentation/class-manager.ts";
import { moduleOf } from "../instrumentation/identity-key.ts";
import { NO_VALUE, PASSIVE_NO_FETCH, PASSIVE_NO_RESULT } from "../instrumentation/passive.ts";
import type { InstanceState } from "../instrumentation/state.ts";
import { Mapper } from "../mapping/mapper.ts";
import { and_ } from "../sql/builders.ts";
import type { ClauseElement, ColumnElement } from "../sql/element.ts";
import { BinaryExpression, ExpressionList, Grouping, Tuple, UnaryExpression } from "../sql/expressions.ts";
import { BindParameter } from "../sql/literals.ts";
import { OPS } from "../sql/operators.ts";
import { Select } from "../sql/select.ts";
import { ScalarSelect } from "../sql/select-base.ts";

/** A criterion that cannot be evaluated in memory. */
export class UnevaluatableError extends Error {}

/** The value of an expression for an object that is not loaded far enough to tell. */
export const EXPIRED_OBJECT = Symbol("expired object");

export type Evaluator = (state: InstanceState) => unknown;

/**
 * Compiles criteria into a function of an object.
 * @throws UnevaluatableError for what only the database can evaluate
 */
export function compileEvaluator(mapper: Mapper, criteria: readonly ClauseElement[]): Evaluator {
  const [first, second] = criteria;
  if (first === undefined) return () => true;
  return process(mapper, second === undefined ? first : and_(...criteria));
}

function process(mapper: Mapper, clause: ClauseElement): Evaluator {
  if (clause instanceof Grouping || clause instanceof ScalarSelect) return process(mapper, clause.element);
  if (clause instanceof ExpressionList) return list(mapper, clause);
  if (clause instanceof Tuple) return tuple(clause.clauses.map((each) => process(mapper, each)));
  if (clause instanceof BinaryExpression) return binary(mapper, clause);
  if (clause instanceof UnaryExpression) return unary(mapper, clause);
  if (clause instanceof BindParameter) {
    const value = clause.effectiveValue;
    return () => value;
  }
  switch (clause.kind) {
    case "null":
      return () => null;
    case "true":
      return () => true;
    case "false":
      return () => false;
    case "column":
    case "annotated":
      return column(mapper, clause as ColumnElement);
    default:
      // A SELECT of the ORM is a SELECT to the user.
      throw new UnevaluatableError(`Cannot evaluate ${clause instanceof Select ? "Select" : clause.constructor.name}`);
  }
}

function column(mapper: Mapper, clause: ColumnElement): Evaluator {
  const owner = clause.annotations.parentmapper;
  if (clause.unannotated.kind !== "column") {
    throw new UnevaluatableError(`Cannot evaluate ${clause.unannotated.constructor.name}`);
  }
  if (!(owner instanceof Mapper)) throw new UnevaluatableError(`Cannot evaluate column: ${clause}`);
  if (!mapper.isa(owner)) {
    throw new UnevaluatableError(
      `Can't evaluate criteria against alternate class <class '${moduleOf(owner)}.${owner.className}'>`,
    );
  }
  const property = owner.columnToProperty.get(clause.unannotated);
  if (property === undefined) {
    throw new UnevaluatableError(
      `Cannot evaluate expression: Column '${clause}' is not configured on mapper '${owner}'`,
    );
  }
  const attribute = managerOf(owner).byKey.get(property.key) as AttributeImpl;
  return (state) => {
    const value = attribute.get(state, PASSIVE_NO_FETCH);
    if (value === PASSIVE_NO_RESULT) return EXPIRED_OBJECT;
    return value === NO_VALUE ? null : value;
  };
}

function list(mapper: Mapper, clause: ExpressionList): Evaluator {
  const evaluators = clause.clauses.map((each) => process(mapper, each));
  if (clause.operator === OPS.and_) {
    return (state) => {
      for (const evaluate of evaluators) {
        const value = evaluate(state);
        if (value === EXPIRED_OBJECT) return EXPIRED_OBJECT;
        if (!truthy(value)) return value === null ? null : false;
      }
      return true;
    };
  }
  if (clause.operator === OPS.or_) {
    return (state) => {
      let hasNull = false;
      for (const evaluate of evaluators) {
        const value = evaluate(state);
        if (value === EXPIRED_OBJECT) return EXPIRED_OBJECT;
        if (truthy(value)) return true;
        hasNull ||= value === null;
      }
      return hasNull ? null : false;
    };
  }
  throw new UnevaluatableError(`Cannot evaluate clauselist with operator ${operatorText(clause.operator.name)}`);
}

function tuple(evaluators: readonly Evaluator[]): Evaluator {
  return (state) => {
    const values: unknown[] = [];
    for (const evaluate of evaluators) {
      const value = evaluate(state);
      if (value === EXPIRED_OBJECT || value === null) return value;
      values.push(value);
    }
    return values;
  };
}

/** What Python takes for true. */
function truthy(value: unknown): boolean {
  return value !== "" && Boolean(value);
}

function operatorText(name: string): string {
  return `<function ${name} at 0x0>`;
}

type Operation = (left: unknown, right: unknown) => unknown;

const COMPARISONS: Readonly<Record<string, Operation>> = {
  eq: (a, b) => compare(a, b) === 0,
  ne: (a, b) => compare(a, b) !== 0,
  lt: (a, b) => compare(a, b) < 0,
  le: (a, b) => compare(a, b) <= 0,
  gt: (a, b) => compare(a, b) > 0,
  ge: (a, b) => compare(a, b) >= 0,
  in_op: (a, b) => (b as readonly unknown[]).some((each) => compare(a, each) === 0),
  not_in_op: (a, b) => !(b as readonly unknown[]).some((each) => compare(a, each) === 0),
  startswith_op: (a, b) => String(a).startsWith(String(b)),
  endswith_op: (a, b) => String(a).endsWith(String(b)),
};

const ARITHMETIC: Readonly<Record<string, Operation>> = {
  add: (a, b) => arithmetic(a, b, "plus", (x, y) => x + y),
  sub: (a, b) => arithmetic(a, b, "minus", (x, y) => x - y),
  mul: (a, b) => arithmetic(a, b, "times", (x, y) => x * y),
  truediv: (a, b) => arithmetic(a, b, "dividedBy", (x, y) => x / y),
  // Python's remainder has the sign of the divisor.
  mod: (a, b) => arithmetic(a, b, "modulo", (x, y) => ((x % y) + y) % y),
};

interface DecimalLike {
  plus(other: unknown): unknown;
  minus(other: unknown): unknown;
  times(other: unknown): unknown;
  dividedBy(other: unknown): unknown;
  modulo(other: unknown): unknown;
  cmp(other: unknown): number;
}

function isDecimal(value: unknown): value is DecimalLike {
  return typeof value === "object" && value !== null && typeof (value as DecimalLike).cmp === "function";
}

function arithmetic(
  a: unknown,
  b: unknown,
  method: "plus" | "minus" | "times" | "dividedBy" | "modulo",
  plain: (x: number, y: number) => number,
): unknown {
  if (isDecimal(a)) return a[method](b);
  return plain(Number(a), Number(b));
}

/** Orders two values of one type: below, equal, above. */
function compare(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (isDecimal(a)) return a.cmp(b);
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let i = 0; i < Math.max(a.length, b.length); i++) {
      const order = compare(a[i], b[i]);
      if (order !== 0) return order;
    }
    return 0;
  }
  const [left, right] = [comparable(a), comparable(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Dates and times as text order as they do in time. */
function comparable(value: unknown): number | string {
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : String(value);
}

function binary(mapper: Mapper, clause: BinaryExpression): Evaluator {
  const left = process(mapper, clause.left);
  const right = process(mapper, clause.right);
  const { name } = clause.operator;
  if (name === "is_" || name === "is_not") {
    return (state) => {
      const [a, b] = [left(state), right(state)];
      if (a === EXPIRED_OBJECT || b === EXPIRED_OBJECT) return EXPIRED_OBJECT;
      const same = a === b || (a !== null && b !== null && compare(a, b) === 0);
      return name === "is_" ? same : !same;
    };
  }
  if (name === "custom_op") {
    throw new UnevaluatableError(
      `Custom operator '${clause.operator.custom?.text ?? ""}' can't be evaluated in Python unless it specifies a callable using \`.python_impl\`.`,
    );
  }
  return straight(left, right, operationOf(clause));
}

function operationOf(clause: BinaryExpression): Operation {
  const { name } = clause.operator;
  const { left, right } = clause;
  const math = ARITHMETIC[name];
  if (math !== undefined) {
    if (!isNumeric(left) || !isNumeric(right)) {
      throw new UnevaluatableError(
        `Cannot evaluate math operator "${name}" for datatypes ${typeText(left)}, ${typeText(right)}`,
      );
    }
    return math;
  }
  if (name === "concat_op") {
    if (!left.type.isConcatenable || !right.type.isConcatenable) {
      throw new UnevaluatableError(
        `Cannot evaluate concatenate operator "${name}" for datatypes ${typeText(left)}, ${typeText(right)}`,
      );
    }
    return (a, b) => String(a) + String(b);
  }
  const comparison = COMPARISONS[name];
  if (comparison !== undefined) return comparison;
  throw new UnevaluatableError(`Cannot evaluate BinaryExpression with operator ${operatorText(name)}`);
}

function isNumeric(element: ColumnElement): boolean {
  return element.type.affinity === "integer" || element.type.affinity === "numeric";
}

function typeText(element: ColumnElement): string {
  return element.type.visitName.toUpperCase();
}

function straight(left: Evaluator, right: Evaluator, operation: Operation): Evaluator {
  return (state) => {
    const a = left(state);
    const b = right(state);
    if (a === EXPIRED_OBJECT || b === EXPIRED_OBJECT) return EXPIRED_OBJECT;
    return a === null || b === null ? null : operation(a, b);
  };
}

function unary(mapper: Mapper, clause: UnaryExpression): Evaluator {
  const inner = process(mapper, clause.element);
  if (clause.operator !== OPS.inv) {
    throw new UnevaluatableError(
      `Cannot evaluate UnaryExpression with operator ${operatorText(clause.operator?.name ?? "None")}`,
    );
  }
  return (state) => {
    const value = inner(state);
    if (value === EXPIRED_OBJECT || value === null) return value;
    return !truthy(value);
  };
}
