import type { RunResult } from "../protocol/messages.ts";
import { hasForeignKeyPragma } from "../run/rebuild-steps.ts";
import type { RunModel } from "../run/run-model.ts";
import { scriptOf } from "./sql-script.ts";

interface SqlFileOptions {
  readonly title: string;
  /** The program that ran. */
  readonly program: string;
  readonly result: RunResult | null;
}

/**
 * A run as a script for `sqlite3`: what it said to the database, values in place of parameters, its transactions, and comments
 * for lines and causes.
 */
export function sqlFile(run: RunModel, { title, program, result }: SqlFileOptions): string {
  const head = [
    ...commented(title),
    ...commented(`${run.statements.length} statements. Run it with: sqlite3 :memory: < FILE`),
  ];
  if (result?.foreignKeys && !hasForeignKeyPragma(run)) {
    head.push("", "-- createEngine(…, { foreignKeys: true })", "PRAGMA foreign_keys=ON;");
  }
  const tail = run.open.length > 0 ? ["", "-- The program ended in the middle of a transaction.", "ROLLBACK;"] : [];
  return `${[...head, "", scriptOf(run, program, null).trim(), ...tail].join("\n")}\n`;
}

function commented(text: string): readonly string[] {
  return text === "" ? [] : text.split(/\r\n|[\r\n]/).map((line) => `-- ${line.replaceAll("\0", "")}`);
}
