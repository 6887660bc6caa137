interface Clock {
  readonly performance?: { now(): number };
}

/** Milliseconds since some moment, as fine as the host can tell. */
export const now: () => number = (() => {
  const { performance } = globalThis as Clock;
  return performance === undefined ? Date.now : () => performance.now();
})();
