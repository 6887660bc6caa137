import { useEffect, useMemo, useState } from "react";
import { marksOf } from "../../run/moments/moments.ts";
import { nothing } from "../../run/selection.ts";
import { useShownRun, useWorkbench, useWorkbenchState } from "../../run/use-workbench.ts";
import { type Axis, axisOf, beatOf, momentOf, stepFrom, type Unit } from "./axis.ts";

export interface Travel {
  readonly axis: Axis;
  /** Where the page stands. */
  readonly beat: number;
  readonly playing: boolean;
  go(beat: number): void;
  /** Goes to one of many moments in a row: what is selected follows when it has stood still for a while. */
  pass(beat: number): void;
  step(unit: Unit, by: 1 | -1): void;
  /** Starts or stops playing; from the end it starts at the beginning. */
  play(on: boolean): void;
}

/** Milliseconds between two steps at the speed of 1. */
const pace = 1_000;
/** Milliseconds for which the time stands still before what is selected follows it. */
const stillness = 120;

/** Moves the page through the time of the run that it shows. */
export function useTravel(unit: Unit, speed: number): Travel {
  const workbench = useWorkbench();
  const run = useShownRun();
  const attempt = useWorkbenchState((state) => state.shown?.id ?? null);
  const moment = useWorkbenchState((state) => state.moment);
  const axis = useMemo(() => axisOf(marksOf(run)), [run]);
  const [playing, setPlaying] = useState(false);

  const moves = useMemo(() => {
    const beatNow = () => beatOf(axis, workbench.store.getState().moment);
    let following: ReturnType<typeof setTimeout> | undefined;
    const follow = (beat: number) => {
      clearTimeout(following);
      const { selection } = workbench.store.getState();
      // What a person looks at stays selected, but a statement goes along with the time.
      if (selection.kind !== "none" && selection.kind !== "statement") return;
      const mark = axis.marks[beat]?.find((each) => each.kind === "statement");
      if (mark) workbench.select({ kind: "statement", statement: mark.statement }, "timeline");
      else if (selection.kind === "statement") workbench.select(nothing, "timeline");
    };
    const go = (beat: number) => {
      follow(beat);
      workbench.goTo(momentOf(axis, beat));
    };
    const pass = (beat: number) => {
      workbench.goTo(momentOf(axis, beat));
      clearTimeout(following);
      following = setTimeout(() => {
        if (beatNow() === beat) go(beat);
      }, stillness);
    };
    const step = (by: Unit, direction: 1 | -1) => go(stepFrom(axis, beatNow(), by, direction));
    return { go, pass, step, beatNow };
  }, [axis, workbench]);

  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => {
      const next = stepFrom(axis, moves.beatNow(), unit, 1);
      moves.go(next);
      if (next >= axis.end) setPlaying(false);
    }, pace / speed);
    return () => clearInterval(timer);
  }, [playing, axis, moves, unit, speed]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another run is not played
  useEffect(() => setPlaying(false), [attempt]);

  return {
    axis,
    beat: beatOf(axis, moment),
    playing,
    go: moves.go,
    pass: moves.pass,
    step: moves.step,
    play(on) {
      if (on && moves.beatNow() >= axis.end) moves.go(0);
      setPlaying(on);
    },
  };
}
