/** Python text before it is Python: strings and comments told from code, and the lines that belong together. */

/** Stands for a character of a string or a comment. */
const HIDDEN = "\u00b7";

/**
 * The same text, as long, with what strings hold and what comments say hidden behind dots, so that a pattern finds code alone.
 * Quotes stay; a line break inside a string is hidden too. A string that its line leaves open ends with the line.
 */
export function masked(source: string): string {
  let out = "";
  let at = 0;
  while (at < source.length) {
    const char = source[at] ?? "";
    if (char === "#") {
      const end = lineEnd(source, at);
      out += `#${HIDDEN.repeat(end - at - 1)}`;
      at = end;
    } else if (char === '"' || char === "'") {
      const triple = source.startsWith(char.repeat(3), at);
      const quote = triple ? char.repeat(3) : char;
      const end = stringEnd(source, at + quote.length, quote);
      const closed = end - quote.length >= at + quote.length && source.startsWith(quote, end - quote.length);
      const inside = end - at - quote.length - (closed ? quote.length : 0);
      out += quote + HIDDEN.repeat(inside) + (closed ? quote : "");
      at = end;
    } else {
      out += char;
      at += 1;
    }
  }
  return out;
}

const lineEnd = (source: string, from: number): number => {
  const end = source.indexOf("\n", from);
  return end < 0 ? source.length : end;
};

function stringEnd(source: string, from: number, quote: string): number {
  let at = from;
  while (at < source.length) {
    if (source[at] === "\\") at += 2;
    else if (source.startsWith(quote, at)) return at + quote.length;
    else if (source[at] === "\n" && quote.length === 1) return at;
    else at += 1;
  }
  return source.length;
}

/** One or more lines that Python reads as one: brackets, long strings and backslashes go on. */
export interface LogicalLine {
  readonly from: number;
  /** Its end, without the line break. */
  readonly to: number;
  /** Where the code ends: before a comment that follows it and the space between. */
  readonly codeTo: number;
  readonly indent: string;
  /** Without indentation, strings and comments hidden as by {@link masked}. */
  readonly masked: string;
  /** Without indentation and the comment that follows. */
  readonly code: string;
  /** Nothing but space. */
  readonly blank: boolean;
  /** True where a bracket is still open at the end of the text. */
  readonly open: boolean;
}

export function logicalLines(source: string): LogicalLine[] {
  const hidden = masked(source);
  const lines: LogicalLine[] = [];
  let from = 0;
  while (from < source.length) {
    const { to, open } = logicalEnd(hidden, from);
    lines.push(lineBetween({ source, hidden }, { from, to, open }));
    from = to + 1;
  }
  return lines;
}

function lineBetween(
  { source, hidden }: { readonly source: string; readonly hidden: string },
  { from, to, open }: { readonly from: number; readonly to: number; readonly open: boolean },
): LogicalLine {
  const indent = /^[ \t\f\u00a0]*/.exec(source.slice(from, to))?.[0] ?? "";
  const start = from + indent.length;
  const lastBreak = hidden.lastIndexOf("\n", to - 1);
  const comment = hidden.indexOf("#", Math.max(start, lastBreak));
  const end = comment >= 0 && comment < to ? comment : to;
  const code = source.slice(start, end).trimEnd();
  return {
    from,
    to,
    codeTo: start + code.length,
    indent,
    masked: hidden.slice(start, to),
    code,
    blank: source.slice(from, to).trim() === "",
    open,
  };
}

function logicalEnd(hidden: string, from: number): { readonly to: number; readonly open: boolean } {
  let depth = 0;
  for (let at = from; at < hidden.length; at += 1) {
    const char = hidden[at] ?? "";
    if ("([{".includes(char)) depth += 1;
    else if (")]}".includes(char)) depth = Math.max(0, depth - 1);
    else if (char === "\n" && depth === 0 && hidden[at - 1] !== "\\") return { to: at, open: false };
  }
  return { to: hidden.length, open: depth > 0 };
}

/** Splits at a separator that stands outside of brackets, strings and comments; the offsets of the parts. */
export function splitOutside(text: string, separator: RegExp): { readonly from: number; readonly to: number }[] {
  const hidden = masked(text);
  const flat = flattened(hidden);
  const parts: { from: number; to: number }[] = [];
  let from = 0;
  for (const match of flat.matchAll(separator)) {
    parts.push({ from, to: match.index });
    from = match.index + match[0].length;
  }
  parts.push({ from, to: text.length });
  return parts;
}

/** Masked text with what stands inside brackets hidden too; the brackets themselves stay. */
export function flattened(hidden: string): string {
  let depth = 0;
  let out = "";
  for (const char of hidden) {
    if (")]}".includes(char)) depth = Math.max(0, depth - 1);
    out += depth > 0 ? HIDDEN : char;
    if ("([{".includes(char)) depth += 1;
  }
  return out;
}

/** The line of an offset, from 1. */
export function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf("\n"); at >= 0 && at < offset; at = source.indexOf("\n", at + 1)) line += 1;
  return line;
}
