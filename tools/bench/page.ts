/**
 * Measures the built page in Chromium, as a person meets it.
 *
 *     npm run bench -- page [--times N]
 *
 * Opening: from the navigation to the first statement on screen, each time with an empty cache. Running again: from the key
 * press to the new list, with the page at rest before. Both are measured in the page, by its own clock.
 */
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "@playwright/test";
import { build, preview } from "vite";
import { findOrInstallChromium } from "../setup/chromium.mjs";
import { median } from "./figures.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What the observer in the page leaves for us. */
interface Marks {
  /** When the first statement appeared, since the navigation. */
  firstStatement: number | null;
  pressed: number | null;
  /** When the run that the key press started was on screen. */
  shown: number | null;
}

declare global {
  interface Window {
    marks: Marks;
  }
}

/** Runs in the page, before anything of it. */
function observe(): void {
  const marks: Marks = { firstStatement: null, pressed: null, shown: null };
  window.marks = marks;
  new MutationObserver((records) => {
    if (marks.firstStatement === null && document.querySelector("[data-testid=statement]") !== null) {
      requestAnimationFrame(() => {
        marks.firstStatement ??= performance.now();
      });
    }
    if (marks.pressed === null || marks.shown !== null || document.querySelector(".status-good") === null) return;
    const told = records.some(({ target }) => {
      const element = target instanceof Element ? target : target.parentElement;
      return element?.closest(".run-status") != null;
    });
    if (!told) return;
    requestAnimationFrame(() => {
      marks.shown ??= performance.now();
    });
  }).observe(document, { subtree: true, childList: true, characterData: true });
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter") return;
      marks.pressed = performance.now();
      marks.shown = null;
    },
    { capture: true },
  );
}

/** Builds the page, opens it `times` times and runs its program anew as often; prints the medians. */
export async function measurePage(times: number): Promise<void> {
  await build({ root: ROOT, logLevel: "error" });
  const server = await preview({ root: ROOT, logLevel: "error", preview: { port: 4380 } });
  const url = server.resolvedUrls?.local[0] ?? "http://localhost:4380/";
  const browser = await chromium.launch({ executablePath: await findOrInstallChromium(), args: ["--no-sandbox"] });
  try {
    const opening = [];
    for (let i = 0; i < times; i++) opening.push(await measureOpening(browser, url));
    report("opening to the first statement", opening, 1000);
    report("key press to the new list", await measureRunningAgain(browser, url, times), 50);
  } finally {
    await browser.close();
    await server.close();
  }
}

async function measureOpening(browser: Browser, url: string): Promise<number> {
  return withPage(browser, url, (page) => page.evaluate(() => window.marks.firstStatement as number));
}

async function measureRunningAgain(browser: Browser, url: string, times: number): Promise<number[]> {
  return withPage(browser, url, async (page) => {
    const found: number[] = [];
    await page.waitForSelector(".monaco-editor .view-line");
    // The first runs warm the code up, as they do for a person who types.
    for (let i = -3; i < times; i++) {
      await page.waitForSelector(".status-good");
      await page.waitForTimeout(400);
      await page.keyboard.press("Control+Enter");
      await page.waitForFunction(() => window.marks.shown !== null);
      const took = await page.evaluate(() => (window.marks.shown as number) - (window.marks.pressed as number));
      if (i >= 0) found.push(took);
    }
    return found;
  });
}

async function withPage<T>(browser: Browser, url: string, work: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    await page.addInitScript(observe);
    await page.goto(url);
    await page.waitForFunction(() => window.marks.firstStatement !== null);
    return await work(page);
  } finally {
    await context.close();
  }
}

function report(what: string, milliseconds: readonly number[], goal: number): void {
  const all = milliseconds.map((value) => value.toFixed(0)).join(", ");
  console.log(`${what.padEnd(32)} median ${median(milliseconds).toFixed(0)} ms (${all}); goal ${goal} ms`);
}
