import { memo, type PointerEvent, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { type Axis, beatAfterKey } from "../../run/moments/axis.ts";
import { spansOf } from "../../run/moments/moments.ts";
import type { RunModel } from "../../run/run-model.ts";
import { usePlayer } from "../../run/use-player.ts";
import { useSelection } from "../../run/use-workbench.ts";
import {
  type Band,
  beatAt,
  beatsNear,
  lanes,
  relatedPath,
  type Scale,
  scaleOf,
  tickKinds,
  trackOf,
  xOf,
} from "./track.ts";
import type { Travel } from "./use-travel.ts";
import { wordsOn } from "./words.ts";

interface ScrubberProps {
  readonly run: RunModel;
  readonly travel: Travel;
  /** Where the page stands. */
  readonly words: string;
}

/** The track with its marks, and the handle on it. */
export function Scrubber({ run, travel, words }: ScrubberProps) {
  const player = usePlayer();
  const { axis, beat, playing } = travel;
  const track = useRef<HTMLDivElement>(null);
  const width = useWidth(track);
  const scale = useMemo(() => scaleOf(axis, width), [axis, width]);
  const [hovered, setHovered] = useState<{ readonly x: number; readonly lines: readonly string[] } | null>(null);
  const dragging = useRef(false);
  const wanted = useRef<number | null>(null);

  const placeOf = (event: PointerEvent) => event.clientX - (track.current?.getBoundingClientRect().left ?? 0);
  // A pointer tells more often than the page can be drawn.
  const goSoon = (next: number) => {
    const first = wanted.current === null;
    wanted.current = next;
    if (!first) return;
    requestAnimationFrame(() => {
      const to = wanted.current;
      wanted.current = null;
      if (to !== null) player.pass(to);
    });
  };

  return (
    <div
      ref={track}
      className="timeline-track"
      role="slider"
      tabIndex={0}
      aria-label="Moment of the run"
      aria-valuemin={0}
      aria-valuemax={axis.end}
      aria-valuenow={beat}
      aria-valuetext={words}
      aria-orientation="horizontal"
      aria-keyshortcuts="ArrowLeft ArrowRight Shift+ArrowLeft Shift+ArrowRight Alt+ArrowLeft Alt+ArrowRight Home End Space"
      onKeyDown={(event) => {
        if (event.key === " ") player.play(!playing);
        else {
          const next = beatAfterKey(axis, beat, event);
          if (next === null) return;
          player.go(next);
        }
        event.preventDefault();
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        dragging.current = true;
        player.play(false);
        setHovered(null);
        goSoon(beatAt(scale, axis, placeOf(event)));
      }}
      onPointerMove={(event) => {
        const x = placeOf(event);
        if (dragging.current) goSoon(beatAt(scale, axis, x));
        else if (event.pointerType === "mouse") setHovered({ x, lines: wordsOn(run, axis, beatsNear(scale, axis, x)) });
      }}
      onPointerUp={() => {
        dragging.current = false;
      }}
      onPointerCancel={() => {
        dragging.current = false;
      }}
      onPointerLeave={() => setHovered(null)}
    >
      <Drawing run={run} axis={axis} scale={scale} />
      <div className="timeline-future" style={{ clipPath: `inset(0 0 0 ${xOf(scale, beat)}px)` }} />
      <div
        className="timeline-handle"
        data-travelling={beat < axis.end || undefined}
        style={{ transform: `translateX(${xOf(scale, beat)}px)` }}
      />
      {hovered && hovered.lines.length > 0 ? <Hint track={track} x={hovered.x} lines={hovered.lines} /> : null}
    </div>
  );
}

interface DrawingProps {
  readonly run: RunModel;
  readonly axis: Axis;
  readonly scale: Scale;
}

/** A path for each kind of mark: as many elements for ten thousand statements as for ten. */
const Drawing = memo(function Drawing({ run, axis, scale }: DrawingProps) {
  const track = useMemo(() => trackOf(run, axis, spansOf(run), scale), [run, axis, scale]);
  return (
    <svg className="timeline-drawing" width={scale.width} height={lanes.height} aria-hidden>
      {track.bands.map((band, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bands have no identity but their place
        <BandView key={place} band={band} />
      ))}
      <path className="timeline-line-ends" d={track.lineEnds} />
      {track.lineNumbers.map(({ x, line }) => (
        <text key={x} className="timeline-line" x={x} y={lanes.lines.text}>
          {line}
        </text>
      ))}
      {tickKinds.map((kind) =>
        track.ticks[kind] ? (
          <path key={kind} className="timeline-ticks" data-kind={kind} d={track.ticks[kind]} />
        ) : null,
      )}
      <RelatedMarks axis={axis} scale={scale} />
      {track.alerts.map(({ x, kind }) => (
        <path key={x} className="timeline-alert" data-kind={kind} d={`M${x},${lanes.alert - 4}l4.5,8h-9z`} />
      ))}
    </svg>
  );
});

/** What belongs to the selection. */
function RelatedMarks({ axis, scale }: Omit<DrawingProps, "run">) {
  const { selection, related } = useSelection();
  const path = useMemo(
    () => (selection.kind === "none" ? "" : relatedPath(axis, scale, related.statements)),
    [selection, related, axis, scale],
  );
  return <path className="timeline-related" d={path} />;
}

function BandView({ band }: { readonly band: Band }) {
  const { kind, undone, open, from, to } = band;
  const facts = { "data-kind": kind, "data-undone": undone || undefined, "data-open": open || undefined };
  if (kind === "flush") {
    const { top, height } = lanes.flush;
    return <rect className="timeline-flush" {...facts} x={from} y={top} width={to - from} height={height} rx={3} />;
  }
  const y = lanes[kind];
  return (
    <path
      className="timeline-band"
      {...facts}
      d={`M${from},${y}H${to}${undone && to - from > 8 ? `m-3,-3l6,6m0,-6l-6,6` : ""}`}
    />
  );
}

interface HintProps {
  readonly track: RefObject<HTMLElement | null>;
  readonly x: number;
  readonly lines: readonly string[];
}

const widest = 420;

/** What the mark under the pointer is; over the bar or, where there is no room, under it. */
function Hint({ track, x, lines }: HintProps) {
  const box = track.current?.getBoundingClientRect();
  if (!box) return null;
  const above = box.top > 120;
  const left = Math.min(Math.max(box.left + x - widest / 2, 8), Math.max(innerWidth - widest - 8, 8));
  const style = above ? { left, bottom: innerHeight - box.top + 6 } : { left, top: box.bottom + 6 };
  return (
    <div className="timeline-hint" style={{ ...style, width: Math.min(widest, innerWidth - 16) }}>
      <div>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </div>
  );
}

function useWidth(of: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = of.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [of]);
  return width;
}
