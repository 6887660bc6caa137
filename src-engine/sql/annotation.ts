import type { TypeEngine } from "../types/type-engine.ts";
import { type ClauseElement, ColumnElement, type FromClause, type MapChild, type ProxyOptions } from "./element.ts";
import type { Operator } from "./operators.ts";
// The operators of an annotated column need their operations.
import "./operations.ts";

export type Annotations = Readonly<Record<string, unknown>>;

/**
 * A column with notes of the ORM on it. It compiles as the column itself and counts as it in results and lineage; operators
 * applied to it keep the notes.
 */
export class AnnotatedColumn<V = unknown> extends ColumnElement<V> {
  readonly kind = "annotated" as const;
  type: TypeEngine<V>;
  readonly element: ColumnElement<V>;
  private readonly notes: Annotations;

  constructor(element: ColumnElement<V>, annotations: Annotations) {
    super();
    const inner = element instanceof AnnotatedColumn ? (element.element as ColumnElement<V>) : element;
    this.notes = element instanceof AnnotatedColumn ? { ...element.annotations, ...annotations } : annotations;
    this.element = inner;
    this.type = inner.type;
    this.name = inner.name;
    this.key = inner.key;
    this.proxies = inner.proxies;
  }

  override get annotations(): Annotations {
    return this.notes;
  }

  override get weight(): number {
    const { weight } = this.notes;
    return typeof weight === "number" ? weight : 1;
  }

  override get unannotated(): ColumnElement {
    return this.element.unannotated;
  }

  override get clonedSet(): ReadonlySet<ClauseElement> {
    return this.element.clonedSet;
  }

  override get primaryKey(): boolean {
    return this.element.primaryKey;
  }
  override get foreignKeys(): ColumnElement["foreignKeys"] {
    return this.element.foreignKeys;
  }
  override get table(): FromClause | null {
    return this.element.table;
  }
  override get fromObjects(): readonly FromClause[] {
    return this.element.fromObjects;
  }
  override get nonAnonLabel(): string | null {
    return this.element.nonAnonLabel;
  }
  override get tqLabel(): string | null {
    return this.element.tqLabel;
  }
  override get tqKeyLabel(): string | null {
    return this.element.tqKeyLabel;
  }
  override get renderLabelInColumnsClause(): boolean {
    return this.element.renderLabelInColumnsClause;
  }
  override get allowLabelResolve(): boolean {
    return this.element.allowLabelResolve;
  }
  override get isImplicitlyBoolean(): boolean {
    return this.element.isImplicitlyBoolean;
  }
  override get isCollectionAggregate(): boolean {
    return this.element.isCollectionAggregate;
  }
  override get omitFromStatements(): boolean {
    return this.element.omitFromStatements;
  }
  override get orderByLabel(): ColumnElement | null {
    return this.element.orderByLabel;
  }
  override get bindName(): string | null {
    return this.element.bindName;
  }
  override get anonNameLabel(): string {
    return this.element.anonNameLabel;
  }

  override makeProxy(selectable: FromClause, options: ProxyOptions = {}): readonly [string, ColumnElement] {
    const key = options.key ?? this.proxyKey;
    const [at, proxy] = this.element.makeProxy(selectable, { ...options, key });
    proxy.proxies = proxy.proxies.map((item) => (item === this.element ? this : item));
    return [at, proxy];
  }

  override selfGroup(against: Operator | null = null): ColumnElement {
    const grouped = this.element.selfGroup(against);
    return grouped === this.element ? this : grouped;
  }

  override ungroup(): ColumnElement {
    return this.element.ungroup();
  }

  override negate(): ColumnElement {
    return this.element.negate();
  }

  override mapChildren(map: MapChild): this {
    const element = map(this.element);
    return element === this.element
      ? this
      : this.with({ element, type: element.type, name: element.name, key: element.key });
  }

  /** The same column with other notes. */
  annotate(annotations: Annotations): AnnotatedColumn<V> {
    return new AnnotatedColumn(this.element, { ...this.notes, ...annotations });
  }
}

/** Adds notes to a column. */
export function annotate<V>(element: ColumnElement<V>, annotations: Annotations): AnnotatedColumn<V> {
  return element instanceof AnnotatedColumn ? element.annotate(annotations) : new AnnotatedColumn(element, annotations);
}

/** The node without any notes, down to its leaves. */
export function deannotate<T extends ClauseElement>(node: T): T {
  const seen = new Map<ClauseElement, ClauseElement>();
  const strip = <C extends ClauseElement>(child: C): C => {
    const known = seen.get(child);
    if (known) return known as C;
    const bare = child instanceof AnnotatedColumn ? strip(child.element as ColumnElement) : child.mapChildren(strip);
    seen.set(child, bare);
    return bare as unknown as C;
  };
  return strip(node);
}
