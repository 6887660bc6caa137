import { CircularDependencyError } from "../errors.ts";

/**
 * What can be sorted. Items carry their edges and their place themselves: a flush of a graph that refers to itself has
 * thousands of them, and looking each up in maps would cost more than the sort.
 */
export interface Sortable<T> {
  /** What must come before. One that is named twice counts once. */
  readonly predecessors: readonly T[];
  /** The item's index in the list that is being sorted; the sort sets it. */
  place: number;
}

/**
 * Sorts by levels: each level holds the items all of whose predecessors lie in earlier levels, in the order of `items`.
 * Levels are given out as they are found, so that work can be done before a circle further on is met. Linear in items and
 * edges. Predecessors that are not among `items` count as done.
 * @throws CircularDependencyError where no level can be formed from what is left
 */
export function* sortByLevels<T extends Sortable<T>>(items: readonly T[]): Generator<T[]> {
  const { waitingFor, successors, starts } = successorsOf(items);
  const done = new Uint8Array(items.length);
  let left = items.length;
  let level: number[] = [];
  for (let place = 0; place < items.length; place++) if (waitingFor[place] === 0) level.push(place);
  while (left > 0) {
    if (level.length === 0) {
      const circle = items.filter((_, place) => done[place] === 0);
      throw new CircularDependencyError(`Circular dependency detected. (${circle.map(String).join(", ")})`, circle);
    }
    yield level.map((place) => items[place] as T);
    const next: number[] = [];
    for (const place of level) {
      done[place] = 1;
      left--;
      const end = starts[place + 1] as number;
      for (let edge = starts[place] as number; edge < end; edge++) {
        const after = successors[edge] as number;
        const count = (waitingFor[after] as number) - 1;
        waitingFor[after] = count;
        if (count === 0) next.push(after);
      }
    }
    if (next.length > 1) next.sort((a, b) => a - b);
    level = next;
  }
}

/** All edges turned round, by place: those of `place` stand in `successors` from `starts[place]` to `starts[place + 1]`. */
interface Successors {
  readonly successors: Int32Array;
  readonly starts: Int32Array;
  /** How many edges lead to each place. */
  readonly waitingFor: Int32Array;
}

function successorsOf<T extends Sortable<T>>(items: readonly T[]): Successors {
  const count = items.length;
  for (let place = 0; place < count; place++) (items[place] as T).place = place;
  const isItem = (item: T) => items[item.place] === item;
  const starts = new Int32Array(count + 1);
  const waitingFor = new Int32Array(count);
  for (let place = 0; place < count; place++) {
    for (const before of (items[place] as T).predecessors) {
      if (!isItem(before)) continue;
      waitingFor[place] = (waitingFor[place] as number) + 1;
      starts[before.place + 1] = (starts[before.place + 1] as number) + 1;
    }
  }
  for (let place = 0; place < count; place++) {
    starts[place + 1] = (starts[place + 1] as number) + (starts[place] as number);
  }
  const successors = new Int32Array(starts[count] as number);
  const ends = starts.slice(0, count);
  for (let place = 0; place < count; place++) {
    for (const before of (items[place] as T).predecessors) {
      if (!isItem(before)) continue;
      const end = ends[before.place] as number;
      successors[end] = place;
      ends[before.place] = end + 1;
    }
  }
  return { successors, starts, waitingFor };
}

/** Every item that lies on some circle, one that is its own predecessor included. */
export function findCycles<T extends Sortable<T>>(items: readonly T[]): Set<T> {
  const found = new Set<T>();
  for (const component of components(items)) {
    const [only] = component;
    if (component.length > 1 || only?.predecessors.includes(only)) {
      for (const item of component) found.add(item);
    }
  }
  return found;
}

/** Strongly connected components, by Tarjan's method with a stack of its own. */
function components<T extends Sortable<T>>(items: readonly T[]): T[][] {
  const index = new Map<T, number>();
  const low = new Map<T, number>();
  const onStack = new Set<T>();
  const stack: T[] = [];
  const found: T[][] = [];
  const enter = (item: T) => {
    index.set(item, index.size);
    low.set(item, index.get(item) as number);
    stack.push(item);
    onStack.add(item);
    return { item, next: 0 };
  };
  for (const start of items) {
    if (index.has(start)) continue;
    const open = [enter(start)];
    while (open.length > 0) {
      const top = open[open.length - 1] as { item: T; next: number };
      const to = top.item.predecessors[top.next++];
      if (to !== undefined) {
        if (!index.has(to)) open.push(enter(to));
        else if (onStack.has(to)) low.set(top.item, Math.min(low.get(top.item) as number, index.get(to) as number));
        continue;
      }
      open.pop();
      const parent = open[open.length - 1];
      if (parent !== undefined) {
        low.set(parent.item, Math.min(low.get(parent.item) as number, low.get(top.item) as number));
      }
      if (low.get(top.item) !== index.get(top.item)) continue;
      const component: T[] = [];
      let member: T;
      do {
        member = stack.pop() as T;
        onStack.delete(member);
        component.push(member);
      } while (member !== top.item);
      found.push(component);
    }
  }
  return found;
}
