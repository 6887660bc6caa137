import type { TraceEvent } from "../../src-engine/trace/events.ts";
import type { RunResult } from "../protocol/messages.ts";
import type { Runner, RunOptions } from "./runner.ts";
import type { Workbench } from "./workbench.ts";

/** What scripts that drive the page find at `window.flushlight`. */
export interface Drive {
  /** Resolves when the page can run the next program at once: its next sandbox has started. */
  ready(): Promise<void>;
  /** Puts a program into the editor and runs it, as a person would. */
  open(code: string): void;
  /** Runs a program beside the page, which shows nothing of it; gives everything that it caused. */
  run(code: string, options?: RunOptions): Promise<RunResult & { readonly events: readonly TraceEvent[] }>;
  /** Ends what {@link Drive.run} is running. */
  stop(): void;
}

declare global {
  interface Window {
    flushlight?: Drive;
  }
}

/** What there is to drive. */
interface Driven {
  readonly workbench: Workbench;
  /** The page's own runner. */
  readonly shown: Runner;
  /** One for runs that the page does not show. */
  readonly beside: Runner;
}

/** Offers the page to scripts that drive it. */
export function installDrive({ workbench, shown, beside }: Driven): void {
  window.flushlight = {
    ready: () => shown.ready(),
    open: (code) => workbench.replaceText(code),
    async run(code, options) {
      const events: TraceEvent[] = [];
      const result = await beside.run(
        code,
        (batch) => {
          for (const event of batch) events.push(event);
        },
        options,
      );
      return { ...result, events };
    },
    stop: () => beside.stop(),
  };
}
