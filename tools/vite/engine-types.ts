import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import type { Plugin } from "vite";

const name = "virtual:engine-types";
const resolved = `\0${name}`;

/**
 * Offers the engine's declarations, made by the compiler from its sources, as the module `virtual:engine-types`: texts by
 * their path below `node_modules`, with those of the packages that the engine's types mention.
 */
export function engineTypes(engine = "src-engine"): Plugin {
  let made: string | undefined;
  return {
    name: "engine-types",
    resolveId: (id) => (id === name ? resolved : undefined),
    load(id) {
      if (id !== resolved) return undefined;
      made ??= `export default ${JSON.stringify(declarationsOf(path.resolve(engine)))}`;
      return made;
    },
    watchChange(file) {
      if (file.startsWith(path.resolve(engine))) made = undefined;
    },
  };
}

/** @returns declaration texts by path, `flushlight/index.d.ts` among them; none when the engine has no index file */
export function declarationsOf(engine: string): Record<string, string> {
  const entry = path.join(engine, "index.ts");
  if (!existsSync(entry)) return {};
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path.join(engine, "tsconfig.json"), ts.sys.readFile).config,
    ts.sys,
    engine,
  );
  const program = ts.createProgram([entry], {
    ...options,
    noEmit: false,
    composite: false,
    incremental: false,
    tsBuildInfoFile: undefined,
    declaration: true,
    emitDeclarationOnly: true,
    declarationMap: false,
    rootDir: engine,
    outDir: engine,
  });
  const files: Record<string, string> = {
    "flushlight/package.json": JSON.stringify({ name: "flushlight", types: "index.d.ts" }),
  };
  program.emit(undefined, (file, text) => {
    files[`flushlight/${path.relative(engine, file).replaceAll(path.sep, "/")}`] = withoutExtensions(text);
  });
  for (const source of program.getSourceFiles()) Object.assign(files, packageFile(source.fileName));
  return files;
}

/** `from "./x.ts"` is for bundlers; the editor resolves `from "./x"`. */
function withoutExtensions(text: string): string {
  return text.replace(/((?:from|import\()\s*["']\.{1,2}\/[^"']*?)\.ts(["'])/g, "$1$2");
}

/** A declaration file of a package the engine uses, with the package's description, which resolution needs. */
function packageFile(file: string): Record<string, string> {
  const marker = "/node_modules/";
  const start = file.lastIndexOf(marker);
  if (start === -1 || !/\.d\.[mc]?ts$/.test(file)) return {};
  const inside = file.slice(start + marker.length);
  const parts = inside.split("/");
  const packageName = parts.slice(0, inside.startsWith("@") ? 2 : 1).join("/");
  if (packageName === "typescript" || packageName.startsWith("@types/")) return {};
  const description = `${file.slice(0, start + marker.length)}${packageName}/package.json`;
  return {
    [inside]: readFileSync(file, "utf8"),
    [`${packageName}/package.json`]: readFileSync(description, "utf8"),
  };
}
