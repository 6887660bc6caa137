/** What each operator makes of its operands ("Operator Reference"); fills in the operator methods of ColumnElement. */
import { ArgumentError, BuiltinError, InvalidRequestError } from "../errors.ts";
import { BOOLEAN_TYPE, MATCH_TYPE } from "../types/boolean.ts";
import { JsonElementType } from "../types/json.ts";
import { NULL_TYPE } from "../types/null-type.ts";

import type { StringType } from "../types/string.ts";
import { type TypeEngine, toInstance } from "../types/type-engine.ts";
import { warn } from "../types/warnings.ts";
import {
  clauseOf,
  compareWith,
  expected,
  showValue as textOf,
  toByOf,
  toCondition,
  toExpression,
} from "./coercions.ts";
import { ColumnElement, FromClause, type OperatorOptions, type ProxyOptions, provideBuilders } from "./element.ts";
import {
  AsBoolean,
  BinaryExpression,
  Cast,
  ClauseList,
  ExpressionList,
  Grouping,
  Label,
  Tuple,
  UnaryExpression,
} from "./expressions.ts";
import { Subquery } from "./from-clause.ts";
import { BindParameter, CollationClause, ColumnClause, FALSE, False, NULL, Null, TRUE, True } from "./literals.ts";
import { isAnonymous } from "./names.ts";
import { OPS, type Operator, type OperatorName } from "./operators.ts";
import { ScalarSelect, SelectBase } from "./select-base.ts";

type Operation = (
  left: ColumnElement,
  op: Operator,
  others: readonly unknown[],
  options: OperatorOptions,
) => ColumnElement;

const isConstant = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  typeof value === "boolean" ||
  value instanceof Null ||
  value instanceof True ||
  value instanceof False;

function constant(value: unknown): ColumnElement {
  if (value instanceof ColumnElement) return value;
  if (value === null || value === undefined) return NULL;
  return value === true ? TRUE : FALSE;
}

/** The right side of an operator: an element of the left side's type, or a parameter of it. */
function operand(left: ColumnElement, op: Operator, value: unknown, type?: TypeEngine): ColumnElement {
  const clause = clauseOf(value);
  if (!clause) {
    if (left instanceof Tuple && Array.isArray(value)) return tupleOperand(left, op, value);
    return compareWith(left, op, value, type ? { type } : {});
  }
  const element = toExpression(clause);
  if (element.type?.isNull && !left.type.isNull) return withBinaryType(element, type ?? left.type);
  return element;
}

function tupleOperand(left: Tuple, op: Operator, values: readonly unknown[]): ColumnElement {
  return new Tuple(
    values.map((value, index) => {
      const member = left.type.types[index] ?? NULL_TYPE;
      return new BindParameter(null, { value, unique: true, comparedTo: { type: member, operator: op } });
    }),
  );
}

// Only values without a type of their own take on the other side's.
function withBinaryType(element: ColumnElement, type: TypeEngine): ColumnElement {
  if (element instanceof BindParameter) return element.withType(type);
  if (element instanceof Grouping && element.element instanceof ColumnElement) {
    const inner = withBinaryType(element.element, type);
    return inner === element.element ? element : new Grouping(inner);
  }
  return element;
}

/** Builds an operation, flattening associative ones. */
function construct(
  left: ColumnElement,
  right: ColumnElement,
  op: Operator,
  options: { type: TypeEngine; negation?: Operator | null; modifiers?: OperatorOptions },
): ColumnElement {
  if (op.associative) {
    const flat = (given: ColumnElement): readonly ColumnElement[] | null => {
      if (!options.type.compareAffinity(given.type)) return null;
      const side = given instanceof Grouping ? given.element : given;
      if (side instanceof ExpressionList && side.operator === op) return side.clauses;
      if (side instanceof BinaryExpression && side.operator === op) return [side.left, side.right];
      return null;
    };
    const leftParts = flat(left);
    const rightParts = flat(right);
    if (leftParts || rightParts) {
      const clauses = [...(leftParts ?? [left]), ...(rightParts ?? [right])].map((clause) => clause.selfGroup(op));
      return new ExpressionList(op, clauses, options.type);
    }
  }
  const negation = right.isCollectionAggregate ? null : (options.negation ?? null);
  return new BinaryExpression(left, right, op, { ...options, negation });
}

