import type { FloodLimits, FrameBoot, PageMessage, PythonFiles, WorkerMessage } from "../protocol/messages.ts";
import { parseFrameGreeting, parseFrameMessage, parseWorkerMessage } from "../protocol/parse.ts";

/** What a sandbox is made from; the same for all. */
export interface SandboxParts {
  /** The address of `sandbox-host.html`. */
  readonly host: string;
  /** The text of `sandbox.html`. */
  readonly frame: string;
  /** The text of the worker. */
  readonly worker: string;
  /** SQLite's WebAssembly. */
  readonly wasm: ArrayBuffer;
  /** What Python runs from, where the worker is Python's. */
  readonly python?: PythonFiles;
}

/** Why a sandbox is of no use any more. */
export type Demise =
  /** It sent too much, or what no message is. */
  | { readonly kind: "flood" }
  /** Its worker died or could not be started. */
  | { readonly kind: "worker-failed"; readonly message: string }
  /** It found itself outside a sandbox and refused. */
  | { readonly kind: "refused" }
  /** It is gone without a word, or did not start in time. */
  | { readonly kind: "silent" };

/** What the frame may pass on in its life. A run that keeps its own limits stays far below. */
const FLOOD: FloodLimits = { messages: 5_000, messageChars: 48 * 1024 * 1024, totalChars: 96 * 1024 * 1024 };

/** Milliseconds until a frame and its worker must be ready; an interpreter takes its time where others keep the machine busy. */
const START_TIME = 20_000;
const START_TIME_PYTHON = 60_000;

/**
 * One frame without an origin and the one worker in it. Removing the frame ends everything that runs there, whatever it does.
 * What arrives here has been counted and measured by the frame; it is parsed, and the first message that does not fit ends it.
 */
export class Sandbox {
  /** Resolves when a program can be run, and with the demise when that never comes. */
  readonly ready: Promise<Demise | null>;
  /** Called for each message of the worker. */
  onMessage: (message: WorkerMessage) => void = () => {};
  /** Called for each answer to a ping. */
  onPong: () => void = () => {};
  /** Called once, when the sandbox is of no use any more; never after {@link Sandbox.remove}. */
  onDemise: (demise: Demise) => void = () => {};

  readonly #parts: SandboxParts;
  readonly #frame: HTMLIFrameElement;
  readonly #port: MessagePort;
  #stopGreeting = () => {};
  #becomeReady: (demise: Demise | null) => void = () => {};
  #pinged = 0;
  #demise: Demise | null = null;
  #removed = false;

