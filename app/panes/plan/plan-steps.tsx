import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ObjectId, ObjectRef } from "../../../src-engine/trace/events.ts";
import { momentAt } from "../../run/moments/moments.ts";
import type { RunModel, StatementIndex } from "../../run/run-model.ts";
import { useSelection, useWorkbench, useWorkbenchState } from "../../run/use-workbench.ts";
import { objectLabel } from "../../ui/words.ts";
import { comesAfter, comesBefore, isIdle, type Plan, type PlanStep, stepTitle, stepWords } from "./plan-model.ts";

/** Plans up to this long are drawn whole. */
const wholeUpTo = 60;

interface PlanStepsProps {
  readonly run: RunModel;
  readonly plan: Plan;
  /** The moment, while it lies in this flush. */
  readonly moment: number | null;
  readonly withIdle: boolean;
}

/** The steps in their order. The one under the pointer lights up those that must come before it and those that wait for it. */
export function PlanSteps({ run, plan, moment, withIdle }: PlanStepsProps) {
  const workbench = useWorkbench();
  const { selection, related } = useSelection();
  const selectedBy = useWorkbenchState((state) => state.selectedBy);
  const [pointed, setPointed] = useState<number | null>(null);
  const shows = useCallback((step: PlanStep) => withIdle || !isIdle(step), [withIdle]);
  const steps = useMemo(() => plan.steps.filter(shows), [plan, shows]);
  // Numbers without gaps, whatever is left out.
  const numbers = useMemo(() => new Map(steps.map(({ id }, place) => [id, place + 1])), [steps]);
  const lit = useMemo(() => {
    const step = pointed === null ? undefined : plan.byId.get(pointed);
    if (!step) return null;
    return {
      first: new Set(comesAfter(plan, step, shows).map(({ id }) => id)),
      later: new Set(comesBefore(plan, step, shows).map(({ id }) => id)),
    };
  }, [plan, pointed, shows]);

  const chosen = selection.kind === "statement" ? selection.statement : null;
  const emitted = useMemo(
    () => (moment === null ? null : (momentAt(run, moment).statement?.index ?? null)),
    [run, moment],
  );
  const present = plan.stepOf.get(chosen ?? -1) ?? (emitted === null ? null : (plan.stepOf.get(emitted) ?? null));

  const list = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: steps.length,
    getScrollElement: () => list.current,
    estimateSize: () => 58,
    getItemKey: (place) => steps[place]?.id ?? place,
    overscan: steps.length <= wholeUpTo ? wholeUpTo : 8,
  });
  const placeOfPresent = steps.findIndex(({ id }) => id === present);
  useEffect(() => {
    if (placeOfPresent >= 0 && selectedBy !== "plan") virtual.scrollToIndex(placeOfPresent, { align: "auto" });
  }, [placeOfPresent, selectedBy, virtual]);
  const selectObject = useCallback(
    (id: ObjectId) => workbench.select({ kind: "object", object: id }, "plan"),
    [workbench],
  );
  const selectStatement = useCallback(
    (statement: StatementIndex) => workbench.select({ kind: "statement", statement }, "plan"),
    [workbench],
  );

  return (
    <div ref={list} className="plan-scroller">
      <ol className="plan-steps" style={{ height: virtual.getTotalSize() }} aria-label="Steps in order">
        {virtual.getVirtualItems().map((item) => {
          const step = steps[item.index];
          if (!step) return null;
          return (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className="plan-slot"
              aria-setsize={steps.length}
              aria-posinset={item.index + 1}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <StepView
                run={run}
                plan={plan}
                step={step}
                numbers={numbers}
                shows={shows}
                light={lit?.first.has(step.id) ? "first" : lit?.later.has(step.id) ? "later" : null}
                present={step.id === present}
                done={emitted === null || step.statements.length === 0 ? null : doneOf(step, emitted)}
                relatedObjects={related.objects}
                relatedTo={related.relationships.has(step.action.subject)}
                chosen={chosen}
                onPoint={setPointed}
                onObject={selectObject}
                onStatement={selectStatement}
              />
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** How many of the step's statements had been executed when `last` was the last. */
function doneOf(step: PlanStep, last: StatementIndex): number {
  return step.statements.filter((index) => index <= last).length;
}

interface StepViewProps {
  readonly run: RunModel;
  readonly plan: Plan;
  readonly step: PlanStep;
  /** The numbers that shown steps bear. */
  readonly numbers: ReadonlyMap<number, number>;
  readonly shows: (step: PlanStep) => boolean;
  /** How it stands to the step under the pointer. */
  readonly light: "first" | "later" | null;
  /** True when the present statement belongs to it. */
  readonly present: boolean;
  /** How many of its statements have been executed at the moment; `null` where that is not the question. */
  readonly done: number | null;
  readonly relatedObjects: ReadonlySet<ObjectId>;
  readonly relatedTo: boolean;
  readonly chosen: StatementIndex | null;
  readonly onPoint: (id: number | null) => void;
  readonly onObject: (id: ObjectId) => void;
  readonly onStatement: (statement: StatementIndex) => void;
}

const shownObjects = 8;
const shownStatements = 12;
const shownBefore = 6;

const StepView = memo(function StepView(props: StepViewProps) {
  const { run, plan, step, numbers, shows, light, present, done, relatedObjects, relatedTo, chosen } = props;
  const { action, statements } = step;
  const before = useMemo(() => comesAfter(plan, step, shows), [plan, step, shows]);
  return (
    <fieldset
      className="plan-step"
      aria-label={`Step ${numbers.get(step.id)}: ${stepTitle(action)}`}
      data-testid="plan-step"
      data-kind={action.kind}
      data-delete={action.isDelete || undefined}
      data-light={light ?? undefined}
      data-present={present || undefined}
      data-related={relatedTo || action.objects.some(({ id }) => relatedObjects.has(id)) || undefined}
      onPointerEnter={() => props.onPoint(step.id)}
      onPointerLeave={() => props.onPoint(null)}
      onFocus={() => props.onPoint(step.id)}
      onBlur={() => props.onPoint(null)}
    >
      <span className="plan-place">{numbers.get(step.id)}</span>
      <div className="plan-step-body">
        <p className="plan-title">
          <b>{stepTitle(action)}</b>
          <span className="plan-words">{stepWords(run, action)}</span>
          {present ? <span className="plan-mark">this step now</span> : null}
          {light === "first" ? (
            <span className="plan-mark" data-light="first">
              must come first
            </span>
          ) : null}
          {light === "later" ? (
            <span className="plan-mark" data-light="later">
              waits for it
            </span>
          ) : null}
          {step.circular ? (
            <span className="plan-mark" data-error>
              in a circle
            </span>
          ) : null}
        </p>
        <p className="plan-facts">
          {action.objects.length === 0 ? <span>no objects</span> : null}
          {action.objects.slice(0, shownObjects).map((object) => (
            <button
              key={object.id}
              type="button"
              className="plan-object"
              data-related={relatedObjects.has(object.id) || undefined}
              onClick={() => props.onObject(object.id)}
            >
              {named(run, object)}
            </button>
          ))}
          {action.objects.length > shownObjects ? <span>+{action.objects.length - shownObjects}</span> : null}
          {before.length > 0 ? (
            <span className="plan-after" title={before.map((each) => stepTitle(each.action)).join("\n")}>
              after{" "}
              {before
                .slice(0, shownBefore)
                .map(({ id }) => numbers.get(id))
                .join(", ")}
              {before.length > shownBefore ? " …" : ""}
            </span>
          ) : null}
          {statements.length > 0 ? (
            <span className="plan-statements">
              {done === null ? null : (
                <span>
                  {done === statements.length ? "done:" : done === 0 ? "to come:" : `${done} of ${statements.length}:`}
                </span>
              )}
              {statements.slice(0, shownStatements).map((index) => (
                <button
                  key={index}
                  type="button"
                  className="plan-statement"
                  data-kind={run.statements[index]?.kind}
                  aria-pressed={index === chosen}
                  aria-label={`Statement ${run.statements[index]?.kind.toUpperCase()} ${index + 1}`}
                  title={run.statements[index]?.sql}
                  onClick={() => props.onStatement(index)}
                >
                  {run.statements[index]?.kind.toUpperCase()} {index + 1}
                </button>
              ))}
              {statements.length > shownStatements ? <span>+{statements.length - shownStatements}</span> : null}
            </span>
          ) : null}
        </p>
      </div>
    </fieldset>
  );
});

/** An object by the name that it has got since: what is inserted has none yet. */
function named(run: RunModel, object: ObjectRef): string {
  return objectLabel(object.identity === null ? (run.objects.get(object.id)?.ref ?? object) : object);
}
