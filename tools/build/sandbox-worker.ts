import { resolve } from "node:path";
import type { Plugin } from "vite";
import { build } from "vite";

const ID = "virtual:sandbox-worker";
/** Where the text is in development. */
const DEVELOPED = "/@sandbox-worker.js";
const RESOLVED = `\0${ID}`;

/**
 * Makes `virtual:sandbox-worker` the address of the worker's text, one classic script: an opaque origin can load neither
 * modules nor further files. In development the text follows its sources.
 */
export function sandboxWorker(entry: string): Plugin {
  const input = resolve(entry);
  let sources = new Set<string>();
  let developing = false;
  let text = "";
  return {
    name: "sandbox-worker",
    config(_, { command }) {
      developing = command === "serve";
    },
    resolveId: (id) => (id === ID ? RESOLVED : undefined),
    async load(id) {
      if (id !== RESOLVED) return undefined;
      const { code, modules } = await bundle(input, developing);
      sources = new Set(modules);
      for (const source of sources) this.addWatchFile(source);
      if (developing) {
        text = code;
        return `export default ${JSON.stringify(`${DEVELOPED}?${Date.now()}`)};`;
      }
      const file = this.emitFile({ type: "asset", name: "sandbox-worker.js", source: code });
      return `export default import.meta.ROLLUP_FILE_URL_${file};`;
    },
    configureServer({ middlewares }) {
      middlewares.use(DEVELOPED, (_, response) => {
        response.setHeader("content-type", "text/javascript").end(text);
      });
    },
    hotUpdate({ file }) {
      if (!sources.has(file)) return undefined;
      const module = this.environment.moduleGraph.getModuleById(RESOLVED);
      if (!module) return undefined;
      this.environment.moduleGraph.invalidateModule(module);
      return [module];
    },
  };
}

async function bundle(input: string, developing: boolean): Promise<{ code: string; modules: string[] }> {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    mode: developing ? "development" : "production",
    build: {
      write: false,
      emptyOutDir: false,
      copyPublicDir: false,
      target: "es2022",
      minify: !developing,
      sourcemap: developing ? "inline" : false,
      rolldownOptions: {
        input,
        // Errors show the names of their classes, so names must survive.
        output: { format: "iife", codeSplitting: false, keepNames: true },
      },
    },
  });
  const outputs = Array.isArray(built) ? built : [built];
  for (const output of outputs) {
    if (!("output" in output)) continue;
    const chunk = output.output.find((part) => part.type === "chunk");
    if (chunk) return { code: chunk.code, modules: chunk.moduleIds.filter(isFile).map(withoutQuery) };
  }
  throw new Error("The build of the worker gave no script.");
}

const isFile = (module: string): boolean => !module.startsWith("\0");
const withoutQuery = (module: string): string => module.split("?")[0] ?? module;
