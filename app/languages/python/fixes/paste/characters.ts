import { masked } from "../../syntax/lines.ts";
import { type Fix, fixOf, rewrite } from "../fix.ts";

const QUOTES: Readonly<Record<string, string>> = {
  "\u201c": '"',
  "\u201d": '"',
  "\u201e": '"',
  "\u00ab": '"',
  "\u00bb": '"',
  "\u2018": "'",
  "\u2019": "'",
};
/** Characters that look like ASCII, or like nothing, and that Python refuses in code. */
const CODE: Readonly<Record<string, string>> = {
  ...QUOTES,
  "\u00a0": " ",
  "\u202f": " ",
  "\u3000": " ",
  "\u200b": "",
  "\u200c": "",
  "\u200d": "",
  "\ufeff": "",
  "\u2013": "-",
  "\u2014": "-",
  "\u2212": "-",
};

/** Quotes, spaces and dashes that a word processor or a page made pretty; those inside strings and comments are left alone. */
export function plainCharacters(source: string): Fix | null {
  const pattern = new RegExp(`[${Object.keys(CODE).join("")}]`);
  // Each quote that is made plain changes what is inside a string from there on.
  let text = source;
  for (;;) {
    const at = masked(text).search(pattern);
    if (at < 0) break;
    const plain = CODE[text[at] ?? ""] ?? "";
    if (plain !== '"' && plain !== "'") {
      text = text.slice(0, at) + plain + text.slice(at + 1);
      continue;
    }
    const end = closingQuote(text, at + 1, plain);
    const body = text.slice(at + 1, end);
    const rest = text.slice(text[end] === "\n" ? end : end + 1);
    text = `${text.slice(0, at)}${plain}${body.replaceAll(plain, `\\${plain}`)}${plain}${rest}`;
  }
  return fixOf(
    {
      id: "plain-characters",
      title: "Replace typographic quotes and spaces",
      why: "Quotes, spaces or dashes were made pretty by the page or the program that the code comes from; Python knows only plain ones.",
    },
    rewrite(source, text),
  );
}

function closingQuote(text: string, from: number, plain: string): number {
  for (let at = from; at < text.length; at += 1) {
    const char = text[at] ?? "";
    if (char === "\n") return at;
    if (QUOTES[char] === plain || char === plain) return at;
  }
  return text.length;
}

/** Tabs in the indentation of a text that is indented by spaces as well. */
export function tabsToSpaces(source: string): Fix | null {
  const indents = source
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => /^[ \t]*/.exec(line)?.[0] ?? "");
  const tabbed = indents.filter((indent) => indent.includes("\t"));
  const spaced = indents.filter((indent) => indent.includes(" "));
  if (tabbed.length === 0 || spaced.length === 0) return null;
  // Where tabs stand beside spaces in one line, they were as wide as Python 2 took them for.
  const wide = tabbed.some((indent) => indent.includes(" "));
  const after = source
    .split("\n")
    .map((line) => line.replace(/^[ \t]+/, (indent) => " ".repeat(widthOf(indent, wide ? 8 : 4))))
    .join("\n");
  return fixOf(
    {
      id: "tabs",
      title: "Indent with spaces only",
      why: "Some lines are indented with tabs, others with spaces. Python 3 refuses to guess how wide a tab is.",
    },
    rewrite(source, after),
  );
}

function widthOf(indent: string, tab: number): number {
  let width = 0;
  for (const char of indent) width = char === "\t" ? (Math.floor(width / tab) + 1) * tab : width + 1;
  return width;
}
