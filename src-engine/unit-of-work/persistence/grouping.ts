/** Splits a list into runs of neighbours that go together. */
export function runsOf<T>(items: readonly T[], together: (first: T, next: T) => boolean): T[][] {
  const runs: T[][] = [];
  let run: T[] = [];
  for (const item of items) {
    const first = run[0];
    if (first !== undefined && together(first, item)) run.push(item);
    else {
      run = [item];
      runs.push(run);
    }
  }
  return runs;
}

type Row = Readonly<Record<string, unknown>>;

/** Whether two rows have values for the same columns, in whichever order. */
export function sameColumns(a: Row, b: Row): boolean {
  let count = 0;
  for (const key in a) {
    if (!Object.hasOwn(b, key)) return false;
    count++;
  }
  return count === Object.keys(b).length;
}

/** Splits a list into runs of neighbours with equal keys. */
export function runsBy<T>(items: readonly T[], key: (item: T) => string): T[][] {
  return runsOf(items, (first, next) => key(first) === key(next));
}
