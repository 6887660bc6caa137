/**
 * Measures the built page in Chromium, as a person meets it.
 *
 *     npm run bench -- page [--times N]
 *
 * Opening: from the navigation to the first statement on screen, each time with an empty cache. Running again: from the key
 * press to the new list, with the page at rest before. Both are measured in the page, by its own clock.
 */
import type { Page } from "@playwright/test";
import { type Budget, budgets, holdAgainst } from "./budgets.ts";
import { median } from "./figures.ts";
import { type ServedPage, servePage } from "./served-page.ts";

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
  const served = await servePage();
  try {
    const opening = [];
    for (let i = 0; i < times; i++) opening.push(await measureOpening(served));
    report("opening to the first statement, median", opening, budgets.opening);
    report("key press to the new list, median", await measureRunningAgain(served, times), budgets.runningAgain);
  } finally {
    await served.close();
  }
}

async function measureOpening(served: ServedPage): Promise<number> {
  return withPage(served, (page) => page.evaluate(() => window.marks.firstStatement as number));
}

async function measureRunningAgain(served: ServedPage, times: number): Promise<number[]> {
  return withPage(served, async (page) => {
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

function withPage<T>(served: ServedPage, work: (page: Page) => Promise<T>): Promise<T> {
  return served.withPage(async (page) => {
    await page.addInitScript(observe);
    await page.goto(served.url);
    await page.waitForFunction(() => window.marks.firstStatement !== null);
    return work(page);
  });
}

function report(what: string, milliseconds: readonly number[], budget: Budget): void {
  holdAgainst(what, median(milliseconds), budget, milliseconds.map((value) => value.toFixed(0)).join(", "));
}
