/** Attributes of related objects as attributes of one's own ("Association Proxy"). */
import { ArgumentError, InvalidRequestError } from "../errors.ts";
import { or_ } from "../sql/builders.ts";
import { ColumnElement } from "../sql/element.ts";
import { type AssociationView, viewOf } from "./association-views.ts";
import { mapperOf } from "./class-mapper.ts";
import { type Descriptor, type DescriptorOwner, DescriptorSpec } from "./descriptor.ts";
import type { RelationshipProperty } from "./mapper.ts";
import { RelationshipAttribute } from "./relationship-attribute.ts";

export interface AssociationProxyOptions {
  /** Makes the object in between from a value, or from a key and a value; the related class is called where it is left out. */
  readonly creator?: (...values: never[]) => object;
  /** Whether null in a scalar removes the object in between. */
  readonly cascadeScalarDeletes?: boolean;
}

export class AssociationProxySpec<V = unknown> extends DescriptorSpec<V, AssociationExpression> {
  readonly kind = "association-proxy-spec";
  readonly target: string;
  readonly attribute: string;
  readonly options: AssociationProxyOptions;

  constructor(target: string, attribute: string, options: AssociationProxyOptions) {
    super();
    this.target = target;
    this.attribute = attribute;
    this.options = options;
  }

  make(key: string, owner: DescriptorOwner): Descriptor {
    return new AssociationProxy(key, this, owner);
  }
}

/**
 * A view of one attribute of the objects of a relationship: `keywords: associationProxy("userKeywords", "keyword")`.
 * @param target the relationship
 * @param attribute the attribute of the related objects
 */
export function associationProxy<V = unknown>(
  target: string,
  attribute: string,
  options: AssociationProxyOptions = {},
): AssociationProxySpec<V> {
  return new AssociationProxySpec<V>(target, attribute, options);
}

type Values = Record<string, unknown>;

class AssociationProxy implements Descriptor {
  readonly kind = "association-proxy";
  readonly key: string;
  readonly #spec: AssociationProxySpec;
  readonly #owner: DescriptorOwner;
  readonly #views = new WeakMap<object, AssociationView>();

  constructor(key: string, spec: AssociationProxySpec, owner: DescriptorOwner) {
    this.key = key;
    this.#spec = spec;
    this.#owner = owner;
  }

