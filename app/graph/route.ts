import type { Point } from "./geometry.ts";
import type { End } from "./graph-model.ts";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a line leaves a box, and in which direction. */
export interface Port {
  readonly at: Point;
  readonly out: Point;
}

export interface Route {
  readonly path: string;
  readonly source: Port;
  readonly target: Port;
}

const reach = 14;

/**
 * Draws a line from one box through a point to another, leaving each box square to its side.
 * @param aside how far beside that place it runs, for a second line along the first
 */
export function route(source: Box, target: Box, middle: Point, aside = 0): Route {
  const start = besides(portTowards(source, middle), aside);
  const end = besides(portTowards(target, middle), aside);
  const direction = axis(unit({ x: end.at.x - start.at.x, y: end.at.y - start.at.y }));
  const through = moved(middle, { x: Math.abs(direction.y), y: Math.abs(direction.x) }, aside);
  const pull = (port: Port) => {
    const distance = Math.hypot(through.x - port.at.x, through.y - port.at.y) / 2;
    return moved(port.at, port.out, distance);
  };
  const flow = unit({ x: end.at.x - start.at.x, y: end.at.y - start.at.y });
  const ease = Math.min(Math.hypot(end.at.x - start.at.x, end.at.y - start.at.y) / 4, 60);
  const straight = axis(flow);
  const path = [
    `M${show(start.at)}`,
    `C${show(pull(start))} ${show(moved(through, straight, -ease))} ${show(through)}`,
    `C${show(moved(through, straight, ease))} ${show(pull(end))} ${show(end.at)}`,
  ].join(" ");
  return { path, source: start, target: end };
}

/** Draws a line from a box back to itself, around a point beside it. */
export function loop(box: Box, outmost: Point, aside = 0): Route {
  const side = portTowards(box, outmost).out;
  const across: Point = { x: -side.y, y: side.x };
  const middle = clampedOn(box, side, outmost);
  const through = moved(outmost, side, aside);
  const start = moved(middle, across, -reach - aside);
  const end = moved(middle, across, reach + aside);
  const depth = Math.abs((through.x - middle.x) * side.x + (through.y - middle.y) * side.y);
  const path = [
    `M${show(start)}`,
    `C${show(moved(moved(start, side, depth), across, -reach))} ${show(moved(through, across, -reach * 2))} ${show(through)}`,
    `C${show(moved(through, across, reach * 2))} ${show(moved(moved(end, side, depth), across, reach))} ${show(end)}`,
  ].join(" ");
  return { path, source: { at: start, out: side }, target: { at: end, out: side } };
}

function portTowards(box: Box, point: Point): Port {
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  const gaps: readonly { readonly gap: number; readonly out: Point }[] = [
    { gap: point.x - right, out: { x: 1, y: 0 } },
    { gap: box.x - point.x, out: { x: -1, y: 0 } },
    { gap: point.y - bottom, out: { x: 0, y: 1 } },
    { gap: box.y - point.y, out: { x: 0, y: -1 } },
  ];
  const nearest = gaps.reduce((best, next) => (next.gap > best.gap ? next : best));
  return { at: clampedOn(box, nearest.out, point), out: nearest.out };
}

function besides({ at, out }: Port, aside: number): Port {
  return { at: { x: at.x + Math.abs(out.y) * aside, y: at.y + Math.abs(out.x) * aside }, out };
}

/** The place on one side of the box that is nearest to a point, away from the corners. */
function clampedOn(box: Box, side: Point, point: Point): Point {
  if (side.x !== 0) {
    return { x: side.x > 0 ? box.x + box.width : box.x, y: clamp(point.y, box.y + reach, box.y + box.height - reach) };
  }
  return { x: clamp(point.x, box.x + reach, box.x + box.width - reach), y: side.y > 0 ? box.y + box.height : box.y };
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), Math.max(low, high));
const moved = (point: Point, by: Point, times: number): Point => ({
  x: point.x + by.x * times,
  y: point.y + by.y * times,
});
const show = ({ x, y }: Point) => `${x.toFixed(1)},${y.toFixed(1)}`;

function unit({ x, y }: Point): Point {
  const length = Math.hypot(x, y) || 1;
  return { x: x / length, y: y / length };
}

/** The axis nearest to a direction. */
function axis({ x, y }: Point): Point {
  return Math.abs(x) >= Math.abs(y) ? { x: Math.sign(x) || 1, y: 0 } : { x: 0, y: Math.sign(y) };
}

/** The foot of a line: three toes for "many", a bar for "one". */
export function foot({ at, out }: Port, many: boolean): string {
  const across: Point = { x: -out.y, y: out.x };
  if (!many) {
    const bar = moved(at, out, 7);
    return `M${show(moved(bar, across, -5))} L${show(moved(bar, across, 5))}`;
  }
  const heel = moved(at, out, 10);
  return `M${show(moved(at, across, -6))} L${show(heel)} L${show(moved(at, across, 6))}`;
}

/** The head of an arrow that comes in at a port, so far from the box. */
export function head({ at, out }: Port, distance: number): string {
  const tip = moved(at, out, distance);
  const base = moved(at, out, distance + 9);
  const across: Point = { x: -out.y, y: out.x };
  return `M${show(tip)} L${show(moved(base, across, 4.5))} L${show(moved(base, across, -4.5))} Z`;
}

/** The open triangle at the end of a line of inheritance. */
export function triangle({ at, out }: Port): string {
  const across: Point = { x: -out.y, y: out.x };
  const base = moved(at, out, 12);
  return `M${show(at)} L${show(moved(base, across, 7))} L${show(moved(base, across, -7))} Z`;
}

/** How far the database's line runs beside the ORM's. */
export const aside = 9;

export function centre({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** The letters for the way to either end of a line. */
export function arrowsOf(source: Box, target: Box, loops: boolean): Readonly<Record<End, string>> {
  if (loops) return { target: "↻", source: "↺" };
  const [from, to] = [centre(source), centre(target)];
  return { target: arrowLetter(from, to), source: arrowLetter(to, from) };
}

/** The arrow from one place to another, as a letter. */
function arrowLetter(from: Point, to: Point): string {
  const [x, y] = [to.x - from.x, to.y - from.y];
  if (Math.abs(x) >= Math.abs(y)) return x >= 0 ? "→" : "←";
  return y > 0 ? "↓" : "↑";
}
