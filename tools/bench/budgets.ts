/** What a measurement may come to at most or, where more is better, must come to at least. */
export interface Budget {
  readonly unit: "ms" | "MB" | "frames/s";
  readonly most?: number;
  readonly least?: number;
}

/** What the page promises, in one place. */
export const budgets = {
  opening: { unit: "ms", most: 1000 },
  runningAgain: { unit: "ms", most: 50 },
  /** From the end of a run of 10,000 statements until its last one can be looked at. */
  usable: { unit: "ms", most: 1000 },
  step: { unit: "ms", most: 50 },
  scrollFrame: { unit: "ms", most: 20 },
  timelineFrame: { unit: "ms", most: 50 },
  task: { unit: "ms", most: 50 },
  heap: { unit: "MB", most: 300 },
  /** One hundred classes, from the end of their run until they stand where they belong. */
  layout: { unit: "ms", most: 1000 },
  graphFrames: { unit: "frames/s", least: 50 },
  message: { unit: "ms", most: 50 },
  foldBatch: { unit: "ms", most: 10 },
  moment: { unit: "ms", most: 5 },
} as const satisfies Record<string, Budget>;

/** Prints a figure beside its budget. @returns whether it keeps it */
export function holdAgainst(what: string, figure: number, budget: Budget, more = ""): boolean {
  const { unit, most = Number.POSITIVE_INFINITY, least = Number.NEGATIVE_INFINITY } = budget;
  const kept = figure <= most && figure >= least;
  const limit = budget.most === undefined ? `at least ${least}` : `at most ${most}`;
  const digits = figure < 10 ? 1 : 0;
  console.log(
    `${kept ? "  " : "✗ "}${what.padEnd(58)} ${figure.toFixed(digits).padStart(7)} ${unit.padEnd(8)} ${limit}${more ? `; ${more}` : ""}`,
  );
  return kept;
}
