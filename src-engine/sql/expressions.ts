/** Operations and wrappers: what expressions are built of ("Column Elements and Expressions"). */
import { ArgumentError } from "../errors.ts";
import { BOOLEAN_TYPE } from "../types/boolean.ts";
import { NULL_TYPE, TupleTypeType } from "../types/null-type.ts";
import type { TypeEngine } from "../types/type-engine.ts";
import { ClauseElement, ColumnElement, type FromClause, type MapChild, mapList } from "./element.ts";
import { BindParameter, ColumnClause, FALSE, False, provideTextGroup, TextClause, TRUE, True } from "./literals.ts";
import { anonymousName, isAnonymous } from "./names.ts";
import { isBooleanOperator, isOrderByModifier, isPrecedent, OPS, type Operator } from "./operators.ts";

const distinctFroms = (elements: Iterable<ClauseElement>): readonly FromClause[] =>
  [...elements].flatMap((e) => e.fromObjects);

/** `left op right`. */
export class BinaryExpression<V = unknown> extends ColumnElement<V> {
  readonly kind = "binary" as const;
  type: TypeEngine<V>;
  readonly left: ColumnElement;
  readonly right: ColumnElement;
  readonly operator: Operator;
  /** The operator of the negation; null when the whole has to be negated. */
  readonly negation: Operator | null;
  readonly modifiers: BinaryModifiers;

  constructor(left: ColumnElement, right: ColumnElement, operator: Operator, options: BinaryOptions<V> = {}) {
    super();
    this.left = left.selfGroup(operator);
    this.right = right.selfGroup(operator);
    this.operator = operator;
    this.type = options.type ?? (NULL_TYPE as TypeEngine<V>);
    this.negation = options.negation ?? null;
    this.modifiers = options.modifiers ?? NO_MODIFIERS;
  }

  override get isImplicitlyBoolean(): boolean {
    return isBooleanOperator(this.operator);
  }

  override get fromObjects(): readonly FromClause[] {
    return [...this.left.fromObjects, ...this.right.fromObjects];
  }

  override mapChildren(map: MapChild): this {
    const left = map(this.left);
    const right = map(this.right);
    return left === this.left && right === this.right ? this : this.with({ left, right });
  }

  override selfGroup(against: Operator | null = null): ColumnElement {
    return groupOperation(this, this.operator, against);
  }

  override negate(): ColumnElement {
    if (this.negation === null) return this.selfGroup().negate();
    const right = this.right.negateInBinary(this.negation, this.operator);
    return new BinaryExpression(this.left, right, this.negation, {
      negation: this.operator,
      type: this.type,
      modifiers: this.modifiers,
    });
  }

  /** The same operation with other sides, not grouped again. */
  withSides(left: ColumnElement, right: ColumnElement, operator: Operator = this.operator): this {
    return this.with({ left, right, operator });
  }

  withType<T>(type: TypeEngine<T>): BinaryExpression<T> {
    return this.fork({ type }) as unknown as BinaryExpression<T>;
  }

  withModifiers(modifiers: BinaryModifiers): this {
    return this.with({ modifiers });
  }
}

export interface BinaryModifiers {
  readonly escape?: string | null;
  readonly autoescape?: boolean;
  readonly symmetric?: boolean;
  readonly flags?: string | null;
}

interface BinaryOptions<V> {
  readonly type?: TypeEngine<V>;
  readonly negation?: Operator | null;
  readonly modifiers?: BinaryModifiers;
}

const NO_MODIFIERS: BinaryModifiers = Object.freeze({});

function groupOperation(element: ColumnElement, operator: Operator, against: Operator | null): ColumnElement {
  const grouped = isPrecedent(operator, against) || (against === OPS.inv && !isBooleanOperator(operator));
  return grouped ? new Grouping(element) : element;
}

/** `a op b op c`: operands of one associative operator, flattened; also AND and OR. */
export class ExpressionList<V = unknown> extends ColumnElement<V> {
  readonly kind = "expression_list" as const;
  type: TypeEngine<V>;
  readonly operator: Operator;
  readonly clauses: readonly ColumnElement[];
  readonly group: boolean;

  constructor(operator: Operator, clauses: readonly ColumnElement[], type: TypeEngine<V>, group = true) {
    super();
    this.operator = operator;
    this.clauses = clauses;
    this.type = type;
    this.group = group;
  }

  override get isImplicitlyBoolean(): boolean {
    return this.operator === OPS.and_ || this.operator === OPS.or_;
  }

  override get fromObjects(): readonly FromClause[] {
    return distinctFroms(this.clauses);
  }

