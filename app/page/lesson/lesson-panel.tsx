import { ArrowLeft, ArrowRight, Check, RotateCcw, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { useShownRun, useWorkbenchState } from "../../run/use-workbench.ts";
import { gallery } from "../../scenarios/gallery.ts";
import type { Quiz } from "../../scenarios/lesson.ts";
import type { Scenario } from "../../scenarios/scenario.ts";
import { useDesk } from "../use-desk.ts";
import { rightChoice } from "./claims.ts";
import { lessonOf, stepOf, useLessons, useLessonsState } from "./lessons.ts";
import { Prose } from "./prose.tsx";
import "./lesson.css";

/** The present step of the lesson, and the way to the others. */
export function LessonPanel() {
  const lessons = useLessons();
  const scenario = useLessonsState((state) => state.scenario);
  const place = useLessonsState((state) => state.step);
  const step = useLessonsState(stepOf);
  const id = useId();
  const lesson = useLessonsState(lessonOf);
  if (scenario === null || lesson === null || step === null) return null;
  const { steps } = lesson;
  const move = (event: KeyboardEvent) => {
    const by = { PageDown: 1, PageUp: -1 }[event.key];
    if (by === undefined) return;
    lessons.go(place + by);
    event.preventDefault();
  };
  return (
    <section className="lesson" aria-labelledby={id} onKeyDown={move}>
      <div className="lesson-told" aria-live="polite">
        <h3 id={id}>
          {step.title}{" "}
          <span>
            step {place + 1} of {steps.length}
          </span>
        </h3>
        {step.text.map((paragraph) => (
          <p key={paragraph}>
            <Prose text={paragraph} />
          </p>
        ))}
        {step.quiz ? <QuizView key={`${scenario.id}.${place}`} quiz={step.quiz} /> : null}
      </div>
      <nav className="lesson-nav" aria-label="Steps of the lesson">
        <button type="button" className="button" disabled={place === 0} onClick={() => lessons.go(place - 1)}>
          <ArrowLeft size={14} aria-hidden /> Back
        </button>
        <ol className="lesson-dots">
          {steps.map(({ title }, at) => (
            <li key={title}>
              <button
                type="button"
                aria-label={`Step ${at + 1}: ${title}`}
                title={title}
                aria-current={at === place ? "step" : undefined}
                onClick={() => lessons.go(at)}
              />
            </li>
          ))}
        </ol>
        {place + 1 < steps.length ? (
          <button type="button" className="button button-primary" onClick={() => lessons.go(place + 1)}>
            Next <ArrowRight size={14} aria-hidden />
          </button>
        ) : (
          <NextLesson after={scenario} />
        )}
      </nav>
    </section>
  );
}

function NextLesson({ after }: { readonly after: Scenario }) {
  const desk = useDesk();
  const all = gallery.filter(({ lesson }) => lesson !== null);
  const next = all[all.indexOf(after) + 1];
  if (next === undefined) return <span className="lesson-done">That was the last lesson.</span>;
  return (
    <button type="button" className="button button-primary" title={next.title} onClick={() => desk.load(next)}>
      Next lesson <ArrowRight size={14} aria-hidden />
    </button>
  );
}

const outcomes: ReadonlySet<string> = new Set(["completed", "failed"]);

/** A question with its choices. What is right is asked of the run, so it holds for a changed program too. */
function QuizView({ quiz }: { readonly quiz: Quiz }) {
  const lessons = useLessons();
  const answered = useLessonsState(({ answers, step }) => answers[step] ?? null);
  const run = useShownRun();
  // A run that was stopped, or is of another text, bears nothing out.
  const ended = useWorkbenchState(
    ({ shown, text }) => shown !== null && shown.text === text && outcomes.has(shown.result?.outcome ?? "running"),
  );
  const [chosen, setChosen] = useState<number | null>(answered);
  useEffect(() => setChosen(answered), [answered]);
  const name = useId();
  const right = ended ? rightChoice(run, quiz) : null;
  const shown = answered !== null && ended;
  return (
    <form
      className="quiz"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== null) lessons.answer(chosen);
      }}
    >
      <fieldset disabled={answered !== null}>
        <legend>{quiz.question}</legend>
        {quiz.choices.map(({ text }, place) => {
          const mark = !shown ? null : place === right ? "right" : place === answered ? "wrong" : null;
          return (
            <label key={text} className="quiz-choice" data-mark={mark ?? undefined}>
              <input type="radio" name={name} checked={chosen === place} onChange={() => setChosen(place)} />
              <span>
                <Prose text={text} />
              </span>
              {mark === "right" ? <Check size={15} role="img" aria-label="right" /> : null}
              {mark === "wrong" ? <X size={15} role="img" aria-label="wrong" /> : null}
            </label>
          );
        })}
      </fieldset>
      {answered === null ? (
        <button type="submit" className="button" disabled={chosen === null || !ended}>
          Reveal
        </button>
      ) : null}
      <div role="status">
        {shown ? (
          <p className="quiz-reveal">
            <b>{right === null ? "The program has changed." : right === answered ? "Right." : "Not so."}</b>{" "}
            {right === null ? "None of these is what it does now." : <Prose text={quiz.reveal.text} />}{" "}
            <button type="button" className="quiz-again" onClick={() => lessons.askAgain()}>
              <RotateCcw size={12} aria-hidden /> Ask again
            </button>
          </p>
        ) : null}
      </div>
    </form>
  );
}
