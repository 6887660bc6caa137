import { flattened, masked } from "../../syntax/lines.ts";
import { withIndentation } from "./indentation.ts";

/** What documentation's markup leaves between statements when a page shows it raw. */
const MARK = /\{(?:sql|stop|execsql|printsql|opensql)\}/;
const DIRECTIVE = /#\s*doctest:\s*\+\w+(?:\s*,\s*\+\w+)*/g;
/** Words after which a name or a value goes on with the expression. */
const GOES_ON = new Set(
  "and or not in is if else for lambda return yield print del from import as with assert raise except while class def global await async elif exec".split(
    " ",
  ),
);

/** A line of a list's item, as a page shows it. */
export const BULLET = /^\s*[\u2022\u25e6*-] /;

/** True for a session of an interpreter that was folded into one line: `>>> a = 1 >>> for x in y: ... print x 1 2`. */
export function isFlat(line: string): boolean {
  if (!line.includes(">>> ")) return false;
  const single = /^\s*>>> (.*)$/.exec(plain(line))?.[1];
  if (single !== undefined && endOfCode(single, 0) < single.length) return true;
  return MARK.test(line) || /\S.*\s>>> /.test(line) || / \.\.\. |\.\.\.\. /.test(plain(line)) || DIRECTIVE.test(line);
}

/** A line without its directives, which end where their flags end and not with the line. */
const plain = (line: string): string => line.replace(DIRECTIVE, "");

/** The lines of a folded session, as prompts and shown lines. */
export function unfold(line: string): string[] {
  const out: string[] = [];
  const [before = "", ...statements] = plain(line).split(/(?:\{\w+\}\s*|\b[A-Z]+)?>>> /);
  if (before.trim() !== "") out.push(before.trim().startsWith("#") ? before.trim() : `# ${before.trim()}`);
  for (const statement of statements) out.push(...unfoldStatement(statement));
  return out;
}

function unfoldStatement(text: string): string[] {
  const [statement = "", ...afterStop] = text.split("{stop}");
  const parts = partsOf(statement);
  const last = parts.at(-1) ?? "";
  // Brackets may be open since an earlier part; only the last part can have been followed by what was shown.
  const before = parts.slice(0, -1).join("\n");
  const cut = endOfCode(before === "" ? last : `${before}\n${last}`, before === "" ? 0 : before.length + 1);
  const code = `${before === "" ? "" : `${before}\n`}${last}`.slice(0, cut);
  const shown = `${before === "" ? "" : `${before}\n`}${last}`.slice(cut).trim();
  const lines = (parts.length > 1 ? indentedStatement(code) : code.trimEnd()).split("\n");
  return [
    ...lines.map((each, at) => `${at === 0 ? ">>>" : "..."} ${each}`),
    ...(shown === "" ? [] : [`# ${shown}`]),
    ...afterStop.map((each) => each.trim()).flatMap((each) => (each === "" ? [] : [`# ${each}`])),
    "",
  ];
}

/** The lines that `...` stood between; a method's name that a lost line break left after four dots joins its object. */
function partsOf(statement: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let quote = "";
  let comment = false;
  for (let at = 0; at < statement.length; at += 1) {
    const char = statement[at] ?? "";
    const dots = quote === "" ? /^(\.?)\.\.\.(?: |$)/.exec(statement.slice(at)) : null;
    if (dots && (dots[1] === "." ? !comment : statement[at - 1] === " " || at === from)) {
      parts.push(statement.slice(from, at) + (dots[1] ?? ""));
      at += dots[0].length - 1;
      from = at + 1;
      comment = false;
    } else if (comment) {
    } else if (quote !== "") {
      if (char === "\\") at += 1;
      else if (char === quote) quote = "";
    } else if (char === "#") comment = true;
    else if (char === '"' || char === "'") quote = char;
  }
  parts.push(statement.slice(from));
  const joined: string[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last?.endsWith(".") && !last.endsWith("..")) joined[joined.length - 1] = last + part.trimStart();
    else if (last !== undefined && /(?:\bin|\band|\bor|\bnot|[-+*/=<>|&])$/.test(last)) {
      joined[joined.length - 1] = `${last} ${part.trimStart()}`;
    } else joined.push(part.trim());
  }
  return joined;
}

/** Where the statement ends and what it showed begins: at a value that follows a value with nothing between. */
function endOfCode(text: string, from: number): number {
  const flat = flattened(masked(text));
  for (const gap of flat.matchAll(/(?<=([\w'")\]}]))[ \t]+(?=([\w'"([{]|<\w))/g)) {
    if (gap.index < from) continue;
    const left = /(\w+)$/.exec(flat.slice(0, gap.index))?.[1] ?? "";
    const right = /^(\w+)/.exec(flat.slice(gap.index + gap[0].length))?.[1] ?? "";
    if (!GOES_ON.has(left) && !GOES_ON.has(right)) return gap.index;
  }
  return text.length;
}

function indentedStatement(code: string): string {
  const first = code.split("\n")[0] ?? "";
  // A statement of several lines without a block is one expression: what follows is set off, to be read.
  if (!/:\s*(?:#.*)?$/.test(first)) return code.replaceAll("\n", "\n    ");
  return withIndentation(code).trimEnd();
}