const negationOf = (op: Operator): Operator | null => (op.negate ? OPS[op.negate] : null);

function compare(
  left: ColumnElement,
  op: Operator,
  others: readonly unknown[],
  options: OperatorOptions,
  resultType: TypeEngine = BOOLEAN_TYPE,
): ColumnElement {
  const value = others[0];
  const negation = negationOf(op);
  if (isConstant(value)) {
    const boolean = typeof value === "boolean" || value instanceof True || value instanceof False;
    if (
      ((op === OPS.eq || op === OPS.ne) && boolean) ||
      op === OPS.is_distinct_from ||
      op === OPS.is_not_distinct_from
    ) {
      return construct(left, constant(value), op, { type: resultType, negation, modifiers: options });
    }
    if (!left.isCollectionAggregate) {
      if (op === OPS.eq || op === OPS.is_) {
        return construct(left, constant(value), OPS.is_, { type: resultType, negation: OPS.is_not });
      }
      if (op === OPS.ne || op === OPS.is_not) {
        return construct(left, constant(value), OPS.is_not, { type: resultType, negation: OPS.is_ });
      }
      throw new ArgumentError(
        "Only '=', '!=', 'is_()', 'is_not()', 'is_distinct_from()', 'is_not_distinct_from()' operators can be used with None/True/False",
      );
    }
    return anyAll(left, op, constant(value), resultType);
  }
  const right = operand(left, op, value);
  if (left.isCollectionAggregate) return anyAll(left, op, right, resultType);
  return construct(left, right, op, { type: resultType, negation, modifiers: options });
}

// ANY and ALL stand at the right: the comparison is turned around.
function anyAll(left: ColumnElement, op: Operator, right: ColumnElement, type: TypeEngine): ColumnElement {
  const mirrored = op.mirror ? OPS[op.mirror] : op;
  return construct(right, left, mirrored, { type });
}

const arithmetic: Operation = (left, op, others, options) => {
  const right = operand(left, op, others[0]);
  return adapted(left, right, op, options);
};

function adapted(left: ColumnElement, right: ColumnElement, op: Operator, options: OperatorOptions): ColumnElement {
  if (op.custom) {
    const type = op.custom.returnType ?? (op.comparison ? BOOLEAN_TYPE : null);
    if (type) return construct(left, right, op, { type: toInstance(type), modifiers: options });
  }
  const result = left.type.adaptExpression(op, right.type);
  const operator = result.op === op.name ? op : OPS[result.op as OperatorName];
  return construct(left, right, operator, { type: result.type, modifiers: options });
}

const comparison: Operation = (left, op, others, options) => compare(left, op, others, options);

const inList: Operation = (left, op, others) => {
  const right = inOperand(left, op, others[0]);
  return construct(left, right, op, { type: BOOLEAN_TYPE, negation: negationOf(op) });
};

function inOperand(left: ColumnElement, op: Operator, value: unknown): ColumnElement {
  const clause = clauseOf(value);
  if (clause instanceof SelectBase) return new ScalarSelect(clause.plainLabels());
  if (clause instanceof ScalarSelect) return clause;
  if (clause instanceof BindParameter) return expandingBind(clause, op);
  if (clause instanceof ClauseList) return clause.selfGroup(op) as ColumnElement;
  if (clause instanceof FromClause) {
    if (clause instanceof Subquery) {
      warn("Coercing Subquery object into a select() for use in IN(); please pass a select() construct explicitly");
    }
    return new ScalarSelect(selectAll(clause).plainLabels());
  }
  if (clause instanceof Tuple || clause instanceof Grouping) return clause;
  if (clause instanceof ColumnClause) {
    throw expected("IN expression list, SELECT construct, or bound parameter object", value);
  }
  if (clause instanceof ColumnElement) return clause;
  if (clause) return clause.selfGroup(op) as ColumnElement;
  if (typeof value === "string" || !isIterable(value)) {
    throw expected("IN expression list, SELECT construct, or bound parameter object", value);
  }
  const items = [...value];
  if (items.some((item) => clauseOf(item) !== null)) {
    const elements = items.map((item) => {
      const element = clauseOf(item);
      return (element ? toExpression(element) : operand(left, op, item)).selfGroup(OPS.comma_op);
    });
    return new ClauseList(elements).selfGroup(op) as unknown as ColumnElement;
  }
  return compareWith(left, op, items, { expanding: true }).withExpandOperator(op);
}

