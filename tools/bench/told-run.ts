import initSqlJs from "sql.js";
import { languages } from "../../app/languages/languages.ts";
import { DEFAULT_LIMITS } from "../../app/protocol/limits.ts";
import { Execution } from "../../app/worker/execute.ts";
import { SqlJsDriver } from "../../app/worker/sqljs-driver.ts";
import * as flushlight from "../../src-engine/index.ts";

/** Runs a program as the worker does, for as long as it takes. @returns the messages that the page would get */
export async function messagesOf(code: string): Promise<string[]> {
  const sqlJs = await initSqlJs();
  const messages: string[] = [];
  const execution = new Execution(
    1,
    { code, language: "typescript", limits: { ...DEFAULT_LIMITS, deadlineMs: 600_000, events: 400_000 } },
    {
      engine: {
        trace: flushlight.trace,
        setDriverFactory: flushlight.setDriverFactory,
        modelSnapshot: flushlight.modelSnapshot,
        modules: { flushlight },
      },
      languages,
      openDatabase: () => new SqlJsDriver(new sqlJs.Database(), sqlJs),
      send: (text) => messages.push(text),
      now: () => performance.now(),
      settled: async () => [],
    },
  );
  await execution.run();
  return messages;
}
