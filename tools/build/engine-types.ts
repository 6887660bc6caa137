import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
      return `export default ${JSON.stringify(cachedDeclarations(input))};`;
    },
  };
}

/** Making declarations means checking the whole engine; they are kept until a source changes. */
function cachedDeclarations(input: string): Record<string, string> {
  const root = dirname(input);
  const hash = createHash("sha256").update(ts.version);
  for (const file of ts.sys.readDirectory(root, [".ts"]).toSorted()) {
    if (!file.endsWith(".test.ts")) hash.update(file).update(readFileSync(file));
  }
  const cache = resolve(root, "../.cache");
  const kept = join(cache, `engine-types-${hash.digest("hex").slice(0, 24)}.json`);
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8"));
  const made = declarations(input);
  mkdirSync(cache, { recursive: true });
  for (const old of readdirSync(cache)) if (old.startsWith("engine-types-")) rmSync(join(cache, old), { force: true });
  writeFileSync(kept, JSON.stringify(made));
  return made;
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