function expandingBind(bind: BindParameter, op: Operator): ColumnElement {
  return Object.assign(bind.withExpandOperator(op), { expanding: true });
}

let selectAll: (from: FromClause) => SelectBase = (from) => {
  throw new ArgumentError(
    `IN expression list, SELECT construct, or bound parameter object expected, got ${textOf(from)}.`,
  );
};

/** Set by the module that defines SELECT. */
export function provideSelectAll(make: (from: FromClause) => SelectBase): void {
  selectAll = make;
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

const between: Operation = (left, op, others, options) => {
  const [low, high] = others.map((other) => operand(left, OPS.and_, other));
  if (!low || !high) throw new BuiltinError("TypeError", "between() takes a lower and an upper bound");
  const bounds = new ExpressionList(OPS.and_, [low, high], NULL_TYPE, false);
  return new BinaryExpression(left, bounds, op, { type: NULL_TYPE, negation: negationOf(op), modifiers: options });
};

/** `startswith` and its like: a LIKE whose pattern is built around the value. */
const pattern: Operation = (left, op, others, options) => {
  let [value] = others;
  let escapeChar = options.escape ?? null;
  if (options.autoescape) {
    if (typeof value !== "string") throw new BuiltinError("TypeError", "String value expected when autoescape=True");
    escapeChar ??= "/";
    if (escapeChar !== "%" && escapeChar !== "_") value = value.replaceAll(escapeChar, escapeChar + escapeChar);
    value = (value as string).replaceAll("%", `${escapeChar}%`).replaceAll("_", `${escapeChar}_`);
  }
  const modifiers = escapeChar === null ? {} : { escape: escapeChar };
  return compare(left, op, [value], modifiers);
};

const regexp: Operation = (left, op, others, options) => {
  const right = operand(left, OPS.comma_op, others[0]);
  return new BinaryExpression(left, right, op, {
    type: BOOLEAN_TYPE,
    negation: negationOf(op),
    modifiers: { flags: options.flags ?? null },
  });
};

const regexpReplace: Operation = (left, op, others, options) => {
  const parts = others.map((other) => operand(left, OPS.comma_op, other));
  const right = new ExpressionList(OPS.comma_op, parts, NULL_TYPE, false);
  return new BinaryExpression(left, right, op, { type: NULL_TYPE, modifiers: { flags: options.flags ?? null } });
};

const modifier: Operation = (left, op) => new UnaryExpression(toByOf(left), { modifier: op });

const prefix: Operation = (left, op) => new UnaryExpression(left, { operator: op, type: left.type });

const aggregate: Operation = (left, op) =>
  new UnaryExpression(left.selfGroup(), { operator: op, type: BOOLEAN_TYPE, collectionAggregate: true });

const match: Operation = (left, op, others) => compare(left, op, [operand(left, op, others[0])], {}, MATCH_TYPE);

const item: Operation = (left, _op, others) => {
  const [index] = others;
  if (left.type.affinity !== "json") throw unsupported("getitem");
  const path = Array.isArray(index);
  const op = path ? OPS.json_path_getitem_op : OPS.json_getitem_op;
  const right = operand(left, op, index, new JsonElementType(path ? "path" : "index"));
  return new BinaryExpression(left, right, op, { type: left.type });
};

function unsupported(name: string): BuiltinError {
  return new BuiltinError("NotImplementedError", `Operator '${name}' is not supported on this expression`);
}

const refused: Operation = (_left, op) => {
  throw unsupported(op.name);
};

const OPERATIONS: Readonly<Record<OperatorName | "custom_op", Operation>> = {
  add: arithmetic,
  sub: arithmetic,
  mul: arithmetic,
  truediv: arithmetic,
  floordiv: arithmetic,
  mod: arithmetic,
  concat_op: arithmetic,
  bitwise_and_op: arithmetic,
  bitwise_or_op: arithmetic,
  bitwise_xor_op: arithmetic,
  bitwise_lshift_op: arithmetic,
  bitwise_rshift_op: arithmetic,
  custom_op: arithmetic,
  json_getitem_op: arithmetic,
  json_path_getitem_op: arithmetic,
  eq: comparison,
  ne: comparison,
  lt: comparison,
  le: comparison,
  gt: comparison,
  ge: comparison,
  is_: comparison,
  is_not: comparison,
  is_distinct_from: comparison,
  is_not_distinct_from: comparison,
  like_op: comparison,
  not_like_op: comparison,
  ilike_op: comparison,
  not_ilike_op: comparison,
  startswith_op: pattern,
  not_startswith_op: pattern,
  istartswith_op: pattern,
  not_istartswith_op: pattern,
  endswith_op: pattern,
  not_endswith_op: pattern,
  iendswith_op: pattern,
  not_iendswith_op: pattern,
  contains_op: pattern,
  not_contains_op: pattern,
  icontains_op: pattern,
  not_icontains_op: pattern,
  in_op: inList,
  not_in_op: inList,
  between_op: between,
  not_between_op: between,
  match_op: match,
  not_match_op: match,
  regexp_match_op: regexp,
  not_regexp_match_op: regexp,
  regexp_replace_op: regexpReplace,
  asc_op: modifier,
  desc_op: modifier,
  nulls_first_op: modifier,
  nulls_last_op: modifier,
  distinct_op: prefix,
  neg: prefix,
  bitwise_not_op: prefix,
  any_op: aggregate,
  all_op: aggregate,
  getitem: item,
  and_: (left, op, others) => conjunction(op, [left, ...others]),
  or_: (left, op, others) => conjunction(op, [left, ...others]),
  inv: (left) => left.negate(),
  collate: refused,
  comma_op: refused,
  as_: refused,
  exists: refused,
  is_true: refused,
  is_false: refused,
  filter_op: refused,
  from_: refused,
  _asbool: refused,
};

/** AND or OR of conditions: constants drop out or decide, nested ones of the same kind are flattened. */
export function conjunction(op: Operator, clauses: readonly unknown[]): ColumnElement<boolean> {
  const [continueOn, skipOn] = op === OPS.and_ ? [TRUE, FALSE] : [FALSE, TRUE];
  const parts = booleanParts(
    op,
    continueOn,
    skipOn,
    clauses.map((clause) => toCondition(clause)),
  );
  const [first, ...rest] = parts;
  if (!first) return new ExpressionList<boolean>(op, [], BOOLEAN_TYPE);
  if (rest.length === 0) return first as ColumnElement<boolean>;
  const flat = parts.flatMap((part) => {
    if (part instanceof ExpressionList && part.operator === op) return part.clauses;
    return [part];
  });
  return new ExpressionList<boolean>(op, flat, BOOLEAN_TYPE);
}

/** The conditions of a WHERE clause as one; null when there is none. Nested ANDs stay as they are. */
export function whereClause(criteria: readonly ColumnElement[]): ColumnElement<boolean> | null {
  const [first, ...rest] = booleanParts(OPS.and_, TRUE, FALSE, criteria);
  if (!first) return null;
  if (rest.length === 0) return first as ColumnElement<boolean>;
  return new ExpressionList<boolean>(OPS.and_, [first, ...rest], BOOLEAN_TYPE);
}

function booleanParts(
  op: Operator,
  continueOn: ColumnElement,
  skipOn: ColumnElement,
  clauses: readonly ColumnElement[],
): readonly ColumnElement[] {
  if (clauses.includes(skipOn)) return [skipOn.selfGroup(OPS._asbool)];
  const kept = clauses.filter((clause) => clause !== continueOn);
  if (kept.length === 0) return clauses.length > 0 ? [continueOn.selfGroup(OPS._asbool)] : [];
  const against = kept.length > 1 ? op : OPS._asbool;
  return kept.map((clause) => clause.selfGroup(against));
}

function makeProxy(
  element: ColumnElement,
  selectable: FromClause,
  options: ProxyOptions,
): readonly [string, ColumnElement] {
  if (element instanceof Label) {
    const name = options.name ?? element.name;
    const [key, proxy] = makeInner(element.element, selectable, { ...options, name, disallowLiteral: true });
    if (key !== element.name && !isAnonymous(element.name)) {
      throw new InvalidRequestError(
        `Label name ${element.name} is being renamed to an anonymous label due to disambiguation which is not supported right now.  Please use unique names for explicit labels.`,
      );
    }
    proxy.type = element.type;
    proxy.proxies = [...proxy.proxies, element];
    return [element.key, proxy];
  }
  return makeInner(element, selectable, options);
}

function makeInner(
  element: ColumnElement,
  selectable: FromClause,
  options: ProxyOptions,
): readonly [string, ColumnElement] {
  // A Column of a Table keeps more (foreign keys, primary key): it overrides makeProxy.
  if (element.makeProxy !== ColumnElement.prototype.makeProxy) return element.makeProxy(selectable, options);
  const named = element instanceof ColumnClause;
  const name = options.name ?? (named ? element.name : element.anonNameLabel);
  const isLiteral =
    named && element.isLiteral && !options.disallowLiteral && (options.name == null || options.name === element.name);
  const proxy = new ColumnClause(name, element.type, { table: selectable, isLiteral });
  const key = named
    ? options.name == null
      ? element.key
      : name
    : (options.name ?? options.key ?? element.proxyKey ?? name);
  if (named) proxy.key = key;
  proxy.proxies = options.compoundColumns ? [...options.compoundColumns] : [element];
  const original = selectable.cloneOf?.columns.get(key);
  if (original instanceof ColumnClause) proxy.cloneOf = original;
  return [key, proxy];
}

function jsonValue(element: ColumnElement, name: string, type: TypeEngine | null): ColumnElement {
  if (element.type.affinity !== "json") {
    throw new BuiltinError(
      "AttributeError",
      `Neither '${element.constructor.name}' object nor 'Comparator' object has an attribute '${name}'`,
    );
  }
  const indexed =
    element instanceof BinaryExpression &&
    (element.operator === OPS.json_getitem_op || element.operator === OPS.json_path_getitem_op);
  if (!indexed) {
    throw new InvalidRequestError(
      `The JSON cast operator JSON.${name}() only works with a JSON index expression e.g. col['q'].${name}()`,
    );
  }
  return type === null ? element : element.withType(type);
}

provideBuilders({
  jsonValue,
  operate: (left, op, others, options) => OPERATIONS[op.name](left, op, others, options),
  reverseOperate: (right, op, other) => {
    const left = operand(right, op, other);
    return adapted(left, right, op, {});
  },
  negate: (element) => {
    if (element.type.affinity === "boolean") return new AsBoolean(element, false);
    return new UnaryExpression(element.selfGroup(OPS.inv), { operator: OPS.inv });
  },
  selfGroup: (element, against) => {
    if (
      (against === OPS.and_ || against === OPS.or_ || against === OPS._asbool) &&
      element.type.affinity === "boolean"
    ) {
      return new AsBoolean(element, true);
    }
    return against === OPS.any_op || against === OPS.all_op ? new Grouping(element) : element;
  },
  conjunction,
  label: (element, name) => new Label(name, element, element.type),
  cast: (element, type) => new Cast(element, toInstance(type)),
  collate: (element, collation) => {
    const type =
      element.type.affinity === "string" && "withCollation" in element.type
        ? (element.type as unknown as StringType).withCollation(collation)
        : element.type;
    return new BinaryExpression(element, new CollationClause(collation), OPS.collate, { type });
  },
  proxy: makeProxy,
});
