/** The languages whose words are known here. */
export type CodeLanguage = "typescript" | "python";

/** What a piece of a program is, for colouring it; `plain` is everything that has no colour of its own. */
export type CodeTokenKind = "comment" | "string" | "number" | "keyword" | "type" | "plain";

export interface CodeToken {
  readonly kind: CodeTokenKind;
  readonly text: string;
}

const typescriptWords = wordsOf(
  `abstract as async await break case catch class const continue debugger default delete do else enum export extends false
  finally for from function get if implements import in instanceof interface let new null of private protected public
  readonly return set static super switch this throw true try type typeof undefined var void while with yield`,
);
const pythonWords = wordsOf(
  `False None True and as assert async await break class continue def del elif else except finally for from global if import
  in is lambda nonlocal not or pass raise return try while with yield`,
);

const rest = String.raw`(?<number>\b\d[\w.]*)|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)|(?<other>[\s\S])`;
const quoted = String.raw`"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?`;
const template = "`(?:[^`\\\\]|\\\\[\\s\\S])*`?";

const languages: Readonly<Record<CodeLanguage, { readonly pattern: RegExp; readonly keywords: ReadonlySet<string> }>> =
  {
    typescript: {
      pattern: new RegExp(
        String.raw`(?<comment>//[^\n]*|/\*[\s\S]*?(?:\*/|$))|(?<string>${quoted}|${template})|${rest}`,
        "gu",
      ),
      keywords: typescriptWords,
    },
    python: {
      pattern: new RegExp(
        String.raw`(?<comment>#[^\n]*)|(?<string>"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|${quoted})|${rest}`,
        "gu",
      ),
      keywords: pythonWords,
    },
  };

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

/**
 * Cuts a program into tokens whose texts, joined, are the program again. Made to be quick, for text that is shown
 * before the editor is there: it knows words, not grammar. Never throws.
 */
export function codeTokens(code: string, language: CodeLanguage): readonly CodeToken[] {
  const { pattern, keywords } = languages[language];
  const tokens: CodeToken[] = [];
  let plain = "";
  for (const { 0: text, groups } of code.matchAll(pattern)) {
    const kind = kindOf(groups ?? {}, keywords);
    if (kind === "plain") {
      plain += text;
      continue;
    }
    if (plain !== "") tokens.push({ kind: "plain", text: plain });
    plain = "";
    tokens.push({ kind, text });
  }
  if (plain !== "") tokens.push({ kind: "plain", text: plain });
  return tokens;
}

function kindOf(
  { comment, string, number, word }: Record<string, string | undefined>,
  keywords: ReadonlySet<string>,
): CodeTokenKind {
  if (comment !== undefined) return "comment";
  if (string !== undefined) return "string";
  if (number !== undefined) return "number";
  if (word === undefined) return "plain";
  if (keywords.has(word)) return "keyword";
  return /^\p{Lu}/u.test(word) ? "type" : "plain";
}
