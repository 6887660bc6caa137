import type { LanguageName } from "../protocol/messages.ts";
import type { Explanation, Sentence, Span } from "../run/explain/explanation.ts";
import { explainStatement } from "../run/explain/statement.ts";
import type { Entry, RunModel, Statement } from "../run/run-model.ts";
import type { Selection } from "../run/selection.ts";
import { whyFlush, whyOf } from "../run/statement-facts.ts";
import { inlined } from "../ui/inline-sql.ts";

interface AnswerOptions {
  readonly title: string;
  /** As somebody asked it; empty where nobody did. */
  readonly question: string;
  /** The program that ran. */
  readonly program: string;
  readonly language: LanguageName;
  readonly selection: Selection;
  /** Where all of it can be seen. */
  readonly link: string;
}

/** Statements beyond which a list helps nobody. */
const MOST = 60;
/** Characters of one statement. */
const LONGEST = 600;

/**
 * A run as an answer to somebody's question, in Markdown: the program, what each of its lines says to the database and why,
 * and the explanation of the statement that is selected.
 */
export function answerText(
  run: RunModel,
  { title, question, program, language, selection, link }: AnswerOptions,
): string {
  const parts = [
    title === "" ? [] : [`## ${plain(title)}`],
    question === "" || question === title ? [] : [plain(question)],
    [fenced(program.trimEnd(), language === "python" ? "python" : "ts")],
    emitted(run, program),
    selection.kind === "statement" ? explained(run, program, run.statements[selection.statement]) : [],
    [`[Run it and step through it](<${link.replace(/[<>\s]/g, encodeURIComponent)}>)`],
  ];
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join("\n"))
    .join("\n\n")}\n`;
}

function emitted(run: RunModel, program: string): readonly string[] {
  const told = run.entries.filter((entry) => isTold(run, entry));
  if (told.length === 0) return ["It says nothing to the database."];
  const lines = program.split("\n");
  const out = ["What it says to the database:", ""];
  let at: number | null | undefined;
  for (const entry of told.slice(0, MOST)) {
    if (entry.line !== at) {
      at = entry.line;
      out.push(at === null ? "- Elsewhere:" : `- Line ${at}, ${code(lines[at - 1]?.trim() ?? "")}:`);
    }
    out.push(`  - ${toldText(run, entry)}`);
  }
  if (told.length > MOST) out.push(`- … and ${told.length - MOST} more.`);
  const setUp = run.statements.filter(isSetUp).length;
  if (setUp > 0)
    out.push("", `The ${setUp === 1 ? "statement" : `${setUp} statements`} that made the tables are left out.`);
  return out;
}

function isSetUp({ kind }: Statement): boolean {
  return kind === "ddl" || kind === "pragma";
}

function isTold(run: RunModel, entry: Entry): boolean {
  if (entry.kind === "statement") {
    const statement = run.statements[entry.statement];
    return statement !== undefined && !isSetUp(statement);
  }
  if (entry.kind === "message") return run.messages[entry.message]?.kind === "error";
  return entry.kind === "frame-close" && entry.outcome === "rolled-back";
}

function toldText(run: RunModel, entry: Entry): string {
  if (entry.kind === "frame-close") return "`ROLLBACK`";
  if (entry.kind === "message") {
    const message = run.messages[entry.message];
    return message?.kind === "error" ? `**${plain(message.name)}**: ${plain(oneLine(message.message))}` : "";
  }
  const statement = entry.kind === "statement" ? run.statements[entry.statement] : undefined;
  if (!statement) return "";
  const [first = [], ...rest] = statement.params;
  const more = rest.length > 0 ? ` and ${rest.length} more row${rest.length === 1 ? "" : "s"}` : "";
  const why = [whyOf(run, statement), statement.flush === null ? null : flushText(run, statement.flush)];
  const reason = why.filter((each) => each !== null).join(", ");
  const rejected = statement.error === null ? "" : `; **rejected**: ${plain(statement.error)}`;
  return `${code(oneLine(inlined(statement.sql, first)))}${more}${reason === "" ? "" : ` — ${plain(reason)}`}${rejected}`;
}

function flushText(run: RunModel, flush: number): string {
  const why = whyFlush(run, flush);
  if (why === null || why === "flush") return "flush";
  return why.startsWith("autoflush") ? why : `flush on ${why}`;
}

function explained(run: RunModel, program: string, statement: Statement | undefined): readonly string[] {
  if (!statement) return [];
  const { headline, paths, omitted, database, settings }: Explanation = explainStatement(run, statement.index, program);
  const section = (title: string, sentences: readonly Sentence[]) =>
    sentences.length === 0 ? [] : ["", title, "", ...sentences.map((each) => `- ${sentence(each)}`)];
  return [
    `**Why ${code(oneLine(statement.sql))}?**`,
    "",
    sentence(headline),
    ...paths.flatMap(({ rows, steps }) => [
      "",
      ...(rows !== null && paths.length > 1 ? [`${sentence(rows)}:`, ""] : []),
      ...steps.map(({ text }, place) => `${place + 1}. ${sentence(text)}`),
    ]),
    ...section("Left alone:", omitted),
    ...section("By the database:", database),
    ...section("To change it:", settings),
  ];
}

function sentence(spans: readonly Span[]): string {
  return spans.map((span) => (span.code ? code(oneLine(span.text)) : plain(span.text))).join("");
}

function oneLine(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST)} …` : line;
}

/** Text that is nothing but text in Markdown and in HTML. */
function plain(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_[\]<>#|~$]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replace(/\b(https?):\/\//gi, "$1:&#47;&#47;");
}

/** Text set as code, whatever backquotes are in it. */
function code(text: string): string {
  const fence = "`".repeat(longestRun(text) + 1);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return text === "" ? "" : `${fence}${pad}${text}${pad}${fence}`;
}

function fenced(text: string, language: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