  constructor(parts: SandboxParts) {
    this.#parts = parts;
    const channel = new MessageChannel();
    this.#port = channel.port1;
    this.#port.onmessage = (event) => this.#receive(event.data);
    this.#port.onmessageerror = () => this.#end({ kind: "flood" });
    this.#frame = hiddenFrame("Where a program runs");
    this.#frame.setAttribute("sandbox", "allow-scripts");
    this.#frame.srcdoc = parts.frame;
    this.ready = new Promise((resolve) => {
      this.#becomeReady = resolve;
    });
    const startTime = parts.python === undefined ? START_TIME : START_TIME_PYTHON;
    const startTimer = setTimeout(() => this.#end({ kind: "silent" }), startTime);
    void this.ready.then(() => clearTimeout(startTimer));
    hostOf(parts.host).then(
      (host) => this.#enter(host, parts, channel.port2),
      () => this.#end({ kind: "silent" }),
    );
  }

  /** Takes its place in the host, whose window is the one that the frame greets. */
  #enter(host: Window, parts: SandboxParts, port: MessagePort): void {
    if (this.#removed) return;
    const greeted = (event: MessageEvent<unknown>) => this.#greet(event, parts, port);
    host.addEventListener("message", greeted);
    this.#stopGreeting = () => host.removeEventListener("message", greeted);
    host.document.body.append(this.#frame);
  }

  /** Sends a program, once. */
  run(message: Extract<PageMessage, { type: "run" }>): void {
    this.#port.postMessage(message);
  }

  /** Asks a worker that has no program to run; answered by `explained`. */
  explain(message: Extract<PageMessage, { type: "explain" }>): void {
    this.#port.postMessage(message);
  }

  /** Has a worker that has no program to run make a database again; answered by `rebuilt`. */
  rebuild(message: Extract<PageMessage, { type: "rebuild" }>): void {
    this.#port.postMessage(message);
  }

  /** Asks a worker that has no program to run what is in a file of SQLite's; answered by `reflected`. */
  reflect(message: Extract<PageMessage, { type: "reflect" }>): void {
    this.#port.postMessage(message);
  }

  /** Asks the frame whether it lives; see {@link Sandbox.onPong}. It answers also while the worker in it is busy. */
  ping(): void {
    if (this.#demise === null && !this.#removed) {
      this.#port.postMessage({ type: "ping", id: ++this.#pinged } satisfies PageMessage);
    }
  }

  /** Resolves when another one of the kind, made now, has spoken. */
  anotherSpeaks(): Promise<void> {
    return anotherSpeaks(this.#parts);
  }

  /** Ends it and everything in it, at once. */
  remove(): void {
    if (this.#removed) return;
    this.#removed = true;
    this.#stopGreeting();
    this.#frame.remove();
    this.#port.close();
    this.#becomeReady(this.#demise ?? { kind: "silent" });
  }

  #greet(event: MessageEvent<unknown>, parts: SandboxParts, port: MessagePort): void {
    const { contentWindow } = this.#frame;
    if (contentWindow === null || event.source !== contentWindow) return;
    const greeting = parseFrameGreeting(event.data);
    if (greeting === null) return;
    this.#stopGreeting();
    if (greeting.type === "frame-refused") {
      this.#end({ kind: "refused" });
      return;
    }
    const wasm = parts.wasm.slice(0);
    const python = parts.python === undefined ? undefined : copied(parts.python);
    const boot: FrameBoot = {
      ...{ type: "boot", worker: parts.worker, wasm, flood: FLOOD },
      ...(python === undefined ? {} : { python }),
    };
    // The frame has no origin that could be named; that it is ours is known from its window.
    contentWindow.postMessage(boot, "*", [port, wasm, ...Object.values(python ?? {})]);
  }

  #receive(data: unknown): void {
    if (this.#removed || this.#demise !== null) return;
    const message = parseFrameMessage(data);
    switch (message?.type) {
      case "pong":
        this.onPong();
        return;
      case "from-worker": {
        const parsed = parseWorkerMessage(message.text);
        if (parsed === null) this.#end({ kind: "flood" });
        else if (parsed.type === "ready") this.#becomeReady(null);
        else this.onMessage(parsed);
        return;
      }
      case "worker-failed":
        this.#end({ kind: "worker-failed", message: message.message.slice(0, 500) });
        return;
      default:
        this.#end({ kind: "flood" });
    }
  }

  #end(demise: Demise): void {
    if (this.#demise !== null || this.#removed) return;
    this.#demise = demise;
    this.#becomeReady(demise);
    this.onDemise(demise);
  }
}

/** Copies that can be given away; the originals are for the next sandbox. */
function copied({ wasm, scripts, library, packages }: PythonFiles): PythonFiles {
  return {
    ...{ wasm: wasm.slice(0), scripts: scripts.slice(0) },
    ...{ library: library.slice(0), packages: packages.slice(0) },
  };
}

/**
 * Resolves when the browser has brought another frame of the kind to life and let it speak. A sandbox that has been silent for
 * longer than that takes has died; until then it may be the machine that has no time for either.
 */
async function anotherSpeaks({ host: address, frame: text }: Pick<SandboxParts, "host" | "frame">): Promise<void> {
  const host = await hostOf(address);
  const frame = hiddenFrame("Whether a program still runs");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.srcdoc = text;
  await new Promise<void>((resolve) => {
    const heard = new AbortController();
    const greeted = (event: MessageEvent<unknown>) => {
      if (event.source !== frame.contentWindow || parseFrameGreeting(event.data) === null) return;
      heard.abort();
      frame.remove();
      resolve();
    };
    host.addEventListener("message", greeted, { signal: heard.signal });
    host.document.body.append(frame);
  });
}

let host: Promise<Window> | null = null;

/** The window that sandboxes stand in: one for all, made when the first is. */
function hostOf(address: string): Promise<Window> {
  host ??= new Promise<Window>((resolve, reject) => {
    const frame = hiddenFrame("Where programs run");
    frame.addEventListener("load", () => {
      const { contentDocument, contentWindow } = frame;
      // Without its policy programs would have the page's, or none at all.
      const guarded = contentDocument?.querySelector("meta[http-equiv=Content-Security-Policy]") != null;
      if (contentWindow !== null && guarded) resolve(contentWindow);
      else {
        host = null;
        frame.remove();
        reject(new Error("The file in which sandboxes stand could not be loaded."));
      }
    });
    frame.src = address;
    document.body.append(frame);
  });
  return host;
}

function hiddenFrame(title: string): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  frame.setAttribute("aria-hidden", "true");
  frame.title = title;
  frame.tabIndex = -1;
  frame.style.display = "none";
  return frame;
}
