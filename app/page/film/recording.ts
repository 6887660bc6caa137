import { drawFrame, film, type Palette } from "./draw.ts";
import type { FilmFrame } from "./frames.ts";

/** A kind of video that the browser can make. */
export interface VideoKind {
  readonly label: string;
  readonly mime: string;
  readonly extension: string;
}

const wanted: readonly VideoKind[] = [
  { label: "WebM", mime: "video/webm;codecs=vp9", extension: "webm" },
  { label: "WebM", mime: "video/webm;codecs=vp8", extension: "webm" },
  { label: "WebM", mime: "video/webm", extension: "webm" },
  { label: "MP4", mime: "video/mp4;codecs=avc1.42E01F", extension: "mp4" },
  { label: "MP4", mime: "video/mp4", extension: "mp4" },
];

/** The kinds of video that this browser makes, the best of each; none where it makes no videos at all. */
export function videoKinds(): readonly VideoKind[] {
  if (typeof MediaRecorder === "undefined" || !("captureStream" in HTMLCanvasElement.prototype)) return [];
  const supported = wanted.filter(({ mime }) => MediaRecorder.isTypeSupported(mime));
  return supported.filter(({ label }, place) => supported.findIndex((each) => each.label === label) === place);
}

interface RecordingOptions {
  readonly canvas: HTMLCanvasElement;
  readonly frames: readonly FilmFrame[];
  /** Seconds for which each picture stands. */
  readonly seconds: number;
  readonly kind: VideoKind;
  readonly palette: Palette;
  readonly signal: AbortSignal;
  /** Told from 0 to 1. */
  onProgress(passed: number): void;
}

/** Milliseconds between two drawings. */
const tick = 80;

/**
 * Draws a film and records it while it is drawn, so it takes as long as it lasts. The screen is not recorded, so nobody is
 * asked.
 * @returns the video; `null` where it was cancelled
 * @throws what the browser says when it cannot record
 */
export async function recordFilm(options: RecordingOptions): Promise<Blob | null> {
  const { canvas, frames, seconds, kind, palette, signal, onProgress } = options;
  const context = canvas.getContext("2d", { alpha: false });
  if (context === null) throw new Error("The browser gives nothing to draw on.");
  canvas.width = film.width;
  canvas.height = film.height;
  const whole = frames.length * seconds * 1_000;
  const draw = (passed: number) => {
    const frame = frames[Math.min(frames.length - 1, Math.floor(passed * frames.length))];
    if (frame) drawFrame(context, frame, palette, passed);
  };
  draw(0);
  const stream = canvas.captureStream(1_000 / tick);
  const recorder = new MediaRecorder(stream, { mimeType: kind.mime, videoBitsPerSecond: 4_000_000 });
  const pieces: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => {
    if (data.size > 0) pieces.push(data);
  });
  const ended = new Promise<void>((resolve, reject) => {
    recorder.addEventListener("stop", () => resolve());
    recorder.addEventListener("error", (event) =>
      reject("error" in event && event.error instanceof Error ? event.error : new Error("The recording failed.")),
    );
  });
  recorder.start(1_000);
  const began = performance.now();
  const timer = setInterval(() => {
    const passed = Math.min(1, (performance.now() - began) / whole);
    draw(passed);
    onProgress(passed);
    if (passed >= 1 && recorder.state === "recording") recorder.stop();
  }, tick);
  const cancel = () => {
    if (recorder.state !== "inactive") recorder.stop();
  };
  signal.addEventListener("abort", cancel, { once: true });
  try {
    await ended;
  } finally {
    clearInterval(timer);
    signal.removeEventListener("abort", cancel);
    for (const track of stream.getTracks()) track.stop();
  }
  return signal.aborted ? null : new Blob(pieces, { type: kind.mime.split(";")[0] ?? kind.mime });
}
