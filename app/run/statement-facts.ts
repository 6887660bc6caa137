import type { Cause, FlushId, ObjectRef } from "../../src-engine/trace/events.ts";
import { causeChain, causeLabel } from "./causes.ts";
import type { Flush, RunModel, Statement } from "./run-model.ts";

/** Why a statement was emitted, in a few words: its nearest cause that says more than "flush". */
export function whyOf(run: RunModel, statement: Statement): string | null {
  for (const row of statement.rows) {
    for (const head of row.causes) {
      const cause = causeChain(run.causes, head).find(saysWhy);
      if (cause) return causeLabel(cause);
    }
  }
  const cause = causeChain(run.causes, statement.cause).find(saysWhy);
  return cause ? causeLabel(cause) : null;
}

function saysWhy(cause: Cause): boolean {
  if (cause.kind === "action") return cause.relationship !== null;
  return cause.kind === "cascade" || cause.kind === "load";
}

/** The instances that a statement's rows stand for, by the names they have got since. */
export function objectsOf(run: RunModel, statement: Statement): readonly ObjectRef[] {
  return statement.rows.flatMap(({ object }) =>
    object === null ? [] : object.identity === null ? (run.objects.get(object.id)?.ref ?? object) : object,
  );
}

/** The flush with an id; the engine counts them from 1. */
export function flushOf(run: RunModel, id: FlushId): Flush | undefined {
  const likely = run.flushes[id - 1];
  return likely?.id === id ? likely : run.flushes.find((flush) => flush.id === id);
}

/** What asked for a flush: `session.commit`, `autoflush before User`. */
export function whyFlush(run: RunModel, id: FlushId): string | null {
  const chain = causeChain(run.causes, flushOf(run, id)?.cause ?? null);
  const cause = chain.find((c) => c.kind === "autoflush") ?? chain.find((c) => c.kind === "operation");
  return cause ? causeLabel(cause) : null;
}
