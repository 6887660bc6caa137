import type { DynamicAttribute } from "../instrumentation/dynamic-attribute.ts";
import { PASSIVE_NO_FETCH } from "../instrumentation/passive.ts";
import type { InstanceState } from "../instrumentation/state.ts";
import type { Mapper, RelationshipProperty } from "../mapping/mapper.ts";
import { compareWithInstance } from "../mapping/relationship-comparison.ts";
import type { ColumnElement, FromClause } from "../sql/element.ts";

/** One object's collection that is not held in memory: how to select its members, and how to change it. */
export class CollectionWriter {
  readonly attribute: DynamicAttribute;
  readonly state: InstanceState;
  readonly property: RelationshipProperty;

  constructor(attribute: DynamicAttribute, state: InstanceState) {
    this.attribute = attribute;
    this.state = state;
    this.property = state.mapper.props.get(attribute.key) as RelationshipProperty;
  }

  /** The class of the members. */
  get target(): Mapper {
    return this.property.mapper;
  }

  /** That a row belongs to the collection; the owner's values are read when the statement runs. */
  criterion(): ColumnElement<boolean> {
    return compareWithInstance(this.property, this.state.object, { instanceIsParent: true, aliasSecondary: false });
  }

  /** What to select from. The class comes first, so that further joins start from it and not from the association table. */
  get froms(): readonly (Mapper | FromClause)[] {
    const { secondary } = this.property;
    return secondary === null ? [] : [this.target, secondary];
  }

  get orderBy(): readonly ColumnElement[] {
    return this.property.orderBy ?? [];
  }

  add(items: Iterable<unknown>): void {
    for (const item of items) this.attribute.append(this.state, item, null, PASSIVE_NO_FETCH);
  }

  remove(item: unknown): void {
    this.attribute.remove(this.state, item, null, PASSIVE_NO_FETCH);
  }
}
