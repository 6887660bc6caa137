import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { build } from "vite";

/**
 * Makes `virtual:NAME` the address of a worker's text, one classic script: an opaque origin can load neither modules nor
 * further files. In development the text follows its sources.
 * @param compressed ships it as gzip, whatever the server does, and makes `virtual:NAME` its size as well
 */
export function sandboxWorker(name: string, entry: string, { compressed = false } = {}): Plugin {
  const virtual = `virtual:${name}`;
  const resolved = `\0${virtual}`;
  /** Where the text is in development. */
  const developed = `/@${name}.js`;
  const input = resolve(entry);
  let sources = new Set<string>();
  let developing = false;
  let content: string | Uint8Array = "";
  return {
    name,
    config(_, { command }) {
      developing = command === "serve";
    },
    resolveId: (id) => (id === virtual ? resolved : undefined),
    async load(id) {
      if (id !== resolved) return undefined;
      const { code, modules } = await bundle(input, developing);
      sources = new Set(modules);
      for (const source of sources) this.addWatchFile(source);
      content = compressed ? gzipSync(code, { level: 9 }) : code;
      const told = (address: string) =>
        `export default ${compressed ? `{ address: ${address}, bytes: ${content.length} }` : address};`;
      if (developing) return told(JSON.stringify(`${developed}?${Date.now()}`));
      const file = this.emitFile({
        type: "asset",
        name: compressed ? `${name}.js.bin` : `${name}.js`,
        source: content,
      });
      return told(`import.meta.ROLLUP_FILE_URL_${file}`);
    },
    configureServer({ middlewares }) {
      middlewares.use(developed, (_, response) => {
        response.setHeader("content-type", compressed ? "application/octet-stream" : "text/javascript").end(content);
      });
    },
    hotUpdate({ file }) {
      if (!sources.has(file)) return undefined;
      const module = this.environment.moduleGraph.getModuleById(resolved);
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
