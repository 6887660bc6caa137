import type { TraceEvent } from "../../src-engine/trace/events.ts";
import type { RunResult } from "../protocol/messages.ts";
import type { Runner, RunOptions } from "./runner.ts";
import type { Workbench } from "./workbench.ts";

/** What scripts that drive the page find at `window.flushlight`. */
export interface Drive {
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

/**
 * Offers the page to scripts that drive it.
 * @param runner one that the page does not use itself
 */
export function installDrive(workbench: Workbench, runner: Runner): void {
  window.flushlight = {
    open: (code) => workbench.replaceText(code),
    async run(code, options) {
      const events: TraceEvent[] = [];
      const result = await runner.run(
        code,
        (batch) => {
          for (const event of batch) events.push(event);
        },
        options,
      );
      return { ...result, events };
    },
    stop: () => runner.stop(),
  };
}
