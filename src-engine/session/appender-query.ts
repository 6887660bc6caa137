import { DetachedInstanceError } from "../errors.ts";
import type { DynamicAttribute } from "../instrumentation/dynamic-attribute.ts";
import { stateText } from "../instrumentation/naming.ts";
import type { InstanceState } from "../instrumentation/state.ts";
import { DEFAULT_LOAD } from "../loading/load-context.ts";
import { EMPTY_STATEMENT } from "../loading/orm-statement.ts";
import type { UnheldCollection } from "../mapping/declarative-types.ts";
import { trace } from "../trace/recorder.ts";
import { CollectionWriter } from "./collection-writer.ts";
import { Query } from "./query.ts";
import type { QuerySession } from "./query-session.ts";
import type { Session } from "./session.ts";

/**
 * What a relationship with `lazy="dynamic"` gives: a query of the members, to which members can be added and from which
 * they can be removed ("Dynamic Relationship Loaders").
 */
export class AppenderQuery<T extends object = object> extends Query<T> implements UnheldCollection {
  readonly isUnheld = true;
  readonly #writer: CollectionWriter;

  constructor(attribute: DynamicAttribute, state: InstanceState) {
    const writer = new CollectionWriter(attribute, state);
    const statement = {
      ...EMPTY_STATEMENT,
      items: [writer.target],
      froms: writer.froms,
      where: [writer.criterion()],
      orderBy: writer.orderBy,
      legacy: true,
    };
    super(state.session as QuerySession, [], { statement, load: DEFAULT_LOAD, parameters: {}, assertions: true });
    this.#writer = writer;
  }

  protected override get derivedClass() {
    return Query;
  }

  /**
   * The session of the collection's owner.
   * @throws DetachedInstanceError where the owner is in none
   */
  protected override get heldSession(): QuerySession {
    const { state, attribute } = this.#writer;
    if (state.session !== null) return state.session as QuerySession;
    throw new DetachedInstanceError(
      `Parent instance ${stateText(state)} is not bound to a Session, and no contextual session is established; lazy load operation of attribute '${attribute.key}' cannot proceed`,
    );
  }

  /** Whether the database has members to ask for. What is pending in the owner's session is flushed first. */
  #flushed(): boolean {
    const { state } = this.#writer;
    const session = state.session as Session | null;
    if (session?.autoflush && session.containsState(state)) session.flush();
    return state.key !== null && session !== null;
  }

  /** An owner without a row has just those members that were added to it. */
  #pending(): T[] {
    return this.#writer.attribute.added(this.#writer.state) as T[];
  }

  protected override execute(name: string): T[] {
    if (this.#flushed()) return super.execute(name);
    const { state } = this.#writer;
    if (state.detached) {
      trace.warn(
        `Instance ${stateText(state)} is detached, dynamic relationship cannot return a correct result.   This warning will become a DetachedInstanceError in a future release.`,
      );
    }
    return this.#pending();
  }

  override count(): number {
    return this.#flushed() ? super.count() : this.#pending().length;
  }

  /** Adds a member; the next flush writes it. */
  append(item: T): void {
    this.#writer.add([item]);
  }

  /** Adds a member, as `append()` does. */
  add(item: T): void {
    this.#writer.add([item]);
  }

  /** Adds members. */
  extend(items: Iterable<T>): void {
    this.#writer.add(items);
  }

  /** Adds members, as `extend()` does. */
  addAll(items: Iterable<T>): void {
    this.#writer.add(items);
  }

  /** Takes a member out; the next flush writes it. */
  remove(item: T): void {
    this.#writer.remove(item);
  }
}
