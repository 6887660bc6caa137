import type { Span } from "../../run/moments/view.ts";
import type { Moment } from "../../run/workbench.ts";

export type FlushSpan = Extract<Span, { kind: "flush" }>;

export interface ShownFlush {
  readonly span: FlushSpan;
  /** Position among the flushes of the run. */
  readonly place: number;
  /** How it stands to the moment. */
  readonly when: "now" | "before" | "after";
}

export function flushesOf(spans: readonly Span[]): readonly FlushSpan[] {
  return spans.filter((span): span is FlushSpan => span.kind === "flush");
}

/**
 * The flush whose plan is looked at: the one that goes on at the moment, else the last before it, else the first after it.
 * @returns `null` where nothing was flushed
 */
export function flushAt(flushes: readonly FlushSpan[], moment: Moment): ShownFlush | null {
  const at = moment ?? Number.POSITIVE_INFINITY;
  const place = flushes.findLastIndex((span) => span.from <= at);
  const span = flushes[Math.max(place, 0)];
  if (!span) return null;
  if (place < 0) return { span, place: 0, when: "after" };
  const within = moment !== null && (span.to === null || at <= span.to);
  return { span, place, when: within ? "now" : "before" };
}
