import type { AliasedEntity } from "../mapping/aliased.ts";
import type { Mapper, MapperProperty, RelationshipProperty } from "../mapping/mapper.ts";
import { type Entity, isAliased, isEntity, usesMapperPath } from "./entities.ts";

/** What a wildcard stands for: every relationship or column below an entity, or of the whole query. */
export type PathToken = "relationship:*" | "column:*" | "relationship:default" | "column:default";

export type PathElement = Entity | MapperProperty | PathToken;

/**
 * Where in a query an entity or attribute is: `User → User.addresses → Address → …` ("ORM: Loader options, paths").
 *
 * Paths are interned: equal paths are one object, so they are compared and used as keys by identity. `natural` is the path
 * as options are kept under it; it differs where an alias or a subclass stands in for a mapper further down.
 */
export class LoadPath {
  readonly parent: LoadPath | null;
  readonly element: PathElement | null;
  /** Number of elements. */
  readonly length: number;
  readonly natural: LoadPath;
  /** True where a subclass lies on the way, so that the natural path has to be worked out. */
  readonly unnatural: boolean;

  #children: Map<PathElement, LoadPath> | null = null;
  /** Aliases come and go with the statements that use them; a path must not keep them alive. */
  #aliased: WeakMap<AliasedEntity, LoadPath> | null = null;
  #elements: readonly PathElement[] | null = null;

  private constructor(
    parent: LoadPath | null,
    element: PathElement | null,
    natural: LoadPath | null,
    unnatural: boolean,
  ) {
    this.parent = parent;
    this.element = element;
    this.length = parent === null ? 0 : parent.length + 1;
    this.natural = natural ?? this;
    this.unnatural = unnatural;
  }

  static readonly root: LoadPath = new LoadPath(null, null, null, false);

  get isRoot(): boolean {
    return this.parent === null;
  }

  /** The elements from the root on. */
  get elements(): readonly PathElement[] {
    if (this.#elements === null) {
      this.#elements = this.parent === null ? [] : [...this.parent.elements, this.element as PathElement];
    }
    return this.#elements;
  }

  /** The last entity on the path; there is one on every path but the root's and a root token's. */
  get entity(): Entity {
    return (isEntity(this.element) ? this.element : this.parent?.element) as Entity;
  }

  /** The path of an attribute of the entity at this path's end. */
  property(property: MapperProperty): LoadPath {
    const entity = this.element as Entity;
    const above = this.parent as LoadPath;
    if (!isAliased(entity) || usesMapperPath(entity)) {
      const owner = above.to(property.parent);
      return owner.#child(property, () => [null, above.unnatural || entity.mapper.inherits !== null]);
    }
    if (entity.isPolymorphic && entity.withPolymorphicMappers.includes(property.parent)) {
      return this.#ofSubclass(property, entity, above);
    }
    return this.#child(property, () => {
      const standsIn =
        !above.isRoot && property.parent !== entity.mapper && entity.mapper.isa(property.parent)
          ? above.to(property.parent)
          : this;
      const natural = standsIn.natural === this ? null : standsIn.natural.property(property);
      return [natural, above.unnatural || entity.mapper.inherits !== null];
    });
  }

  /**
   * An attribute of a subclass in a polymorphic alias is the attribute of that subclass. A path that sets out from the alias
   * keeps it; one on which the alias only stands in for a relationship's target is known by the subclass itself.
   */
  #ofSubclass(property: MapperProperty, entity: AliasedEntity, above: LoadPath): LoadPath {
    const subclass = entity.entityFor(property.parent);
    const owner = above.to(subclass);
    return owner.#child(property, () => {
      const natural = above.isRoot ? owner.natural : above.to(subclass.mapper).natural;
      return [natural === owner ? null : natural.property(property), true];
    });
  }

  /** The path of an entity: the root's own, or the one that the attribute at this path's end leads to. */
  to(entity: Entity): LoadPath {
    if (isAliased(entity)) {
      if (this.isRoot && usesMapperPath(entity)) return this.to(entity.mapper);
      this.#aliased ??= new WeakMap();
      let path = this.#aliased.get(entity);
      if (path === undefined) {
        path = new LoadPath(this, entity, this.#naturalEntity(entity), this.unnatural);
        this.#aliased.set(entity, path);
      }
      return path;
    }
    return this.#child(entity, () => [this.#naturalEntity(entity), this.unnatural]);
  }

  /** The path of everything of one kind below this entity, or below every entity. */
  token(token: PathToken): LoadPath {
    const owner = token.endsWith(":*") ? this : LoadPath.root;
    return owner.#child(token, () => [owner.natural === owner ? null : owner.natural.token(token), false]);
  }

  /** This path with the elements of another behind it. */
  append(elements: readonly PathElement[]): LoadPath {
    let path: LoadPath = this;
    for (const element of elements) path = path.step(element);
    return path;
  }

  step(element: PathElement): LoadPath {
    if (typeof element === "string") return this.token(element);
    if (isEntity(element)) return this.to(element);
    return this.property(element);
  }

  static of(elements: readonly PathElement[]): LoadPath {
    return LoadPath.root.append(elements);
  }

  /** Whether an entity of this hierarchy line is on the path already: where eager loading ends by itself. */
  containsMapper(mapper: Mapper): boolean {
    for (let path: LoadPath | null = this; path !== null; path = path.parent) {
      if (isEntity(path.element) && path.element.mapper.isa(mapper)) return true;
    }
    return false;
  }

  toString(): string {
    return `Path[${this.elements.map(String).join(" -> ")}]`;
  }

  /** The natural path of an entity reached here, or `null` where it is this path's own child. */
  #naturalEntity(entity: Entity): LoadPath | null {
    if (this.isRoot) return null;
    const { natural } = this;
    if (!isAliased(entity) && !this.unnatural) return natural === this ? null : natural.to(entity);
    const target = (this.element as RelationshipProperty).mapper;
    const related = entity.mapper.isa(target) || target.isa(entity.mapper);
    const standsFor = related ? entity.mapper : target;
    return natural === this && standsFor === entity ? null : natural.to(standsFor);
  }

  #child(element: PathElement, make: () => [LoadPath | null, boolean]): LoadPath {
    this.#children ??= new Map();
    let path = this.#children.get(element);
    if (path === undefined) {
      const [natural, unnatural] = make();
      path = new LoadPath(this, element, natural, unnatural);
      this.#children.set(element, path);
    }
    return path;
  }
}
