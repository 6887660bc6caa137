import * as v from "valibot";
import { MAX_SHARED_CHARS, MAX_TITLE, type SharedProgram } from "./program-code.ts";

/** The name's end of a file that holds a program with its title and settings. */
export const programFileExtension = "flushlight.json";

const shape = v.object({
  flushlight: v.literal(1),
  code: v.pipe(v.string(), v.maxLength(MAX_SHARED_CHARS)),
  language: v.optional(v.picklist(["typescript", "python"]), "typescript"),
  title: v.optional(v.pipe(v.string(), v.maxLength(MAX_TITLE)), ""),
  autoRun: v.optional(v.boolean(), true),
  /** How it is looked at, as the part of an address after the program. */
  view: v.optional(v.pipe(v.string(), v.maxLength(2_000)), ""),
});

/** A program as a file, for those too long for a link. */
export interface ProgramFile extends SharedProgram {
  readonly view: string;
}

export function programFileText(file: ProgramFile): string {
  const { code, language, title, autoRun, view } = file;
  return `${JSON.stringify({ flushlight: 1, title, language, autoRun, view, code }, null, 2)}\n`;
}

/** Reads a file that somebody gives: one of ours, or a program as plain text. */
export function readProgramFile(name: string, text: string): ProgramFile | { readonly problem: string } {
  if (text.length > MAX_SHARED_CHARS * 2) return { problem: `${name} is too long for a program.` };
  const plain = { code: text, title: "", autoRun: true, view: "" };
  if (/\.py$/i.test(name)) return { ...plain, language: "python" };
  if (/\.[cm]?[tj]s$|\.txt$/i.test(name)) return { ...plain, language: "typescript" };
  let held: unknown;
  try {
    held = JSON.parse(text);
  } catch {
    return { problem: `${name} is no program: it ends neither in .ts nor in .py, and is no file of Flushlight's.` };
  }
  const parsed = v.safeParse(shape, held);
  if (parsed.success) {
    const { flushlight: _, ...file } = parsed.output;
    return file;
  }
  const issue = parsed.issues[0];
  return { problem: `${name} is no file of Flushlight's: ${v.getDotPath(issue) ?? "the whole"}: ${issue.message}` };
}
