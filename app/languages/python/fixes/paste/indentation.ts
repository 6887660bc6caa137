import { type LogicalLine, logicalLines } from "../../syntax/lines.ts";
import { type Fix, fixOf, rewrite } from "../fix.ts";

/** A block that is open while lines without indentation are read. */
type Block = "class" | "def" | "if" | "try" | "loop" | "with";

const OPENERS: readonly (readonly [RegExp, Block])[] = [
  [/^class\b/, "class"],
  [/^(?:async\s+)?def\b/, "def"],
  [/^(?:if|elif|else)\b/, "if"],
  [/^(?:try|except|finally)\b/, "try"],
  [/^(?:async\s+)?(?:for|while)\b/, "loop"],
  [/^(?:async\s+)?with\b/, "with"],
];
/** What a block goes on with, at its own depth. */
const CONTINUES: readonly (readonly [RegExp, readonly Block[]])[] = [
  [/^(?:elif|else)\b/, ["if", "try", "loop"]],
  [/^(?:except|finally)\b/, ["try"]],
];
const METHOD = /^(?:async\s+)?def\s+\w+\s*\(\s*(?:self|cls)\b/;
const METHOD_DECORATOR =
  /^@(?:property|staticmethod|classmethod|declared_attr|validates|hybrid_\w+|reconstructor|\w+\.(?:setter|expression|comparator|deleter|inplace)\b)/;
const CLASS_LINE =
  /^(?:__\w+__\s*=|\w+\s*:\s*\w|pass\b|"""|'''|["']|\w+\s*=\s*(?:\w+\.)*(?:Column|mapped_column|relationship|relation|dynamic_loader|column_property|deferred|synonym|composite|association_proxy|hybrid_property|backref|declared_attr)\s*\()/;
const ENDS_BLOCK = /^(?:return|raise|break|continue|pass)\b/;

/** True for a line that opens a block and holds nothing of it: `class User(Base):`. */
const opens = (line: LogicalLine): boolean =>
  !line.open && line.code.endsWith(":") && OPENERS.some(([word]) => word.test(line.code));

/** True where a block's first line is not further in than the line that opens it. */
export function lacksIndentation(source: string): boolean {
  const lines = logicalLines(source).filter(({ blank, code }) => !blank && code !== "");
  return lines.some((line, at) => {
    const next = lines[at + 1];
    return opens(line) && next !== undefined && widthOf(next.indent) <= widthOf(line.indent);
  });
}

/**
 * Gives blocks their indentation back, as far as it can be told from what stands in them: what a class declares belongs to
 * it, a method takes `self`, and a blank line ends a function, a loop or a `try`.
 */
export function withIndentation(source: string): string {
  const lines = logicalLines(source);
  const out: string[] = [];
  let blocks: Block[] = [];
  let blankBefore = false;
  let ended = false;
  lines.forEach((line, at) => {
    const text = source.slice(line.from, line.to);
    if (line.blank) {
      blankBefore = true;
      out.push("");
      return;
    }
    if (widthOf(line.indent) > 0 && blocks.length === 0) {
      out.push(text);
      blankBefore = false;
      return;
    }
    if (line.code === "" && nextIsOutside(lines, at, blocks)) blocks = [];
    else if (line.code !== "") blocks = blocksFor(line, { blocks, blankBefore, ended, next: lines[at + 1] });
    out.push(indented(text, "    ".repeat(blocks.length)));
    ended = ENDS_BLOCK.test(line.code);
    blankBefore = false;
    const opened = opens(line) ? OPENERS.find(([word]) => word.test(line.code))?.[1] : undefined;
    if (opened !== undefined && !followedByDeeper(lines, at)) {
      blocks = [...blocks, opened];
      ended = false;
    }
  });
  return out.join("\n");
}

function blocksFor(
  line: LogicalLine,
  state: {
    readonly blocks: readonly Block[];
    readonly blankBefore: boolean;
    readonly ended: boolean;
    readonly next: LogicalLine | undefined;
  },
): Block[] {
  const { code } = line;
  const inClass = state.blocks.indexOf("class");
  const continued = CONTINUES.find(([word]) => word.test(code));
  if (continued) {
    const at = state.blocks.findLastIndex((block) => continued[1].includes(block));
    return state.blocks.slice(0, Math.max(at, 0));
  }
  if (/^class\b/.test(code)) return [];
  if (inClass >= 0) {
    const method = METHOD.test(code) || (code.startsWith("@") && decoratesMethod(code, state.next));
    if (method) return state.blocks.slice(0, inClass + 1);
    // Directly in the class: only what a class declares belongs to it.
    if (state.blocks.length === inClass + 1) return CLASS_LINE.test(code) ? [...state.blocks] : [];
    if (state.blankBefore || state.ended) {
      return CLASS_LINE.test(code) ? state.blocks.slice(0, inClass + 1) : closed(state, inClass + 1);
    }
    return [...state.blocks];
  }
  if (/^(?:@|(?:async\s+)?def\b|from\b|import\b)/.test(code)) return [];
  if (state.blankBefore) return [];
  return closed(state, 0);
}

/** What stays open after a line that ends its block. */
function closed(
  state: { readonly blocks: readonly Block[]; readonly blankBefore: boolean; readonly ended: boolean },
  least: number,
): Block[] {
  if (state.blankBefore) return [];
  if (!state.ended) return [...state.blocks];
  const kept = state.blocks.slice(0, -1);
  return kept.length <= least && least > 0 ? [] : kept;
}

const decoratesMethod = (decorator: string, next: LogicalLine | undefined): boolean =>
  METHOD_DECORATOR.test(decorator) || (next !== undefined && METHOD.test(next.code));

/** Whether a comment stands before something that is outside of every block. */
function nextIsOutside(lines: readonly LogicalLine[], at: number, blocks: readonly Block[]): boolean {
  if (blocks.length === 0) return false;
  const blank = lines[at - 1]?.blank === true;
  const next = lines.slice(at + 1).find(({ code }) => code !== "");
  if (next === undefined) return blank;
  const inside = blocksFor(next, { blocks, blankBefore: blank, ended: false, next: undefined });
  return inside.length === 0;
}

function followedByDeeper(lines: readonly LogicalLine[], at: number): boolean {
  const line = lines[at];
  const next = lines.slice(at + 1).find(({ code }) => code !== "");
  return line !== undefined && next !== undefined && widthOf(next.indent) > widthOf(line.indent);
}

const indented = (text: string, indent: string): string =>
  indent === ""
    ? text
    : text
        .split("\n")
        .map((each) => (each.trim() === "" ? "" : indent + each))
        .join("\n");

const widthOf = (indent: string): number => indent.replaceAll("\t", "    ").length;

export function restoreIndentation(source: string): Fix | null {
  if (!lacksIndentation(source)) return null;
  const after = withIndentation(source);
  if (lacksIndentation(after)) return null;
  return fixOf(
    {
      id: "restore-indentation",
      title: "Indent what belongs to classes and functions",
      why: "The indentation got lost on the way here. It is put back as far as the lines tell; see whether each stands where it belongs.",
    },
    rewrite(source, after),
  );
}

/** Takes away indentation that everything has, or everything after a first line that lost its own. */
export function dedent(source: string): Fix | null {
  const lines = logicalLines(source).filter(({ code }) => code !== "");
  const [first, second] = lines;
  if (first === undefined) return null;
  const rest = first.indent === "" && second !== undefined && !opens(first) ? lines.slice(1) : lines;
  const width = Math.min(...rest.map(({ indent }) => indent.length));
  if (width === 0 || !Number.isFinite(width)) return null;
  const from = rest[0]?.from ?? 0;
  const after = source
    .slice(from)
    .split("\n")
    .map((line) => line.slice(Math.min(width, line.length - line.trimStart().length)))
    .join("\n");
  return fixOf(
    {
      id: "dedent",
      title: "Move the code to the left",
      why: "The pasted lines are indented, and Python takes that for a block that nothing opens.",
    },
    rewrite(source, source.slice(0, from) + after),
  );
}
