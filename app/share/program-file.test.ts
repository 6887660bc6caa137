import { expect, test } from "vitest";
import { programFileText, readProgramFile } from "./program-file.ts";

const file = {
  code: "console.log('ü')\n",
  language: "typescript" as const,
  title: "A title",
  autoRun: false,
  view: "#select=line.3",
};

test("a file comes back as it went", () => {
  expect(readProgramFile("x.flushlight.json", programFileText(file))).toEqual(file);
});

test("a plain program is taken as it is", () => {
  expect(readProgramFile("shop.ts", "let a = 1")).toEqual({
    code: "let a = 1",
    language: "typescript",
    title: "",
    autoRun: true,
    view: "",
  });
  expect(readProgramFile("shop.py", "a = 1")).toMatchObject({ language: "python" });
});

test("says what is wrong with another file", () => {
  expect(readProgramFile("photo.png", "\u0089PNG")).toEqual({
    problem: "photo.png is no program: it ends neither in .ts nor in .py, and is no file of Flushlight's.",
  });
  expect(readProgramFile("data.json", '{"flushlight": 1, "code": 5}')).toEqual({
    problem: "data.json is no file of Flushlight's: code: Invalid type: Expected string but received 5",
  });
});
