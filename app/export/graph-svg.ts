import type { Point } from "../graph/geometry.ts";
import type { Graph, GraphLink, GraphNode } from "../graph/graph-model.ts";
import { type LabelRow, labelRows, rowSentence } from "../graph/labels.ts";
import { columnText, type Layout, sizeOfLabel, sizeOfNode } from "../graph/layout.ts";
import { arrowsOf, aside, type Box, centre, foot, head, loop, type Route, route, triangle } from "../graph/route.ts";
import { type Palette, palettes } from "./palettes.ts";

export interface GraphSvgOptions {
  readonly title: string;
  readonly theme: "light" | "dark";
}

export interface Drawing {
  readonly svg: string;
  /** In units of CSS. */
  readonly width: number;
  readonly height: number;
}

const margin = 16;
/** A title stands above the drawing. */
const titleHeight = 30;
const noLabels = { namesOnly: false } as const;

const sans = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif";
const mono = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";

/**
 * The whole graph as a drawing of its own: texts and paths with their colours in them and nothing from the page, so that any
 * viewer of SVG shows it. Who reads its elements finds classes, lines and sides by `data-` attributes.
 */
export function graphSvg(graph: Graph, layout: Layout, { title, theme }: GraphSvgOptions): Drawing {
  const colour = palettes[theme];
  const top = title === "" ? 0 : titleHeight;
  const { bounds } = layout;
  const width = Math.ceil(bounds.width + 2 * margin);
  const height = Math.ceil(bounds.height + 2 * margin + top);
  const boxes = new Map(
    graph.nodes.map((node): [string, Box] => {
      const at = layout.nodes.get(node.id) ?? { x: 0, y: 0 };
      return [node.id, { ...at, ...sizeOfNode(node, noLabels) }];
    }),
  );
  const links = graph.links.flatMap((link) => {
    const [source, target] = [boxes.get(link.source), boxes.get(link.target)];
    return source && target ? [new Line(link, { source, target, at: layout.labels.get(link.id) ?? null, colour })] : [];
  });
  const { x, y } = { x: margin - bounds.x, y: margin + top - bounds.y };
  const body = [
    rect({ x: 0, y: 0, width, height }, { fill: colour.pane }),
    top === 0 ? "" : textAt({ x: margin, y: 28 }, fitting(title, bounds.width), { font: "title", fill: colour.text }),
    `<g transform="translate(${round(x)} ${round(y)})">`,
    ...links.map((line) => line.strokes()),
    ...graph.nodes.map((node) => nodeSvg(node, boxes.get(node.id), colour)),
    ...links.map((line) => line.label()),
    "</g>",
  ].filter((part) => part !== "");
  const svg = [
    `<svg${attributes({ xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`, role: "img" })}>`,
    `<title>${escaped(title === "" ? "Graph of classes and relationships" : title)}</title>`,
    `<desc>${escaped(described(graph))}</desc>`,
    ...body,
    "</svg>",
  ].join("\n");
  return { svg: `${svg}\n`, width, height };
}

/** As much of a title as a width has room for. */
function fitting(title: string, width: number): string {
  const chars = [...title];
  const room = Math.max(1, Math.floor(width / 9));
  return chars.length > room ? `${chars.slice(0, room - 1).join("")}…` : title;
}

interface LinePlace {
  readonly source: Box;
  readonly target: Box;
  /** The middle of its label. */
  readonly at: Point | null;
  readonly colour: Palette;
}

/** One line of the graph: its strokes, which lie below the boxes, and its label, which lies above. */
class Line {
  readonly #link: GraphLink;
  readonly #place: LinePlace;
  readonly #middle: Point;

  constructor(link: GraphLink, place: LinePlace) {
    this.#link = link;
    this.#place = place;
    const [from, to] = [centre(place.source), centre(place.target)];
    this.#middle = place.at ?? { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  }

  strokes(): string {
    const link = this.#link;
    const { colour } = this.#place;
    const main = this.#route(0);
    if (link.kind === "inheritance") {
      const stroke = colour["line-strong"];
      return this.#group("inheritance", [
        path(main.path, { stroke, fill: "none", "stroke-width": 1.5, "data-edge": link.id }),
        path(triangle(main.source), { stroke, fill: colour.pane, "stroke-width": 1.5 }),
      ]);
    }
    const parts = link.kind === "relationship" ? [this.#ormLine(link, main)] : [];
    if (link.keys.length > 0)
      parts.push(this.#databaseLine(link, link.kind === "relationship" ? this.#route(aside) : main));
    return parts.join("\n");
  }

  #ormLine(link: Extract<GraphLink, { kind: "relationship" }>, { path: d, source, target }: Route): string {
    const { colour } = this.#place;
    const stroke = { stroke: colour.ddl, fill: "none", "stroke-width": 1.5 };
    const heads = link.sides.filter(({ relationship }) => relationship.cascade.includes("delete"));
    return this.#group("relationship", [
      path(d, { ...stroke, "data-edge": link.id }),
      path(`${foot(source, link.sourceMany)} ${foot(target, link.targetMany)}`, stroke),
      ...heads.map(({ towards }) => path(head(towards === "target" ? target : source, 12), { fill: colour.delete })),
    ]);
  }

  #databaseLine(link: Exclude<GraphLink, { kind: "inheritance" }>, { path: d, source, target }: Route): string {
    const [key] = link.keys;
    if (!key) return "";
    const tone = this.#place.colour["sql-number"];
    return this.#group("foreign-key", [
      path(d, {
        stroke: tone,
        fill: "none",
        "stroke-width": key.onDelete === null ? 1.5 : 2,
        "stroke-dasharray": "4 4",
        "data-edge": `${link.id}:database`,
      }),
      path(head(key.towards === "target" ? target : source, 1), { fill: tone }),
    ]);
  }

  #group(kind: string, parts: readonly string[]): string {
    return `<g data-kind="${kind}">${parts.join("")}</g>`;
  }

  #route(beside: number): Route {
    const { source, target } = this.#place;
    if (this.#link.source === this.#link.target) return loop(source, this.#middle, beside);
    return route(source, target, this.#middle, beside);
  }

  label(): string {
    const rows = labelRows(this.#link, "both");
    if (rows.length === 0) return "";
    const { source, target, colour } = this.#place;
    const size = sizeOfLabel(this.#link, noLabels);
    const corner = { x: this.#middle.x - size.width / 2, y: this.#middle.y - size.height / 2 };
    const arrows = arrowsOf(source, target, this.#link.source === this.#link.target);
    return [
      `<g data-kind="label">`,
      rect({ ...corner, ...size }, { rx: 6, fill: colour.pane, stroke: colour.line }),
      ...rows.map((row, place) => {
        const y = corner.y + 3 + place * 20 + 10;
        return rowSvg(row, { at: { x: corner.x + 8, y }, arrow: arrows[row.towards], colour });
      }),
      "</g>",
    ].join("");
  }
}

interface RowPlace {
  readonly at: Point;
  readonly arrow: string;
  readonly colour: Palette;
}

function rowSvg(row: LabelRow, { at, arrow, colour }: RowPlace): string {
  const sign = path(`M${round(at.x)},${round(at.y)} h10`, {
    stroke: row.layer === "orm" ? colour.ddl : colour["sql-number"],
    "stroke-width": 2,
    "stroke-dasharray": row.layer === "orm" ? null : "2 2",
  });
  const options = row.options.map((option, place) => {
    const fill = row.plain ? colour.muted : optionColour(option, colour);
    return tspan(`${place > 0 ? ", " : ""}${option}`, { fill, "font-weight": row.plain ? null : 650 });
  });
  const notes = row.notes.length > 0 ? tspan(` · ${row.notes.join(" · ")}`, { fill: colour.update }) : "";
  const words = [tspan(`${row.name} ${arrow} `, { fill: colour.muted }), ...options, notes].join("");
  const text = `<text${attributes({ x: round(at.x + 16), y: round(at.y + 4), ...fonts.label, "data-side": row.path })}>${words}</text>`;
  return `<g data-layer="${row.layer}"><title>${escaped(rowSentence(row))}</title>${sign}${text}</g>`;
}

function optionColour(option: string, colour: Palette): string {
  if (option.startsWith("delete") || option === "all" || option.endsWith("CASCADE")) return colour.delete;
  return option.endsWith("NULL") ? colour.update : colour.text;
}

function nodeSvg(node: GraphNode, box: Box | undefined, colour: Palette): string {
  if (!box) return "";
  const { x, y, width } = box;
  const right = x + width - 10;
  const table = node.kind === "table" ? "table" : (node.table ?? "");
  const rows = node.columns.map((column, place) => {
    const base = y + 34 + 4 + place * 20 + 14;
    const sign = column.primaryKey ? "PK" : column.foreignKeys.length > 0 ? "FK" : "";
    const facts = `${column.type}${column.nullable || column.primaryKey ? "" : " not null"}`;
    return [
      sign === "" ? "" : textAt({ x: x + 8, y: base }, sign, { font: "sign", fill: colour.accent }),
      textAt({ x: x + 28, y: base }, columnText(column), { font: "column", fill: colour.text }),
      textAt({ x: right, y: base }, facts, { font: "type", fill: colour.muted, end: true }),
    ].join("");
  });
  const empty = { font: "column", fill: colour.muted } as const;
  return [
    `<g${attributes({ "data-kind": node.kind, "data-node": node.title })}>`,
    rect(box, {
      rx: 6,
      fill: colour.pane,
      stroke: colour["line-strong"],
      "stroke-dasharray": node.kind === "table" ? "4 3" : null,
    }),
    path(`M${round(x)},${round(y + 32)} h${width}`, { stroke: colour.line }),
    textAt({ x: x + 10, y: y + 21 }, node.title, { font: "name", fill: colour.text }),
    textAt({ x: right, y: y + 21 }, table, { font: "column", fill: colour.muted, end: true }),
    ...rows,
    node.columns.length === 0 ? textAt({ x: x + 10, y: y + 52 }, "no columns of its own", empty) : "",
    "</g>",
  ].join("");
}

function described({ nodes, links }: Graph): string {
  const boxes = nodes.map(({ kind, title }) => `${kind === "class" ? "Class" : "Table"} ${title}`);
  const sentences = links.flatMap((link) => labelRows(link, "both").map(rowSentence));
  return `${[...boxes, ...sentences].join(". ")}.`;
}

const fonts = {
  title: { "font-family": sans, "font-size": 16, "font-weight": 650 },
  name: { "font-family": sans, "font-size": 13.5, "font-weight": 700 },
  column: { "font-family": mono, "font-size": 11.5 },
  type: { "font-family": mono, "font-size": 10.5 },
  sign: { "font-family": sans, "font-size": 9, "font-weight": 700 },
  label: { "font-family": mono, "font-size": 11, "xml:space": "preserve" },
} as const;

interface TextLook {
  readonly font: keyof typeof fonts;
  readonly fill: string;
  /** True where the place is that of its end. */
  readonly end?: boolean;
}

function textAt(at: Point, text: string, { font, fill, end = false }: TextLook): string {
  const anchor = { "text-anchor": end ? "end" : null };
  return `<text${attributes({ x: round(at.x), y: round(at.y), ...fonts[font], fill, ...anchor })}>${escaped(text)}</text>`;
}

function tspan(text: string, look: Attributes): string {
  return `<tspan${attributes(look)}>${escaped(text)}</tspan>`;
}

type Attributes = Readonly<Record<string, string | number | null>>;

function path(d: string, look: Attributes): string {
  return `<path${attributes({ d, ...look })}/>`;
}

function rect({ x, y, width, height }: Box, look: Attributes): string {
  return `<rect${attributes({ x: round(x), y: round(y), width: round(width), height: round(height), ...look })}/>`;
}

function attributes(all: Attributes): string {
  return Object.entries(all)
    .map(([name, value]) => (value === null ? "" : ` ${name}="${escaped(String(value))}"`))
    .join("");
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** What XML cannot hold at all: most control characters, and halves of pairs. */
const unfit = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(unfit, "\uFFFD").replace(/[&<>"']/g, (char) => entities[char] ?? char);
}
