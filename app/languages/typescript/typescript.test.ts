import { describe, expect, test } from "vitest";
import type { Program, ProgramHost } from "../language.ts";
import { SyntaxProblem } from "../language.ts";
import { instrument } from "./instrument.ts";
import { typescript } from "./typescript.ts";

/** Runs a program against one function, `at()`, which notes the line that it is called from. */
function linesOf(source: string): (number | null)[] {
  const lines: (number | null)[] = [];
  const program: Program = typescript.prepare(source);
  program.run(host({ at: () => lines.push(program.line()) }));
  return lines;
}

function host(exports: Record<string, unknown>, parts: Partial<ProgramHost> = {}): ProgramHost {
  return { modules: { flushlight: exports }, tick() {}, leave() {}, register() {}, ...parts };
}

function problem(source: string): { message: string; line: number; column: number | null } {
  try {
    typescript.prepare(source).run(host({ at() {} }));
  } catch (error) {
    if (error instanceof SyntaxProblem) return { message: error.message, line: error.line, column: error.column };
    throw error;
  }
  throw new Error("no problem was found");
}

const IMPORT = `import { at } from "flushlight";\n`;

describe("lines", () => {
  test("every statement tells its own, in blocks, branches, loops and functions", () => {
    const lines = linesOf(`${IMPORT}
at();
if (at())
  at();
else at(); at();
for (const x of [1, 2])
  at();
function later() {

  at();
}
later();
switch (1) {
  case 1:
    at();
}
while (at() < 9)
  at();
[1].forEach((n: number) => {
  at();
});`);
    expect(lines).toEqual([3, 4, 5, 6, 8, 8, 11, 16, 18, 21]);
  });

  test("a loop's condition is on its own line each time round", () => {
    const lines = linesOf(`${IMPORT}let n = 0;
while (at(), n < 2)
  n++;`);
    expect(lines).toEqual([3, 3, 3]);
  });

  test("what follows a call in the same statement is not put down to the function called", () => {
    const lines = linesOf(`${IMPORT}function inner() {
  at();
}
inner(), at();`);
    expect(lines).toEqual([3, 5]);
  });

  test("an error keeps the innermost line, however far out it is caught", () => {
    const program = typescript.prepare(`function inner() {
  throw new Error("no");
}
function outer() {
  inner();
}
outer();`);
    let line: number | null = null;
    try {
      program.run(host({}));
    } catch (error) {
      line = program.lineOf(error);
    }
    expect([line, program.line()]).toEqual([2, 7]);
  });

  test("types spread over lines move nothing", () => {
    const lines = linesOf(`${IMPORT}interface A {
  b: string;
}
type C = {
  d: number;
};
const e = <T,>(
  f: T,
): T => f;
at();`);
    expect(lines).toEqual([11]);
  });

  test("what stands on one line stays on one line", () => {
    const script = "if (a) b(); else c()\nfor (;;) d()\nlabel: while (e) { break label }\ndo f()\nwhile (g)";
    expect(instrument(script).code.split("\n").length).toBe(5);
  });
});

describe("registration", () => {
  const declared = (): object => Object.assign(class {}, { mapped: declared });

  test("each mapped class after its declaration, with the base it comes from", () => {
    const seen: string[] = [];
    typescript
      .prepare(`import { Base } from "flushlight";
class User extends Base.mapped("users", {}) {}
export class Manager extends User {}
const Engineer = class extends User.mapped("engineers", {}) {}
class Plain {}
class Other extends Plain {}
function local() {
  class Inner extends Base.mapped("inner", {}) {}
}
local();`)
      .run(
        host(
          { Base: { mapped: declared } },
          {
            register(base, mapped) {
              seen.push(`${(mapped as { name: string }).name} ${typeof base}`);
            },
          },
        ),
      );
    expect(seen).toEqual(["User object", "Manager object", "Engineer object", "Inner object"]);
  });

  test("an error while a class is declared is one of the mapping, a later one is not", () => {
    const failing = (source: string) => {
      const program = typescript.prepare(`import { Base } from "flushlight";\n${source}`);
      const exports = {
        Base: {
          mapped() {
            throw new Error("no");
          },
        },
      };
      expect(() => program.run(host(exports))).toThrow("no");
      return program.mapping();
    };
    expect(failing(`class User extends Base.mapped("users", {}) {}`)).toBe(true);
    expect(failing(`try {\n class User extends Base.mapped("users", {}) {}\n} catch {}\nthrow new Error("no");`)).toBe(
      false,
    );
  });
});

