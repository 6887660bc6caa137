import type { StatementKind } from "../../../src-engine/trace/events.ts";
import { type Axis, beatOf } from "../../run/moments/axis.ts";
import type { Span } from "../../run/moments/view.ts";
import type { RunModel, StatementIndex } from "../../run/run-model.ts";

/** Where beats stand on a track so many pixels wide. */
export interface Scale {
  readonly width: number;
  readonly step: number;
}

const margin = 12;

export function scaleOf(axis: Axis, width: number): Scale {
  return { width, step: Math.max(width - 2 * margin, 0) / axis.end };
}

export function xOf({ step }: Scale, beat: number): number {
  return margin + beat * step;
}

/** The beat nearest to a place on the track. */
export function beatAt({ step }: Scale, axis: Axis, x: number): number {
  if (step === 0) return 0;
  return Math.min(Math.max(Math.round((x - margin) / step), 0), axis.end);
}

/** The beats that are drawn so near to a place that they cannot be told apart there. */
export function beatsNear(scale: Scale, axis: Axis, x: number): { readonly from: number; readonly to: number } {
  if (scale.step >= 3) {
    const beat = beatAt(scale, axis, x);
    return { from: beat, to: beat };
  }
  return { from: beatAt(scale, axis, x - 1.5), to: beatAt(scale, axis, x + 1.5) };
}

/** Colours of statements; schema and PRAGMA share one. */
export type TickKind = "select" | "insert" | "update" | "delete" | "ddl" | "other";

export const tickKinds: readonly TickKind[] = ["select", "insert", "update", "delete", "ddl", "other"];

export function tickKind(kind: StatementKind): TickKind {
  return kind === "pragma" ? "ddl" : kind;
}

/** The heights of what is drawn, from the top. */
export const lanes = {
  alert: 6,
  statements: { top: 12, height: 15 },
  flush: { top: 10, height: 19 },
  transaction: 32,
  savepoint: 36,
  lines: { top: 40, text: 49 },
  height: 52,
} as const;

export interface Track {
  /** A path for each kind of statement, whatever their number. */
  readonly ticks: Readonly<Record<TickKind, string>>;
  readonly bands: readonly Band[];
  readonly lineEnds: string;
  readonly lineNumbers: readonly { readonly x: number; readonly line: number }[];
  readonly alerts: readonly { readonly x: number; readonly kind: "error" | "warning" }[];
}

export interface Band {
  readonly kind: "transaction" | "savepoint" | "flush";
  readonly undone: boolean;
  /** True while it has not ended. */
  readonly open: boolean;
  readonly from: number;
  readonly to: number;
  /** How many are drawn as this one, where they lie too close to be told apart. */
  readonly count: number;
}

/** Draws the track: what lies in the same pixels is drawn once, so that its size depends on the width alone. */
export function trackOf(run: RunModel, axis: Axis, spans: readonly Span[], scale: Scale): Track {
  return {
    ticks: ticksOf(run, axis, scale),
    bands: bandsOf(axis, spans, scale),
    ...linesOf(axis, scale),
    alerts: alertsOf(run, axis, scale),
  };
}

function ticksOf(run: RunModel, axis: Axis, scale: Scale): Track["ticks"] {
  const wide = Math.min(Math.max(Math.floor(scale.step * 0.6), 1), 4);
  const columns = new Map<number, Map<TickKind, number>>();
  axis.marks.forEach((marks, beat) => {
    for (const mark of marks) {
      const statement = mark.kind === "statement" ? run.statements[mark.statement] : undefined;
      if (!statement) continue;
      const x = Math.round(xOf(scale, beat) - wide / 2);
      const counts = columns.get(x) ?? new Map<TickKind, number>();
      const kind = tickKind(statement.kind);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      columns.set(x, counts);
    }
  });
  const paths: Record<TickKind, string> = { select: "", insert: "", update: "", delete: "", ddl: "", other: "" };
  const { top, height } = lanes.statements;
  for (const [x, counts] of columns) {
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    let y = top;
    for (const kind of tickKinds) {
      const part = ((counts.get(kind) ?? 0) / total) * height;
      if (part === 0) continue;
      paths[kind] += `M${x},${rounded(y)}h${wide}v${rounded(part)}h${-wide}z`;
      y += part;
    }
  }
  return paths;
}

/** Small squares over the statements that belong to the selection. */
export function relatedPath(axis: Axis, scale: Scale, statements: ReadonlySet<StatementIndex>): string {
  if (statements.size === 0) return "";
  const places = new Set<number>();
  axis.marks.forEach((marks, beat) => {
    for (const mark of marks) {
      if (mark.kind === "statement" && statements.has(mark.statement)) places.add(Math.round(xOf(scale, beat)));
    }
  });
  return [...places].map((x) => `M${x - 2},${lanes.statements.top - 6}h4v4h-4z`).join("");
}

function bandsOf(axis: Axis, spans: readonly Span[], scale: Scale): readonly Band[] {
  const bands: Band[] = [];
  const last = new Map<string, number>();
  for (const span of spans) {
    const undone = span.outcome === "rolled-back" || span.outcome === "failed";
    const from = xOf(scale, beatOf(axis, span.from));
    const to = Math.max(xOf(scale, span.to === null ? axis.end : beatOf(axis, span.to)), from + 2);
    const band: Band = { kind: span.kind, undone, open: span.to === null, from, to, count: 1 };
    const key = `${span.kind} ${undone}`;
    const place = last.get(key);
    const before = place === undefined ? undefined : bands[place];
    // Short ones side by side become one; nothing is lost but gaps of less than a pixel.
    if (place !== undefined && before && from - before.to < 1 && to - from < 3) {
      bands[place] = { ...before, to: Math.max(before.to, to), open: band.open, count: before.count + 1 };
    } else {
      last.set(key, bands.length);
      bands.push(band);
    }
  }
  // What was undone is drawn over what was not.
  return bands.sort((one, other) => Number(one.undone) - Number(other.undone));
}

const digit = 6.5;

function linesOf(axis: Axis, scale: Scale): Pick<Track, "lineEnds" | "lineNumbers"> {
  const ends = new Set<number>();
  const lineNumbers: { x: number; line: number }[] = [];
  let from = xOf(scale, 0);
  axis.marks.forEach((marks, beat) => {
    const line = marks.find((mark) => mark.kind === "line")?.line;
    if (line === undefined || line === null) return;
    const to = xOf(scale, beat) + scale.step / 2;
    ends.add(Math.round(to));
    const room = String(line).length * digit + 4;
    if (to - from >= room) lineNumbers.push({ x: (from + to) / 2, line });
    from = to;
  });
  return { lineEnds: [...ends].map((x) => `M${x}.5,${lanes.lines.top}v4`).join(""), lineNumbers };
}

function alertsOf(run: RunModel, axis: Axis, scale: Scale): Track["alerts"] {
  const alerts = new Map<number, "error" | "warning">();
  axis.marks.forEach((marks, beat) => {
    for (const mark of marks) {
      const failed = mark.kind === "statement" && run.statements[mark.statement]?.error !== null;
      const kind = failed || mark.kind === "error" ? "error" : mark.kind === "warning" ? "warning" : null;
      if (kind === null) continue;
      const x = Math.round(xOf(scale, beat) / 4) * 4;
      if (alerts.get(x) !== "error") alerts.set(x, kind);
    }
  });
  return [...alerts].map(([x, kind]) => ({ x, kind }));
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
