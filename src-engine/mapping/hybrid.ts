/** Attributes that are plain functions of an instance and expressions of the class ("Hybrid Attributes"). */
import { BuiltinError } from "../errors.ts";
import { AnnotatedColumn } from "../sql/annotation.ts";
import { clauseOf } from "../sql/coercions.ts";
import { ColumnElement } from "../sql/element.ts";
import { type Descriptor, type DescriptorOwner, DescriptorSpec } from "./descriptor.ts";

// biome-ignore lint/suspicious/noExplicitAny: the class that a hybrid is of is not known where it is written
type Self = any;

/** What a hybrid property is made of. */
export interface HybridOptions<V> {
  /** The value of an instance; called with the class, too, where there is no `expression`. */
  readonly get: (self: Self) => V;
  readonly set?: (self: Self, value: V) => void;
  readonly del?: (self: Self) => void;
  /** The expression of the class, or of an alias of it. */
  readonly expression?: (cls: Self) => unknown;
  /** Compares the attribute of the class in its own way. */
  readonly comparator?: (cls: Self) => HybridComparator;
  /** What `update()` sets for the attribute: pairs of an attribute and its value. */
  readonly updateExpression?: (cls: Self, value: unknown) => readonly (readonly [unknown, unknown])[];
}

/** Operators that a hybrid's class attribute has in its own way; what is not overridden applies to the expression. */
export class HybridComparator {
  readonly expression: unknown;

  constructor(expression: unknown) {
    this.expression = expression;
  }

  clauseElement(): unknown {
    let expression = this.expression;
    while (expression instanceof HybridComparator) expression = expression.clauseElement();
    return clauseOf(expression) ?? expression;
  }
}

export class HybridSpec<V = unknown> extends DescriptorSpec<V, ColumnElement<V>> {
  readonly kind = "hybrid-spec";
  readonly options: HybridOptions<V>;

  constructor(options: HybridOptions<V>) {
    super();
    this.options = options;
  }

  make(key: string, owner: DescriptorOwner): HybridProperty {
    return new HybridProperty(key, this.options as HybridOptions<unknown>, owner);
  }
}

/**
 * A property that instances compute and that the class has as an expression:
 * `length: hybridProperty({ get: (self) => self.end - self.start, expression: (cls) => cls.end.sub(cls.start) })`.
 */
export function hybridProperty<V>(options: HybridOptions<V> | ((self: Self) => V)): HybridSpec<V> {
  return new HybridSpec<V>(typeof options === "function" ? { get: options } : options);
}

/** One hybrid property of a class. */
export class HybridProperty implements Descriptor {
  readonly kind = "hybrid";
  readonly key: string;
  readonly options: HybridOptions<unknown>;

  constructor(key: string, options: HybridOptions<unknown>, _owner: DescriptorOwner) {
    this.key = key;
    this.options = options;
  }

  expression(owner: object): unknown {
    const { get, expression, comparator } = this.options;
    const notes = { proxyKey: this.key, [ASSIGNED]: (value: unknown) => this.#assigned(owner, value) };
    if (comparator !== undefined) return comparingWith(comparator(owner), notes);
    return noted((expression ?? get)(owner), notes);
  }

  /** What setting the attribute in an UPDATE sets; `null` where that is the expression itself. */
  #assigned(owner: object, value: unknown): readonly (readonly [unknown, unknown])[] | null {
    return this.options.updateExpression?.(owner, value) ?? null;
  }

  get(instance: object): unknown {
    return this.options.get(instance);
  }

  set(instance: object, value: unknown): void {
    if (this.options.set === undefined) throw new BuiltinError("AttributeError", "can't set attribute");
    this.options.set(instance, value);
  }

  delete(instance: object): void {
    if (this.options.del === undefined) throw new BuiltinError("AttributeError", "can't delete attribute");
    this.options.del(instance);
  }
}

/** The note by which an UPDATE finds out what setting the expression means. */
export const ASSIGNED = "assigned";

type Notes = Readonly<Record<string, unknown>>;

/** The expression with notes on it: its name in results among them. */
function noted(expression: unknown, notes: Notes): unknown {
  const clause = clauseOf(expression);
  if (!(clause instanceof ColumnElement)) return expression;
  return new AnnotatedColumn(clause.unannotated, { ...clause.annotations, ...notes });
}

/** The comparator's expression with the comparator's own operators over it. */
function comparingWith(comparator: HybridComparator, notes: Notes): unknown {
  const base = noted(comparator.clauseElement(), notes) as object;
  return new Proxy(base, {
    get(target, name) {
      const holder = name in HybridComparator.prototype || !(name in comparator) ? target : comparator;
      const value = Reflect.get(holder, name, holder) as unknown;
      return typeof value === "function" ? value.bind(holder) : value;
    },
  });
}

/** What a hybrid method is made of. */
export interface HybridMethodOptions<F> {
  readonly call: (self: Self, ...args: never[]) => unknown;
  readonly expression?: (cls: Self, ...args: never[]) => unknown;
  readonly signature?: F;
}

export class HybridMethodSpec<F = unknown> extends DescriptorSpec<F, (...args: never[]) => ColumnElement> {
  readonly kind = "hybrid-method-spec";
  readonly options: HybridMethodOptions<F>;

  constructor(options: HybridMethodOptions<F>) {
    super();
    this.options = options;
  }

  make(key: string): Descriptor {
    const { call, expression = call } = this.options;
    const bound =
      (method: (self: Self, ...args: never[]) => unknown, self: object) =>
      (...args: never[]) =>
        method(self, ...args);
    return {
      kind: "hybrid",
      key,
      expression: (owner) => bound(expression, owner),
      get: (instance) => bound(call, instance),
      set() {
        throw new BuiltinError("AttributeError", `can't set method '${key}'`);
      },
    };
  }
}

/** A method that instances compute and that gives an expression when called on the class. `F` is its type on instances. */
export function hybridMethod<F = (...args: unknown[]) => unknown>(
  options: HybridMethodOptions<F>,
): HybridMethodSpec<F> {
  return new HybridMethodSpec<F>(options);
}
