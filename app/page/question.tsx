import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { useDeskState } from "./use-desk.ts";
import "./question.css";

/** What the scenario asks; its answer and source on demand. */
export function Question() {
  const scenario = useDeskState((state) => state.scenario);
  const [open, setOpen] = useState(false);
  if (scenario === null) return null;
  const { question, answer, source } = scenario;
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
            From:{" "}
            {"url" in source ? (
              <a href={source.url} target="_blank" rel="noreferrer">
                {source.title}
              </a>
            ) : (
              source.title
            )}
          </p>
        </div>
      ) : null}
    </div>
  );
}
