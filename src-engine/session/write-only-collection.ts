import { BuiltinError, InvalidRequestError } from "../errors.ts";
import type { DynamicAttribute } from "../instrumentation/dynamic-attribute.ts";
import type { InstanceState } from "../instrumentation/state.ts";
import type { UnheldCollection } from "../mapping/declarative-types.ts";
import { valuesOf } from "../mapping/relationship-comparison.ts";
import type { Delete, Insert, Update } from "../sql/dml.ts";
import type { ColumnElement } from "../sql/element.ts";
import { BindParameter } from "../sql/literals.ts";
import { CollectionWriter } from "./collection-writer.ts";
import { delete_, insert, update } from "./orm-dml.ts";
import { type OrmSelect, select } from "./orm-select.ts";

/**
 * What a relationship with `lazy="write_only"` gives: members are added and removed one by one, and read by executing a
 * statement ("Write Only Relationships").
 */
export class WriteOnlyCollection<T extends object = object> implements UnheldCollection {
  readonly isUnheld = true;
  readonly #writer: CollectionWriter;

  constructor(attribute: DynamicAttribute, state: InstanceState) {
    this.#writer = new CollectionWriter(attribute, state);
  }

  /** @throws TypeError always: only `select()` reads the collection */
  [Symbol.iterator](): Iterator<T> {
    throw new BuiltinError(
      "TypeError",
      "WriteOnly collections don't support iteration in-place; to query for collection items, use the select() method to produce a SQL statement and execute it with session.scalars().",
    );
  }

  /** A SELECT of the members. */
  select(): OrmSelect {
    const { target, froms, orderBy } = this.#writer;
    const selected = select(target).where(this.#writer.criterion());
    const from = froms.length === 0 ? selected : selected.selectFrom(...froms);
    return orderBy.length === 0 ? from : from.orderBy(...orderBy);
  }

  /**
   * An INSERT of rows that belong to the collection.
   * @throws InvalidRequestError for a many-to-many relationship
   */
  insert(): Insert {
    const { property, state, target } = this.#writer;
    if (property.direction !== "one-to-many") {
      throw new InvalidRequestError(
        "Write only bulk INSERT only supported for one-to-many collections; for many-to-many, use a separate bulk INSERT along with add_all().",
      );
    }
    const valueOfColumn = valuesOf(property, state.object, state.mapper);
    const keys = property.synchronizePairs.map(([source, destination]): readonly [ColumnElement, BindParameter] => [
      destination,
      new BindParameter(null, { type: destination.type, callable: valueOfColumn(source) }),
    ]);
    return insert(target).values(new Map(keys));
  }

  /** An UPDATE of the members. */
  update(): Update {
    return update(this.#writer.target).where(this.#writer.criterion());
  }

  /** A DELETE of the members. */
  delete(): Delete {
    return delete_(this.#writer.target).where(this.#writer.criterion());
  }

  /** Adds a member; the next flush writes it. */
  add(item: T): void {
    this.#writer.add([item]);
  }

  /** Adds members. */
  addAll(items: Iterable<T>): void {
    this.#writer.add(items);
  }

  /** Takes a member out; the next flush writes it. */
  remove(item: T): void {
    this.#writer.remove(item);
  }
}
