/** The compiled forms that statements of the trace came from, by the number that their events carry. */
import type { Compiled } from "../compiler/compiled.ts";

/** The most forms that are kept; a run seldom has a hundred. */
const KEPT = 2000;

const numbers = new WeakMap<Compiled, number>();
const kept = new Map<number, Compiled>();
let count = 0;

/** The number of a compiled form; given when it is first asked for. */
export function sourceOf(compiled: Compiled): number {
  let number = numbers.get(compiled);
  if (number === undefined) {
    number = ++count;
    numbers.set(compiled, number);
    kept.set(number, compiled);
    kept.delete(number - KEPT);
  }
  return number;
}

/** The compiled form of a number; `null` for one that is not kept any more or never was there. */
export function compiledOf(number: number): Compiled | null {
  return kept.get(number) ?? null;
}
