import { ChevronLast, Pause, Play, StepBack, StepForward } from "lucide-react";
import type { CSSProperties } from "react";
import type { Unit } from "../../run/moments/axis.ts";
import { usePlayer } from "../../run/use-player.ts";
import { useIsOld, useShownRun, useWorkbenchState } from "../../run/use-workbench.ts";
import { useMedia } from "../../ui/use-media.ts";
import { Scrubber } from "./scrubber.tsx";
import { useTravel } from "./use-travel.ts";
import { shortStandingWords, standingRoom, standingWords } from "./words.ts";
import "./timeline.css";

const units: readonly Unit[] = ["statement", "line", "flush"];
const speeds: readonly number[] = [0.5, 1, 2, 4];

/** One slim bar over the run: what happened when, and a way to any moment of it. */
export function TimelineBar() {
  const run = useShownRun();
  const old = useIsOld();
  const narrow = useMedia("(max-width: 820px)");
  const going = useWorkbenchState((state) => state.latest !== null && state.latest.result === null);
  const player = usePlayer();
  const travel = useTravel();
  const { axis, beat, playing, unit, speed } = travel;
  if (axis.moments.length === 0) {
    return (
      <section className="timeline" aria-label="Timeline">
        <p className="timeline-empty">
          {going ? "Running the program …" : "Nothing has happened yet: a run can be stepped through here."}
        </p>
      </section>
    );
  }
  const atEnd = beat >= axis.end;
  const words = standingWords(run, axis, beat);
  return (
    <section className="timeline" aria-label="Timeline" data-old={old || undefined}>
      <div className="timeline-controls">
        <button
          type="button"
          className="timeline-button"
          aria-label={`Back one ${unit}`}
          title={`Back one ${unit}`}
          disabled={beat === 0}
          onClick={() => player.step(unit, -1)}
        >
          <StepBack size={15} aria-hidden />
        </button>
        <button
          type="button"
          className="timeline-button"
          aria-label={playing ? "Pause" : "Play"}
          title={playing ? "Pause" : "Play the run step by step"}
          onClick={() => player.play(!playing)}
        >
          {playing ? <Pause size={15} aria-hidden /> : <Play size={15} aria-hidden />}
        </button>
        <button
          type="button"
          className="timeline-button"
          aria-label={`Forward one ${unit}`}
          title={`Forward one ${unit}`}
          disabled={atEnd}
          onClick={() => player.step(unit, 1)}
        >
          <StepForward size={15} aria-hidden />
        </button>
        <select
          className="timeline-choice"
          aria-label="Step by"
          title="What a step goes by"
          value={unit}
          onChange={(event) => player.setUnit(units[event.target.selectedIndex] ?? "statement")}
        >
          {units.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <select
          className="timeline-choice"
          aria-label="Speed"
          title="Speed of playing"
          value={speed}
          onChange={(event) => player.setSpeed(Number(event.target.value))}
        >
          {(speeds.includes(speed) ? speeds : [...speeds, speed]).map((each) => (
            <option key={each} value={each}>
              {each}×
            </option>
          ))}
        </select>
      </div>
      <Scrubber run={run} travel={travel} words={words} />
      <div className="timeline-where">
        <p
          className="timeline-words"
          // The track is not to be drawn anew because a number has got longer.
          style={{ "--timeline-room": `${standingRoom(run)}ch` } as CSSProperties}
          data-travelling={!atEnd || undefined}
          data-testid="timeline-words"
        >
          {narrow ? shortStandingWords(run, axis, beat) : words}
        </p>
        <button
          type="button"
          className="timeline-button timeline-end"
          disabled={atEnd}
          aria-label="End"
          title="Back to the end of the run"
          onClick={() => {
            player.play(false);
            player.go(axis.end);
          }}
        >
          <ChevronLast size={15} aria-hidden /> <span>End</span>
        </button>
      </div>
    </section>
  );
}
