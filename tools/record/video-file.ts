import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Format } from "./order.ts";

/** Pictures a second. */
const rate = 20;

const encodings: Readonly<Record<Format, readonly string[]>> = {
  webm: [
    "-c:v",
    "libvpx-vp9",
    "-b:v",
    "0",
    "-crf",
    "30",
    "-deadline",
    "realtime",
    "-cpu-used",
    "6",
    "-pix_fmt",
    "yuv420p",
  ],
  mp4: ["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-movflags", "+faststart"],
  gif: ["-vf", "fps=8,split[a][b];[a]palettegen=stats_mode=diff[p];[b][p]paletteuse=dither=none", "-loop", "0"],
};

/** A video that is written picture by picture. A picture stands until the next one comes. */
export class VideoFile {
  readonly #ffmpeg;
  readonly #ended: Promise<unknown>;
  #complaint = "";
  #last: { readonly picture: Buffer; readonly from: number } | null = null;
  #begun: number | null = null;
  #written = 0;

  /** @param program the ffmpeg to use */
  constructor(program: string, output: string, format: Format) {
    const input = ["-f", "image2pipe", "-framerate", String(rate), "-c:v", "mjpeg", "-i", "pipe:0"];
    this.#ffmpeg = spawn(program, ["-y", "-v", "error", ...input, ...encodings[format], output], {
      stdio: ["pipe", "ignore", "pipe"],
    });
    this.#ffmpeg.stderr.on("data", (chunk: Buffer) => {
      this.#complaint += chunk;
    });
    this.#ffmpeg.stdin.on("error", () => {});
    this.#ended = once(this.#ffmpeg, "close");
  }

  /** @param at milliseconds on any clock that runs evenly */
  async add(picture: Buffer, at: number): Promise<void> {
    await this.#writeUntil(at);
    this.#begun ??= at;
    this.#last = { picture, from: at };
  }

  /** @throws Error with what ffmpeg says, where it fails */
  async end(at: number): Promise<void> {
    await this.#writeUntil(at);
    this.#ffmpeg.stdin.end();
    await this.#ended;
    if (this.#ffmpeg.exitCode !== 0) throw new Error(`ffmpeg failed: ${this.#complaint.trim()}`);
  }

  get seconds(): number {
    return this.#written / rate;
  }

  async #writeUntil(at: number): Promise<void> {
    if (this.#last === null || this.#begun === null) return;
    const due = Math.round(((at - this.#begun) * rate) / 1_000);
    const { picture } = this.#last;
    for (; this.#written < due; this.#written++) {
      if (!this.#ffmpeg.stdin.write(picture)) await once(this.#ffmpeg.stdin, "drain");
    }
  }
}
