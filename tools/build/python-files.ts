import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { filesBelow, PYODIDE, PythonArchives } from "./python-archives.ts";

const ID = "virtual:python-files";
const RESOLVED = `\0${ID}`;
/** Where the files are in development. */
const DEVELOPED = "/@python/";
/** The folder of the built page that they are in; the service worker keeps it only for those who use Python. */
export const PYTHON_FOLDER = "python";

/** A file as it is served: compressed, because not every server compresses what it sends. */
interface Served {
  /** Its name, with a text that changes with its content. */
  readonly name: string;
  readonly content: Uint8Array;
}

/**
 * Makes `virtual:python-files` the addresses and sizes of what Python runs from: the interpreter (its WebAssembly and the scripts
 * around it), the standard library and our packages. All come from this page's own server.
 * @param packages the folder of our Python packages
 */
export function pythonFiles(packages: string): Plugin {
  const folder = resolve(packages);
  let archives: PythonArchives;
  let developing = false;
  let served = new Map<string, Served>();

  async function make(): Promise<Readonly<Record<string, Served>>> {
    return {
      wasm: file("pyodide.wasm", readFileSync(join(PYODIDE, "pyodide.asm.wasm"))),
      scripts: file("pyodide.js", scripts()),
      library: file("library.zip", await archives.standardLibrary()),
      packages: file("packages.zip", await archives.packages(folder)),
    };
  }

  return {
    name: "python-files",
    configResolved(config) {
      developing = config.command === "serve";
      archives = new PythonArchives(resolve(config.root, ".cache"));
    },
    resolveId: (id) => (id === ID ? RESOLVED : undefined),
    async load(id) {
      if (id !== RESOLVED) return undefined;
      const files = await make();
      for (const source of filesBelow(folder)) this.addWatchFile(source);
      served = new Map(Object.values(files).map((made) => [made.name, made]));
      const fields = Object.entries(files).map(([key, { name, content }]) => {
        const address = developing
          ? JSON.stringify(DEVELOPED + name)
          : `import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: "asset", fileName: `${PYTHON_FOLDER}/${name}`, source: content })}`;
        return `${key}: { address: ${address}, bytes: ${content.length} }`;
      });
      return `export default { ${fields.join(", ")} };`;
    },
    configureServer({ middlewares }) {
      middlewares.use(DEVELOPED, (request, response, next) => {
        const found = served.get(basename(request.url ?? ""));
        if (found === undefined) next();
        else response.setHeader("content-type", "application/octet-stream").end(found.content);
      });
    },
    hotUpdate({ file: changed }) {
      if (!changed.startsWith(folder)) return undefined;
      const module = this.environment.moduleGraph.getModuleById(RESOLVED);
      if (!module) return undefined;
      this.environment.moduleGraph.invalidateModule(module);
      return [module];
    },
  };
}

/** Two classic scripts that can be evaluated one after the other: what loads the interpreter, and the interpreter's own. */
function scripts(): string {
  const read = (name: string) => readFileSync(join(PYODIDE, name), "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "");
  return `${read("pyodide.asm.js")}\n;${read("pyodide.js")}`;
}

function file(name: string, content: string | Uint8Array): Served {
  const compressed = gzipSync(content, { level: 9 });
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  // A name that no server takes for something that it should decompress, or compress again.
  return { name: `${name.replace(".", `-${hash}.`)}.bin`, content: compressed };
}
