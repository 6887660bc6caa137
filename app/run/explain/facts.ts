import type {
  Cause,
  CauseId,
  ClassSnapshot,
  ColumnSnapshot,
  ObjectRef,
  RelationshipSnapshot,
} from "../../../src-engine/trace/events.ts";
import { causeChain } from "../causes.ts";
import type { RunModel, Statement } from "../run-model.ts";
import { code, linked, listed, type Span, type Words } from "./explanation.ts";

export type OperationCause = Extract<Cause, { kind: "operation" }>;
export type CascadeCause = Extract<Cause, { kind: "cascade" }>;
export type LoadCause = Extract<Cause, { kind: "load" }>;
export type ActionCause = Extract<Cause, { kind: "action" }>;
export type AutoflushCause = Extract<Cause, { kind: "autoflush" }>;

export interface Relationship extends RelationshipSnapshot {
  /** `User.addresses` */
  readonly path: string;
  readonly owner: ClassSnapshot;
}

export interface ForeignKey {
  readonly table: string;
  readonly column: ColumnSnapshot;
  /** `users.id` */
  readonly target: string;
  readonly onDelete: string | null;
  readonly onUpdate: string | null;
}

/** What a run and its text tell about the nouns of an explanation, and how they are named. */
export class Facts {
  readonly run: RunModel;
  readonly #lines: readonly string[];

  /** @param text the program that ran; empty where it is not known */
  constructor(run: RunModel, text: string) {
    this.run = run;
    this.#lines = text.split("\n");
  }

  chain(id: CauseId | null): readonly Cause[] {
    return causeChain(this.run.causes, id);
  }

  /** The operation that a cause goes back to. */
  rootOf(id: CauseId | null): OperationCause | null {
    const root = this.chain(id).findLast((cause) => cause.kind === "operation");
    return root?.kind === "operation" ? root : null;
  }

  // ── the program ──────────────────────────────────────────────────────────

