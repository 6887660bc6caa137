import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { loadPyodide, type PyodideInterface } from "pyodide";
import type { Language } from "../../app/languages/language.ts";
import { pythonOn } from "../../app/languages/python/bridge/program.ts";

const PACKAGES = fileURLToPath(new URL("../../app/languages/python/packages", import.meta.url));
const SITE = "/flushlight";

let loading: Promise<PyodideInterface> | null = null;
let language: Promise<Language> | null = null;

/** An interpreter with the Python packages of the page, one for the process. */
export function loadPython(): Promise<PyodideInterface> {
  loading ??= load();
  return loading;
}

/** Python as a language, on that interpreter. */
export function pythonLanguage(): Promise<Language> {
  language ??= loadPython().then(pythonOn);
  return language;
}

async function load(): Promise<PyodideInterface> {
  const interpreter = await loadPyodide();
  for (const file of filesUnder(PACKAGES)) {
    const path = join(SITE, relative(PACKAGES, file));
    interpreter.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    interpreter.FS.writeFile(path, readFileSync(file));
  }
  interpreter.runPython(`import sys; sys.path.insert(0, ${JSON.stringify(SITE)})`);
  return interpreter;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesUnder(path) : path.endsWith(".py") ? [path] : []));
}
