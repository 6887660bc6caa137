import { Clapperboard, Download } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useShownRun, useWorkbenchState } from "../../run/use-workbench.ts";
import { download, fileName } from "../../ui/download.ts";
import { Modal } from "../../ui/modal.tsx";
import { counted } from "../../ui/words.ts";
import { useDeskState } from "../use-desk.ts";
import { drawFrame, film, pagePalette } from "./draw.ts";
import { type FilmFrame, filmFrames, MOST_FRAMES } from "./frames.ts";
import { recordFilm, type VideoKind, videoKinds } from "./recording.ts";
import "./film-dialog.css";

const paces: readonly number[] = [1, 2, 3, 5];

type Recording =
  | { readonly state: "none" }
  | { readonly state: "going"; readonly passed: number }
  | { readonly state: "done"; readonly video: Blob; readonly kind: VideoKind }
  | { readonly state: "failed"; readonly why: string };

/** Makes a video of the run, a statement at a time. */
export default function FilmDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Modal title="Record a video" open onOpenChange={(open) => (open ? undefined : onClose())}>
      <div className="modal-body">
        <FilmMaker />
      </div>
    </Modal>
  );
}

function FilmMaker() {
  const run = useShownRun();
  const text = useWorkbenchState((state) => state.shown?.text ?? state.text);
  const title = useDeskState((state) => state.title ?? state.scenario?.title ?? "Flushlight");
  const kinds = useMemo(videoKinds, []);
  const [chosen, setChosen] = useState(0);
  const [seconds, setSeconds] = useState(2);
  const [recording, setRecording] = useState<Recording>({ state: "none" });
  const frames = useMemo(() => filmFrames(run, { title, text }), [run, title, text]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const stopping = useRef<AbortController | null>(null);
  useEffect(() => drawFirst(canvas.current, frames), [frames]);
  useEffect(() => () => stopping.current?.abort(), []);
  const going = recording.state === "going";
  const kind = kinds[chosen];

  async function record(): Promise<void> {
    if (canvas.current === null || kind === undefined) return;
    const stop = new AbortController();
    stopping.current = stop;
    setRecording({ state: "going", passed: 0 });
    try {
      const video = await recordFilm({
        ...{ canvas: canvas.current, frames, seconds, kind, palette: pagePalette(), signal: stop.signal },
        onProgress: (passed) => setRecording({ state: "going", passed }),
      });
      setRecording(video === null ? { state: "none" } : { state: "done", video, kind });
    } catch (error) {
      setRecording({ state: "failed", why: error instanceof Error ? error.message : String(error) });
    }
  }

  return (
    <>
      <canvas ref={canvas} className="film" width={film.width} height={film.height} role="img" aria-label="The film" />
      {kinds.length === 0 ? (
        <p>This browser cannot make videos. The command npm run record can.</p>
      ) : (
        <div className="film-choices">
          <label className="choice">
            Format
            <select
              value={chosen}
              disabled={going}
              onChange={(event) => setChosen(Number(event.target.value))}
              aria-label="Format"
            >
              {kinds.map(({ label }, place) => (
                <option key={label} value={place}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          <label className="choice">
            <select
              value={seconds}
              disabled={going}
              aria-label="Seconds for each statement"
              onChange={(event) => setSeconds(Number(event.target.value))}
            >
              {paces.map((pace) => (
                <option key={pace}>{pace}</option>
              ))}
            </select>
            seconds for each statement
          </label>
          <span className="film-length">
            {lengthText(frames.length * seconds)}
            {frames.length === MOST_FRAMES ? `, the first ${counted(MOST_FRAMES - 1, "statement")}` : ""}
          </span>
        </div>
      )}
      {going ? <progress className="film-progress" value={recording.passed} max={1} aria-label="Recorded" /> : null}
      <p className="film-said" role="status">
        {recording.state === "done" ? `The video is ready: ${sizeText(recording.video.size)}.` : null}
        {recording.state === "failed" ? `It could not be recorded: ${recording.why}` : null}
      </p>
      <div className="modal-actions">
        {going ? (
          <button type="button" className="button" onClick={() => stopping.current?.abort()}>
            Cancel
          </button>
        ) : (
          <button
            type="button"
            className={recording.state === "done" ? "button" : "button button-primary"}
            disabled={kind === undefined}
            onClick={() => void record()}
          >
            <Clapperboard size={14} aria-hidden /> {recording.state === "done" ? "Record again" : "Record"}
          </button>
        )}
        {recording.state === "done" ? (
          <button
            type="button"
            className="button button-primary"
            onClick={() => download(fileName(title, recording.kind.extension), recording.video)}
          >
            <Download size={14} aria-hidden /> Download
          </button>
        ) : null}
      </div>
    </>
  );
}

function drawFirst(canvas: HTMLCanvasElement | null, frames: readonly FilmFrame[]): void {
  const context = canvas?.getContext("2d", { alpha: false });
  const [frame] = frames;
  if (context && frame) drawFrame(context, frame, pagePalette(), 0);
}

function lengthText(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
