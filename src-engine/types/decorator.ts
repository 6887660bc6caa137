import {
  type BindProcessor,
  type LiteralProcessor,
  type ResultProcessor,
  type TypeAffinity,
  type TypeDialect,
  TypeEngine,
  type TypeInput,
  type TypeOperator,
  toInstance,
} from "./type-engine.ts";

/**
 * A type of the user's own around another ("Augmenting Existing Types"). A subclass gives `impl` and overrides
 * `processBindParam` (value → what `impl` takes) and `processResultValue` (what `impl` gives → value).
 */
export abstract class TypeDecorator<V = unknown> extends TypeEngine<V> {
  /** The type underneath, as a class or an instance. */
  abstract readonly impl: TypeInput;

  private implementation: TypeEngine | null = null;

  /** The instance of the type underneath. */
  get implInstance(): TypeEngine {
    this.implementation ??= toInstance(this.impl);
    return this.implementation;
  }

  get visitName(): string {
    return this.implInstance.visitName;
  }

  get affinity(): TypeAffinity {
    return this.implInstance.affinity;
  }

  protected override reprParts(): string[] {
    return /\((.*)\)$/.exec(this.implInstance.repr())?.[1]?.split(", ").filter(Boolean) ?? [];
  }

  protected override get reprName(): string {
    return this.constructor.name;
  }

  override get isConcatenable(): boolean {
    return this.implInstance.isConcatenable;
  }

  /** Returns the type used on a dialect; override it to choose by dialect. */
  loadDialectImpl(_dialect: TypeDialect): TypeEngine {
    return this.implInstance;
  }

  processBindParam?(value: V | null, dialect: TypeDialect): unknown;

  processResultValue?(value: unknown, dialect: TypeDialect): V | null;

  processLiteralParam?(value: V | null, dialect: TypeDialect): unknown;

  override bindProcessor(dialect: TypeDialect): BindProcessor | null {
    const inner = this.loadDialectImpl(dialect).bindProcessor(dialect);
    const own = this.processBindParam?.bind(this);
    if (!own) return inner;
    return (value) => {
      const processed = own(value as V | null, dialect) ?? null;
      return inner ? inner(processed) : (processed as ReturnType<BindProcessor>);
    };
  }

  override resultProcessor(dialect: TypeDialect): ResultProcessor<V> | null {
    const inner = this.loadDialectImpl(dialect).resultProcessor(dialect);
    const own = this.processResultValue?.bind(this);
    if (!own) return inner as ResultProcessor<V> | null;
    return (value) => own(inner ? inner(value) : value, dialect) ?? null;
  }

  override literalProcessor(dialect: TypeDialect): LiteralProcessor | null {
    const inner = this.loadDialectImpl(dialect).literalProcessor(dialect);
    const own = (this.processLiteralParam ?? this.processBindParam)?.bind(this);
    if (!own || !inner) return inner;
    return (value) => inner(own(value as V | null, dialect) ?? null);
  }

  override compareValues(a: unknown, b: unknown): boolean {
    return this.implInstance.compareValues(a, b);
  }

  override identityKey(value: unknown): string | number {
    return this.implInstance.identityKey(value);
  }

  override coerceComparedValue(_op: TypeOperator | null, _value: unknown, _valueType: TypeEngine): TypeEngine {
    return this;
  }

  override adaptExpression(op: TypeOperator, other: TypeEngine): { readonly op: string; readonly type: TypeEngine } {
    const adapted = this.implInstance.adaptExpression(op, other);
    return { op: adapted.op, type: adapted.type === this.implInstance ? this : adapted.type };
  }
}
