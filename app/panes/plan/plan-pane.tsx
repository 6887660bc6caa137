import { ChevronLeft, ChevronRight } from "lucide-react";
import { useMemo, useState } from "react";
import { spansOf } from "../../run/moments/moments.ts";
import { useIsOld, useShownRun, useWorkbench, useWorkbenchState } from "../../run/use-workbench.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Pane } from "../../ui/pane.tsx";
import { counted } from "../../ui/words.ts";
import { type FlushSpan, flushAt, flushesOf, type ShownFlush } from "./flush-at.ts";
import { isIdle, planOf } from "./plan-model.ts";
import { PlanNotes } from "./plan-notes.tsx";
import { PlanSteps } from "./plan-steps.tsx";
import "./plan.css";

/** What a flush set out to do, in the order in which the unit of work sorted it. */
export function PlanPane() {
  const run = useShownRun();
  const old = useIsOld();
  const workbench = useWorkbench();
  const moment = useWorkbenchState((state) => state.moment);
  const flushes = useMemo(() => flushesOf(spansOf(run)), [run]);
  const shown = useMemo(() => flushAt(flushes, moment), [flushes, moment]);
  const [withIdle, setWithIdle] = useState(false);
  const flush = shown ? run.flushes.find(({ id }) => id === shown.span.flush) : undefined;
  const plan = useMemo(() => (flush ? planOf(run, flush) : null), [run, flush]);
  const idle = plan?.steps.filter(isIdle).length ?? 0;
  const go = (to: FlushSpan | undefined) => {
    if (to) workbench.goTo(to.from);
  };
  return (
    <Pane
      title="Plan"
      old={old}
      note={plan ? counted(plan.steps.length - idle, "step") : null}
      actions={
        shown ? (
          <div className="plan-flushes">
            <button
              type="button"
              className="button button-small"
              aria-label="The flush before"
              title="The flush before"
              disabled={shown.place === 0}
              onClick={() => go(flushes[shown.place - 1])}
            >
              <ChevronLeft size={14} aria-hidden />
            </button>
            <span>
              flush {shown.place + 1} of {flushes.length}
            </span>
            <button
              type="button"
              className="button button-small"
              aria-label="The next flush"
              title="The next flush"
              disabled={shown.place === flushes.length - 1}
              onClick={() => go(flushes[shown.place + 1])}
            >
              <ChevronRight size={14} aria-hidden />
            </button>
          </div>
        ) : null
      }
    >
      {shown === null || flush === undefined ? (
        <EmptyState title="No flush">
          A plan is made inside a flush: when a session is told to flush or commit, and before it queries. This run has
          none.
        </EmptyState>
      ) : (
        <div className="plan">
          <Standing shown={shown} line={flush.line} onGo={() => go(shown.span)} />
          {plan === null ? (
            <EmptyState title="No plan">The flush ended before its plan was made.</EmptyState>
          ) : (
            <>
              <PlanNotes run={run} flush={flush} plan={plan} />
              <PlanSteps
                key={flush.id}
                run={run}
                plan={plan}
                moment={shown.when === "now" ? moment : null}
                withIdle={withIdle}
              />
              {idle > 0 ? (
                <button
                  type="button"
                  className="plan-idle"
                  aria-pressed={withIdle}
                  onClick={() => setWithIdle(!withIdle)}
                >
                  {withIdle ? "Hide" : "Show"} {counted(idle, "step")} with nothing to do
                </button>
              ) : null}
            </>
          )}
        </div>
      )}
    </Pane>
  );
}

interface StandingProps {
  readonly shown: ShownFlush;
  readonly line: number | null;
  readonly onGo: () => void;
}

/** How the plan that is shown stands to the moment. */
function Standing({ shown: { when, span }, line, onGo }: StandingProps) {
  const where = line === null ? "" : ` on line ${line}`;
  const failed = span.outcome === "failed" ? " It failed, and was rolled back." : "";
  if (when === "now") {
    return (
      <p className="plan-standing" data-now>
        The flush{where} is going on.{failed}
      </p>
    );
  }
  return (
    <p className="plan-standing">
      {when === "before"
        ? `The last flush before this moment,${where || " earlier"}.`
        : `The first flush to come,${where || " later"}.`}
      {failed}{" "}
      <button type="button" onClick={onGo}>
        Go into it
      </button>
    </p>
  );
}
