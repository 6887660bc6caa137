/** Gives the meaning of what `expression-parser.ts` has read: names of the registry, columns, and the functions of the SQL API. */
import { ArgumentError, BuiltinError, InvalidRequestError } from "../errors.ts";
import { Table } from "../schema/table.ts";
import { and_, asc, cast, desc, literal, not_, nullsFirst, nullsLast, or_, text } from "../sql/builders.ts";
import { ColumnElement } from "../sql/element.ts";
import { func } from "../sql/functions.ts";
import { mapperOf } from "./class-mapper.ts";
import { type BinaryOperator, type Expression, parseExpression } from "./expression-parser.ts";
import { foreign, remote } from "./join-flags.ts";
import type { RelationshipProperty } from "./mapper.ts";
import { lookUp, quoted, unknownAttribute, unknownName } from "./name-resolution.ts";

/** A function that an expression can call. */
type Callable = (...args: unknown[]) => unknown;

const element = (value: unknown): ColumnElement => {
  if (value instanceof ColumnElement) return value;
  return literal(value);
};

const FUNCTIONS: ReadonlyMap<string, Callable> = new Map<string, Callable>([
  ["and_", (...args) => and_(...args.map(element))],
  ["or_", (...args) => or_(...args.map(element))],
  ["not_", (arg) => not_(element(arg))],
  ["desc", (arg) => desc(element(arg))],
  ["asc", (arg) => asc(element(arg))],
  ["nulls_first", (arg) => nullsFirst(element(arg))],
  ["nullsfirst", (arg) => nullsFirst(element(arg))],
  ["nulls_last", (arg) => nullsLast(element(arg))],
  ["nullslast", (arg) => nullsLast(element(arg))],
  ["foreign", (arg) => foreign(element(arg))],
  ["remote", (arg) => remote(element(arg))],
  ["literal", (arg) => literal(arg)],
  ["text", (arg) => text(String(arg))],
]);

/** The methods of columns that text may name, as the reference spells them and as this API does. */
const METHODS: ReadonlyMap<string, (column: ColumnElement, args: readonly unknown[]) => unknown> = new Map([
  ["desc", (column: ColumnElement) => column.desc()],
  ["asc", (column: ColumnElement) => column.asc()],
  ["nulls_first", (column: ColumnElement) => column.nullsFirst()],
  ["nulls_last", (column: ColumnElement) => column.nullsLast()],
  ["nullsFirst", (column: ColumnElement) => column.nullsFirst()],
  ["nullsLast", (column: ColumnElement) => column.nullsLast()],
  ["is_", (column: ColumnElement, [other]: readonly unknown[]) => column.is_(other as null)],
  ["is_not", (column: ColumnElement, [other]: readonly unknown[]) => column.isNot(other as null)],
  ["isnot", (column: ColumnElement, [other]: readonly unknown[]) => column.isNot(other as null)],
  ["isNot", (column: ColumnElement, [other]: readonly unknown[]) => column.isNot(other as null)],
  ["in_", (column: ColumnElement, [other]: readonly unknown[]) => column.in_(other as readonly unknown[])],
  ["not_in", (column: ColumnElement, [other]: readonly unknown[]) => column.notIn(other as readonly unknown[])],
  ["notIn", (column: ColumnElement, [other]: readonly unknown[]) => column.notIn(other as readonly unknown[])],
  ["like", (column: ColumnElement, [other]: readonly unknown[]) => column.like(other as string)],
  ["ilike", (column: ColumnElement, [other]: readonly unknown[]) => column.ilike(other as string)],
  ["startswith", (column: ColumnElement, [other]: readonly unknown[]) => column.startswith(other as string)],
  ["endswith", (column: ColumnElement, [other]: readonly unknown[]) => column.endswith(other as string)],
  ["contains", (column: ColumnElement, [other]: readonly unknown[]) => column.contains(other as string)],
  ["between", (column: ColumnElement, [low, high]: readonly unknown[]) => column.between(low, high)],
  ["collate", (column: ColumnElement, [name]: readonly unknown[]) => column.collate(String(name))],
  ["concat", (column: ColumnElement, [other]: readonly unknown[]) => column.concat(other)],
  ["foreign", (column: ColumnElement) => foreign(column)],
  ["remote", (column: ColumnElement) => remote(column)],
]);

const OPERATORS: Readonly<Record<BinaryOperator, (left: ColumnElement, right: unknown) => ColumnElement>> = {
  "==": (left, right) => left.eq(right),
  "!=": (left, right) => left.ne(right),
  "<": (left, right) => left.lt(right),
  "<=": (left, right) => left.le(right),
  ">": (left, right) => left.gt(right),
  ">=": (left, right) => left.ge(right),
  "&": (left, right) => and_(left, element(right)),
  "|": (left, right) => or_(left, element(right)),
  "+": (left, right) => left.add(right),
  "-": (left, right) => left.sub(right),
  "*": (left, right) => left.mul(right),
  "/": (left, right) => left.div(right),
  "%": (left, right) => left.mod(right),
};

