import { BuiltinError, InvalidRequestError } from "../errors.ts";
import { AnnotatedColumn } from "../sql/annotation.ts";
import { and_, exists, not_, or_ } from "../sql/builders.ts";
import { toCondition } from "../sql/coercions.ts";
import type { ClauseSource, ColumnElement, FromClause, PluginItem } from "../sql/element.ts";
import { ExpressionList } from "../sql/expressions.ts";
import { BindParameter } from "../sql/literals.ts";
import type { Exists } from "../sql/select-base.ts";
import { AliasedEntity, type Entity, entityOf } from "./aliased.ts";
import { anonymousFrom } from "./anonymous-from.ts";
import { type ClauseAdapter, NO_REPLACEMENT } from "./clause-adapter.ts";
import { instancePort } from "./instance-port.ts";
import type { EntityLike, Mapper, RelationshipProperty } from "./mapper.ts";
import { compareWithInstance, valuesOf } from "./relationship-comparison.ts";
import { type RelationshipJoins, relationshipJoins } from "./relationship-joins.ts";
import { singleTableCriterion } from "./single-table.ts";

/** One of the objects that a relationship holding `V` holds. */
type Member<V> = V extends readonly (infer E)[] ? E : V extends ReadonlySet<infer E> ? E : V;

type Criterion = ColumnElement<boolean> | ColumnElement | boolean | null;

/** `User.addresses`: a relationship of a class or of an alias, as an expression ("Relationship Operators"). */
export class RelationshipAttribute<V = unknown> implements ClauseSource, PluginItem {
  declare readonly valueType?: V;
  readonly plugin = "orm-relationship";
  readonly key: string;
  /** The class or alias whose attribute it is. */
  readonly entity: Entity;
  /** What `ofType()` narrowed the target to. */
  readonly target: Entity | null;
  /** What `and_()` added. */
  readonly extraCriteria: readonly ColumnElement[];

  constructor(
    entity: Entity,
    key: string,
    options: { target?: Entity | null; extraCriteria?: readonly ColumnElement[] } = {},
  ) {
    this.entity = entity;
    this.key = key;
    this.target = options.target ?? null;
    this.extraCriteria = options.extraCriteria ?? [];
  }

  /** The relationship. Configures the mappers where that has not happened. */
  get property(): RelationshipProperty {
    const { mapper } = this.entity;
    mapper.registry.ensureConfigured();
    const property = mapper.property(this.key);
    if (property.kind !== "relationship") throw new InvalidRequestError(`${property} is not a relationship`);
    return property;
  }

  /** `User.addresses`. */
  toString(): string {
    return `${this.entity.mapper.className}.${this.key}`;
  }

  /** What is at the other end. */
  get targetEntity(): EntityLike {
    return this.target ?? this.property.entity;
  }