  override mapChildren(map: MapChild): this {
    const clauses = mapList(this.clauses, map);
    return clauses === this.clauses ? this : this.with({ clauses });
  }

  override selfGroup(against: Operator | null = null): ColumnElement {
    if (this.clauses.length === 0) return this;
    const grouped =
      (this.group && isPrecedent(this.operator, against)) || (against === OPS.inv && !isBooleanOperator(this.operator));
    return grouped ? new Grouping(this) : this;
  }

  override negate(): ColumnElement {
    return new UnaryExpression(this.selfGroup(OPS.inv), { operator: OPS.inv });
  }
}

/** Clauses beside each other, mostly separated by commas: arguments, ORDER BY. Not an expression. */
export class ClauseList extends ClauseElement {
  readonly kind = "clause_list" as const;
  readonly operator: Operator;
  readonly clauses: readonly ClauseElement[];
  readonly group: boolean;

  constructor(clauses: readonly ClauseElement[], options: { operator?: Operator; group?: boolean } = {}) {
    super();
    this.operator = options.operator ?? OPS.comma_op;
    this.clauses = clauses;
    this.group = options.group ?? true;
  }

  override get fromObjects(): readonly FromClause[] {
    return distinctFroms(this.clauses);
  }

  override get selectIterable(): readonly ClauseElement[] {
    return this.clauses.flatMap((clause) => clause.selectIterable);
  }

  override mapChildren(map: MapChild): this {
    const clauses = mapList(this.clauses, map);
    return clauses === this.clauses ? this : this.with({ clauses });
  }

  override selfGroup(against: Operator | null = null): ClauseElement {
    return this.group && isPrecedent(this.operator, against) ? new Grouping(this) : this;
  }
}

/** `(a, b)`. */
export class Tuple extends ColumnElement<readonly unknown[]> {
  readonly kind = "tuple" as const;
  type: TupleTypeType;
  readonly clauses: readonly ColumnElement[];

  constructor(clauses: readonly ColumnElement[]) {
    super();
    this.type = new TupleTypeType(clauses.map((clause) => clause.type));
    this.clauses = clauses.map((clause) => clause.selfGroup(OPS.comma_op));
  }

  override get fromObjects(): readonly FromClause[] {
    return distinctFroms(this.clauses);
  }

  override mapChildren(map: MapChild): this {
    const clauses = mapList(this.clauses, map);
    return clauses === this.clauses ? this : this.with({ clauses });
  }

  override selfGroup(): this {
    return this;
  }
}

/** An operator before its operand, or a modifier after it (`NOT a`, `a DESC`). */
export class UnaryExpression<V = unknown> extends ColumnElement<V> {
  readonly kind = "unary" as const;
  type: TypeEngine<V>;
  readonly element: ColumnElement;
  readonly operator: Operator | null;
  readonly modifier: Operator | null;
  private readonly aggregate: boolean;

  constructor(element: ColumnElement, options: UnaryOptions<V>) {
    super();
    this.operator = options.operator ?? null;
    this.modifier = options.modifier ?? null;
    this.element = element.selfGroup(this.operator ?? this.modifier);
    this.type = options.type ?? (NULL_TYPE as TypeEngine<V>);
    this.aggregate = options.collectionAggregate ?? false;
  }

  override get isCollectionAggregate(): boolean {
    return this.aggregate;
  }

  /** True when the operand has no name by which a result could be found. */
  get wrapsUnnamedColumn(): boolean {
    const inner = this.element.ungroup();
    return !(inner instanceof ColumnClause || inner instanceof Label) || inner.nonAnonLabel === null;
  }

  override get orderByLabel(): ColumnElement | null {
    return isOrderByModifier(this.modifier) ? this.element.orderByLabel : null;
  }

  override get fromObjects(): readonly FromClause[] {
    return this.element.fromObjects;
  }

  override mapChildren(map: MapChild): this {
    const element = map(this.element);
    return element === this.element ? this : this.with({ element });
  }

  override selfGroup(against: Operator | null = null): ColumnElement {
    return this.operator && isPrecedent(this.operator, against) ? new Grouping(this) : this;
  }

  override negate(): ColumnElement {
    if (this.type.affinity === "boolean") {
      return new UnaryExpression(this.selfGroup(OPS.inv), { operator: OPS.inv, type: BOOLEAN_TYPE });
    }
    return super.negate();
  }
}

interface UnaryOptions<V> {
  readonly operator?: Operator | null;
  readonly modifier?: Operator | null;
  readonly type?: TypeEngine<V>;
  readonly collectionAggregate?: boolean;
}

/**
 * Wraps a named expression and keeps its name where a label is needed.
 */
