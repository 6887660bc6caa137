import type {
  CascadeOption,
  ClassSnapshot,
  ColumnSnapshot,
  ModelSnapshot,
  RelationshipSnapshot,
} from "../../src-engine/trace/events.ts";

/** The model as boxes and lines, without places. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly links: readonly GraphLink[];
}

export interface GraphNode {
  readonly id: string;
  readonly kind: "class" | "table";
  /** The class's name; a table's for one without a class. */
  readonly title: string;
  readonly table: string | null;
  readonly columns: readonly GraphColumn[];
}

export interface GraphColumn extends ColumnSnapshot {
  /** What the class calls the column. */
  readonly attribute: string;
}

/** A line between two nodes. A relationship and the one it is linked with are one line with two sides. */
export type GraphLink = { readonly id: string; readonly source: string; readonly target: string } & (
  | {
      readonly kind: "relationship";
      readonly sides: readonly [GraphSide, ...GraphSide[]];
      readonly sourceMany: boolean;
      readonly targetMany: boolean;
      /** The foreign keys that it goes along: what the database has to say. None where they are an association table's. */
      readonly keys: readonly GraphKey[];
    }
  | { readonly kind: "inheritance" }
  | { readonly kind: "foreign-key"; readonly keys: readonly [GraphKey] }
);

/** Which end of a line something goes to. */
export type End = "source" | "target";

/** A foreign key between the line's two nodes. */
export interface GraphKey {
  /** `addresses.user_id` */
  readonly column: string;
  /** `users.id` */
  readonly target: string;
  readonly onDelete: string | null;
  readonly onUpdate: string | null;
  readonly nullable: boolean;
  readonly primaryKey: boolean;
  /** The end of the referencing rows: where the deletion of the referenced row goes. */
  readonly towards: End;
}

export interface GraphSide {
  /** `User.addresses` */
  readonly path: string;
  readonly owner: string;
  readonly relationship: RelationshipSnapshot;
  /** The end of the class that it points to: where its cascades go. */
  readonly towards: End;
  readonly cascade: string;
  /** False where the cascade is not the one that every relationship has unless told otherwise. */
  readonly isDefault: boolean;
  /** Options that change what a delete does, in SQLAlchemy's words. */
  readonly notes: readonly string[];
}

export const classId = (name: string) => `class:${name}`;
export const tableId = (name: string) => `table:${name}`;

/** Derives the graph of a model. */
export function graphOf(model: ModelSnapshot): Graph {
  const mapped = new Set(model.classes.map((class_) => class_.table));
  const nodes: GraphNode[] = [
    ...model.classes.map((class_) => classNode(model, class_)),
    ...model.tables
      .filter((table) => !mapped.has(table.name))
      .map(({ name, columns }): GraphNode => {
        const named = columns.map((column) => ({ ...column, attribute: column.name }));
        return { id: tableId(name), kind: "table", title: name, table: name, columns: named };
      }),
  ];
  return { nodes, links: [...relationshipLinks(model), ...inheritanceLinks(model), ...foreignKeyLinks(model, mapped)] };
}

function classNode(model: ModelSnapshot, class_: ClassSnapshot): GraphNode {
  const columns = model.tables.find((table) => table.name === class_.table)?.columns ?? [];
  const parent = model.classes.find((other) => other.name === class_.inherits);
  const inherited = new Set(parent?.table === class_.table ? parent?.attributes.map(({ column }) => bare(column)) : []);
  const names = new Map(class_.attributes.map(({ name, column }) => [bare(column), name]));
  // With single-table inheritance the table has columns that only other classes map.
  const elsewhere = new Set(
    model.classes
      .filter((other) => other.table === class_.table && other.name !== class_.name)
      .flatMap((other) => other.attributes.map(({ column }) => bare(column))),
  );
  return {
    id: classId(class_.name),
    kind: "class",
    title: class_.name,
    table: class_.table,
    columns: columns
      .filter((column) => !inherited.has(column.name) && (names.has(column.name) || !elsewhere.has(column.name)))
      .map((column) => ({ ...column, attribute: names.get(column.name) ?? column.name })),
  };
}

/** `users.id` → `id` */
function bare(column: string): string {
  return column.slice(column.lastIndexOf(".") + 1);
}

function relationshipLinks(model: ModelSnapshot): GraphLink[] {
  const links: GraphLink[] = [];
  const done = new Set<string>();
  for (const class_ of model.classes) {
    for (const relationship of class_.relationships) {
      const here = sideOf(class_.name, relationship);
      if (done.has(here.path)) continue;
      done.add(here.path);
      const there = reverseOf(model, relationship);
      if (there) done.add(there.path);
      links.push(relationshipLink(model, here, there));
    }
  }
  return links;
}

function reverseOf(model: ModelSnapshot, { reverse, target }: RelationshipSnapshot): GraphSide | null {
  if (reverse === null) return null;
  // The other side may be declared on a base class of the target.
  for (let name: string | null = target; name !== null; ) {
    const class_: ClassSnapshot | undefined = model.classes.find((c) => c.name === name);
    const relationship = class_?.relationships.find((r) => r.name === reverse);
    if (class_ && relationship) return sideOf(class_.name, relationship);
    name = class_?.inherits ?? null;
  }
  return null;
}

