import type { Flow, Point, Size } from "./geometry.ts";

/** A box with its place along the flow and across it, whichever way the flow runs. */
interface Placed {
  readonly id: string;
  readonly along: number;
  readonly across: number;
  readonly length: number;
  readonly breadth: number;
}

const gap = { along: 26, across: 12 };
/** Length along the flow to breadth across it, of the rooms that graphs are drawn in: wide panes, tall phones. */
const room: Readonly<Record<Flow, number>> = { right: 2, down: 1.4 };

/**
 * Presses a layout together across its flow, where many boxes of one rank make a tower of it: boxes that would touch then
 * step aside into further columns of their rank. The order of boxes, and so who stands near whom, stays.
 * @param boxes sizes and upper left corners
 */
export function staggered(boxes: ReadonlyMap<string, Point & Size>, flow: Flow): ReadonlyMap<string, Point> {
  const right = flow === "right";
  const placed = [...boxes].map(([id, { x, y, width, height }]): Placed => {
    return right
      ? { id, along: x + width / 2, across: y + height / 2, length: width, breadth: height }
      : { id, along: y + height / 2, across: x + width / 2, length: height, breadth: width };
  });
  const ranks = ranksOf(placed);
  const wanted = room[flow];
  let best = pressed(ranks, 1);
  for (let factor = 2; factor <= 12; factor++) {
    const next = pressed(ranks, factor);
    if (reach(next.size, wanted) >= reach(best.size, wanted)) break;
    best = next;
  }
  return new Map(
    best.places.map(({ id, along, across, length, breadth }) => [
      id,
      right ? { x: along - length / 2, y: across - breadth / 2 } : { x: across - breadth / 2, y: along - length / 2 },
    ]),
  );
}

/** How large a room of the wanted shape has to be. */
function reach({ length, breadth }: { readonly length: number; readonly breadth: number }, wanted: number): number {
  return Math.max(length / wanted, breadth);
}

/** Boxes whose middles are at one place along the flow, in their order across it. */
function ranksOf(placed: readonly Placed[]): readonly (readonly Placed[])[] {
  const ranks = new Map<number, Placed[]>();
  for (const box of placed) {
    const rank = Math.round(box.along);
    ranks.set(rank, [...(ranks.get(rank) ?? []), box]);
  }
  return [...ranks]
    .toSorted(([one], [other]) => one - other)
    .map(([, rank]) => rank.toSorted((one, other) => one.across - other.across));
}

interface Pressed {
  readonly places: readonly Placed[];
  readonly size: { readonly length: number; readonly breadth: number };
}

function pressed(ranks: readonly (readonly Placed[])[], factor: number): Pressed {
  const places: Placed[] = [];
  let start = 0;
  let before: number | null = null;
  for (const rank of ranks) {
    const length = Math.max(...rank.map((box) => box.length));
    const middle = rank[0]?.along ?? 0;
    // Ranks keep the room between them that lines and labels need.
    if (before !== null) start += Math.max(gap.along * 2, middle - length / 2 - before);
    const ends: number[] = [];
    for (const box of rank) {
      const across = box.across / factor;
      const top = across - box.breadth / 2;
      const free = ends.findIndex((end) => end + gap.across <= top);
      const column = free < 0 ? ends.length : free;
      ends[column] = top + box.breadth;
      places.push({ ...box, across, along: start + length / 2 + column * (length + gap.along) });
    }
    start += ends.length * (length + gap.along) - gap.along;
    before = middle + length / 2;
  }
  const tops = places.map(({ across, breadth }) => across - breadth / 2);
  const bottoms = places.map(({ across, breadth }) => across + breadth / 2);
  return { places, size: { length: start, breadth: Math.max(...bottoms) - Math.min(...tops) } };
}
