import { Wrench } from "lucide-react";
import { useEffect, useState } from "react";
import { type Fix, type Fixer, fixers } from "../../languages/fixing.ts";
import { useWorkbench, useWorkbenchState } from "../../run/use-workbench.ts";
import { stoppedBy } from "./stopped-by.ts";
import "./fix-offer.css";

/** What would let the present program get further than it got, one click away and undone like any other edit. */
export function FixOffer() {
  const workbench = useWorkbench();
  const problem = useWorkbenchState(stoppedBy);
  const offered = useOffered();
  if (offered === null) return null;
  const { fix, fixer, text } = offered;
  return (
    <div className="fix-offer" role="status" data-testid="fix-offer">
      <Wrench size={15} aria-hidden />
      <p>{fix.why}</p>
      <button type="button" className="button" onClick={() => workbench.applyEdits(fix.edits)}>
        Fix: {fix.title}
      </button>
      <button
        type="button"
        className="button"
        title="This, and all else that is known to keep it from running"
        onClick={() => workbench.applyEdits(fixer.fixAll(text, problem ?? undefined))}
      >
        Fix all
      </button>
    </div>
  );
}

/** The first fix of a text, and what found it. */
interface Offered {
  readonly text: string;
  readonly fix: Fix;
  readonly fixer: Fixer;
}

/** What the present text is in need of; `null` where it ran, or where nothing is known to help. */
function useOffered(): Offered | null {
  const problem = useWorkbenchState(stoppedBy);
  const text = useWorkbenchState((state) => state.text);
  const load = fixers[useWorkbenchState((state) => state.language)];
  const [offered, setOffered] = useState<Offered | null>(null);
  useEffect(() => {
    if (problem === null || load === undefined) return;
    let wanted = true;
    load().then(
      (fixer) => {
        const [fix] = fixer.fixesFor(text, problem);
        if (wanted && fix !== undefined) setOffered({ text, fix, fixer });
      },
      // Without the rules there is the error, as there was before.
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [problem, text, load]);
  return problem !== null && offered?.text === text ? offered : null;
}
