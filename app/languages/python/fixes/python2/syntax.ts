import { type TextEdit, withEdits } from "../../../../protocol/text-edit.ts";
import { flattened, type LogicalLine, logicalLines, masked } from "../../syntax/lines.ts";
import { PythonTree } from "../../syntax/tree.ts";
import { type Fix, fixOf } from "../fix.ts";

/** `print x` as a statement. */
export function printStatements(source: string): Fix | null {
  return fixOf(
    {
      id: "print",
      title: "Write print as a function",
      why: "In Python 3 print is a function: print(x).",
    },
    printEdits(source),
  );
}

/** What else of Python 2's syntax Python 3 does not have. */
export function oldSyntax(source: string): Fix | null {
  return fixOf(
    {
      id: "python-2-syntax",
      title: "Write Python 2's syntax as Python 3's",
      why: "The code is written for Python 2: except E, e is except E as e now, <> is !=, 10L is 10.",
    },
    syntaxEdits(source),
  );
}

/** The text as Python 3 takes it. */
export const withoutPython2 = (source: string): string => {
  const printed = withEdits(source, printEdits(source));
  const fix = oldSyntax(printed);
  return fix === null ? printed : withEdits(printed, fix.edits);
};

function printEdits(source: string): TextEdit[] {
  return logicalLines(source).flatMap((line) =>
    statementsOf(line).flatMap(({ from, to }) => printEdit(source, { from, to })),
  );
}

/** The statements of a line: after `:` of a block that it opens, and between semicolons. */
function statementsOf(line: LogicalLine): { from: number; to: number }[] {
  const start = line.from + line.indent.length;
  const code = line.masked.slice(0, line.codeTo - start);
  const flat = flattened(code);
  const opener = /^(?:if|elif|else|for|while|try|except|finally|with|def|class)\b/.test(flat)
    ? flat.search(/:(?=\s|$)/)
    : -1;
  const found: { from: number; to: number }[] = [];
  let from = opener < 0 ? 0 : opener + 1;
  for (const end of [...flat.matchAll(/;/g)].map(({ index }) => index).concat(code.length)) {
    const lead = /^\s*/.exec(flat.slice(from, end))?.[0].length ?? 0;
    if (from + lead < end)
      found.push({ from: start + from + lead, to: start + from + flat.slice(from, end).trimEnd().length });
    from = end + 1;
  }
  return found;
}

function printEdit(source: string, { from, to }: { readonly from: number; readonly to: number }): TextEdit[] {
  const text = source.slice(from, to);
  const match = /^print(\s*)(?=$|[^\s=.,)\]:])/.exec(text);
  if (match === null || !/^print(?:\s|["'(`~]|$)/.test(text)) return [];
  const at = match[0].length;
  const rest = text.slice(at);
  if (rest === "") return [{ from, to, text: "print()" }];
  if (/^(?:=|\.|,|in\b|is\b|and\b|or\b)/.test(rest)) return [];
  const flat = flattened(masked(rest));
  // print(x) is a call already; print (x), y and print ("%s") % y are not.
  if (flat.startsWith("(") && /^\([^)]*\)$/.test(flat)) return [];
  const file = /^>>\s*([^,]+)(?:,\s*)?/.exec(flat);
  const shown = file === null ? rest : rest.slice(file[0].length);
  const open = flat.trimEnd().endsWith(",");
  const args = [
    ...(shown.trim() === "" ? [] : [open ? shown.trimEnd().slice(0, -1).trimEnd() : shown]),
    ...(open && shown.trim() !== "" ? ['end=" "'] : []),
    ...(file === null
      ? []
      : [
          `file=${rest.slice(rest.indexOf(file[1] ?? ""), rest.indexOf(file[1] ?? "") + (file[1] ?? "").length).trim()}`,
        ]),
  ];
  const call = `print(${args.join(", ")})`;
  return new PythonTree(call).sound ? [{ from, to, text: call }] : [];
}

function syntaxEdits(source: string): TextEdit[] {
  const hidden = masked(source);
  const edits: TextEdit[] = [];
  const replace = (pattern: RegExp, text: (match: RegExpMatchArray) => string) => {
    for (const match of hidden.matchAll(pattern)) {
      const from = match.index;
      edits.push({ from, to: from + match[0].length, text: text(match) });
    }
  };
  replace(/(?<=^[ \t]*except\s*(?:[\w.]+|\([^()\n]*\)))\s*,\s*(?=\w+\s*:)/gm, () => " as ");
  replace(/<>/g, () => "!=");
  replace(/(?<=\b\d+)[lL]\b/g, () => "");
  replace(/(?<![\w.])0(?=[0-7]+\b(?![.\w]))(?!0+\b)/g, () => "0o");
  replace(/\b[uU][rR](?=["'])/g, () => "r");
  for (const match of hidden.matchAll(/`([^`\n]*)`/g)) {
    edits.push({ from: match.index, to: match.index + 1, text: "repr(" });
    const end = match.index + match[0].length;
    edits.push({ from: end - 1, to: end, text: ")" });
  }
  // Underscores that markup takes for its own.
  replace(/(?<=\.)(in|and|or|not|is)(?=\()/g, ([word]) => `${word}_`);
  for (const line of logicalLines(source)) {
    for (const { from, to } of statementsOf(line)) edits.push(...statementEdit(source.slice(from, to), from));
  }
  return edits;
}

function statementEdit(text: string, from: number): TextEdit[] {
  const flat = flattened(masked(text));
  const raised = /^raise\s+[\w.]+\s*,\s*/.exec(flat);
  if (raised) {
    const comma = flat.indexOf(",");
    const rest = flattened(flat.slice(raised[0].length));
    const end = rest.includes(",") ? raised[0].length + rest.indexOf(",") : text.length;
    const name = text.slice(0, comma).trimEnd();
    return [{ from, to: from + text.length, text: `${name}(${text.slice(raised[0].length, end).trim()})` }];
  }
  const executed = /^exec\s+(?=["'\w])/.exec(flat);
  if (executed) return [{ from, to: from + text.length, text: `exec(${text.slice(executed[0].length)})` }];
  return [];
}
