import { CircularDependencyError } from "../errors.ts";

/** For each item, the items that must come before it. */
export type Predecessors<T> = ReadonlyMap<T, ReadonlySet<T>>;

/**
 * Sorts by levels: each level holds the items all of whose predecessors lie in earlier levels, in the order of `items`.
 * Levels are given out as they are found, so that work can be done before a circle further on is met. Linear in items and
 * edges. Predecessors that are not among `items` count as done.
 * @throws CircularDependencyError where no level can be formed from what is left
 */
export function* sortByLevels<T>(items: readonly T[], predecessors: Predecessors<T>): Generator<T[]> {
  const left = new Set(items);
  const waitingFor = new Map<T, number>();
  const successors = new Map<T, T[]>();
  for (const item of left) {
    let count = 0;
    for (const before of predecessors.get(item) ?? []) {
      if (!left.has(before)) continue;
      count++;
      const after = successors.get(before);
      if (after === undefined) successors.set(before, [item]);
      else after.push(item);
    }
    waitingFor.set(item, count);
  }
  const position = new Map(items.map((item, i) => [item, i]));
  let level = items.filter((item) => waitingFor.get(item) === 0);
  while (left.size > 0) {
    if (level.length === 0) {
      throw new CircularDependencyError(`Circular dependency detected. (${[...left].map(String).join(", ")})`, [
        ...left,
      ]);
    }
    yield level;
    const next: T[] = [];
    for (const item of level) {
      left.delete(item);
      for (const after of successors.get(item) ?? []) {
        const count = (waitingFor.get(after) as number) - 1;
        waitingFor.set(after, count);
        if (count === 0) next.push(after);
      }
    }
    level = next.sort((a, b) => (position.get(a) as number) - (position.get(b) as number));
  }
}

/** Every item that lies on some circle, one that is its own predecessor included. */
export function findCycles<T>(items: readonly T[], predecessors: Predecessors<T>): Set<T> {
  const found = new Set<T>();
  for (const component of components(items, predecessors)) {
    const [only] = component;
    if (component.length > 1 || (only !== undefined && predecessors.get(only)?.has(only))) {
      for (const item of component) found.add(item);
    }
  }
  return found;
}

/** Strongly connected components, by Tarjan's method with a stack of its own. */
function components<T>(items: readonly T[], edges: Predecessors<T>): T[][] {
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
    return { item, rest: (edges.get(item) ?? new Set<T>())[Symbol.iterator]() };
  };
  for (const start of items) {
    if (index.has(start)) continue;
    const open = [enter(start)];
    while (open.length > 0) {
      const top = open[open.length - 1] as { item: T; rest: Iterator<T> };
      const next = top.rest.next();
      if (!next.done) {
        const to = next.value;
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
