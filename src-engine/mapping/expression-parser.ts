/**
 * Reads the expressions that `relationship()` takes as text ("Late-Evaluation of Relationship Arguments"):
 * `"Address.user_id == User.id"`, `"and_(A.x == foreign(B.x), B.y == 1)"`, `"[A.x, A.y]"`, `"desc(A.x)"`, `"A.x.desc()"`.
 * The notation is a small part of Python's; nothing in it is executed.
 */
import { ArgumentError } from "../errors.ts";

export type BinaryOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "&" | "|" | "+" | "-" | "*" | "/" | "%";

export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "attribute"; readonly of: Expression; readonly name: string }
  | {
      readonly kind: "call";
      readonly callee: Expression;
      readonly args: readonly Expression[];
      readonly keywords: Readonly<Record<string, Expression>>;
    }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "item"; readonly of: Expression; readonly index: Expression }
  | { readonly kind: "unary"; readonly operator: "~" | "-" | "not"; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    };

interface Token {
  readonly kind: "name" | "number" | "string" | "symbol" | "end";
  readonly text: string;
}

const TOKEN =
  /\s*(?:([A-Za-z_]\w*)|(\d+(?:\.\d+)?)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(==|!=|<=|>=|[<>&|~+\-*/%()[\],.=]))/y;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw unreadable(text, text.slice(at).trim().charAt(0));
    const [, name, number, string, symbol] = match;
    if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (string !== undefined) tokens.push({ kind: "string", text: string.slice(1, -1).replace(/\\(.)/g, "$1") });
    else tokens.push({ kind: "symbol", text: symbol ?? "" });
  }
  tokens.push({ kind: "end", text: "" });
  return tokens;
}

function unreadable(text: string, near: string): ArgumentError {
  return new ArgumentError(
    `Can't read the expression ${JSON.stringify(text)}${near === "" ? ": it ends too early" : ` near ${JSON.stringify(near)}`}`,
  );
}

/** Binary operators from the loosest to the tightest, as Python binds them. */
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ["==", "!=", "<", "<=", ">", ">="],
  ["|"],
  ["&"],
  ["+", "-"],
  ["*", "/", "%"],
];

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
  }

  whole(): Expression {
    const first = this.expression();
    const expression = this.#peek(",") ? this.#tuple(first) : first;
    if (this.#token().kind !== "end") throw this.#error();
    return expression;
  }

  /** `a, b` without brackets, which Python reads as a tuple. */
  #tuple(first: Expression): Expression {
    const items = [first];
    while (this.#take(",")) {
      if (this.#token().kind === "end") break;
      items.push(this.expression());
    }
    return { kind: "list", items };
  }

  expression(): Expression {
    const token = this.#token();
    if (token.kind === "name" && token.text === "not") {
      this.#at++;
      return { kind: "unary", operator: "not", operand: this.expression() };
    }
    return this.#binary(0);
  }

  #binary(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = operators.find((candidate) => this.#peek(candidate));
      if (operator === undefined) return left;
      this.#at++;
      left = { kind: "binary", operator, left, right: this.#binary(level + 1) };
    }
  }

  #unary(): Expression {
    if (this.#take("~")) return { kind: "unary", operator: "~", operand: this.#unary() };
    if (this.#take("-")) return { kind: "unary", operator: "-", operand: this.#unary() };
    return this.#postfix();
  }

  #postfix(): Expression {
    let expression = this.#primary();
    for (;;) {
      if (this.#take(".")) {
        const name = this.#token();
        if (name.kind !== "name") throw this.#error();
        this.#at++;
        expression = { kind: "attribute", of: expression, name: name.text };
      } else if (this.#take("(")) {
        expression = this.#call(expression);
      } else if (this.#take("[")) {
        const index = this.expression();
        this.#expect("]");
        expression = { kind: "item", of: expression, index };
      } else {
        return expression;
      }
    }
  }

  #call(callee: Expression): Expression {
    const args: Expression[] = [];
    const keywords: Record<string, Expression> = {};
    while (!this.#take(")")) {
      const token = this.#token();
      const next = this.#tokens[this.#at + 1];
      if (token.kind === "name" && next?.kind === "symbol" && next.text === "=") {
        this.#at += 2;
        keywords[token.text] = this.expression();
      } else {
        args.push(this.expression());
      }
      if (!this.#peek(")")) this.#expect(",");
    }
    return { kind: "call", callee, args, keywords };
  }

  #primary(): Expression {
    const token = this.#token();
    this.#at++;
    if (token.kind === "number") return { kind: "literal", value: Number(token.text) };
    if (token.kind === "string") return { kind: "literal", value: token.text };
    if (token.kind === "name") {
      const literal = LITERALS.get(token.text);
      return literal === undefined ? { kind: "name", name: token.text } : { kind: "literal", value: literal };
    }
    if (token.kind === "symbol" && token.text === "(") {
      if (this.#take(")")) return { kind: "list", items: [] };
      const first = this.expression();
      if (this.#take(")")) return first;
      return { kind: "list", items: this.#items(first, ")") };
    }
    if (token.kind === "symbol" && token.text === "[") {
      if (this.#take("]")) return { kind: "list", items: [] };
      return { kind: "list", items: this.#items(this.expression(), "]") };
    }
    this.#at--;
    throw this.#error();
  }

  #items(first: Expression, close: string): Expression[] {
    const items = [first];
    while (!this.#take(close)) {
      this.#expect(",");
      if (this.#take(close)) break;
      items.push(this.expression());
    }
    return items;
  }

  #token(): Token {
    return this.#tokens[this.#at] ?? { kind: "end", text: "" };
  }

  #peek(symbol: string): boolean {
    const token = this.#token();
    return token.kind === "symbol" && token.text === symbol;
  }

  #take(symbol: string): boolean {
    if (!this.#peek(symbol)) return false;
    this.#at++;
    return true;
  }

  #expect(symbol: string): void {
    if (!this.#take(symbol)) throw this.#error();
  }

  #error(): ArgumentError {
    return unreadable(this.#text, this.#token().text);
  }
}

const LITERALS: ReadonlyMap<string, boolean | null> = new Map([
  ["True", true],
  ["False", false],
  ["None", null],
  ["true", true],
  ["false", false],
  ["null", null],
]);

/**
 * Reads one expression.
 * @throws ArgumentError where the text is no such expression
 */
export function parseExpression(text: string): Expression {
  return new Parser(text).whole();
}
