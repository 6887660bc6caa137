import { useMemo } from "react";
import type { FateOperation, ObjectId } from "../../../src-engine/trace/events.ts";
import { useShownRun } from "../../run/use-workbench.ts";
import { objectLabel } from "../../ui/words.ts";
import { doer, fateWords, namesDoer, reasonWords } from "./fate-words.ts";

interface ObjectFatesProps {
  readonly object: ObjectId;
  readonly operation: FateOperation;
}

/** What the run foresaw when it did this to the object. */
export function ObjectFates({ object, operation }: ObjectFatesProps) {
  const { predictions } = useShownRun();
  const foreseen = useMemo(
    () => predictions.findLast((each) => each.object.id === object && each.operation === operation),
    [predictions, object, operation],
  );
  if (!foreseen) return null;
  return (
    <section className="details-key">
      <h4>
        {objectLabel(foreseen.object)}
        {foreseen.line === null ? "" : `, on line ${foreseen.line}`}
      </h4>
      <ul className="fates">
        {foreseen.fates.map((fate) => (
          <li key={`${fate.object.id} ${objectLabel(fate.object)} ${fate.kind} ${fate.reason} ${fate.by}`}>
            <b>{objectLabel(fate.object)}</b>{" "}
            <span className="fate" data-kind={fate.kind}>
              {fateWords[fate.kind]}
            </span>
            {namesDoer(fate.kind) ? <span className="fates-by"> {doer(fate.by)}</span> : null}
            <p>{reasonWords(fate, operation)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
