import { describe, expect, test } from "vitest";
import { type Expression, parseExpression } from "./expression-parser.ts";

/** The tree as text: calls, operators and paths with every bracket written. */
function shown(expression: Expression): string {
  switch (expression.kind) {
    case "literal":
      return JSON.stringify(expression.value);
    case "name":
      return expression.name;
    case "attribute":
      return `${shown(expression.of)}.${expression.name}`;
    case "call":
      return `${shown(expression.callee)}(${[
        ...expression.args.map(shown),
        ...Object.entries(expression.keywords).map(([key, value]) => `${key}=${shown(value)}`),
      ].join(", ")})`;
    case "list":
      return `[${expression.items.map(shown).join(", ")}]`;
    case "item":
      return `${shown(expression.of)}[${shown(expression.index)}]`;
    case "unary":
      return `(${expression.operator} ${shown(expression.operand)})`;
    case "binary":
      return `(${shown(expression.left)} ${expression.operator} ${shown(expression.right)})`;
  }
}

describe("parseExpression", () => {
  test.each([
    ["Address.user_id == User.id", "(Address.user_id == User.id)"],
    ["and_(A.x == foreign(B.x), B.y == 'a\\'b')", `and_((A.x == foreign(B.x)), (B.y == "a'b"))`],
    ["[A.x, A.y]", "[A.x, A.y]"],
    ["[A.x,]", "[A.x]"],
    ["A.x, desc(A.y)", "[A.x, desc(A.y)]"],
    ["users.c.id", "users.c.id"],
    ["Address.email.desc()", "Address.email.desc()"],
    ["(A.x == 1) & ~(A.y > -2.5) | A.z.in_([1, None])", "(((A.x == 1) & (~ (A.y > (- 2.5)))) | A.z.in_([1, null]))"],
    ["A.x + 1 * 2 == B.y", "((A.x + (1 * 2)) == B.y)"],
    ["cast(A.x, type_=Integer)", "cast(A.x, type_=Integer)"],
    ["t.c['x']", 't.c["x"]'],
    ["not A.x", "(not A.x)"],
    ["constructor", "constructor"],
  ])("%s", (text, tree) => {
    expect(shown(parseExpression(text))).toBe(tree);
  });

  test.each([
    ["A.x ==", `Can't read the expression "A.x ==": it ends too early`],
    ["A.x = 1", `Can't read the expression "A.x = 1" near "="`],
    ["A.x; B.y", `Can't read the expression "A.x; B.y" near ";"`],
    ["B.id,, x", `Can't read the expression "B.id,, x" near ","`],
    ["", `Can't read the expression "": it ends too early`],
  ])("refuses %s", (text, message) => {
    expect(() => parseExpression(text)).toThrow(message);
  });
});