describe("ticks", () => {
  test.each([
    "while (true);",
    "for (;;) {}",
    "do {} while (true)",
    "function again() { again2(); } function again2() { again(); } again();",
  ])("stop %s", (source) => {
    let ticks = 0;
    const stop = new Error("stopped");
    const program = typescript.prepare(source);
    const tick = () => {
      if (++ticks > 100) throw stop;
    };
    expect(() => program.run(host({}, { tick }))).toThrow(stop);
  });
});

describe("imports", () => {
  test("types are dropped, names are bound, a namespace has everything", () => {
    const lines = linesOf(`import { type A, at } from "flushlight";
import type { B } from "flushlight";
import { OnlyAType } from "flushlight";
import * as all from "flushlight";
import { at as there } from "flushlight";
const x: OnlyAType = 1;
at(); all.at(); there();`);
    expect(lines).toEqual([7, 7, 7]);
  });

  test("another module is refused at its line", () => {
    expect(problem(`import { at } from "flushlight";\nimport { chunk } from "lodash";\nchunk();`)).toEqual({
      message: 'A scenario cannot import "lodash": there is only "flushlight".',
      line: 2,
      column: null,
    });
  });

  test("another module is refused though only imported for what it does", () => {
    expect(problem(`import "lodash";`).line).toBe(1);
  });

  test("a name that is not there is refused at its line", () => {
    expect(problem(`import {\n  at,\n  sesion,\n} from "flushlight";\nsesion(at);`)).toEqual({
      message: '"flushlight" exports nothing that is called sesion.',
      line: 3,
      column: null,
    });
  });
});

describe("problems", () => {
  test.each([
    [
      "a bracket too few",
      "foo(1;\n",
      { message: "Syntax error: “;” stands where “,” is expected.", line: 1, column: 6 },
    ],
    [
      "a name declared twice, behind a type",
      "let a: number = 1;\nlet b: string = 2, a: number = 3;",
      { message: "Syntax error: Identifier 'a' has already been declared.", line: 2, column: 20 },
    ],
    [
      "an open string",
      'let a = "x;\n',
      { message: "Syntax error: this string has no closing quote.", line: 1, column: 9 },
    ],
    [
      "a namespace",
      "const a = 1;\nexport namespace N {\n  export const b = 1;\n}",
      { message: "A scenario cannot hold a namespace: write its contents at the top level.", line: 2, column: 1 },
    ],
    ["an open block", "function f() {\n  f();\n", { line: 3 }],
    ["a default export", "export default 1;", { line: 1, column: 1 }],
    ["import.meta", "\nconsole.log(import.meta);", { line: 2, column: 13 }],
  ])("%s", (_, source, expected) => {
    expect(problem(source)).toMatchObject(expected);
  });

  test("text that only reads like a namespace is no problem", () => {
    expect(linesOf(`${IMPORT}const text = \`\nnamespace N {\n\`;\nat();`)).toEqual([5]);
  });
});

describe("the program", () => {
  test("is strict and sees neither module nor host", () => {
    const seen: unknown[] = [];
    typescript
      .prepare(`import { at } from "flushlight";
at((function (this: unknown) { return this; })());
at(typeof host, typeof instrumented);`)
      .run(host({ at: (...values: unknown[]) => seen.push(...values) }));
    expect(seen).toEqual([undefined, "undefined", "undefined"]);
  });

  test("may wait at the top level", async () => {
    const seen: unknown[] = [];
    const running = typescript
      .prepare(`import { at } from "flushlight";\nat(await Promise.resolve(1));`)
      .run(host({ at: (value: unknown) => seen.push(value) }));
    expect(running).toBeInstanceOf(Promise);
    await running;
    expect(seen).toEqual([1]);
  });

  test("runs at once when it waits only inside functions", () => {
    expect(typescript.prepare("async function f() { await 1; } f();").run(host({}))).toBeUndefined();
  });

  test("keeps its generators, accessors, constructors and enums working", () => {
    const seen: unknown[] = [];
    typescript
      .prepare(`import { at } from "flushlight";
enum Colour { Red, Green }
abstract class A<T> {
  constructor(protected readonly t: T) { this.t = t; }
  get double(): number { return 2 * (this.t as number); }
  *each() { yield this.t; yield this.double; }
  static { at("static"); }
}
class B extends A<number> { constructor() { super(4); } }
at(...new B().each(), Colour.Green);
a: for (const x of [1, 2, 3]) { if (x === 2) continue a; at(x); }
at(((a, b = a) => { "use no"; return a + b; })(1));
const tagged = String.raw\`\${at("in") && 1}\`;`)
      .run(host({ at: (...values: unknown[]) => seen.push(...values) }));
    expect(seen).toEqual(["static", 4, 8, 1, 1, 3, 2, "in"]);
  });
});
