import { createStore, type StoreApi } from "zustand/vanilla";
import { type Axis, axisOf, beatOf, momentOf, stepFrom, type Unit } from "./moments/axis.ts";
import { marksOf } from "./moments/moments.ts";
import { emptyRun, type RunModel } from "./run-model.ts";
import { nothing } from "./selection.ts";
import type { Workbench } from "./workbench.ts";

export interface PlayerState {
  readonly playing: boolean;
  /** What a step goes by. */
  readonly unit: Unit;
  /** Steps a second. */
  readonly speed: number;
  /** True from the start of playing until the end of the run is reached: what happens is told in words. */
  readonly captions: boolean;
}

/** Moves the page through the time of the run that it shows. */
export interface Player {
  readonly store: StoreApi<PlayerState>;
  axis(): Axis;
  beat(): number;
  go(beat: number): void;
  /** Goes to one of many moments in a row: what is selected follows when it has stood still for a while. */
  pass(beat: number): void;
  step(unit: Unit, by: 1 | -1): void;
  /** A step by statement that passes over those of the schema, unless the run has no others. */
  stepStory(by: 1 | -1): void;
  /** Starts or stops playing; from the end it starts at the beginning. */
  play(on: boolean): void;
  setUnit(unit: Unit): void;
  setSpeed(speed: number): void;
}

/** Milliseconds for which the time stands still before what is selected follows it. */
const stillness = 120;

export function createPlayer(workbench: Workbench): Player {
  const store = createStore<PlayerState>(() => ({ playing: false, unit: "statement", speed: 1, captions: false }));
  let following: ReturnType<typeof setTimeout> | undefined;
  let ticking: ReturnType<typeof setTimeout> | undefined;

  const run = (): RunModel => workbench.store.getState().shown?.model ?? emptyRun;
  const axis = () => runAxis(run());
  const beat = () => beatOf(axis(), workbench.store.getState().moment);

  function follow(at: number): void {
    clearTimeout(following);
    const { selection } = workbench.store.getState();
    // What a person looks at stays selected, but a statement goes along with the time.
    if (selection.kind !== "none" && selection.kind !== "statement") return;
    const mark = axis().marks[at]?.find((each) => each.kind === "statement");
    if (mark) workbench.select({ kind: "statement", statement: mark.statement }, "timeline");
    else if (selection.kind === "statement") workbench.select(nothing, "timeline");
  }

  function go(to: number): void {
    follow(to);
    workbench.goTo(momentOf(axis(), to));
  }

  function tick(): void {
    const { unit } = store.getState();
    const next = unit === "statement" ? storyBeat(run(), beat(), 1) : stepFrom(axis(), beat(), unit, 1);
    go(next);
    if (next >= axis().end) play(false);
    else schedule();
  }

  function schedule(): void {
    clearTimeout(ticking);
    ticking = setTimeout(tick, 1_000 / store.getState().speed);
  }

  function play(on: boolean): void {
    clearTimeout(ticking);
    if (on) {
      if (beat() >= axis().end) go(0);
      store.setState({ playing: true, captions: true });
      schedule();
    } else store.setState({ playing: false, captions: beat() < axis().end && store.getState().captions });
  }

  workbench.store.subscribe(({ shown, moment }, before) => {
    if (shown?.id !== before.shown?.id) play(false);
    if (moment === null && before.moment !== null && !store.getState().playing) store.setState({ captions: false });
  });

  return {
    store,
    axis,
    beat,
    go,
    pass(to) {
      workbench.goTo(momentOf(axis(), to));
      clearTimeout(following);
      following = setTimeout(() => {
        if (beat() === to) go(to);
      }, stillness);
    },
    step: (unit, by) => go(stepFrom(axis(), beat(), unit, by)),
    stepStory: (by) => go(storyBeat(run(), beat(), by)),
    play,
    setUnit: (unit) => store.setState({ unit }),
    setSpeed(speed) {
      store.setState({ speed });
      if (store.getState().playing) schedule();
    },
  };
}

const axes = new WeakMap<RunModel, Axis>();

/** The axis of a run, worked out once. */
export function runAxis(run: RunModel): Axis {
  const known = axes.get(run);
  if (known !== undefined) return known;
  const made = axisOf(marksOf(run));
  axes.set(run, made);
  return made;
}

/** The beat of the statement before or after another, those of the schema left out unless there are no others. */
export function storyBeat(run: RunModel, from: number, by: 1 | -1): number {
  const axis = runAxis(run);
  const every = run.statements.every(isSchema);
  let beat = from;
  do beat = stepFrom(axis, beat, "statement", by);
  while (beat > 0 && beat < axis.end && !every && !isStory(run, axis, beat));
  return beat;
}

/** The statements that a playback stops at. */
export function storyOf(run: RunModel): RunModel["statements"] {
  const told = run.statements.filter((statement) => !isSchema(statement));
  return told.length === 0 ? run.statements : told;
}

function isStory(run: RunModel, axis: Axis, beat: number): boolean {
  return (axis.marks[beat] ?? []).some((mark) => {
    const statement = mark.kind === "statement" ? run.statements[mark.statement] : undefined;
    return statement !== undefined && !isSchema(statement);
  });
}

function isSchema({ kind }: RunModel["statements"][number]): boolean {
  return kind === "ddl" || kind === "pragma";
}
