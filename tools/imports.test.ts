import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const repository = fileURLToPath(new URL("..", import.meta.url));
const cruiser = join(repository, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
const rules = join(repository, ".dependency-cruiser.cjs");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "imports-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Checks a project that holds just these files; gives the exit status and the complaints. */
function check(files: Record<string, string>): { status: number | null; complaints: string[] } {
  const project = mkdtempSync(join(folder, "project-"));
  const written = { "tsconfig.json": "{}", "package.json": "{}", ...files };
  for (const [path, text] of Object.entries(written)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  const roots = [...new Set(Object.keys(files).map((path) => path.split("/")[0] ?? ""))];
  const run = spawnSync(process.execPath, [cruiser, "--config", rules, ...roots], { cwd: project, encoding: "utf8" });
  const complaints = `${run.stdout}${run.stderr}`.split("\n").filter((line) => line.startsWith("  error "));
  return { status: run.status, complaints: complaints.map((line) => line.trim()) };
}

const EMPTY = "export interface T { t: 1 }\nexport const value = 1;\n";

describe("the import check", { timeout: 60_000 }, () => {
  test("passes what goes down the table", () => {
    const { status, complaints } = check({
      "src-engine/types/integer.ts": EMPTY,
      "src-engine/sql/element.ts": `import { value } from "../types/integer.ts";\nexport const e = value;`,
      "src-engine/session/session.ts": `import type { T } from "../types/integer.ts";\nexport type S = T;`,
      "src-engine/index.ts": `export { e } from "./sql/element.ts";`,
      "app/worker/worker.ts": `import { e } from "../../src-engine/index.ts";\nexport const w = e;`,
    });
    expect({ status, complaints }).toEqual({ status: 0, complaints: [] });
  });

  test("fails a forbidden import", () => {
    const { status, complaints } = check({
      "src-engine/session/session.ts": EMPTY,
      "src-engine/mapping/mapper.ts": `import { value } from "../session/session.ts";\nexport const m = value;`,
    });
    expect(complaints).toEqual(["error engine-mapping: src-engine/mapping/mapper.ts → src-engine/session/session.ts"]);
    expect(status).not.toBe(0);
  });

  test("fails a forbidden import of types alone", () => {
    const { status, complaints } = check({
      "src-engine/session/session.ts": EMPTY,
      "src-engine/mapping/mapper.ts": `import type { T } from "../session/session.ts";\nexport type M = T;`,
    });
    expect(complaints).toEqual(["error engine-mapping: src-engine/mapping/mapper.ts → src-engine/session/session.ts"]);
    expect(status).not.toBe(0);
  });

  test("fails a cycle, of types alone as well", () => {
    const { status, complaints } = check({
      "src-engine/sql/a.ts": `import { b } from "./b.ts";\nexport type A = 1;\nexport const a = b;`,
      "src-engine/sql/b.ts": `import type { A } from "./a.ts";\nexport const b: A = 1;`,
    });
    expect(complaints).toEqual(["error no-cycle: src-engine/sql/a.ts →"]);
    expect(status).not.toBe(0);
  });

  test("fails panes, languages and tools that reach into what is not theirs", () => {
    const { complaints } = check({
      "src-engine/index.ts": EMPTY,
      "src-engine/sql/element.ts": EMPTY,
      "app/main.ts": EMPTY,
      "app/panes/graph/graph.ts": `import type { T } from "../tables/tables.ts";\nexport type G = T;`,
      "app/panes/tables/tables.ts": `import { value } from "../../../src-engine/index.ts";\nexport type T = typeof value;`,
      "app/languages/python/python.ts": `import "../typescript/typescript.ts";`,
      "app/languages/typescript/typescript.ts": `import "node:fs";`,
      "app/ui/button.ts": `import type { T } from "../main.ts";\nexport type B = T;`,
      "app/worker/worker.ts": `import "../../src-engine/sql/element.ts";`,
      "tools/play.ts": `import "../app/ui/button.ts";`,
      "e2e/page.spec.ts": `import "../app/worker/worker.ts";`,
    });
    expect(complaints.toSorted()).toEqual([
      "error app-in-the-browser: app/languages/typescript/typescript.ts → fs",
      "error app-languages-apart: app/languages/python/python.ts → app/languages/typescript/typescript.ts",
      "error app-panes-apart: app/panes/graph/graph.ts → app/panes/tables/tables.ts",
      "error app-ui: app/ui/button.ts → app/main.ts",
      "error e2e-outside: e2e/page.spec.ts → app/worker/worker.ts",
      "error engine-in-the-worker-only: app/panes/tables/tables.ts → src-engine/index.ts",
      "error engine-through-its-door: app/worker/worker.ts → src-engine/sql/element.ts",
      "error tools-headless: tools/play.ts → app/ui/button.ts",
    ]);
  });

  test("fails a room that is not in the table, and packages that the engine may not use", () => {
    const { complaints } = check({
      "src-engine/errors.ts": `import type { T } from "./sql/element.ts";\nexport type E = T;`,
      "src-engine/sql/element.ts": `import "node:path";\nexport type T = 1;`,
      "src-engine/helpers/helper.ts": `import "../errors.ts";`,
      "app/extras/extra.ts": `import "../main.ts";`,
      "app/main.ts": EMPTY,
    });
    expect(complaints.toSorted()).toEqual([
      "error app-rooms-are-known: app/extras/extra.ts → app/main.ts",
      "error engine-errors: src-engine/errors.ts → src-engine/sql/element.ts",
      "error engine-packages: src-engine/sql/element.ts → path",
      "error engine-rooms-are-known: src-engine/helpers/helper.ts → src-engine/errors.ts",
    ]);
  });
});
