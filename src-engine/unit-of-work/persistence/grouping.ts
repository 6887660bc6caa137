/** Splits a list into runs of neighbours with equal keys. */
export function runsBy<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const runs: T[][] = [];
  let last: string | null = null;
  for (const item of items) {
    const own = key(item);
    if (own === last) runs[runs.length - 1]?.push(item);
    else runs.push([item]);
    last = own;
  }
  return runs;
}
