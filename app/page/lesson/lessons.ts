import { createContext, useContext } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { LanguageName } from "../../protocol/messages.ts";
import type { Workbench } from "../../run/workbench.ts";
import type { Lesson, LessonStep } from "../../scenarios/lesson.ts";
import { type Scenario, versionOf } from "../../scenarios/scenario.ts";
import { readAddress } from "../../share/address.ts";
import { momentOf } from "../../share/moment-text.ts";
import { type ArrangementStore, arrangementOf } from "../arrangement.ts";
import type { Desk } from "../desk.ts";
import { whenRun } from "../look.ts";
import { keepProgress, keptProgress, type Progress } from "./progress.ts";

export interface LessonsState extends Progress {
  /** The scenario whose lesson is told; `null` while none is. */
  readonly scenario: Scenario | null;
  /** What the program that it is told for is written in. */
  readonly language: LanguageName;
}

/** Where a person stands in the lesson of the scenario on the desk. */
export interface Lessons {
  readonly store: StoreApi<LessonsState>;
  /** Goes to a step of the lesson, and has the page look where it says, unless told not to. */
  go(step: number, options?: { readonly look?: boolean }): void;
  /** Answers the question of the present step, and goes to what shows whether that is right. */
  answer(choice: number): void;
  /** Takes the answer back. */
  askAgain(): void;
}

interface LessonsOptions {
  readonly workbench: Workbench;
  readonly desk: Desk;
  readonly arrangement: ArrangementStore;
}

export function createLessons({ workbench, desk, arrangement }: LessonsOptions): Lessons {
  const store = createStore<LessonsState>(() => ({
    ...{ scenario: null, step: 0, answers: {} },
    language: workbench.store.getState().language,
  }));
  workbench.store.subscribe(({ language }, before) => {
    if (language !== before.language) store.setState({ language });
  });
  desk.store.subscribe(({ scenario }) => {
    if (scenario === store.getState().scenario) return;
    const lesson = lessonOf({ scenario, language: workbench.store.getState().language });
    if (scenario === null || lesson === null) store.setState({ scenario: null, step: 0, answers: {} });
    else {
      const { step, answers } = keptProgress(scenario.id);
      store.setState({ scenario, step: Math.min(step, lesson.steps.length - 1), answers });
    }
  });

  function change(progress: Partial<Progress>): void {
    store.setState(progress);
    const { scenario, step, answers } = store.getState();
    if (scenario !== null) keepProgress(scenario.id, { step, answers });
  }

  function look(view: string): void {
    const { selection, at, panes } = readAddress(`lesson&${view}`).view;
    if (panes !== "") arrangement.setState(arrangementOf(panes));
    whenRun(workbench, () => {
      if (selection !== null) workbench.select(selection, "page");
      const { shown } = workbench.store.getState();
      if (shown && (at !== null || selection?.kind !== "statement")) workbench.goTo(momentOf(shown.model, at));
    });
  }

  return {
    store,
    go(wanted, { look: goes = true } = {}) {
      const steps = lessonOf(store.getState())?.steps ?? [];
      const step = Math.max(0, Math.min(wanted, steps.length - 1));
      change({ step });
      const shown = steps[step];
      if (shown && goes) look(shown.view);
    },
    answer(choice) {
      const { step, answers } = store.getState();
      change({ answers: { ...answers, [step]: choice } });
      const reveal = stepOf(store.getState())?.quiz?.reveal;
      if (reveal) look(reveal.view);
    },
    askAgain() {
      const { step, answers } = store.getState();
      const { [step]: _, ...others } = answers;
      change({ answers: others });
      const view = stepOf(store.getState())?.view;
      if (view) look(view);
    },
  };
}

export function stepOf(state: LessonsState): LessonStep | null {
  return lessonOf(state)?.steps[state.step] ?? null;
}

/** The lesson of a scenario as it is told for the program that the page shows. */
export function lessonOf({ scenario, language }: Pick<LessonsState, "scenario" | "language">): Lesson | null {
  return scenario === null ? null : versionOf(scenario, language).lesson;
}

export const LessonsContext = createContext<Lessons | null>(null);

export function useLessons(): Lessons {
  const lessons = useContext(LessonsContext);
  if (!lessons) throw new Error("Rendered outside the page");
  return lessons;
}

export function useLessonsState<T>(read: (state: LessonsState) => T): T {
  return useStore(useLessons().store, read);
}
