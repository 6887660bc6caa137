import type { End, Graph, GraphKey, GraphLink, GraphSide } from "./graph-model.ts";

/** Which of the two layers are drawn: what the ORM does, what the database does. */
export type Layers = "both" | "orm" | "database";

/** One line of a label: one side of a relationship, or a foreign key. */
export interface LabelRow {
  readonly layer: "orm" | "database";
  /** `User.addresses`, `addresses.user_id` */
  readonly path: string;
  /** What it is called in the label. */
  readonly name: string;
  /** What happens along it, in SQLAlchemy's or SQL's words. */
  readonly options: readonly string[];
  /** Options that change what a delete does. */
  readonly notes: readonly string[];
  /** True where nothing is asked for: the default cascade, no ON DELETE. */
  readonly plain: boolean;
  readonly towards: End;
}

/** What is written on a line. */
export function labelRows(link: GraphLink, layers: Layers): readonly LabelRow[] {
  if (link.kind === "inheritance") return [];
  const sides = link.kind === "relationship" && layers !== "database" ? link.sides.map(sideRow) : [];
  const keys = layers === "orm" ? [] : link.keys.map(keyRow);
  return [...sides, ...keys];
}

function sideRow(side: GraphSide): LabelRow {
  return {
    layer: "orm",
    path: side.path,
    name: side.relationship.name,
    options: side.cascade.split(", "),
    notes: side.notes,
    plain: side.isDefault,
    towards: side.towards,
  };
}

function keyRow(key: GraphKey): LabelRow {
  return {
    layer: "database",
    path: key.column,
    name: key.column.slice(key.column.lastIndexOf(".") + 1),
    options: [key.onDelete ? `ON DELETE ${key.onDelete}` : "no ON DELETE"],
    notes: [key.onUpdate ? `ON UPDATE ${key.onUpdate}` : "", key.nullable || key.primaryKey ? "" : "NOT NULL"].filter(
      Boolean,
    ),
    plain: key.onDelete === null,
    towards: key.towards,
  };
}

export function rowText(row: LabelRow): string {
  return [`${row.name} → ${row.options.join(", ")}`, ...row.notes].join(" · ");
}

/** Letters that every label has room for, so that most changes of settings move nothing. */
const leastRoom = 36;

/** Letters that a label has room for. */
export function roomOfLabel(link: GraphLink): number {
  const longest = Math.max(leastRoom, ...labelRows(link, "both").map((row) => rowText(row).length));
  return Math.ceil(longest / 6) * 6;
}

/** A row for those who hear it. */
export function rowSentence(row: LabelRow): string {
  const what = [row.options.join(", "), ...row.notes].join(", ");
  return row.layer === "orm" ? `${row.path}: cascade ${what}` : `Foreign key ${row.path}: ${what}`;
}

/** True for a line that the layers leave out. */
export function isLeftOut(link: GraphLink, layers: Layers): boolean {
  if (link.kind === "inheritance" || layers === "both") return false;
  return layers === "database" ? link.keys.length === 0 : link.kind === "foreign-key";
}

/** The nodes that can be reached from one in so many steps, itself among them. */
export function within(graph: Graph, start: string, steps: number): ReadonlySet<string> {
  const reached = new Set([start]);
  for (let step = 0; step < steps; step++) {
    const before = new Set(reached);
    for (const { source, target } of graph.links) {
      if (before.has(source)) reached.add(target);
      if (before.has(target)) reached.add(source);
    }
    if (reached.size === before.size) break;
  }
  return reached;
}

/** A graph with some of its nodes and the lines between them. */
export function partOf(graph: Graph, ids: ReadonlySet<string>): Graph {
  return {
    nodes: graph.nodes.filter(({ id }) => ids.has(id)),
    links: graph.links.filter(({ source, target }) => ids.has(source) && ids.has(target)),
  };
}

/** What of a graph decides where things go: settings may change without anything moving, as long as their labels fit. */
export function shapeOf(graph: Graph): string {
  return JSON.stringify([
    graph.nodes.map(({ id, columns }) => [id, columns.map(({ name, attribute }) => [name, attribute])]),
    graph.links.map((link) => [link.id, link.source, link.target, roomOfLabel(link)]),
  ]);
}