/** The line runs from the "one" to the "many", so that parents stand before children. */
function relationshipLink(model: ModelSnapshot, here: GraphSide, there: GraphSide | null): GraphLink {
  const turned = here.relationship.direction === "many-to-one";
  const forward = turned ? there : here;
  const backward = turned ? here : there;
  const sides: [GraphSide, ...GraphSide[]] =
    forward && backward
      ? [forward, { ...backward, towards: "source" }]
      : [turned ? { ...here, towards: "source" } : here];
  const [parent, child] = turned ? [here.relationship.target, here.owner] : [here.owner, here.relationship.target];
  return {
    id: `relationship:${here.path}`,
    kind: "relationship",
    source: classId(parent),
    target: classId(child),
    sides,
    sourceMany: backward ? backward.relationship.uselist : here.relationship.direction === "many-to-many",
    targetMany: forward ? forward.relationship.uselist : true,
    keys: keysOf(model, sides[0]),
  };
}

/** The foreign keys among the columns that a relationship compares. */
function keysOf(model: ModelSnapshot, { relationship, towards }: GraphSide): GraphKey[] {
  if (relationship.secondary !== null) return [];
  const other: End = towards === "target" ? "source" : "target";
  return relationship.pairs.flatMap(([local, remote]) => [
    ...keysBetween(model, remote, local).map((key) => ({ ...key, towards })),
    ...keysBetween(model, local, remote).map((key) => ({ ...key, towards: other })),
  ]);
}

function keysBetween(model: ModelSnapshot, path: string, target: string): Omit<GraphKey, "towards">[] {
  const [table, name] = [path.slice(0, path.lastIndexOf(".")), bare(path)];
  const column = model.tables.find((each) => each.name === table)?.columns.find((each) => each.name === name);
  if (!column) return [];
  const { nullable, primaryKey } = column;
  return column.foreignKeys
    .filter((key) => key.target === target)
    .map(({ onDelete, onUpdate }) => ({ column: path, target, onDelete, onUpdate, nullable, primaryKey }));
}

const defaultCascade = "save-update, merge";
const allCascade: readonly CascadeOption[] = ["save-update", "merge", "refresh-expire", "expunge", "delete"];

function sideOf(owner: string, relationship: RelationshipSnapshot): GraphSide {
  const cascade = cascadeText(relationship.cascade);
  const notes = [
    relationship.passiveDeletes === "all"
      ? 'passive_deletes="all"'
      : relationship.passiveDeletes
        ? "passive_deletes"
        : "",
    relationship.viewonly ? "viewonly" : "",
    relationship.singleParent ? "single_parent" : "",
    relationship.postUpdate ? "post_update" : "",
  ].filter(Boolean);
  return {
    path: `${owner}.${relationship.name}`,
    owner,
    relationship,
    towards: "target",
    cascade,
    isDefault: cascade === defaultCascade,
    notes,
  };
}

/** A cascade the way people write it: the shortest list that means the same. */
export function cascadeText(options: readonly CascadeOption[]): string {
  const has = new Set(options);
  if (has.size === 0) return "no cascade";
  if (allCascade.every((option) => has.has(option))) return has.has("delete-orphan") ? "all, delete-orphan" : "all";
  const order: readonly CascadeOption[] = [
    "save-update",
    "merge",
    "refresh-expire",
    "expunge",
    "delete",
    "delete-orphan",
  ];
  return order.filter((option) => has.has(option)).join(", ");
}

function inheritanceLinks(model: ModelSnapshot): GraphLink[] {
  return model.classes.flatMap(({ name, inherits }) =>
    inherits === null
      ? []
      : [{ id: `inherits:${name}`, kind: "inheritance" as const, source: classId(inherits), target: classId(name) }],
  );
}

/** Foreign keys that no relationship stands for: those of tables without a class, and lone ones. */
function foreignKeyLinks(model: ModelSnapshot, mapped: ReadonlySet<string | null>): GraphLink[] {
  const told = new Set<string>();
  for (const class_ of model.classes) {
    for (const { pairs, secondary } of class_.relationships) {
      if (secondary !== null && !mapped.has(secondary)) continue;
      for (const [one, other] of pairs) told.add(`${one} ${other}`).add(`${other} ${one}`);
    }
  }
  const nodeOf = (table: string) => {
    const class_ = model.classes.find((c) => c.table === table);
    return class_ ? classId(class_.name) : tableId(table);
  };
  const known = new Set(model.tables.map((table) => table.name));
  return model.tables.flatMap((table) =>
    table.columns.flatMap((column) =>
      column.foreignKeys.flatMap(({ target, onDelete, onUpdate }): GraphLink[] => {
        const from = `${table.name}.${column.name}`;
        const targetTable = target.slice(0, target.lastIndexOf("."));
        if (
          told.has(`${from} ${target}`) ||
          !known.has(targetTable) ||
          isInheritanceKey(model, table.name, targetTable)
        ) {
          return [];
        }
        const [source, end] = [nodeOf(targetTable), nodeOf(table.name)];
        const { nullable, primaryKey } = column;
        const key = { column: from, target, onDelete, onUpdate, nullable, primaryKey, towards: "target" as const };
        return [{ id: `key:${from}:${target}`, kind: "foreign-key", source, target: end, keys: [key] }];
      }),
    ),
  );
}

function isInheritanceKey(model: ModelSnapshot, child: string, parent: string): boolean {
  const class_ = model.classes.find((c) => c.table === child);
  const base = model.classes.find((c) => c.name === class_?.inherits);
  return base?.table === parent;
}