abstract class Wrapper<V> extends ColumnElement<V> {
  /** The expression whose name is kept. */
  abstract get wrapped(): ClauseElement;

  private get wrappedColumn(): ColumnElement | null {
    return this.wrapped instanceof ColumnElement ? this.wrapped : null;
  }

  override get tqLabel(): string | null {
    return this.wrappedColumn?.tqLabel ?? null;
  }

  override get nonAnonLabel(): string | null {
    return null;
  }

  override get anonNameLabel(): string {
    const inner = this.wrappedColumn;
    if (inner) return inner.nonAnonLabel || inner.anonNameLabel;
    return super.anonNameLabel;
  }

  override dedupeAnonLabel(index: number): string {
    const name = this.wrappedColumn?.nonAnonLabel;
    return name ? this.anonLabel(`${name}_`) : this.dedupeAnonTqLabel(index);
  }

  override get proxyKey(): string | null {
    return this.wrappedColumn ? this.wrappedColumn.proxyKey : super.proxyKey;
  }

  override get fromObjects(): readonly FromClause[] {
    return this.wrapped.fromObjects;
  }
}

/** A boolean column as a condition: `a`, or `a = 1` where the database knows no booleans. */
export class AsBoolean extends Wrapper<boolean> {
  readonly kind = "as_boolean" as const;
  type: TypeEngine<boolean> = BOOLEAN_TYPE;
  readonly element: ColumnElement;
  readonly truth: boolean;

  constructor(element: ColumnElement, truth: boolean) {
    super();
    this.element = element;
    this.truth = truth;
  }

  get wrapped(): ColumnElement {
    return this.element;
  }

  override get isImplicitlyBoolean(): boolean {
    return this.element.isImplicitlyBoolean;
  }

  override mapChildren(map: MapChild): this {
    const element = map(this.element);
    return element === this.element ? this : this.with({ element });
  }

  override selfGroup(): this {
    return this;
  }

  override negate(): ColumnElement {
    if (this.element instanceof True) return FALSE;
    if (this.element instanceof False) return TRUE;
    return new AsBoolean(this.element, !this.truth);
  }
}

/** Parentheses. */
export class Grouping<V = unknown> extends ColumnElement<V> {
  readonly kind = "grouping" as const;
  type: TypeEngine<V>;
  readonly element: ClauseElement;

  constructor(element: ClauseElement) {
    super();
    this.element = element;
    this.type = (element instanceof ColumnElement ? element.type : NULL_TYPE) as TypeEngine<V>;
    if (element instanceof ColumnElement) {
      this.name = element.name;
      this.key = element.key;
      this.proxies = [element];
    }
  }

  override get tqLabel(): string | null {
    return (this.element instanceof ColumnElement ? this.element.tqLabel : null) || this.anonNameLabel;
  }

  override get isImplicitlyBoolean(): boolean {
    return this.element instanceof ColumnElement && this.element.isImplicitlyBoolean;
  }

  override get fromObjects(): readonly FromClause[] {
    return this.element.fromObjects;
  }

  override mapChildren(map: MapChild): this {
    const element = map(this.element);
    return element === this.element ? this : this.with({ element });
  }

  override selfGroup(): this {
    return this;
  }

  override ungroup(): ColumnElement {
    return this.element instanceof ColumnElement ? this.element.ungroup() : this;
  }
}

provideTextGroup((text) => new Grouping(text));

/** An expression under a name of its own ("label"). */
export class Label<V = unknown> extends ColumnElement<V> {
  readonly kind = "label" as const;
  type: TypeEngine<V>;
  override name: string;
  override key: string;
  private readonly inner: ColumnElement;

  constructor(name: string | null, element: ColumnElement, type: TypeEngine<V> | null = null) {
    super();
    let inner = element;
    while (inner instanceof Label) inner = inner.inner;
    this.name = name || anonymousName(this, inner.name ?? "anon");
    this.key = this.name;
    this.inner = inner;
    this.type = type ?? (inner.type as TypeEngine<V>);
    this.proxies = [inner];
  }

  /** The expression, in parentheses where AS needs them. */
  get element(): ColumnElement {
    return this.inner.selfGroup(OPS.as_);
  }

  override get tqLabel(): string | null {
    return this.name;
  }

  override get tqKeyLabel(): string | null {
    return this.name;
  }

  override get orderByLabel(): ColumnElement | null {
    return this;
  }

  override get isImplicitlyBoolean(): boolean {
    return this.element.isImplicitlyBoolean;
  }

  override get allowLabelResolve(): boolean {
    return this.element.allowLabelResolve;
  }

