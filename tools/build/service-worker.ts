import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import ts from "typescript";
import type { Plugin } from "vite";
import { PYTHON_FOLDER } from "./python-files.ts";

/** What the service worker is told of each file: its address below the page's, and a text that changes with its content. */
export interface CachedFile {
  readonly url: string;
  readonly revision: string;
  /** Kept only once somebody has used it. */
  readonly onDemand?: true;
}

/**
 * Writes `sw.js` from a template and the list of all files that the build has made, so that the page works offline after one
 * visit. It stands beside `index.html`: it reaches no further than the folder that the page is served from.
 */
export function serviceWorker(template: string): Plugin {
  let out = "";
  return {
    name: "service-worker",
    apply: "build",
    configResolved({ root, build }) {
      out = resolve(root, build.outDir);
    },
    // The files of `public/` are there only now.
    closeBundle: {
      sequential: true,
      order: "post",
      handler() {
        if (!existsSync(join(out, "index.html"))) return;
        const files = filesBelow(out);
        const version = digest(JSON.stringify(files));
        const script = readFileSync(resolve(template), "utf8")
          .replace('"__VERSION__"', JSON.stringify(version))
          .replace('"__FILES__"', JSON.stringify(files));
        const { outputText } = ts.transpileModule(script, {
          compilerOptions: { target: ts.ScriptTarget.ES2022, removeComments: true },
        });
        writeFileSync(join(out, "sw.js"), outputText);
      },
    },
  };
}

/** What Python runs from. */
const ON_DEMAND = new RegExp(`^${PYTHON_FOLDER}/|^assets/python-worker`);

function filesBelow(folder: string): readonly CachedFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ url: relative(folder, path).replaceAll("\\", "/"), path }))
    .filter(({ url }) => url !== "sw.js" && !url.startsWith("screenshots/"))
    .map(({ url, path }) => ({
      url: url === "index.html" ? "./" : url,
      revision: digest(readFileSync(path)),
      ...(ON_DEMAND.test(url) ? { onDemand: true as const } : {}),
    }))
    .toSorted((a, b) => a.url.localeCompare(b.url));
}

const digest = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex").slice(0, 16);
