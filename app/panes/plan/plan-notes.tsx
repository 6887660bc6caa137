import { RefreshCcw } from "lucide-react";
import type { Flush, RunModel, StatementIndex } from "../../run/run-model.ts";
import { useWorkbench } from "../../run/use-workbench.ts";
import { counted } from "../../ui/words.ts";
import { loadedFor, type Plan } from "./plan-model.ts";

interface PlanNotesProps {
  readonly run: RunModel;
  readonly flush: Flush;
  readonly plan: Plan;
}

/** What has to be said of a plan beside its steps: loads that it needed, circles in it. */
export function PlanNotes({ run, plan }: PlanNotesProps) {
  const circular = plan.steps.filter((step) => step.circular);
  return (
    <>
      {plan.loads.length > 0 ? <Loads run={run} loads={plan.loads} /> : null}
      {plan.split.length > 0 ? (
        <p className="plan-note">
          <RefreshCcw size={13} aria-hidden />
          <span>
            <b>A circle, broken up.</b>{" "}
            {plan.split.length === 1
              ? `Rows of ${plan.split[0]} refer to rows of the same class`
              : `Rows of ${listed(plan.split)} refer to each other`}
            , so each object gets steps of its own: parents are inserted before their children, and deleted after them.
          </span>
        </p>
      ) : null}
      {circular.length > 0 ? (
        <p className="plan-note" data-error>
          <RefreshCcw size={13} aria-hidden />
          <span>
            <b>A circle that cannot be broken.</b> {counted(circular.length, "step")} wait for each other, object by
            object, so none can be first: SQLAlchemy raises CircularDependencyError. <code>post_update=True</code> on
            one of the relationships writes its key in an UPDATE of its own, after everything else.
          </span>
        </p>
      ) : null}
    </>
  );
}

function Loads({ run, loads }: { readonly run: RunModel; readonly loads: readonly StatementIndex[] }) {
  const workbench = useWorkbench();
  const [first] = loads;
  if (first === undefined) return null;
  const names = [...new Set(loads.flatMap((index) => loadedFor(run, index) ?? []))];
  return (
    <p className="plan-note">
      <span>
        To make the plan, {counted(loads.length, "SELECT")} had to be emitted
        {names.length > 0 ? ` for ${listed(names)}` : ""}.{" "}
        <button type="button" onClick={() => workbench.select({ kind: "statement", statement: first }, "plan")}>
          Statement {first + 1}
        </button>
      </span>
    </p>
  );
}

const shownNames = 4;

function listed(names: readonly string[]): string {
  if (names.length > shownNames)
    return `${names.slice(0, shownNames).join(", ")} and ${names.length - shownNames} more`;
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
