/** Leaves of expressions: bind parameters, constants, text, columns without a table. */
import { ArgumentError } from "../errors.ts";
import { BOOLEAN_TYPE } from "../types/boolean.ts";
import { NULL_TYPE, TupleTypeType } from "../types/null-type.ts";
import { resolveValueType } from "../types/resolve.ts";
import { STRING_TYPE } from "../types/string.ts";
import { type TypeEngine, type TypeInput, toInstance } from "../types/type-engine.ts";
import { ClauseElement, ColumnElement, type FromClause, type MapChild } from "./element.ts";
import { anonymousBindName, isAnonymous } from "./names.ts";
import { OPS, type Operator } from "./operators.ts";

export interface BindOptions<V = unknown> {
  readonly value?: V | readonly V[] | null;
  readonly type?: TypeInput<V> | null;
  /** Named after `key` and numbered, so that it never meets another. */
  readonly unique?: boolean;
  /** A value must be given at execution. Default: true when there is neither value nor callable. */
  readonly required?: boolean;
  /** Holds a list, rendered as one parameter per member when executed. */
  readonly expanding?: boolean;
  readonly callable?: (() => unknown) | null;
  /** Rendered as a literal when executed. */
  readonly literalExecute?: boolean;
  /** The expression and operator that the value is compared with; they suggest its type. */
  readonly comparedTo?: { readonly type: TypeEngine; readonly operator: Operator | null } | null;
  /** Stands for a column's value in INSERT or UPDATE. */
  readonly crud?: boolean;
}

/** A value that is sent beside the statement ("bindparam"). */
export class BindParameter<V = unknown> extends ColumnElement<V> {
  readonly kind = "bindparam" as const;
  type: TypeEngine<V>;
  override key: string;
  readonly originalKey: string;
  readonly unique: boolean;
  readonly required: boolean;
  readonly expanding: boolean;
  readonly literalExecute: boolean;
  readonly crud: boolean;
  readonly value: unknown;
  readonly callable: (() => unknown) | null;
  /** The IN operator whose list this is: an empty list reads differently under NOT IN. */
  expandOperator: Operator | null = null;

  constructor(key: string | null, options: BindOptions<V> = {}) {
    super();
    const given = "value" in options && options.value !== undefined;
    this.value = given ? options.value : null;
    this.callable = options.callable ?? null;
    this.required = options.required ?? (!given && this.callable === null);
    this.unique = options.unique ?? false;
    this.expanding = options.expanding ?? false;
    this.literalExecute = options.literalExecute ?? false;
    this.crud = options.crud ?? false;
    this.originalKey = key || "param";
    this.key = this.unique
      ? anonymousBindName(this, key !== null && !isAnonymous(key) ? key : "param")
      : key || anonymousBindName(this, "param");
    this.type = this.chooseType(options) as TypeEngine<V>;
  }

  private chooseType(options: BindOptions<V>): TypeEngine {
    const sample = this.expanding && Array.isArray(this.value) ? this.value[0] : this.value;
    if (options.type) {
      const type = toInstance(options.type) as TypeEngine;
      if (type instanceof TupleTypeType && Array.isArray(sample)) return resolveTuple(type, sample);
      return type;
    }
    const compared = options.comparedTo;
    if (!compared) return resolveValueType(sample);
    if (compared.type instanceof TupleTypeType && Array.isArray(sample)) return resolveTuple(compared.type, sample);
    return compared.type.coerceComparedValue(compared.operator, sample, resolveValueType(sample));
  }

  override get bindName(): string | null {
    return this.key;
  }

  /** The value as it is now: what the callable returns, where there is one. */
  get effectiveValue(): unknown {
    return this.callable ? this.callable() : this.value;
  }

  /** A copy with another value; of the same name when `keepKey` is true. */
  withValue(value: unknown, options: { keepKey?: boolean; required?: boolean } = {}): BindParameter<V> {
    const type = this.type.isNull ? (resolveValueType(value) as TypeEngine<V>) : this.type;
    const copy = this.with({ value, callable: null, required: options.required ?? this.required, type });
    return options.keepKey ? copy : copy.renamed();
  }

  withType(type: TypeEngine): BindParameter<V> {
    return this.with({ type });
  }

  withExpandOperator(operator: Operator): BindParameter<V> {
    return this.with({ expandOperator: operator });
  }

  withKey(key: string): BindParameter<V> {
    return this.with({ key });
  }

  /** A copy that is rendered as a literal when executed. */
  renderLiteralExecute(): BindParameter<V> {
    return this.with({ literalExecute: true });
  }

  /** A copy; a unique parameter's copy has a name of its own. */
  clone(): BindParameter<V> {
    return this.with({}).renamed();
  }

  private renamed(): this {
    if (this.unique) this.key = anonymousBindName(this, this.originalKey);
    return this;
  }

  override negateInBinary(negated: Operator, original: Operator): ColumnElement {
    return this.expandOperator === original ? this.clone().withExpandOperator(negated) : this;
  }
}

/** The type of a tuple whose members' types are taken from a sample where they are not known. */
function resolveTuple(type: TupleTypeType, sample: readonly unknown[]): TupleTypeType {
  return new TupleTypeType(
    sample.map((value, index) => {
      const known = type.types[index];
      return known && !known.isNull ? known : resolveValueType(value);
    }),
  );
}

export class Null extends ColumnElement<null> {
  readonly kind = "null" as const;
  type = NULL_TYPE as TypeEngine<null>;
}

export class True extends ColumnElement<boolean> {
  readonly kind = "true" as const;
  type: TypeEngine<boolean> = BOOLEAN_TYPE;
}

export class False extends ColumnElement<boolean> {
  readonly kind = "false" as const;
  type: TypeEngine<boolean> = BOOLEAN_TYPE;
}