  /** A line of the program, cut to what fits into a sentence. */
  source(line: number | null): string | null {
    if (line === null) return null;
    const text = this.#lines[line - 1]?.trim() ?? "";
    const next = this.#lines[line]?.trim() ?? "";
    const whole = text.replace(/\s*\/\/.*$/, "").replace(/;$/, "");
    if (whole === "") return null;
    const goesOn = /[([{,=]$/.test(whole) || next.startsWith(".");
    if (whole.length > 72) return `${whole.slice(0, 70)} …`;
    return goesOn ? `${whole} …` : whole;
  }

  line(line: number): Span {
    return linked(`line ${line}`, { kind: "line", line });
  }

  /** `session.delete(jack)` on line 31: the line itself where it is known, else the operation's own name. */
  operation(cause: OperationCause): Words {
    return this.codeOn(cause.line, this.callText(cause));
  }

  /** Code of a line; `otherwise` stands in where the text of the program is not known. */
  codeOn(line: number | null, otherwise: string): Words {
    if (line === null) return code(otherwise);
    return [code(this.source(line) ?? otherwise, { kind: "line", line }), " on ", this.line(line)];
  }

  callText({ name, object, detail }: OperationCause): string {
    if (name === "set") return detail ?? "an attribute";
    if (name.startsWith("Query.")) return `query.${name.slice("Query.".length)}()`;
    return `session.${name}(${object === null ? "" : this.objectName(object)})`;
  }

  // ── objects ──────────────────────────────────────────────────────────────

  /** The object by the name that it has got since, where it had none yet. */
  latest(object: ObjectRef): ObjectRef {
    return object.identity === null ? (this.run.objects.get(object.id)?.ref ?? object) : object;
  }

  objectName(object: ObjectRef): string {
    const { className, identity } = this.latest(object);
    return identity === null ? `new ${className}` : `${className}#${identity.join(",")}`;
  }

  object(object: ObjectRef): Span {
    return linked(this.objectName(object), { kind: "object", object: object.id });
  }

  /** `Address#1, Address#2 and Address#3`, each named once. */
  objects(objects: readonly ObjectRef[]): Words {
    const seen = new Map(objects.map((object) => [object.id, object]));
    return listed([...seen.values()].map((object) => this.object(object)));
  }

  // ── the mapping ──────────────────────────────────────────────────────────

  class(name: string): ClassSnapshot | null {
    return this.run.schema?.classes.find((each) => each.name === name) ?? null;
  }

  /** The relationship of a path, looked for in the classes above as well. */
  relationship(path: string | null): Relationship | null {
    if (path === null) return null;
    const [className = "", name = ""] = path.split(".");
    const seen = new Set<string>();
    for (let owner = this.class(className); owner && !seen.has(owner.name); ) {
      seen.add(owner.name);
      const found = owner.relationships.find((each) => each.name === name);
      if (found) return { ...found, path, owner };
      owner = owner.inherits === null ? null : this.class(owner.inherits);
    }
    return null;
  }

  reverseOf(relationship: Relationship | null): string | null {
    return relationship?.reverse ? `${relationship.target}.${relationship.reverse}` : null;
  }

  edge(path: string): Span {
    return code(path, { kind: "edge", relationship: path });
  }

  table(name: string): Span {
    return code(name, { kind: "table", name });
  }

  /** `logs.person_id`, which leads to its table. */
  column(path: string): Span {
    return code(path, { kind: "table", name: path.slice(0, path.lastIndexOf(".")) });
  }

  statement(statement: Statement, text: string): Span {
    return linked(text, { kind: "statement", statement: statement.index });
  }

  columnOf(path: string): ColumnSnapshot | null {
    const dot = path.lastIndexOf(".");
    const table = this.run.schema?.tables.find(({ name }) => name === path.slice(0, dot));
    return table?.columns.find(({ name }) => name === path.slice(dot + 1)) ?? null;
  }

  /** The foreign keys that a relationship keeps: of the many side, or of the association table. */
  keysOf(relationship: Relationship): readonly string[] {
    const { direction, pairs, secondary } = relationship;
    if (direction === "many-to-one") return pairs.map(([local]) => local);
    if (secondary !== null) return pairs.map(([, remote]) => remote).filter((path) => path.startsWith(`${secondary}.`));
    return pairs.map(([, remote]) => remote);
  }

  /** Every foreign key of the mapped tables. */
  *foreignKeys(): Generator<ForeignKey> {
    for (const { name: table, columns } of this.run.schema?.tables ?? []) {
      for (const column of columns) {
        for (const { target, onDelete, onUpdate } of column.foreignKeys) {
          yield { table, column, target, onDelete, onUpdate };
        }
      }
    }
  }

  /** Whether the database is known to enforce foreign keys: the program has it do so, or it did. */
  get mindsForeignKeys(): boolean {
    return (
      this.#lines.some((line) => /foreignKeys: true|PRAGMA foreign_keys\s*=\s*(on|1)/i.test(line)) ||
      this.run.statements.some(({ error }) => error?.includes("FOREIGN KEY constraint failed")) ||
      this.run.changes.some((change) => change.type === "rows" && change.changes.some(({ byDatabase }) => byDatabase))
    );
  }

  primaryKey(table: string): readonly string[] {
    const found = this.run.schema?.tables.find(({ name }) => name === table);
    return found?.columns.filter((column) => column.primaryKey).map(({ name }) => name) ?? [];
  }

  /** The relationships along which an object's foreign key column could have been written: the one-to-many that owns it. */
  relationshipsWithKey(column: string): readonly Relationship[] {
    const found: Relationship[] = [];
    for (const owner of this.run.schema?.classes ?? []) {
      for (const each of owner.relationships) {
        const relationship = { ...each, path: `${owner.name}.${each.name}`, owner };
        if (!each.viewonly && this.keysOf(relationship).includes(column)) found.push(relationship);
      }
    }
    return found;
  }

  /** Why an object is to be deleted, where it is: the cause of its deletion before `before`. */
  deletionOf(object: ObjectRef, before: CauseId): OperationCause | CascadeCause | null {
    let found: OperationCause | CascadeCause | null = null;
    for (const cause of this.run.causes.values()) {
      if (cause.id >= before) break;
      if (cause.kind === "operation" && cause.name === "delete" && cause.object?.id === object.id) found = cause;
      if (cause.kind === "cascade" && cause.option.startsWith("delete") && cause.to.id === object.id) found = cause;
    }
    return found;
  }

  /** What expired an object before a load of it. */
  expirationBefore(object: ObjectRef | null, load: LoadCause): OperationCause | null {
    const chain = this.chain(load.id);
    const around = new Set(chain.map(({ id }) => id));
    // A step of the unit of work does not name the flush that it is a part of; that flush expired nothing yet.
    const within = chain.some(({ kind }) => kind === "action") ? load.line : null;
    let found: OperationCause | null = null;
    for (const cause of this.run.causes.values()) {
      if (cause.id >= load.id) break;
      if (cause.kind !== "operation" || around.has(cause.id)) continue;
      if (within !== null && cause.line === within) continue;
      const one = (cause.name === "expire" || cause.name === "refresh") && cause.object?.id === object?.id;
      if (one || cause.name === "commit" || cause.name === "rollback" || cause.name === "expire_all") found = cause;
    }
    return found;
  }
}

/** `sets`, `set`: the verb for one or for several. */
export function verb(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}
