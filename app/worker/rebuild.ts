import type { RebuildRequest, RebuildStep, Rebuilt } from "../protocol/messages.ts";
import { MAX_FILE_BYTES, MAX_PLAN_TEXT } from "../protocol/messages.ts";
import { contentsOf, type Driver } from "./databases.ts";

/** A driver that can give its database out. */
export interface FileDriver extends Driver {
  /** The database as a file. What is not committed is lost. */
  file(): Uint8Array;
}

const PAGE_BYTES = 4_096;

/**
 * Makes a run's database again from its statements, and gives it as a file of SQLite's.
 * @returns the file; or why there is none: it is too big, or a step went otherwise than in the run. Never throws.
 */
export function rebuild(open: () => FileDriver, { steps, databaseBytes }: RebuildRequest): Rebuilt {
  let driver: FileDriver | null = null;
  try {
    driver = open();
    driver.execute(`PRAGMA max_page_count = ${Math.ceil(databaseBytes / PAGE_BYTES)}`);
    for (const step of steps) {
      const problem = otherwise(driver, step);
      if (problem !== null) return { problem: problem.slice(0, MAX_PLAN_TEXT) };
    }
    const { tables, uncommitted } = contentsOf(driver);
    if (uncommitted) driver.execute("ROLLBACK");
    const bytes = sizeOf(driver);
    if (bytes > MAX_FILE_BYTES) {
      return { problem: `The database has ${megabytes(bytes)} MB; a file may have ${megabytes(MAX_FILE_BYTES)} MB.` };
    }
    return { bytes: driver.file(), tables };
  } catch (error) {
    return { problem: messageOf(error).slice(0, MAX_PLAN_TEXT) };
  } finally {
    driver?.close();
  }
}

/** Takes a step; says how it went if that is not how it went in the run. */
function otherwise(driver: Driver, { sql, params, refused }: RebuildStep): string | null {
  const start = sql.trim().replace(/\s+/g, " ").slice(0, 120);
  try {
    driver.execute(sql, params);
  } catch (error) {
    return refused ? null : `The database refused what it took in the run: ${start}: ${messageOf(error)}`;
  }
  return refused ? `The database took what it refused in the run: ${start}` : null;
}

function sizeOf(driver: Driver): number {
  const [[pages] = []] = driver.execute("PRAGMA page_count").rows;
  const [[size] = []] = driver.execute("PRAGMA page_size").rows;
  return Number(pages) * Number(size);
}

const megabytes = (bytes: number): string => (bytes / (1024 * 1024)).toFixed(1);

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