/** `func` of the reference's namespace, on the way to `func.lower`. */
const FUNC = Symbol("func");

/**
 * What the text of a relationship's option stands for: a column expression, a list of them, a table or a class.
 * @throws InvalidRequestError for a name that is not there
 * @throws ArgumentError for text that is no such expression
 */
export function evaluate(
  property: RelationshipProperty,
  text: string,
  options: { favorTables?: boolean } = {},
): unknown {
  const evaluation = new Evaluation(property, text, options.favorTables ?? false);
  return evaluation.value(parseExpression(text));
}

class Evaluation {
  readonly #property: RelationshipProperty;
  readonly #text: string;
  readonly #favorTables: boolean;

  constructor(property: RelationshipProperty, text: string, favorTables: boolean) {
    this.#property = property;
    this.#text = text;
    this.#favorTables = favorTables;
  }

  value(expression: Expression): unknown {
    switch (expression.kind) {
      case "literal":
        return expression.value;
      case "name":
        return this.#name(expression.name);
      case "attribute":
        return this.#attribute(this.value(expression.of), expression.name);
      case "call":
        return this.#call(expression);
      case "list":
        return expression.items.map((item) => this.value(item));
      case "item":
        return this.#item(this.value(expression.of), this.value(expression.index));
      case "unary":
        return this.#unary(expression.operator, this.value(expression.operand));
      case "binary":
        return this.#binary(expression.operator, this.value(expression.left), this.value(expression.right));
    }
  }

  #name(name: string): unknown {
    const found = lookUp(this.#property, name, this.#favorTables) ?? FUNCTIONS.get(name) ?? null;
    if (found !== null) return found;
    if (name === "func") return FUNC;
    if (name === "cast") return (value: unknown, type: unknown) => cast(element(value), type as never);
    throw unknownName(this.#property, this.#text, quoted(`name '${name}' is not defined`));
  }

  #attribute(of: unknown, name: string): unknown {
    if (of === FUNC) return (...args: unknown[]) => func[name]?.(...args);
    if (of instanceof Table) {
      if (name === "c" || name === "columns") return of.c;
      throw new BuiltinError("AttributeError", `'Table' object has no attribute '${name}'`);
    }
    if (typeof of === "function") return this.#column(of, name);
    if (of instanceof ColumnElement) {
      const method = METHODS.get(name);
      if (method !== undefined) return (...args: unknown[]) => method(of, args);
    }
    if (typeof of === "object" && of !== null && "get" in of && typeof of.get === "function") {
      const column: unknown = of.get(name);
      if (column !== undefined) return column;
    }
    throw new BuiltinError("AttributeError", name);
  }

  #column(cls: unknown, name: string): ColumnElement {
    const mapper = mapperOf(cls);
    const property = mapper.props.get(name);
    if (property === undefined) throw unknownAttribute(mapper.classText, name);
    if (property.kind !== "column") {
      throw new InvalidRequestError(
        `Property '${name}' is not an instance of ColumnProperty (i.e. does not correspond directly to a Column).`,
      );
    }
    return property.column;
  }

  #call(expression: Extract<Expression, { kind: "call" }>): unknown {
    const callee = this.value(expression.callee);
    if (typeof callee !== "function" || Object.keys(expression.keywords).length > 0) throw this.#unreadable();
    return (callee as Callable)(...expression.args.map((arg) => this.value(arg)));
  }

  #item(of: unknown, index: unknown): unknown {
    if (typeof of === "object" && of !== null && "get" in of && typeof of.get === "function") {
      const column: unknown = of.get(index);
      if (column !== undefined) return column;
    }
    throw new BuiltinError("KeyError", String(index));
  }

  #unary(operator: "~" | "-" | "not", operand: unknown): unknown {
    if (operator === "-") return typeof operand === "number" ? -operand : element(operand).neg();
    return not_(element(operand));
  }

  #binary(operator: BinaryOperator, left: unknown, right: unknown): unknown {
    if (!(left instanceof ColumnElement) && !(right instanceof ColumnElement)) throw this.#unreadable();
    if (left instanceof ColumnElement) return OPERATORS[operator](left, right);
    return OPERATORS[operator](element(left), right);
  }

  #unreadable(): ArgumentError {
    return new ArgumentError(`Can't read the expression ${quoted(this.#text)} of ${this.#property}`);
  }
}
