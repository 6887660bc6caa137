import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "@playwright/test";
import { build, preview } from "vite";
import { findOrInstallChromium } from "../setup/chromium.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export interface ServedPage {
  readonly url: string;
  /** Gives an empty page, of a browser that has nothing in its cache, and closes it after. */
  withPage<T>(work: (page: Page) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Builds the page, or takes a built one, and serves it to Chromium. */
export async function servePage(dist: string | null = null): Promise<ServedPage> {
  if (dist === null) await build({ root: ROOT, logLevel: "error" });
  const outDir = dist === null ? "dist" : resolve(dist);
  const server = await preview({ root: ROOT, logLevel: "error", build: { outDir }, preview: { port: 4380 } });
  const browser = await chromium.launch({ executablePath: await findOrInstallChromium(), args: ["--no-sandbox"] });
  return {
    url: server.resolvedUrls?.local[0] ?? "http://localhost:4380/",
    async withPage(work) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      try {
        // What is sent to the page has been compiled so that functions keep their names.
        await context.addInitScript("globalThis.__name ??= (made) => made;");
        const page = await context.newPage();
        page.setDefaultTimeout(120_000);
        return await work(page);
      } finally {
        await context.close();
      }
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