  override get primaryKey(): boolean {
    return this.inner.primaryKey;
  }

  override get foreignKeys(): ColumnElement["foreignKeys"] {
    return this.inner.foreignKeys;
  }

  override get fromObjects(): readonly FromClause[] {
    return this.inner.fromObjects;
  }

  override mapChildren(map: MapChild): this {
    const inner = map(this.inner);
    return inner === this.inner ? this : this.with({ inner, proxies: [inner] });
  }

  override selfGroup(against: Operator | null = null): ColumnElement {
    return this.around(this.inner.selfGroup(against));
  }

  override negate(): ColumnElement {
    return this.around(this.inner.negate());
  }

  private around(element: ColumnElement): ColumnElement {
    return element === this.inner ? this : new Label(this.name, element, this.type);
  }

  /** True when the name is decided at compile time. */
  get isAnonymous(): boolean {
    return isAnonymous(this.name);
  }
}

export class Cast<V = unknown> extends Wrapper<V> {
  readonly kind: "cast" | "try_cast";
  type: TypeEngine<V>;
  readonly clause: ClauseElement;

  constructor(clause: ClauseElement, type: TypeEngine<V>, kind: "cast" | "try_cast" = "cast") {
    super();
    this.kind = kind;
    this.clause = clause;
    this.type = type;
  }

  get wrapped(): ClauseElement {
    return this.clause;
  }

  override mapChildren(map: MapChild): this {
    const clause = map(this.clause);
    return clause === this.clause ? this : this.with({ clause });
  }
}

/** Gives an expression another type without a CAST in SQL ("type_coerce"). */
export class TypeCoerce<V = unknown> extends Wrapper<V> {
  readonly kind = "type_coerce" as const;
  type: TypeEngine<V>;
  readonly clause: ColumnElement;

  constructor(clause: ColumnElement, type: TypeEngine<V>) {
    super();
    this.clause = clause;
    this.type = type;
  }

  get wrapped(): ColumnElement {
    return this.clause;
  }

  /** The expression as it is rendered: a bind parameter takes on the type. */
  get typedExpression(): ColumnElement {
    return this.clause instanceof BindParameter ? this.clause.withType(this.type) : this.clause;
  }

  override mapChildren(map: MapChild): this {
    const clause = map(this.clause);
    return clause === this.clause ? this : this.with({ clause });
  }

  override selfGroup(against: Operator | null = null): ColumnElement {
    const grouped = this.clause.selfGroup(against);
    return grouped === this.clause ? this : new TypeCoerce(grouped, this.type);
  }
}

/** An expression of ORDER BY or GROUP BY that is rendered by its label when the statement selects it. */
export class LabelReference extends ColumnElement {
  readonly kind = "label_reference" as const;
  type: TypeEngine;
  readonly element: ColumnElement;

  constructor(element: ColumnElement) {
    super();
    this.element = element;
    this.type = element.type;
  }

  override get fromObjects(): readonly FromClause[] {
    return [];
  }

  override mapChildren(map: MapChild): this {
    const element = map(this.element);
    return element === this.element ? this : this.with({ element });
  }
}

/** A name in ORDER BY or GROUP BY, given as text; it must be a label or column of the statement. */
export class TextualLabelReference extends ColumnElement {
  readonly kind = "textual_label_reference" as const;
  type: TypeEngine = NULL_TYPE;
  readonly element: string;

  constructor(element: string) {
    super();
    this.element = element;
  }
}

export class Slice extends ColumnElement {
  readonly kind = "slice" as const;
  type: TypeEngine = NULL_TYPE;
  readonly start: ColumnElement;
  readonly stop: ColumnElement;

  constructor(start: ColumnElement, stop: ColumnElement) {
    super();
    this.start = start;
    this.stop = stop;
  }

  override mapChildren(map: MapChild): this {
    const start = map(this.start);
    const stop = map(this.stop);
    return start === this.start && stop === this.stop ? this : this.with({ start, stop });
  }
}

/** Marks the side of an ILIKE that a dialect folds to lower case; made while compiling. */
export class IlikeOperand extends ColumnElement {
  readonly kind = "ilike_operand" as const;
  type: TypeEngine;
  readonly element: ColumnElement;

  constructor(element: ColumnElement) {
    super();
    this.element = element;
    this.type = element.type;
  }

  override selfGroup(): this {
    return this;
  }
}

/** Raises unless `value` is an expression. */
export function requireColumn(value: ClauseElement, what: string): ColumnElement {
  if (value instanceof ColumnElement) return value;
  throw new ArgumentError(`${what} expected, got ${value.kind}.`);
}

export { TextClause };
