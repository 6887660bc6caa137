import {
  CircleAlert,
  CornerDownRight,
  Database,
  Download,
  type LucideIcon,
  PencilLine,
  Play,
  RefreshCw,
  Settings2,
  Timer,
  Waypoints,
  Wrench,
} from "lucide-react";
import { useMemo } from "react";
import { explainError } from "../../run/explain/error.ts";
import type { Explanation, Path, Sentence, StepKind } from "../../run/explain/explanation.ts";
import { explainSelection } from "../../run/explain/life.ts";
import { useIsOld, useShownRun, useWorkbench, useWorkbenchState } from "../../run/use-workbench.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LinkedText } from "../../ui/linked-text.tsx";
import { Pane } from "../../ui/pane.tsx";
import "./why.css";

/** Why the selected statement was emitted, what was left undone, and which settings would change it. */
export function WhyPane() {
  const run = useShownRun();
  const old = useIsOld();
  const text = useWorkbenchState((state) => state.shown?.text ?? "");
  const selection = useWorkbenchState((state) => state.selection);
  const explanation = useMemo(
    () => (selection.kind === "none" ? explainError(run, text) : explainSelection(run, selection, text)),
    [run, selection, text],
  );
  return (
    <Pane title="Why" old={old}>
      {explanation === null ? <NothingChosen /> : <ExplanationView explanation={explanation} />}
    </Pane>
  );
}

function NothingChosen() {
  return (
    <EmptyState title="Why did that happen?">
      Choose a statement, and this says which line led to it, along which relationships, and which setting would change
      it. Relationships, objects and lines have a story too.
    </EmptyState>
  );
}

function ExplanationView({ explanation }: { readonly explanation: Explanation }) {
  const { headline, paths, omitted, database, settings } = explanation;
  return (
    <article className="why">
      <p className="why-headline">
        <SentenceView sentence={headline} />
      </p>
      {paths.map((path, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paths have no identity but their place
        <PathView key={place} path={path} named={paths.length > 1} />
      ))}
      <Section title="What the database did by itself" icon={Database} sentences={database} />
      <Section title="What the ORM left alone" icon={CornerDownRight} sentences={omitted} />
      <Section title="What would change it" icon={Settings2} sentences={settings} />
    </article>
  );
}

const stepIcons: Record<StepKind, LucideIcon> = {
  operation: Play,
  change: PencilLine,
  cascade: Waypoints,
  load: Download,
  autoflush: Timer,
  flush: RefreshCw,
  action: Wrench,
  statement: Database,
  transition: CornerDownRight,
  error: CircleAlert,
};

const stepNames: Record<StepKind, string> = {
  operation: "Operation",
  change: "Change",
  cascade: "Cascade",
  load: "Load",
  autoflush: "Autoflush",
  flush: "Flush",
  action: "Step of the flush",
  statement: "Statement",
  transition: "Change of state",
  error: "Error",
};

const shownSteps = 200;

function PathView({ path: { rows, steps }, named }: { readonly path: Path; readonly named: boolean }) {
  return (
    <section className="why-way">
      {named && rows !== null ? (
        <h3>
          <SentenceView sentence={rows} />
        </h3>
      ) : null}
      <ol className="why-steps">
        {steps.slice(0, shownSteps).map(({ kind, text }, place) => {
          const Icon = stepIcons[kind];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity but their place
            <li key={place} className="why-step" data-kind={kind}>
              <span className="why-sign" role="img" aria-label={stepNames[kind]} title={stepNames[kind]}>
                <Icon size={13} aria-hidden />
              </span>
              <p>
                <SentenceView sentence={text} />
              </p>
            </li>
          );
        })}
      </ol>
      {steps.length > shownSteps ? <p className="why-cut">{steps.length - shownSteps} more not shown</p> : null}
    </section>
  );
}

interface SectionProps {
  readonly title: string;
  readonly icon: LucideIcon;
  readonly sentences: readonly Sentence[];
}

function Section({ title, icon: Icon, sentences }: SectionProps) {
  if (sentences.length === 0) return null;
  return (
    <section className="why-section">
      <h3>
        <Icon size={13} aria-hidden /> {title}
      </h3>
      <ul>
        {sentences.slice(0, shownSteps).map((sentence, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sentences have no identity but their place
          <li key={place}>
            <SentenceView sentence={sentence} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function SentenceView({ sentence }: { readonly sentence: Sentence }) {
  const workbench = useWorkbench();
  return <LinkedText spans={sentence} onFollow={(link) => workbench.select(link, "why")} />;
}
