/** What a run may use. Durations in milliseconds, sizes in bytes unless said otherwise. */
export interface Limits {
  /** Wall time from the start of the user's code. */
  readonly deadlineMs: number;
  /** Statements that reach the database. */
  readonly statements: number;
  /** Size of the database (`PRAGMA max_page_count`). */
  readonly databaseBytes: number;
  /** Lines of output. */
  readonly outputLines: number;
  /** Trace events of every kind. */
  readonly events: number;
  /** Characters of everything that a run reports: statements, parameters, output, rows. */
  readonly reportChars: number;
}

export const DEFAULT_LIMITS: Limits = {
  deadlineMs: 5_000,
  statements: 10_000,
  databaseBytes: 64 * 1024 * 1024,
  outputLines: 5_000,
  events: 100_000,
  reportChars: 24 * 1024 * 1024,
};

/** Which limit ended a run; `memory` and `flood` are found out by the page, the others mostly by the worker itself. */
export const LIMIT_KINDS = [
  "deadline",
  "statements",
  "database",
  "output",
  "events",
  "report",
  "memory",
  "flood",
] as const;
export type LimitKind = (typeof LIMIT_KINDS)[number];

const seconds = (ms: number): string => `${Number((ms / 1000).toFixed(1))} s`;
const count = (n: number): string => n.toLocaleString("en-US");
const megabytes = (bytes: number): string => `${count(Math.round(bytes / (1024 * 1024)))} MB`;

const DESCRIPTIONS: Readonly<Record<LimitKind, (limits: Limits) => string>> = {
  deadline: (l) => `Stopped by the time limit: the program ran longer than ${seconds(l.deadlineMs)}.`,
  statements: (l) =>
    `Stopped by the statement limit: the program executed more than ${count(l.statements)} statements.`,
  database: (l) => `Stopped by the database size limit: the database grew beyond ${megabytes(l.databaseBytes)}.`,
  output: (l) => `Stopped by the output limit: the program printed more than ${count(l.outputLines)} lines.`,
  events: (l) => `Stopped by the trace limit: the program caused more than ${count(l.events)} events.`,
  report: (l) =>
    `Stopped by the trace limit: what the program caused takes more than ${megabytes(l.reportChars)} to show.`,
  memory: () =>
    "Stopped by the memory limit: the sandbox died or stopped answering, as it does when a program uses all the memory that the browser gives it.",
  flood: () => "Stopped: the program sent the page more messages than a run may send.",
};

/** Says in words which limit ended a run. */
export function describeLimit(kind: LimitKind, limits: Limits): string {
  return DESCRIPTIONS[kind](limits);
}
