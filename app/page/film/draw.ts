import type { RowView, TableView } from "../../run/moments/view.ts";
import { sqlTokens } from "../../ui/sql-tokens.ts";
import { cellOf } from "../../ui/value.ts";
import type { FilmFrame } from "./frames.ts";

/** The size of a film. */
export const film = { width: 1280, height: 720 } as const;

const colourNames = [
  ...["page", "pane", "raised", "line", "text", "muted", "accent", "accent-soft"],
  ...["select", "insert", "update", "delete", "neutral", "error"],
  ...["sql-keyword", "sql-string", "sql-number", "sql-parameter"],
] as const;

export type Palette = Readonly<Record<string, string>>;

/** The colours of the page as it is shown now. */
export function pagePalette(): Palette {
  const probe = document.createElement("span");
  document.body.append(probe);
  try {
    return Object.fromEntries(
      colourNames.map((name) => {
        probe.style.color = `var(--${name})`;
        return [name, getComputedStyle(probe).color];
      }),
    );
  } finally {
    probe.remove();
  }
}

const mono = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";
const sans = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";
const header = 56;
const footer = 132;
const left = 720;

type Drawing = CanvasRenderingContext2D;

/**
 * Draws one picture of a film.
 * @param passed how much of the film has passed, from 0 to 1
 */
export function drawFrame(on: Drawing, frame: FilmFrame, colours: Palette, passed: number): void {
  const ink = (name: string) => colours[name] ?? "#888";
  const box = (name: string, [x, y, width, height]: readonly [number, number, number, number]) => {
    on.fillStyle = ink(name);
    on.fillRect(x, y, width, height);
  };
  const { width, height } = film;
  on.textBaseline = "middle";
  box("pane", [0, 0, width, height]);
  drawHeader(on, frame, ink);
  box("line", [0, header, width, 1]);
  drawProgram(on, frame, { ink, box });
  drawStatement(on, frame, { ink, box });
  box("page", [left, header + 1, width - left, height - header - footer - 1]);
  drawTables(on, frame.tables, { ink, box });
  drawCaption(on, frame, { ink, box });
  box("accent", [0, height - 5, width * passed, 5]);
}

interface Pens {
  ink(name: string): string;
  box(name: string, place: readonly [number, number, number, number]): void;
}

function drawHeader(on: Drawing, { title, position }: FilmFrame, ink: Pens["ink"]): void {
  write(
    on,
    fitting(on, title, `600 22px ${sans}`, film.width - 300),
    [24, header / 2],
    `600 22px ${sans}`,
    ink("text"),
  );
  on.textAlign = "right";
  write(on, position, [film.width - 24, header / 2], `18px ${sans}`, ink("muted"));
  on.textAlign = "left";
}

function drawProgram(on: Drawing, { lines }: FilmFrame, { ink, box }: Pens): void {
  const step = 25;
  const font = `16px ${mono}`;
  for (const [place, { number, text, current }] of lines.entries()) {
    const y = header + 14 + place * step;
    if (current) {
      box("accent-soft", [0, y, left, step]);
      box("accent", [0, y, 5, step]);
    }
    on.textAlign = "right";
    write(on, String(number), [52, y + step / 2], font, ink("muted"));
    on.textAlign = "left";
    write(on, fitting(on, text, font, left - 84), [68, y + step / 2], font, ink("text"));
  }
}

function drawStatement(on: Drawing, { statement }: FilmFrame, { ink, box }: Pens): void {
  const top = header + 14 + 14 * 25 + 12;
  const bottom = film.height - footer;
  box("line", [0, top, left, 1]);
  if (statement === null) return;
  box(statement.kind in kinds ? statement.kind : "neutral", [0, top + 1, 5, bottom - top - 1]);
  const font = `17px ${mono}`;
  const step = 24;
  on.font = font;
  const wide = on.measureText("m").width;
  let [x, y] = [24, top + 22];
  const room = left - 48;
  const newLine = () => {
    x = 24;
    y += step;
  };
  for (const { kind, text } of sqlTokens(statement.sql)) {
    for (const piece of text.split(/(\n)/)) {
      if (piece === "\n") newLine();
      else if (piece !== "") {
        if (kind !== "space" && x + piece.length * wide > 24 + room) newLine();
        if (y > bottom - 14) return;
        write(on, piece, [x, y], font, ink(`sql-${kind}` in colourOf ? `sql-${kind}` : "text"));
        x += piece.length * wide;
      }
    }
  }
  for (const row of statement.parameters) {
    newLine();
    if (y > bottom - 14) return;
    write(on, fitting(on, row, font, room), [24, y], font, ink("muted"));
  }
}

