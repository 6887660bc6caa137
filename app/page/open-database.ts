import { generateModel } from "../languages/typescript/generate-model.ts";
import { MAX_FILE_BYTES } from "../protocol/messages.ts";
import { reflectFile } from "../run/reflector.ts";
import type { Workbench } from "../run/workbench.ts";
import type { Desk } from "./desk.ts";

const HEADER = "SQLite format 3\0";

/**
 * Opens a file of SQLite's: as the database of the present program where that names it, else with a program written from its
 * tables. Says why not where it cannot; the page then shows what it showed.
 */
export async function openDatabaseFile(file: File, desk: Desk, workbench: Workbench): Promise<void> {
  const refuse = (why: string) => desk.say({ kind: "warning", text: `${file.name} ${why}`, action: null });
  if (file.size > MAX_FILE_BYTES) {
    refuse(`has ${megabytes(file.size)} MB; a database may have ${megabytes(MAX_FILE_BYTES)} MB.`);
    return;
  }
  const read = new Uint8Array(await file.arrayBuffer());
  if (new TextDecoder("latin1").decode(read.subarray(0, HEADER.length)) !== HEADER) {
    refuse("is no SQLite database.");
    return;
  }
  const { bytes, journal } = withoutJournal(read);
  const name = programName(file.name);
  const { textVersion } = workbench.store.getState();
  desk.say({ kind: "info", text: `Reading ${file.name} …`, action: null });
  const schema = await reflectFile(bytes);
  if ("problem" in schema) {
    refuse(`cannot be read: ${schema.problem}`);
    return;
  }
  if (schema.tables.length === 0) {
    refuse("has no tables.");
    return;
  }
  if (workbench.store.getState().textVersion !== textVersion) {
    // Somebody has opened something else meanwhile.
    desk.say(null);
    return;
  }
  const files = [{ name, bytes }];
  const write = () => {
    const title = file.name.replace(/\.\w+$/, "");
    desk.openProgram({ code: generateModel(schema, name), language: "typescript", title }, { keep: true, files });
  };
  const each = journal ? " What is only in its -wal file is not there." : "";
  if (workbench.store.getState().text.includes(`sqlite:///${name}`)) {
    desk.replaceFiles(files);
    const text = `This program runs on ${file.name} now.${each}`;
    desk.say({ kind: "info", text, action: { label: "Write the program anew", run: write } });
    return;
  }
  write();
  const tables = schema.tables.length === 1 ? "1 table" : `${schema.tables.length} tables`;
  const text = `Written from the ${tables} of ${file.name}, which stays in this browser. Each run begins with a fresh copy.${each}`;
  desk.say({ kind: "info", text, action: null });
}

/** A name that a URL and a text of a program hold as it is. */
function programName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._ -]/gu, "_");
}

/** Where the header says how the file is written, and that this is by a log beside it. */
const WRITE_VERSION = 18;
const READ_VERSION = 19;
const LOGGED = 2;

/** A database whose changes go to a log first cannot be opened in memory, so a copy is given that says nothing of the log. */
function withoutJournal(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly journal: boolean } {
  if (bytes[WRITE_VERSION] !== LOGGED && bytes[READ_VERSION] !== LOGGED) return { bytes, journal: false };
  const plain = bytes.slice();
  plain[WRITE_VERSION] = 1;
  plain[READ_VERSION] = 1;
  return { bytes: plain, journal: true };
}

const megabytes = (bytes: number): string => (bytes / (1024 * 1024)).toFixed(1).replace(/\.0$/, "");
