import { aliasedClassOf } from "../mapping/alias-class.ts";
import type { Mapper } from "../mapping/mapper.ts";
import { toCondition } from "../sql/coercions.ts";
import type { ColumnElement } from "../sql/element.ts";
import { entityFrom } from "./attribute-argument.ts";
import { adapterOf, type Entity, isAliased } from "./entities.ts";
import type { OptionTarget } from "./load-element.ts";
import { type Load, LoaderOption } from "./loader-options.ts";

export interface LoaderCriteriaOptions {
  /** Whether aliases of the class are restricted, too. */
  readonly includeAliases?: boolean;
  /** Whether later loads of the loaded objects' attributes are restricted as well (default true). */
  readonly propagateToLoaders?: boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: the class or alias whose attributes the criterion names
type Criterion = ColumnElement | ((cls: any) => ColumnElement);

/** A criterion for every place of a query in which a class occurs ("Adding Criteria with with_loader_criteria()"). */
export class LoaderCriteria extends LoaderOption {
  override readonly propagateToLoaders: boolean;
  readonly entities: readonly Entity[];
  readonly #criterion: Criterion;
  readonly #includeAliases: boolean;

  constructor(entities: readonly Entity[], criterion: Criterion, options: LoaderCriteriaOptions) {
    super();
    this.entities = entities;
    this.#criterion = criterion;
    this.#includeAliases = options.includeAliases ?? false;
    this.propagateToLoaders = options.propagateToLoaders ?? true;
  }

  override apply(target: OptionTarget): void {
    for (const mapper of new Set(this.entities.flatMap((entity) => [...entity.mapper.selfAndDescendants]))) {
      const known = target.criteria.get(mapper);
      if (known === undefined) target.criteria.set(mapper, [this]);
      else known.push(this);
    }
  }

  override below(parent: Load): Load {
    return parent;
  }

  concerns(entity: Entity): boolean {
    return this.#includeAliases || this.entities.includes(entity);
  }

  /** The criterion for the class or alias in one place of a query. */
  criterionFor(entity: Entity): ColumnElement {
    const criterion = this.#criterion;
    if (typeof criterion !== "function") return toCondition(criterion);
    return toCondition(criterion(isAliased(entity) ? aliasedClassOf(entity) : entity.mapper.class_));
  }
}

/**
 * Restricts a class wherever it occurs in a query, loads of relationships included:
 * `withLoaderCriteria(Address, (cls) => cls.deleted.eq(false))`.
 * @param entity a mapped class or alias, or a list of the classes that share the attributes, as those of a mixin
 */
export function withLoaderCriteria(
  entity: unknown,
  criterion: Criterion,
  options: LoaderCriteriaOptions = {},
): LoaderCriteria {
  const entities = Array.isArray(entity) ? entity.map((each) => entityFrom(each)) : [entityFrom(entity)];
  return new LoaderCriteria(entities, criterion, options);
}

/** The criteria that options have for an entity of a statement. */
export function criteriaFor(criteria: OptionTarget["criteria"], entity: Entity): ColumnElement[] {
  const found = criteria.get(entity.mapper) ?? [];
  return found.filter((each) => each.concerns(entity)).map((each) => each.criterionFor(entity));
}

/** The same, in terms of the entity's alias where it is one. */
export function adaptedCriteriaFor(criteria: OptionTarget["criteria"], entity: Entity): ColumnElement[] {
  const found = criteriaFor(criteria, entity);
  return isAliased(entity) ? found.map((each) => adapterOf(entity).traverse(each)) : found;
}

/** The criteria for a relationship's target in a joined eager load. */
export function eagerCriteriaFor(criteria: OptionTarget["criteria"], mapper: Mapper): ColumnElement[] {
  const found = criteria.get(mapper) ?? [];
  return found.filter((each) => each.propagateToLoaders).map((each) => each.criterionFor(mapper));
}