// Constants are single objects: conjunctions recognise them by identity.
export const NULL = new Null();
export const TRUE = new True();
export const FALSE = new False();

const BIND_IN_TEXT = /(?<![:\w\x5c]):(\w+)(?!:)/g;

/** SQL text as the user wrote it; `:name` stands for a parameter ("text"). */
export class TextClause extends ClauseElement {
  readonly kind = "text" as const;
  readonly text: string;
  readonly binds: ReadonlyMap<string, BindParameter>;
  readonly type: TypeEngine = NULL_TYPE;
  /** The only database that it is written for, as a prefix or suffix; `null` for any. */
  readonly dialect: string | null = null;

  constructor(text: string) {
    super();
    const binds = new Map<string, BindParameter>();
    for (const match of text.matchAll(BIND_IN_TEXT)) {
      const name = match[1] ?? "";
      if (!binds.has(name)) binds.set(name, new BindParameter(name));
    }
    this.text = text;
    this.binds = binds;
  }

  /** Gives parameters values (`{name: value}`) or values and types (`bindparam(...)`). */
  bindparams(...given: (BindParameter | Readonly<Record<string, unknown>>)[]): TextClause {
    const binds = new Map(this.binds);
    const unknown = (name: string) =>
      new ArgumentError(`This text() construct doesn't define a bound parameter named '${name}'`);
    for (const item of given) {
      if (item instanceof BindParameter) {
        // By the name it was written with: the key of a unique parameter is decided later.
        if (!binds.has(item.originalKey)) throw unknown(item.originalKey);
        binds.set(item.originalKey, item);
        continue;
      }
      for (const [name, value] of Object.entries(item)) {
        const existing = binds.get(name);
        if (!existing) throw unknown(name);
        binds.set(name, existing.withValue(value, { keepKey: true, required: false }));
      }
    }
    return this.with({ binds });
  }

  onlyFor(dialect: string): this {
    return this.with({ dialect });
  }

  get isStar(): boolean {
    return this.text === "*";
  }

  override mapChildren(map: MapChild): this {
    let changed = false;
    const binds = new Map<string, BindParameter>();
    for (const [name, bind] of this.binds) {
      const next = map(bind);
      if (next !== bind) changed = true;
      binds.set(name, next);
    }
    return changed ? this.with({ binds }) : this;
  }

  override selfGroup(against: Operator | null = null): ClauseElement {
    return against === OPS.in_op ? textGroup(this) : this;
  }
}

let textGroup: (text: TextClause) => ClauseElement = (text) => text;

/** Set by the module that defines parentheses. */
export function provideTextGroup(group: (text: TextClause) => ClauseElement): void {
  textGroup = group;
}

/** A column known by name only, or any SQL text in a column's place (`literal_column`). */
export class ColumnClause<V = unknown> extends ColumnElement<V> {
  readonly kind = "column" as const;
  type: TypeEngine<V>;
  override name: string;
  override key: string;
  readonly isLiteral: boolean;
  private owner: FromClause | null;
  private labelMemo: { readonly name: string; readonly count: number; readonly label: string | null } | null = null;

  constructor(
    name: string,
    type: TypeInput<V> | null = null,
    options: { isLiteral?: boolean; table?: FromClause | null } = {},
  ) {
    super();
    this.name = name;
    this.key = name;
    this.type = type ? toInstance(type) : (NULL_TYPE as TypeEngine<V>);
    this.isLiteral = options.isLiteral ?? false;
    this.owner = options.table ?? null;
  }

  override get table(): FromClause | null {
    return this.owner;
  }

  /** Makes the column a table's; for the table alone. */
  attachTo(table: FromClause): void {
    this.owner = table;
    this.labelMemo = null;
  }

  get isStar(): boolean {
    return this.isLiteral && this.name === "*";
  }

  override get fromObjects(): readonly FromClause[] {
    return this.table ? [this.table] : [];
  }

  override get renderLabelInColumnsClause(): boolean {
    return this.table !== null;
  }

  override get bindName(): string | null {
    return this.key;
  }

  override get tqLabel(): string | null {
    return this.qualifiedLabel(this.name, true);
  }

  override get tqKeyLabel(): string | null {
    const key = this.proxyKey;
    return key && key !== this.name ? this.qualifiedLabel(key, true) : this.tqLabel;
  }

  /** The label in names of constraints and the like. */
  get ddlLabel(): string | null {
    return this.qualifiedLabel(this.name, false);
  }

  private qualifiedLabel(name: string, dedupe: boolean): string | null {
    if (this.isLiteral) return null;
    if (!dedupe) return this.composeLabel(name, false);
    const memo = this.labelMemo;
    const count = this.owner?.columnCount ?? 0;
    // The label depends on the table's other columns: more of them may come.
    if (memo?.name === name && memo.count === count) return memo.label;
    const label = this.composeLabel(name, true);
    this.labelMemo = { name, count, label };
    return label;
  }

  private composeLabel(name: string, dedupe: boolean): string | null {
    const table = this.table;
    if (!table?.namedWithColumn || table.name === null) return name;
    const prefix = table.schema ? `${table.schema.replaceAll(".", "_")}_${table.name}` : table.name;
    const label = `${prefix}_${name}`;
    if (!dedupe || !table.c.has(label)) return label;
    // A column of that very name exists: the label steps aside.
    let counter = 1;
    while (table.c.has(`${label}_${counter}`)) counter++;
    return `${label}_${counter}`;
  }
}

/** A collation as the right side of COLLATE. */
export class CollationClause extends ColumnElement<string> {
  readonly kind = "collation" as const;
  type: TypeEngine<string> = STRING_TYPE;
  readonly collation: string;

  constructor(collation: string) {
    super();
    this.collation = collation;
  }
}
