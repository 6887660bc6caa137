import { ChevronDown, ChevronRight } from "lucide-react";
import { Fragment, useState } from "react";
import { useWorkbenchState } from "../run/use-workbench.ts";
import type { ScenarioSource } from "../scenarios/scenario.ts";
import { LessonPanel } from "./lesson/lesson-panel.tsx";
import { useDeskState } from "./use-desk.ts";
import "./question.css";

/** What the scenario asks, its answer and source on demand; the steps of a lesson. */
export function Question() {
  const scenario = useDeskState((state) => state.scenario);
  const [open, setOpen] = useState(false);
  const unopened = useWorkbenchState((state) => state.text === "" && state.latest === null);
  // Most of what is opened asks something: its room is there from the start, so that the text below need not move.
  if (scenario === null) return unopened ? <div className="question question-room" /> : null;
  if (scenario.lesson !== null) return <LessonPanel />;
  const { question, answer, source, sources = [] } = scenario;
  return (
    <div className="question">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
        <b>{question}</b>
      </button>
      {open ? (
        <div className="question-answer">
          {answer ? <p>{answer}</p> : null}
          <p className="question-source">
            From: <SourceName source={source} />
          </p>
          {sources.length > 0 ? (
            <p className="question-source">
              Read on:{" "}
              {sources.map((more, position) => (
                <Fragment key={more.url}>
                  {position > 0 ? ", " : null}
                  <SourceName source={more} />
                </Fragment>
              ))}
            </p>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

function SourceName({ source }: { readonly source: ScenarioSource }) {
  if (!("url" in source)) return source.title;
  return (
    <a href={source.url} target="_blank" rel="noreferrer">
      {source.title}
    </a>
  );
}
