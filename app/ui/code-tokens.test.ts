import fc from "fast-check";
import { expect, test } from "vitest";
import { type CodeLanguage, codeTokens } from "./code-tokens.ts";

const coloured = (code: string, language: CodeLanguage = "typescript") =>
  codeTokens(code, language)
    .filter(({ kind }) => kind !== "plain")
    .map(({ kind, text }) => `${kind} ${text}`);

test("words, strings, numbers and comments have their colours", () => {
  expect(coloured('const user = new User({ name: "ed", age: 7 }); // `one`')).toEqual([
    "keyword const",
    "keyword new",
    "type User",
    'string "ed"',
    "number 7",
    "comment // `one`",
  ]);
});

test("a template goes over lines, a string does not", () => {
  expect(coloured("`a\n{b}` + 'open\nlet c")).toEqual(["string `a\n{b}`", "string 'open", "keyword let"]);
});

test("a slash begins a comment only before another slash or a star", () => {
  expect(coloured("a / b /* c\n */ / 2")).toEqual(["comment /* c\n */", "number 2"]);
});

test("Python has comments, words and long strings of its own", () => {
  expect(coloured('def f(): # "no"\n  """a\nb"""\n  return None', "python")).toEqual([
    "keyword def",
    'comment # "no"',
    'string """a\nb"""',
    "keyword return",
    "keyword None",
  ]);
});

test("the tokens of any text are that text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.constantFrom("typescript", "python"), (text, language) => {
      expect(
        codeTokens(text, language)
          .map((token) => token.text)
          .join(""),
      ).toBe(text);
    }),
  );
});
