import { Check, X } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import type { Fate, FateOperation, ObjectId } from "../../../src-engine/trace/events.ts";
import type { PreviewAnswer } from "../../protocol/messages.ts";
import { type CheckedFate, checkPrediction } from "../../run/fates.ts";
import { usePreview } from "../../run/use-preview.ts";
import { useShownRun, useWorkbenchState } from "../../run/use-workbench.ts";
import { objectLabel } from "../../ui/words.ts";
import { doer, fateWords, namesDoer, operationWords, pathWords, reasonWords } from "./fate-words.ts";

interface ObjectFatesProps {
  readonly object: ObjectId;
  readonly operation: FateOperation;
}

/** What the run foresaw when it did this to the object, and whether it came true; or what would become of it now. */
export function ObjectFates({ object, operation }: ObjectFatesProps) {
  const run = useShownRun();
  const { predictions } = run;
  const foreseen = useMemo(
    () => predictions.findLast((each) => each.object.id === object && each.operation === operation),
    [predictions, object, operation],
  );
  const checked = useMemo(() => (foreseen ? checkPrediction(run, foreseen) : []), [run, foreseen]);
  if (!foreseen) return <Previewed object={object} operation={operation} />;
  return (
    <section className="details-key">
      <h4>
        {objectLabel(foreseen.object)}
        {foreseen.line === null ? "" : `, ${operationWords[operation]} on line ${foreseen.line}`}
      </h4>
      <ObjectFateList fates={checked} operation={operation} />
    </section>
  );
}

/** Asks only when asked to: it runs the program anew. */
function Previewed({ object, operation }: ObjectFatesProps) {
  const preview = usePreview();
  const moment = useWorkbenchState((state) => state.moment);
  const attempt = useWorkbenchState((state) => state.shown?.id);
  const [answer, setAnswer] = useState<PreviewAnswer | "waiting" | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer is about one object, operation and time of a run
  useEffect(() => setAnswer(null), [object, operation, moment, attempt]);
  if (!preview) return null;
  const ask = () => {
    setAnswer("waiting");
    preview(object, operation)
      .catch((): PreviewAnswer => ({ problem: "That could not be foreseen." }))
      .then((next) => setAnswer((now) => (now === "waiting" ? next : now)));
  };
  return (
    <section className="details-key">
      {answer === null ? (
        <button type="button" className="details-link" onClick={ask}>
          What would become of this object and its rows?
        </button>
      ) : (
        <div role="status">
          {answer === "waiting" ? "Working it out …" : "problem" in answer ? answer.problem : null}
        </div>
      )}
      {answer !== null && answer !== "waiting" && "fates" in answer ? (
        <ObjectFateList fates={answer.fates.map(unchecked)} operation={operation} />
      ) : null}
    </section>
  );
}

interface ObjectFateListProps {
  readonly fates: readonly CheckedFate[];
  readonly operation: FateOperation;
}

const unchecked = (fate: Fate): CheckedFate => ({ fate, outcome: "not-yet", instead: null, statement: null });

function ObjectFateList({ fates, operation }: ObjectFateListProps) {
  return (
    <ul className="fates">
      {fates.map(({ fate, outcome, instead }) => (
        <li key={`${fate.object.id} ${objectLabel(fate.object)} ${fate.kind} ${fate.reason} ${fate.by}`}>
          <b>{objectLabel(fate.object)}</b>{" "}
          <span className="fate" data-kind={fate.kind}>
            {fateWords[fate.kind]}
          </span>
          {namesDoer(fate.kind) ? <span className="fates-by"> {doer(fate.by)}</span> : null}
          <Outcome outcome={outcome} instead={instead} />
          <p>
            {reasonWords(fate, operation)}
            {fate.path.length > 1 ? <span className="fates-path"> · by way of {pathWords(fate.path)}</span> : null}
          </p>
        </li>
      ))}
    </ul>
  );
}

function Outcome({ outcome, instead }: Pick<CheckedFate, "outcome" | "instead">) {
  if (outcome === "not-yet") return null;
  const cameTrue = outcome === "came-true";
  const words = cameTrue ? "The run did so" : `The run did something else${instead === null ? "" : `: ${instead}`}`;
  const Sign = cameTrue ? Check : X;
  return (
    <span className="fates-outcome" data-true={cameTrue || undefined} title={words}>
      <Sign size={13} role="img" aria-label={words} />
    </span>
  );
}