  get #adapter(): ClauseAdapter | null {
    return this.entity instanceof AliasedEntity ? this.entity.adapter : null;
  }

  /** The join condition, where the attribute stands as an ON clause or criterion by itself. */
  clauseElement(): ColumnElement {
    const { primaryjoin, secondaryjoin } = relationshipJoins(this.property, {
      source: this.entity.selectable,
      ofType: this.target,
      aliasSecondary: true,
      extraCriteria: this.extraCriteria,
    });
    return secondaryjoin === null ? primaryjoin : and_(primaryjoin, secondaryjoin);
  }

  /** The same relationship, its target narrowed to a subclass or named by an alias. */
  ofType(target: unknown): RelationshipAttribute<V> {
    return new RelationshipAttribute<V>(this.entity, this.key, {
      target: entityOf(target),
      extraCriteria: this.extraCriteria,
    });
  }

  /** The same relationship with further criteria in its ON clause or loading ("Combining Relationship with Custom ON Criteria"). */
  and_(...criteria: readonly Criterion[]): RelationshipAttribute<V> {
    return new RelationshipAttribute<V>(this.entity, this.key, {
      target: this.target,
      extraCriteria: [...this.extraCriteria, ...criteria.map((criterion) => toCondition(criterion))],
    });
  }

  /**
   * EXISTS: some member of the collection meets the criterion, and the given attribute values.
   * @throws InvalidRequestError for a relationship to one object
   */
  any(criterion: Criterion = null, values: Readonly<Record<string, unknown>> = {}): ColumnElement<boolean> {
    if (!this.property.uselist) {
      throw new InvalidRequestError("'any()' not implemented for scalar attributes. Use has().");
    }
    return this.existsWhere(criterion, values);
  }

  /**
   * EXISTS: the related object meets the criterion, and the given attribute values.
   * @throws InvalidRequestError for a collection
   */
  has(criterion: Criterion = null, values: Readonly<Record<string, unknown>> = {}): ColumnElement<boolean> {
    if (this.property.uselist) {
      throw new InvalidRequestError("'has()' not implemented for collections. Use any().");
    }
    return this.existsWhere(criterion, values);
  }

  /**
   * The collection holds this object.
   * @throws InvalidRequestError for a relationship to one object
   */
  contains(item: Member<V>): ColumnElement<boolean> {
    const { property } = this;
    if (!property.uselist) {
      throw new InvalidRequestError("'contains' not implemented for scalar attributes.  Use ==");
    }
    const clause = compareWithInstance(property, item, { adapter: this.#adapter });
    if (property.secondaryjoin === null || !(clause instanceof ExpressionList)) return clause;
    return new Containment(clause, () => this.#isNot(item));
  }

  /**
   * The related object is this one, or there is none for `null`.
   * @throws InvalidRequestError for a collection compared with an object
   */
  eq(other: Member<V> | null): ColumnElement<boolean> {
    const { property } = this;
    if (other === null || other === undefined) {
      if (property.direction !== "many-to-one") return not_(this.existsWhere(null, {}));
      return compareWithInstance(property, null, { adapter: this.#adapter });
    }
    this.#refuseCollection();
    return compareWithInstance(property, other, { adapter: this.#adapter });
  }

  /** The related object is not this one, or there is one for `null`. */
  ne(other: Member<V> | null): ColumnElement<boolean> {
    const { property } = this;
    if (other === null || other === undefined) {
      if (property.direction !== "many-to-one") return this.existsWhere(null, {});
      return not_(compareWithInstance(property, null, { adapter: this.#adapter }));
    }
    this.#refuseCollection();
    return this.#isNot(other);
  }

  /** @throws BuiltinError NotImplementedError always */
  in_(): never {
    throw new BuiltinError(
      "NotImplementedError",
      "in_() not yet supported for relationships.  For a simple many-to-one, use in_() against the set of foreign key values.",
    );
  }

  #refuseCollection(): void {
    if (!this.property.uselist) return;
    throw new InvalidRequestError(
      "Can't compare a collection to an object or collection; use contains() to test for membership.",
    );
  }

  #isNot(other: unknown): ColumnElement<boolean> {
    const { property } = this;
    if (property.direction === "many-to-one" && property.useGet) {
      const values = valuesOf(property, other, property.mapper);
      const adapter = this.#adapter;
      return and_(
        ...property.localRemotePairs.map(([local, remote]) => {
          const column = adapter === null ? local : adapter.column(local);
          const value = new BindParameter(column.key, { type: column.type, unique: true, callable: values(remote) });
          return or_(column.ne(value), column.is_(null));
        }),
      );
    }
    const key = instancePort()?.primaryKeyOf(other as object, property.mapper) ?? [];
    return not_(
      this.existsWhere(and_(...property.mapper.primaryKey.map((column, i) => column.eq(key[i] ?? null))), {}),
    );
  }

  /** EXISTS for a relationship of any kind: `any()` and `has()` in one. */
  existsWhere(criterion: Criterion = null, values: Readonly<Record<string, unknown>> = {}): Exists {
    const { property } = this;
    let where = criterion === null ? null : (toCondition(criterion) as ColumnElement);
    let dest: FromClause | null = null;
    if (this.target !== null) {
      dest = this.target.selectable;
      if (property.selfReferential && !(this.target instanceof AliasedEntity)) dest = anonymousFrom(dest);
      const single = singleTableCriterion(this.target.mapper);
      if (single !== null) where = where === null ? single : and_(single, where);
    }
    const joins = relationshipJoins(property, { dest, source: this.#adapter === null ? null : this.entity.selectable });
    for (const [key, value] of Object.entries(values)) {
      const equal = attributeEquals(property.mapper, key, value);
      where = where === null ? equal : and_(where, equal);
    }
    if (where !== null && joins.targetAdapter !== null && !(this.target instanceof AliasedEntity)) {
      where = joins.targetAdapter.traverse(where);
    }
    return existsClause(joins, where);
  }
}

function existsClause(joins: RelationshipJoins, where: ColumnElement | null): Exists {
  const { primaryjoin, secondaryjoin, dest, secondary } = joins;
  const conditions = [primaryjoin, secondaryjoin, where === null ? null : fixed(where)].filter((each) => each !== null);
  const froms = secondary === null ? [dest] : [dest, secondary];
  return exists(1)
    .where(and_(...conditions))
    .selectFrom(...froms)
    .correlateExcept(...froms);
}

/** Keeps adapters of the statement around out of a criterion that is the subquery's own matter. */
function fixed(criterion: ColumnElement): ColumnElement {
  return new AnnotatedColumn(criterion, { ...criterion.annotations, [NO_REPLACEMENT]: true });
}

function attributeEquals(mapper: Mapper, key: string, value: unknown): ColumnElement<boolean> {
  const property = mapper.props.get(key);
  if (property === undefined) {
    throw new BuiltinError("AttributeError", `type object '${mapper.className}' has no attribute '${key}'`);
  }
  if (property.kind === "column") return property.column.eq(value);
  return new RelationshipAttribute(mapper, key).eq(value);
}

/** Membership through a secondary table: its negation is a NOT EXISTS, for the joined rows of others say nothing. */
class Containment extends ExpressionList<boolean> {
  // Not #private: copies are made without the constructor.
  private readonly negateAsExists: () => ColumnElement<boolean>;

  constructor(clause: ExpressionList, negation: () => ColumnElement<boolean>) {
    super(clause.operator, clause.clauses, clause.type as ExpressionList<boolean>["type"], clause.group);
    this.negateAsExists = negation;
  }

  override negate(): ColumnElement {
    return this.negateAsExists();
  }
}
