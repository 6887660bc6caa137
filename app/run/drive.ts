import type { TraceEvent } from "../../src-engine/trace/events.ts";
import type { RunResult } from "../protocol/messages.ts";
import type { Runner, RunOptions } from "./runner.ts";

/** What scripts that drive the page find at `window.flushlight`. */
export interface Drive {
  /** Runs a program as the page does, without showing it; gives everything that it caused. */
  run(code: string, options?: RunOptions): Promise<RunResult & { readonly events: readonly TraceEvent[] }>;
  /** Ends what is running. */
  stop(): void;
}

declare global {
  interface Window {
    flushlight?: Drive;
  }
}

/** Offers a runner to scripts that drive the page. */
export function installDrive(runner: Runner): void {
  window.flushlight = {
    async run(code, options) {
      const events: TraceEvent[] = [];
      const result = await runner.run(code, (batch) => events.push(...batch), options);
      return { ...result, events };
    },
    stop: () => runner.stop(),
  };
}
