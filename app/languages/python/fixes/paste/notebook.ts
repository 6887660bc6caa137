import { type Fix, fixOf, rewrite } from "../fix.ts";
import { commented, isCode, isShown } from "./shown.ts";

const IN = /^\s*In\s*\[[\d*\s]*\]\s*:?\s?/;
const OUT = /^\s*Out\s*\[[\d*\s]*\]\s*:?\s?/;
const MORE = /^\s*\.{3,}: ?/;

/** Takes a notebook's prompts away and makes comments of what its cells showed. */
export function stripCells(source: string): Fix | null {
  if (!source.split("\n").some((line) => IN.test(line))) return null;
  return fixOf(
    {
      id: "cells",
      title: "Remove the notebook's prompts, keep what was shown as comments",
      why: "The code is copied from a notebook: In [1]: and Out [1]: number its cells, and what the cells showed stands between them.",
    },
    rewrite(source, withoutCells(source)),
  );
}

function withoutCells(source: string): string {
  const cells: { code: string[]; shown: string[] }[] = [{ code: [], shown: [] }];
  let inside: "code" | "shown" = "code";
  for (const line of source.split("\n")) {
    if (IN.test(line) || OUT.test(line)) {
      inside = IN.test(line) ? "code" : "shown";
      if (inside === "code") cells.push({ code: [], shown: [] });
      const rest = line.replace(IN.test(line) ? IN : OUT, "");
      if (rest.trim() !== "") cells.at(-1)?.[inside].push(rest);
    } else cells.at(-1)?.[inside].push(inside === "code" ? line.replace(MORE, "") : line);
  }
  const blocks = cells.map(({ code, shown }) => [
    ...cellCode(code),
    ...shown.filter((line) => line.trim() !== "").map(commented),
  ]);
  return `${blocks
    .map((block) => block.join("\n").trim())
    .filter((block) => block !== "")
    .join("\n\n")}\n`;
}

/** A cell's lines; the paragraphs at its end that are no code are what it showed. */
function cellCode(lines: readonly string[]): string[] {
  const paragraphs = paragraphsOf(lines);
  let last = paragraphs.length;
  while (last > 1) {
    const text = (paragraphs[last - 1] ?? []).join("\n");
    // A paragraph may go on with a function or class that an earlier one begins, so it is read with what stands before it.
    const whole = paragraphs
      .slice(0, last)
      .map((each) => each.join("\n"))
      .join("\n\n");
    if (isCode(whole) && !isShown(text)) break;
    if (
      !isCode(
        paragraphs
          .slice(0, last - 1)
          .map((each) => each.join("\n"))
          .join("\n\n"),
      )
    )
      break;
    last -= 1;
  }
  return paragraphs.flatMap((paragraph, at) => [
    ...(at === 0 ? [] : [""]),
    ...(at < last ? paragraph : paragraph.map(commented)),
  ]);
}

function paragraphsOf(lines: readonly string[]): string[][] {
  const found: string[][] = [[]];
  for (const line of lines) {
    if (line.trim() !== "") found.at(-1)?.push(line);
    else if (found.at(-1)?.length) found.push([]);
  }
  return found.filter((paragraph) => paragraph.length > 0);
}
