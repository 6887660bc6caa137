import { useEffect, useState } from "react";
import { type Explanation, useExplainer } from "../../run/explainer.ts";
import type { RunModel, Statement } from "../../run/run-model.ts";
import { useWorkbench } from "../../run/use-workbench.ts";
import { type PlanNode, planTree } from "./query-plan.ts";

const known = new WeakMap<Statement, Explanation>();

interface PlanViewProps {
  readonly run: RunModel;
  readonly statement: Statement;
  readonly runAgain: () => void;
}

/** How SQLite executes a statement: asked when it is first shown. */
export function PlanView({ run, statement, runAgain }: PlanViewProps) {
  const explainer = useExplainer();
  const workbench = useWorkbench();
  const [explanation, setExplanation] = useState<Explanation | null>(known.get(statement) ?? null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks once more for each attempt
  useEffect(() => {
    if (known.has(statement)) return;
    let wanted = true;
    const { shown } = workbench.store.getState();
    void explainer.explain(run, statement, shown?.files).then((answer) => {
      if (answer.kind !== "unknown") known.set(statement, answer);
      if (wanted) setExplanation(answer);
    });
    return () => {
      wanted = false;
    };
  }, [explainer, workbench, statement, attempt]);
  return (
    <section
      className="query-plan"
      aria-label="Query plan"
      data-testid="query-plan"
      data-state={explanation?.kind ?? "asking"}
    >
      <h3>
        Query plan <span>EXPLAIN QUERY PLAN, with the tables as they were then</span>
      </h3>
      {explanation === null ? <p className="query-note">Asking SQLite …</p> : null}
      {explanation?.kind === "plan" ? <Plan nodes={planTree(explanation.steps, statement.sql)} /> : null}
      {explanation?.kind === "refused" ? (
        <p className="query-note">SQLite has no plan for it: {explanation.message}</p>
      ) : null}
      {explanation?.kind === "unknown" ? (
        <p className="query-note">
          {explanation.message}{" "}
          <button
            type="button"
            className="text-button"
            onClick={() => {
              setExplanation(null);
              setAttempt(attempt + 1);
            }}
          >
            Ask again
          </button>{" "}
          <button type="button" className="text-button" onClick={runAgain}>
            Run again
          </button>
        </p>
      ) : null}
    </section>
  );
}

function Plan({ nodes }: { readonly nodes: readonly PlanNode[] }) {
  if (nodes.length === 0) return <p className="query-note">SQLite looks for no rows here: there is nothing to plan.</p>;
  return <Nodes nodes={nodes} />;
}

function Nodes({ nodes }: { readonly nodes: readonly PlanNode[] }) {
  return (
    <ul className="query-steps">
      {nodes.map((node) => (
        <li key={node.id} data-tone={node.tone}>
          <code>{node.detail}</code>
          {node.hint ? <span className="query-hint">{node.hint}</span> : null}
          {node.children.length > 0 ? <Nodes nodes={node.children} /> : null}
        </li>
      ))}
    </ul>
  );
}
