import type { PyodideInterface } from "pyodide";
import type { PythonFiles } from "../../protocol/messages.ts";
import { MAX_MEMORY } from "./memory.ts";

/** What the interpreter's scripts leave in the global scope, and what they look for there. */
interface PythonScope {
  loadPyodide?: (options: object) => Promise<PyodideInterface>;
  _createPyodideModule?: unknown;
  fetch: unknown;
}

/** Where our packages lie in the interpreter's own file system. */
const PACKAGES = "/lib/packages.zip";
/** An address that leads nowhere: all files are there already. */
const NOWHERE = "https://files.invalid/";
/** Without packages to load there is nothing to look up. */
const LOCK_FILE = {
  info: { abi_version: "2025_0", arch: "wasm32", platform: "emscripten_4_0_9", version: "0.29.5", python: "3.13.2" },
  packages: {},
};

const MEMORY_PAGE = 64 * 1024;

/**
 * Starts Python in this worker, with our packages on its path. It is given its files, for the sandbox has no network: while it
 * starts, it finds them where it would fetch them.
 * @throws Error when it does not start
 */
export async function startInterpreter({ wasm, scripts, library, packages }: PythonFiles): Promise<PyodideInterface> {
  const scope = globalThis as unknown as PythonScope;
  // Evaluated, not loaded from a blob: the sandbox's policy knows no address from which scripts may come.
  // biome-ignore lint/security/noGlobalEval: these are the interpreter's scripts, from the page's own server.
  const evaluate = globalThis.eval;
  evaluate(new TextDecoder().decode(scripts));
  const { loadPyodide } = scope;
  if (loadPyodide === undefined) throw new Error("The scripts of the interpreter define no loadPyodide.");
  const restore = stubs(scope, { wasm, library });
  try {
    const python = await loadPyodide({ indexURL: NOWHERE, lockFileContents: LOCK_FILE });
    python.FS.writeFile(PACKAGES, new Uint8Array(packages));
    python.runPython(`import sys; sys.path.insert(0, ${JSON.stringify(PACKAGES)})`);
    return python;
  } finally {
    restore();
    delete scope.loadPyodide;
    delete scope._createPyodideModule;
  }
}

/** Lets the interpreter find its files and have only so much memory. @returns what puts everything back */
function stubs(scope: PythonScope, { wasm, library }: Pick<PythonFiles, "wasm" | "library">): () => void {
  const { fetch } = scope;
  const { instantiateStreaming, Memory } = WebAssembly;
  scope.fetch = async (address: unknown) => new Response(String(address).endsWith(".zip") ? library : null);
  WebAssembly.instantiateStreaming = async (_, imports) => WebAssembly.instantiate(wasm, imports);
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      const maximum = Math.min(descriptor.maximum ?? Number.POSITIVE_INFINITY, MAX_MEMORY / MEMORY_PAGE);
      super({ ...descriptor, maximum });
    }
  };
  return () => {
    scope.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
    WebAssembly.Memory = Memory;
  };
}
