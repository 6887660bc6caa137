import { logicalLines } from "../../syntax/lines.ts";
import { type Fix, fixOf, rewrite } from "../fix.ts";
import { BULLET, isFlat, unfold } from "./flat-doctest.ts";
import { commented, isCode, isShown } from "./shown.ts";

/** `>>>`, also after what a page puts before it: `SQL>>>`, `{sql}>>>`. */
const PROMPT = /^\s*(?:\{\w+\}|[A-Z]+)?\s*>>>(?: |$)/;
const MORE = /^\s*\.\.\.(?: |$)/;

/** Takes the prompts of an interpreter's session away and makes comments of what it showed. */
export function stripPrompts(source: string): Fix | null {
  if (!source.split("\n").some((line) => PROMPT.test(line) || isFlat(line))) return null;
  return fixOf(
    {
      id: "prompts",
      title: "Remove the prompts, keep what was shown as comments",
      why: "The code is copied from an interpreter's session: >>> and ... are its prompts, and the lines between are what it showed.",
    },
    rewrite(source, withoutPrompts(source)),
  );
}

function withoutPrompts(source: string): string {
  const lines = source.split("\n").flatMap((line) => (isFlat(line) ? unfold(line) : [line]));
  const out: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    if (PROMPT.test(line)) {
      out.push(line.replace(PROMPT, ""));
      for (at += 1; at < lines.length && MORE.test(lines[at] ?? ""); at += 1)
        out.push((lines[at] ?? "").replace(MORE, ""));
      // What was shown goes on until the next prompt or blank line.
      for (; at < lines.length; at += 1) {
        const shown = lines[at] ?? "";
        if (shown.trim() === "" || PROMPT.test(shown)) break;
        out.push(shown.trimStart().startsWith("#") ? shown : commented(shown));
      }
    } else if (line.trim() === "") {
      out.push("");
      at += 1;
    } else if (BULLET.test(line)) {
      out.push(`# ${line.trim()}`);
      at += 1;
    } else {
      const end = paragraphEnd(lines, at);
      const paragraph = outdented(lines.slice(at, end));
      const text = paragraph.join("\n");
      out.push(...(isCode(text) && !isShown(text) ? paragraph : paragraph.map(commented)));
      at = end;
    }
  }
  return tidied(out.join("\n"));
}

/** Where code without prompts ends: a blank line ends it, unless what follows is further in and so belongs to a block. */
function paragraphEnd(lines: readonly string[], from: number): number {
  const width = indentOf(lines[from] ?? "");
  let at = from;
  let block = false;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (PROMPT.test(line) || BULLET.test(line)) break;
    if (line.trim() !== "") block ||= /:\s*$/.test(line);
    else if (!block || indentOf(lines.slice(at).find((each) => each.trim() !== "") ?? "") <= width) break;
  }
  return at;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

function outdented(lines: readonly string[]): string[] {
  const width = Math.min(...lines.filter((line) => line.trim() !== "").map(indentOf));
  return lines.map((line) => line.slice(Math.min(width, indentOf(line))));
}

/** Without space at the ends of lines, which a prompt on an empty line leaves. */
const tidied = (text: string): string =>
  logicalLines(text)
    .map(({ from, to }) => text.slice(from, to).replace(/[ \t]+$/, ""))
    .join("\n")
    .replace(/\n{3,}/g, "\n\n");
