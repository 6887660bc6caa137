import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import type { Plugin } from "vite";

const ID = "virtual:engine-types";
const RESOLVED = `\0${ID}`;

/**
 * Makes `virtual:engine-types` the engine's declarations for the editor: each file's text by its path below node_modules, where
 * the engine is the package `flushlight` and the packages that its types come from stand beside it.
 */
export function engineTypes(entry: string): Plugin {
  const input = resolve(entry);
  return {
    name: "engine-types",
    resolveId: (id) => (id === ID ? RESOLVED : undefined),
    load(id) {
      if (id !== RESOLVED) return undefined;
      return `export default ${JSON.stringify(declarations(input))};`;
    },
  };
}

/** The declarations of a program and of every package that they refer to. */
export function declarations(input: string): Record<string, string> {
  const root = dirname(input);
  const program = ts.createProgram([input], {
    ...optionsOf(root),
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    stripInternal: true,
    outDir: root,
  });
  const files: Record<string, string> = {};
  program.emit(undefined, (path, text) => {
    files[join("flushlight", relative(root, path)).replaceAll("\\", "/")] = text.replace(
      /(["'])(\.{1,2}\/[^"']+)\.ts\1/g,
      "$1$2$1",
    );
  });
  for (const { fileName, text } of program.getSourceFiles()) {
    const inside = /^(.*\/node_modules\/)((?:@[^/]+\/)?[^/]+)(\/.*)$/.exec(fileName);
    if (!inside || inside[2] === "typescript") continue;
    const [, modules = "", name = "", path = ""] = inside;
    files[`${name}${path}`] = text;
    files[`${name}/package.json`] = manifest(join(modules, name, "package.json"));
  }
  return files;
}

function optionsOf(root: string): ts.CompilerOptions {
  const path = join(root, "tsconfig.json");
  return ts.parseJsonConfigFileContent(ts.readConfigFile(path, ts.sys.readFile).config, ts.sys, root).options;
}

/** What the editor needs of a package.json to find the declarations. */
function manifest(path: string): string {
  const { name, version, types, typings } = JSON.parse(readFileSync(path, "utf8"));
  return JSON.stringify({ name, version, types: types ?? typings ?? "index.d.ts" });
}
