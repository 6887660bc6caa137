/** What a statement's text tells of what it will do. */
export interface StatementShape {
  readonly kind: "write" | "schema" | "begin" | "end" | "other";
  /** The table that it writes, as it is spelled there. */
  readonly table: string | null;
  /** True where rows in its way are replaced, which SQLite does not tell. */
  readonly replaces: boolean;
  readonly returns: boolean;
  /** True where rows that were written before it failed may stay, or all that the transaction did may go. */
  readonly failsOddly: boolean;
  /** True where nothing can be added to the end of the text by simply writing it there. */
  readonly hasComment: boolean;
}

/** Names, texts, comments and brackets; and words. */
const TOKEN = /"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\/|[\w$\u0080-\uffff]+|[^\s]/g;

/** Enough of the beginning of a text to find its verb and table: parameters are not written into it. */
const MAX_TOKENS = 20_000;

const SCHEMA = new Set(["CREATE", "ALTER", "DROP", "ATTACH", "DETACH"]);
const BEGINS = new Set(["BEGIN", "SAVEPOINT"]);
const ENDS = new Set(["COMMIT", "END", "ROLLBACK", "RELEASE"]);
const VERBS = new Set(["INSERT", "UPDATE", "DELETE", "REPLACE"]);

const OTHER: StatementShape = {
  ...{ kind: "other", table: null, replaces: false, returns: false, failsOddly: false, hasComment: false },
};

/** Reads a statement's text as far as that is needed to know where to look for what it did. */
export function shapeOf(sql: string): StatementShape {
  const words: string[] = [];
  let hasComment = false;
  let tokens = 0;
  let depth = 0;
  for (const [token] of sql.matchAll(TOKEN)) {
    if (++tokens > MAX_TOKENS) break;
    if (token.startsWith("--") || token.startsWith("/*")) hasComment = true;
    else if (token === "(") depth++;
    else if (token === ")") depth--;
    else if (depth === 0) words.push(token);
  }
  const first = words[0]?.toUpperCase() ?? "";
  if (SCHEMA.has(first)) return { ...OTHER, kind: "schema", hasComment };
  if (BEGINS.has(first)) return { ...OTHER, kind: "begin", hasComment };
  if (ENDS.has(first)) return { ...OTHER, kind: "end", hasComment };
  if (first !== "WITH" && !VERBS.has(first)) return { ...OTHER, hasComment };
  const verb = words.findIndex((word) => VERBS.has(word.toUpperCase()));
  if (verb < 0) return { ...OTHER, hasComment };
  const rest = words.slice(verb).map((word) => word.toUpperCase());
  const alternative = rest[1] === "OR" ? (rest[2] ?? "") : "";
  return {
    kind: "write",
    table: tableIn(words.slice(verb)),
    replaces: rest[0] === "REPLACE" || alternative === "REPLACE",
    returns: rest.includes("RETURNING"),
    failsOddly: alternative === "FAIL" || alternative === "ROLLBACK",
    hasComment,
  };
}

/** `INSERT [OR x] INTO name`, `REPLACE INTO name`, `UPDATE [OR x] name`, `DELETE FROM name`; a schema's name may stand before. */
function tableIn(words: readonly string[]): string | null {
  let at = 1;
  if (words[at]?.toUpperCase() === "OR") at += 2;
  const next = words[at]?.toUpperCase();
  if (next === "INTO" || next === "FROM") at++;
  if (words[at + 1] === ".") at += 2;
  const name = words[at];
  return name === undefined ? null : unquoted(name);
}

function unquoted(name: string): string {
  const first = name[0];
  if (first === '"' || first === "`") return name.slice(1, -1).replaceAll(`${first}${first}`, first);
  return first === "[" || first === "'" ? name.slice(1, -1) : name;
}
