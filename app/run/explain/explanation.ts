import type { Selection } from "../selection.ts";

/** A piece of a sentence: plain words, or a noun that leads somewhere. */
export interface Span {
  readonly text: string;
  /** What the page selects when it is clicked. */
  readonly link: Selection | null;
  /** True for what stands in a program or in SQL, which is set as code. */
  readonly code: boolean;
}

export type Sentence = readonly Span[];

/** What a step of the way is, so that it can be drawn with a sign of its own. */
export type StepKind =
  | "operation"
  | "change"
  | "cascade"
  | "load"
  | "autoflush"
  | "flush"
  | "action"
  | "statement"
  | "transition"
  | "error";

export interface Step {
  readonly kind: StepKind;
  readonly text: Sentence;
}

/** One way from a line of the program down to what came of it, with the rows that went this way. */
export interface Path {
  readonly rows: Sentence | null;
  readonly steps: readonly Step[];
}

/** Why something happened, as sentences with links. */
export interface Explanation {
  readonly headline: Sentence;
  /** Different ways to the same statement; rows with the same cause share one. */
  readonly paths: readonly Path[];
  /** What the ORM could have done here and did not, and why. */
  readonly omitted: readonly Sentence[];
  /** What the database did by itself. */
  readonly database: readonly Sentence[];
  /** Which settings decide, and what to write to have it otherwise. */
  readonly settings: readonly Sentence[];
}

export type Words = string | Span | readonly Words[];

/** Puts a sentence together; neighbouring plain words become one span. */
export function say(...words: readonly Words[]): Sentence {
  const spans: Span[] = [];
  const put = (each: Words): void => {
    if (typeof each === "string") {
      if (each !== "") add({ text: each, link: null, code: false });
    } else if (isSpan(each)) add(each);
    else for (const one of each) put(one);
  };
  const add = (span: Span): void => {
    const last = spans.at(-1);
    const plain = span.link === null && !span.code;
    if (last && plain && last.link === null && !last.code)
      spans[spans.length - 1] = { ...last, text: last.text + span.text };
    else spans.push(span);
  };
  put(words);
  return spans;
}

function isSpan(words: Span | readonly Words[]): words is Span {
  return !Array.isArray(words);
}

export const code = (text: string, link: Selection | null = null): Span => ({ text, link, code: true });
export const linked = (text: string, link: Selection): Span => ({ text, link, code: false });

/** `a`, `a and b`, `a, b and c`; beyond `limit` of them `a, b and 7 more`. */
export function listed(items: readonly Words[], limit = 5): Words {
  const shown = items.length > limit ? items.slice(0, limit - 1) : items;
  const more = items.length - shown.length;
  const parts: Words[] = more > 0 ? [...shown, `${more} more`] : [...shown];
  return parts.map((part, place) => [place === 0 ? "" : place === parts.length - 1 ? " and " : ", ", part]);
}

/** A sentence as plain text; code stands in backquotes. */
export function sentenceText(sentence: Sentence): string {
  return sentence.map(({ text, code: isCode }) => (isCode ? `\`${text}\`` : text)).join("");
}

/** A whole explanation as text: headline, then the ways with their steps indented, then what else there is to say. */
export function explainText(explanation: Explanation): string {
  const { headline, paths, omitted, database, settings } = explanation;
  const lines = [sentenceText(headline)];
  for (const { rows, steps } of paths) {
    if (rows !== null && paths.length > 1) lines.push(`${sentenceText(rows)}:`);
    lines.push(...steps.map(({ text }) => `  → ${sentenceText(text)}`));
  }
  const section = (title: string, sentences: readonly Sentence[]) => {
    if (sentences.length > 0) lines.push(title, ...sentences.map((each) => `  ${sentenceText(each)}`));
  };
  section("Left alone:", omitted);
  section("By the database:", database);
  section("To change it:", settings);
  return lines.join("\n");
}
