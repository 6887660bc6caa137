import { SyntaxProblem } from "../language.ts";

interface Sources {
  readonly source: string;
  /** The source without its types, where it got that far. */
  readonly script: string | null;
}

/** What a parser complained about, as a problem of the source in words. */
export function problemOf(error: unknown, sources: Sources): SyntaxProblem {
  if (error instanceof SyntaxProblem) return error;
  const raw = error instanceof Error ? error.message : String(error);
  const at = /\((\d+):(\d+)\)/.exec(raw);
  const line = at ? Number(at[1]) : 1;
  // Acorn counts columns from 0, sucrase from 1.
  const column = at ? (sources.script === null ? Number(at[2]) : Number(at[2]) + 1) : null;
  const message = raw
    .replace(/^Error transforming [^:]*: /, "")
    .replace(/\s*\(\d+:\d+\)\s*$/, "")
    .trim();
  const place = { line, column: sources.script === null ? column : columnInSource(sources, line, column) };
  return new SyntaxProblem(inWords(message, textAt(sources, place)), place);
}

/** Types were dropped from the line, so the column moved: find it again by what stands there, or leave it unknown. */
function columnInSource({ source, script }: Sources, line: number, column: number | null): number | null {
  if (column === null) return null;
  const written = source.split("\n")[line - 1] ?? "";
  const parsed = script?.split("\n")[line - 1] ?? "";
  if (written === parsed) return column;
  const rest = parsed.slice(column - 1);
  if (rest === "") return written.length + 1;
  if (written.endsWith(rest)) return written.length - rest.length + 1;
  const word = /^[\w$]+/.exec(rest)?.[0];
  if (word === undefined) return null;
  const [only, ...others] = [...written.matchAll(/[\w$]+/g)].filter((match) => match[0] === word);
  return only && others.length === 0 ? only.index + 1 : null;
}

/** The word or sign at a place, or `null` at the end of the text. */
function textAt({ source }: Sources, place: { line: number; column: number | null }): string | null {
  const lines = source.split("\n");
  const rest = (lines[place.line - 1] ?? "").slice((place.column ?? 1) - 1);
  const here = /^\s*([\w$]+|[^\s\w])/.exec(rest)?.[1];
  if (here !== undefined) return here;
  return lines.slice(place.line).some((line) => line.trim() !== "") ? "end of line" : null;
}

function inWords(message: string, here: string | null): string {
  const expected = /expected "(.+)"$/.exec(message)?.[1];
  const found = here === null ? "the program ends" : here === "end of line" ? "the line ends" : `“${here}” stands`;
  if (expected !== undefined) return `Syntax error: ${found} where “${expected}” is expected.`;
  if (/^Unexpected token/.test(message)) return `Syntax error: ${found} where nothing like it can stand.`;
  if (/^Unterminated string/.test(message)) return "Syntax error: this string has no closing quote.";
  if (/^Unterminated template/.test(message)) return "Syntax error: this template string has no closing backtick.";
  if (/^Unterminated comment/.test(message)) return "Syntax error: this comment has no end.";
  if (/^Unterminated regular/.test(message)) return "Syntax error: this regular expression has no closing slash.";
  return `Syntax error: ${message.replace(/\.$/, "")}.`;
}