  get #relationship(): RelationshipProperty {
    const mapper = mapperOf(this.#owner.class_);
    mapper.registry.ensureConfigured();
    const property = mapper.property(this.#spec.target);
    if (property.kind === "relationship") return property;
    throw new InvalidRequestError(`association proxy target '${this.#spec.target}' is not a relationship`);
  }

  /** The proxy of an alias is the class's own, as in the reference: its EXISTS is about the class. */
  expression(_owner: object): AssociationExpression {
    const { target, attribute } = this.#spec;
    const relationship = (this.#owner.class_ as Values)[target] as RelationshipAttribute;
    return new AssociationExpression(relationship, this.#relationship, attribute);
  }

  get(instance: object): unknown {
    const property = this.#relationship;
    if (!property.uselist) {
      const related = (instance as Values)[property.key] as Values | null;
      return related === null ? null : related[this.#spec.attribute];
    }
    let view = this.#views.get(instance);
    if (view === undefined) {
      view = viewOf(
        () => (instance as Values)[property.key],
        this.#spec.attribute,
        (...values) => this.#create(property, values),
      );
      this.#views.set(instance, view);
    }
    return view;
  }

  set(instance: object, value: unknown): void {
    const property = this.#relationship;
    if (property.uselist) {
      const view = this.get(instance) as AssociationView;
      if (view !== value) view.replace(value as Iterable<unknown>);
      return;
    }
    const holder = instance as Values;
    const related = holder[property.key] as Values | null;
    if (related === null) {
      if (value !== null) holder[property.key] = this.#create(property, [value]);
      return;
    }
    related[this.#spec.attribute] = value;
    if (value === null && this.#spec.options.cascadeScalarDeletes) holder[property.key] = null;
  }

  delete(instance: object): void {
    const property = this.#relationship;
    if (property.uselist) (this.get(instance) as AssociationView).clear();
    else (instance as Values)[property.key] = null;
  }

  #create(property: RelationshipProperty, values: readonly unknown[]): object {
    const { creator } = this.#spec.options;
    if (creator !== undefined) return (creator as (...args: readonly unknown[]) => object)(...values);
    return Reflect.construct(property.mapper.class_, values) as object;
  }
}

/** `User.keywords`: the proxied attribute as an expression; every comparison is an EXISTS of the objects in between. */
export class AssociationExpression {
  readonly #relationship: RelationshipAttribute;
  readonly #property: RelationshipProperty;
  readonly #attribute: string;

  constructor(relationship: RelationshipAttribute, property: RelationshipProperty, attribute: string) {
    this.#relationship = relationship;
    this.#property = property;
    this.#attribute = attribute;
  }

  /** The attribute of the related class. */
  get remoteAttribute(): unknown {
    return (this.#property.mapper.class_ as unknown as Values)[this.#attribute];
  }

  get #scalar(): boolean {
    return !this.#property.uselist;
  }

  get #further(): AssociationExpression | null {
    const remote = this.remoteAttribute;
    return remote instanceof AssociationExpression ? remote : null;
  }

  get #object(): RelationshipAttribute | null {
    const remote = this.remoteAttribute;
    return remote instanceof RelationshipAttribute ? remote : null;
  }

  any(criterion: ColumnElement | null = null, values: Values = {}): ColumnElement<boolean> {
    const object = this.#object;
    if (this.#further === null && this.#scalar && (object === null || !object.property.uselist)) {
      throw new InvalidRequestError("'any()' not implemented for scalar attributes. Use has().");
    }
    return this.exists(criterion, values, false);
  }

  has(criterion: ColumnElement | null = null, values: Values = {}): ColumnElement<boolean> {
    if (this.#further === null && (!this.#scalar || (this.#object?.property.uselist ?? false))) {
      throw new InvalidRequestError("'has()' not implemented for collections. Use any().");
    }
    return this.exists(criterion, values, true);
  }

  /** EXISTS of the objects in between whose attribute meets the criterion. */
  exists(criterion: ColumnElement | null, values: Values = {}, isHas = false): ColumnElement<boolean> {
    const further = this.#further;
    if (further !== null) return this.#relationship.existsWhere(further.exists(criterion, values));
    const object = this.#object;
    if (object !== null) return this.#relationship.existsWhere(object.existsWhere(criterion, values));
    if (Object.keys(values).length > 0) {
      throw new ArgumentError("Can't apply keyword arguments to column-targeted association proxy; use ==");
    }
    if (isHas && criterion !== null) {
      throw new ArgumentError("Non-empty has() not allowed for column-targeted association proxy; use ==");
    }
    return this.#relationship.existsWhere(criterion);
  }

  contains(other: unknown): ColumnElement<boolean> {
    const further = this.#further;
    if (further !== null) {
      return this.#relationship.existsWhere(further.#scalar ? further.eq(other) : further.contains(other));
    }
    const object = this.#object;
    if (object === null) return this.operate("contains", other);
    if (!this.#scalar) return this.#relationship.existsWhere(null, { [this.#attribute]: other });
    if (object.property.uselist) return this.#relationship.has(object.contains(other as never));
    throw new InvalidRequestError("contains() doesn't apply to a scalar object endpoint; use ==");
  }

  eq(other: unknown): ColumnElement<boolean> {
    const object = this.#object;
    if (object === null) {
      const found = this.operate("eq", other);
      return other === null ? or_(found, this.#relationship.eq(null)) : found;
    }
    const found = this.#relationship.has(null, { [this.#attribute]: other });
    return other === null ? or_(found, this.#relationship.eq(null)) : found;
  }

  ne(other: unknown): ColumnElement<boolean> {
    const object = this.#object;
    return object === null ? this.operate("ne", other) : this.#relationship.has(object.ne(other as never));
  }

  /** EXISTS of the objects in between, their attribute compared by an operator of columns. */
  operate(operator: string, ...others: readonly unknown[]): ColumnElement<boolean> {
    const remote = this.remoteAttribute;
    const method = (remote as Values)[operator];
    if (!(remote instanceof ColumnElement) || typeof method !== "function") {
      throw new InvalidRequestError(`association proxy '${this.#attribute}' has no operator '${operator}'`);
    }
    return this.exists(Reflect.apply(method, remote, others) as ColumnElement);
  }

  lt = (other: unknown): ColumnElement<boolean> => this.operate("lt", other);
  le = (other: unknown): ColumnElement<boolean> => this.operate("le", other);
  gt = (other: unknown): ColumnElement<boolean> => this.operate("gt", other);
  ge = (other: unknown): ColumnElement<boolean> => this.operate("ge", other);
  like = (other: unknown): ColumnElement<boolean> => this.operate("like", other);
  in_ = (other: unknown): ColumnElement<boolean> => this.operate("in_", other);
  startswith = (other: unknown): ColumnElement<boolean> => this.operate("startswith", other);
  endswith = (other: unknown): ColumnElement<boolean> => this.operate("endswith", other);
}
