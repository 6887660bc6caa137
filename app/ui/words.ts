import type { ObjectRef } from "../../src-engine/trace/events.ts";

/** `1 row`, `2 rows`, `1,000 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  // Lists of thousands of rows count in each.
  return `${count < 1000 ? count : count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}

/** An object as messages name it: `Log#1`, `Item#1,2`, or `new Log` while it has no identity. */
export function objectLabel(ref: ObjectRef): string {
  return ref.identity === null ? `new ${ref.className}` : `${ref.className}#${ref.identity.join(",")}`;
}

/** `0.4 ms`, `12 ms`, `1.2 s`. */
export function duration(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}
