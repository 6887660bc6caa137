import { transform } from "sucrase";
import type { Language, Program, ProgramHost } from "../language.ts";
import { SyntaxProblem } from "../language.ts";
import type { ImportedName, Instrumented } from "./instrument.ts";
import { instrument } from "./instrument.ts";
import { problemOf } from "./problem.ts";
import { ScenarioRuntime } from "./runtime.ts";

/** TypeScript scenarios: types are dropped, not checked (the editor checks them), and lines stay where they are. */
export const typescript: Language = {
  prepare(source) {
    const script = stripTypes(source);
    let instrumented: Instrumented;
    try {
      instrumented = instrument(script);
    } catch (error) {
      throw problemOf(error, { source, script });
    }
    return new TypeScriptProgram(instrumented);
  },
};

class TypeScriptProgram implements Program {
  readonly #instrumented: Instrumented;
  readonly #runtime = new ScenarioRuntime();

  constructor(instrumented: Instrumented) {
    this.#instrumented = instrumented;
  }

  run(host: ProgramHost): void | Promise<void> {
    const { code, runtimeName, waits, imports } = this.#instrumented;
    const bindings = imports.map((name) => importedValue(name, host));
    this.#runtime.attach(host);
    // Indirect, so that the program sees the global scope and nothing of ours. Line 1 of the text is line 1 of the source.
    // biome-ignore lint/security/noGlobalEval: running a person's program is what this is for; the sandbox is what confines it.
    const evaluate = globalThis.eval;
    const names = [runtimeName, ...imports.map((name) => name.local)].join(",");
    const head = `(${waits ? "async " : ""}function(${names}){"use strict";`;
    const main = evaluate(`${head}${code}\n})\n//# sourceURL=scenario.ts`) as (
      ...values: unknown[]
    ) => void | Promise<void>;
    return main(this.#runtime, ...bindings);
  }

  line(): number | null {
    return this.#runtime.line;
  }

  lineOf(error: unknown): number | null {
    return this.#runtime.lineOf(error);
  }

  mapping(): boolean {
    return this.#runtime.mapping;
  }
}

function importedValue(name: ImportedName, host: ProgramHost): unknown {
  const place = { line: name.line, column: null };
  const module = Object.hasOwn(host.modules, name.module) ? host.modules[name.module] : undefined;
  if (module === undefined) {
    const known = Object.keys(host.modules).map((known) => `"${known}"`);
    throw new SyntaxProblem(`A scenario cannot import "${name.module}": there is only ${known.join(" and ")}.`, place);
  }
  if (name.imported === "*") return module;
  if (name.imported === null) return undefined;
  if (!(name.imported in module)) {
    throw new SyntaxProblem(`"${name.module}" exports nothing that is called ${name.imported}.`, place);
  }
  return module[name.imported];
}

/** Drops the types with sucrase, which keeps every line in its place. */
function stripTypes(source: string): string {
  let script: string;
  try {
    script = transform(source, {
      transforms: ["typescript"],
      disableESTransforms: true,
      keepUnusedImports: true,
      preserveDynamicImport: true,
    }).code;
  } catch (error) {
    throw problemOf(error, { source, script: null });
  }
  refuseNamespaces(source, script);
  return script;
}

const NAMESPACE = /^[ \t]*(?:export\s+)?(?:namespace|module)\s+[\w$.]+\s*\{/gm;

/** Sucrase drops a namespace without a word, code and all; what reads like one and is gone from the script was one. */
function refuseNamespaces(source: string, script: string): void {
  const lines = script.split("\n");
  for (const match of source.matchAll(NAMESPACE)) {
    const start = match.index + (match[0].length - match[0].trimStart().length);
    const before = source.slice(0, start).split("\n");
    if (/\b(?:namespace|module)\b/.test(lines[before.length - 1] ?? "")) continue;
    throw new SyntaxProblem("A scenario cannot hold a namespace: write its contents at the top level.", {
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
    });
  }
}