const kinds: Readonly<Record<string, true>> = { select: true, insert: true, update: true, delete: true };
const colourOf: Readonly<Record<string, true>> = {
  "sql-keyword": true,
  "sql-string": true,
  "sql-number": true,
  "sql-parameter": true,
};

function drawTables(on: Drawing, tables: readonly TableView[], pens: Pens): void {
  const bottom = film.height - footer - 12;
  let y = header + 18;
  // Those that have just changed first: there is not room for many.
  for (const table of [...tables].sort((a, b) => Number(b.changed) - Number(a.changed))) {
    if (y > bottom - 70) return;
    y = drawTable(on, table, { ...pens, y, bottom }) + 16;
  }
}

function drawTable(
  on: Drawing,
  table: TableView,
  { ink, box, y: top, bottom }: Pens & { readonly y: number; readonly bottom: number },
): number {
  const step = 24;
  const font = `15px ${mono}`;
  const x = left + 20;
  const width = film.width - left - 40;
  const columns = table.columns.slice(0, 5);
  const wide = (width - 16) / Math.max(1, columns.length);
  let y = top;
  box(table.changed ? "accent" : "line", [x - 2, y - 2, width + 4, 2]);
  box("pane", [x, y, width, step * 2]);
  write(on, table.name, [x + 10, y + step / 2], `600 15px ${mono}`, ink("text"));
  y += step;
  columns.forEach((name, at) => {
    write(on, fitting(on, name, font, wide - 8), [x + 10 + at * wide, y + step / 2], font, ink("muted"));
  });
  y += step;
  for (const row of table.rows) {
    if (y + step > bottom) {
      write(on, "…", [x + 10, y + 6], font, ink("muted"));
      break;
    }
    drawRow(on, row, { ink, box, x, y, width, step, wide, count: columns.length });
    y += step;
  }
  return y;
}

interface RowPlace extends Pens {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly step: number;
  readonly wide: number;
  readonly count: number;
}

const changeColours = { added: "insert", changed: "update", removed: "delete" } as const;

function drawRow(on: Drawing, row: RowView, { ink, box, x, y, width, step, wide, count }: RowPlace): void {
  box("pane", [x, y, width, step]);
  if (row.change !== null) box(changeColours[row.change], [x, y, 4, step]);
  row.values.slice(0, count).forEach((value, at) => {
    const { kind, text } = cellOf(value);
    const changed = row.changedColumns.includes(at);
    const font = `${changed ? "700 " : ""}15px ${mono}`;
    const left = x + 10 + at * wide;
    const shown = fitting(on, text, font, wide - 10);
    const colour = row.change === "removed" ? "muted" : changed ? "update" : kind === "null" ? "error" : "text";
    write(on, shown, [left, y + step / 2], font, ink(colour));
    if (row.change === "removed") box("muted", [left, y + step / 2, on.measureText(shown).width, 1]);
  });
}

function drawCaption(on: Drawing, { caption, statement }: FilmFrame, { ink, box }: Pens): void {
  const top = film.height - footer;
  box("line", [0, top, film.width, 1]);
  box("raised", [0, top + 1, film.width, footer - 1]);
  box(statement !== null && statement.kind in kinds ? statement.kind : "neutral", [0, top + 1, 5, footer - 1]);
  const font = `23px ${sans}`;
  const lines = wrapped(on, caption, font, film.width - 56);
  lines.slice(0, 3).forEach((line, place) => {
    const last = place === 2 && lines.length > 3;
    write(on, last ? `${line} …` : line, [26, top + 30 + place * 34], font, ink("text"));
  });
}

function write(on: Drawing, text: string, [x, y]: readonly [number, number], font: string, colour: string): void {
  on.font = font;
  on.fillStyle = colour;
  on.fillText(text, x, y);
}

function fitting(on: Drawing, text: string, font: string, room: number): string {
  on.font = font;
  if (on.measureText(text).width <= room) return text;
  let end = text.length;
  while (end > 0 && on.measureText(`${text.slice(0, end)}…`).width > room) end--;
  return `${text.slice(0, end)}…`;
}

/** A text as lines that have room. */
export function wrapped(
  on: { font: string; measureText(text: string): { readonly width: number } },
  text: string,
  font: string,
  room: number,
): readonly string[] {
  on.font = font;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && on.measureText(longer).width > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === "" ? lines : [...lines, line];
}
