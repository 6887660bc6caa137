/** An attribute of a mapped class that has no place of its own in the mapping: it stands for other attributes. */

/** One such attribute of one class; the classes that inherit from it share it. */
export interface Descriptor {
  readonly key: string;
  readonly kind: "synonym" | "composite" | "hybrid" | "association-proxy";
  /**
   * What the class, or an alias of it, has under the name.
   * @param owner the class, or the object with the alias's attributes
   */
  expression(owner: object): unknown;
  /** The value that an instance has. */
  get(instance: object): unknown;
  set(instance: object, value: unknown): void;
  delete?(instance: object): void;
  /** A row has given the instance values. */
  loaded?(instance: object, refreshed: boolean): void;
  /** A flush has written the instance; what is kept of it may be out of date. */
  flushed?(instance: object): void;
}

/** What `synonym()`, `composite()`, `hybridProperty()`, `associationProxy()` give: recipes, which several classes may share. */
export abstract class DescriptorSpec<V = unknown, E = unknown> {
  declare readonly valueType?: V;
  declare readonly expressionType?: E;
  abstract readonly kind: string;
  abstract make(key: string, class_: DescriptorOwner): Descriptor;
}

/** The class that a descriptor is made for. */
export interface DescriptorOwner {
  readonly className: string;
  readonly class_: object;
  /** Takes a place for a value in instances. */
  takeSlot(): number;
}
