/** The one place that knows where Temporal comes from: the host's own, or the polyfill. */
import { Temporal as Polyfill } from "temporal-polyfill";

const host = globalThis as { Temporal?: typeof Polyfill };

export const Temporal: typeof Polyfill = host.Temporal ?? Polyfill;
export type PlainDate = Polyfill.PlainDate;
export type PlainTime = Polyfill.PlainTime;
export type PlainDateTime = Polyfill.PlainDateTime;
export type Duration = Polyfill.Duration;

const kindOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

// By tag, not instanceof: a value may come from the other implementation.
export const isPlainDate = (value: unknown): value is PlainDate => kindOf(value) === "Temporal.PlainDate";
export const isPlainTime = (value: unknown): value is PlainTime => kindOf(value) === "Temporal.PlainTime";
export const isPlainDateTime = (value: unknown): value is PlainDateTime => kindOf(value) === "Temporal.PlainDateTime";
export const isDuration = (value: unknown): value is Duration => kindOf(value) === "Temporal.Duration";

/** A `Date` has no naive time: its UTC fields are taken. */
export function dateToPlain(value: Date): PlainDateTime {
  return Temporal.PlainDateTime.from(value.toISOString().slice(0, -1));
}
