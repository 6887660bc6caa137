import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { base64UrlOf } from "./base64url.ts";
import { MAX_SHARED_CHARS, programCode, readProgramCode, type SharedProgram } from "./program-code.ts";

const program: SharedProgram = {
  code: 'console.log("Ünïcödé 𝄞 → 日本 🦊")\n',
  language: "typescript",
  title: "Schlüssel & <b>Titel</b>",
  autoRun: true,
};

const codeOf = (held: unknown) => `v1.${base64UrlOf(gzipSync(JSON.stringify(held)))}`;

test("a program comes back as it went", async () => {
  for (const each of [program, { ...program, language: "python" as const, title: "", autoRun: false }]) {
    expect(await readProgramCode(await programCode(each))).toEqual({ kind: "read", program: each, problems: [] });
  }
});

test("any text comes back as it went", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 200 }), async (code) => {
      const read = await readProgramCode(await programCode({ ...program, code }));
      expect(read).toEqual({ kind: "read", program: { ...program, code }, problems: [] });
    }),
  );
});

test("a link stays what it is: this one was made by the first version", async () => {
  const kept =
    "v1.H4sIAAAAAAAAA6tWSs5PSVWyUkrOzyvOz0nVy8lP14hR8kjNycnXUSjPL8pJUYxR0lTSUSrJLMkBKXRUSMssKi5RyMnMy1aqBQDX1rQVQAAAAA";
  expect(await readProgramCode(kept)).toEqual({
    kind: "read",
    program: { code: 'console.log("Hello, world!")', language: "typescript", title: "A first link", autoRun: true },
    problems: [],
  });
});

describe("of a link that is not whole", () => {
  test("the beginning of the code is saved", async () => {
    const code = Array.from({ length: 400 }, (_, n) => `const value${n} = ${n * 7919};\n`).join("");
    const whole = await programCode({ ...program, code });
    const read = await readProgramCode(whole.slice(0, whole.length / 2));
    expect(read).toMatchObject({ kind: "damaged", problem: expect.stringContaining("damaged") });
    const saved = read.kind === "damaged" ? (read.code ?? "") : "";
    expect(saved.length).toBeGreaterThan(500);
    expect(code.startsWith(saved)).toBe(true);
  });

  test("nothing but the end missing, all of the code is saved", async () => {
    const whole = await programCode({ ...program, title: "" });
    for (const missing of [1, 2, 3]) {
      expect(await readProgramCode(whole.slice(0, -missing))).toMatchObject({ kind: "damaged", code: program.code });
    }
  });

  test("a changed character is found", async () => {
    const whole = await programCode(program);
    const middle = Math.floor(whole.length * 0.6);
    const changed = whole.slice(0, middle) + (whole[middle] === "A" ? "B" : "A") + whole.slice(middle + 1);
    expect((await readProgramCode(changed)).kind).toBe("damaged");
  });
});

test("names what it does not know, and shows the code", async () => {
  expect(await readProgramCode(codeOf({ code: "1", language: "cobol", title: 5, theme: "x" }))).toEqual({
    kind: "read",
    program: { code: "1", language: "typescript", title: "", autoRun: true },
    problems: ["“theme”, which this page does not know", "the language “cobol”", "a title that is no text"],
  });
});

test("a link of a later version says so, and shows the code", async () => {
  const later = codeOf({ code: "hello()", shiny: true }).replace(/^v1/, "v7");
  expect(await readProgramCode(later)).toMatchObject({
    kind: "damaged",
    problem: expect.stringContaining("version v7"),
    code: "hello()",
  });
});

test("a bomb is not inflated", async () => {
  const bomb = `v1.${base64UrlOf(gzipSync(`{"code":"${"a".repeat(50_000_000)}"}`))}`;
  expect(bomb.length).toBeLessThan(100_000);
  expect(await readProgramCode(bomb)).toMatchObject({
    kind: "damaged",
    problem: expect.stringContaining(MAX_SHARED_CHARS.toLocaleString("en")),
  });
});

test("never rejects", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 60 }), async (text) => {
      expect(["read", "damaged"]).toContain((await readProgramCode(`v1.${text}`)).kind);
    }),
  );
});
