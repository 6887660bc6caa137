import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { ProgramHost } from "../../app/languages/language.ts";
import * as flushlight from "../../src-engine/index.ts";
import { loadPython, pythonLanguage } from "./python.ts";
import { openDatabase } from "./sqlite.ts";

const MOUNTED = "/host";
const SCRIPTS = "/scripts";
const GIVEN = "/given.json";
const RESULT = "/result.json";

/**
 * Runs a script on the engine, without limits and without a trace; what it prints goes to the console.
 * @param source finds what it is `given`, and may leave a `result`; both are JSON
 * @throws whatever the script raises, with Python's traceback as its stack
 */
export type RunScript = (source: string, given: unknown) => unknown;

/** An interpreter with our own Python packages, and the modules of a folder besides: tools that are written in Python. */
export async function pythonScripts(folder: string): Promise<RunScript> {
  const interpreter = await loadPython();
  const language = await pythonLanguage();
  const { FS } = interpreter;
  if (!FS.analyzePath(MOUNTED).exists) {
    FS.mkdirTree(MOUNTED);
    interpreter.mountNodeFS(MOUNTED, "/");
  }
  for (const file of modulesIn(folder)) {
    const path = join(SCRIPTS, relative(folder, file));
    FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    FS.writeFile(path, readFileSync(file));
  }
  interpreter.runPython(
    `import sys; ${JSON.stringify(SCRIPTS)} in sys.path or sys.path.append(${JSON.stringify(SCRIPTS)})`,
  );
  return (source, given) => {
    FS.writeFile(GIVEN, JSON.stringify(given));
    flushlight.setDriverFactory(openDatabase);
    // Listeners and echo hear of statements through the trace.
    flushlight.trace.start(() => {});
    language
      .prepare(
        [
          `import json; given = json.load(open(${JSON.stringify(GIVEN)})); result = None`,
          source,
          `json.dump(result, open(${JSON.stringify(RESULT)}, "w"))`,
        ].join("\n"),
      )
      .run(host);
    return JSON.parse(FS.readFile(RESULT, { encoding: "utf8" }));
  };
}

/** Where Python finds a file of this machine. */
export function onHost(path: string): string {
  return MOUNTED + resolve(path);
}

const host: ProgramHost = { modules: { flushlight }, tick: () => {}, leave: () => {}, register: () => {} };

function modulesIn(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? modulesIn(path) : path.endsWith(".py") ? [path] : []));
}
