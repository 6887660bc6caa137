import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults, RunOptions } from "axe-core";
import { expect, test } from "./support/test.ts";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe asks of the page beside its defaults. */
const everything: RunOptions = { rules: { "target-size": { enabled: true } } };
const landmarks: RunOptions = { runOnly: ["landmark-unique", "landmark-one-main", "landmark-no-duplicate-main"] };
const colours: RunOptions = { runOnly: ["color-contrast"] };

/**
 * Expects that nothing on screen breaks a rule, and that what is to be read can be read in dark colours, too.
 * @param part what is new on the screen
 */
async function expectAccessible(page: Page, part = "body", name = part): Promise<void> {
  expect(await violations(page, part, everything), `${name} in light colours`).toEqual([]);
  expect(await violations(page, "body", landmarks), `the landmarks with ${name}`).toEqual([]);
  await colour(page, "dark");
  expect(await violations(page, part, colours), `${name} in dark colours`).toEqual([]);
  await colour(page, "light");
}

async function colour(page: Page, scheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme });
  await expect(page.locator("html")).toHaveAttribute("data-theme", scheme);
}

/** Every rule that is broken, with the places. */
async function violations(page: Page, part: string, options: RunOptions): Promise<readonly string[]> {
  // The page's policy lets no script in from elsewhere but by the tools of the browser.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  return page.evaluate(
    async ([part, options]) => {
      // Colours on their way from one to another are nobody's.
      const passing = document.getAnimations().filter((each) => each.effect?.getTiming().iterations !== Infinity);
      await Promise.all(passing.map((each) => each.finished.catch(() => {})));
      const { axe } = window as unknown as { axe: { run(context: object, options: object): Promise<AxeResults> } };
      // What Monaco draws is Monaco's own.
      const context = { include: [[part]], exclude: [[".monaco-editor"], [".monaco-aria-container"]] };
      const found = await axe.run(context, { ...options, resultTypes: ["violations"], iframes: false });
      // The graph is as large as fits, and can be made larger.
      const scaled = (target: unknown) => document.querySelector(String(target))?.closest(".react-flow__viewport");
      return found.violations.flatMap(({ id, nodes }) =>
        nodes
          .filter(({ target }) => id !== "target-size" || !scaled(target[0]))
          .map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary?.split("\n")[1] ?? ""}`),
      );
    },
    [part, options] as const,
  );
}

const paneOf = (name: string) => `section[aria-label="${name}"]`;

async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog", { name: "Commands" })).toBeVisible();
  await page.keyboard.type(title);
  await page.keyboard.press("Enter");
}

test("the page and each of its panes", async ({ page, flushlight }) => {
  await flushlight.open("./#notebook-1-nullify");
  await expect(page.locator(".monaco-editor .view-line").first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("textbox", { name: "Program" })).toBeAttached();
  await expectAccessible(page);
  await flushlight.ofKind("update").click();
  for (const pane of ["Why", "Plan", "Objects", "Tables", "Graph"]) {
    await flushlight.show(pane);
    await expect(page.getByRole("region", { name: pane })).toBeVisible();
    await expectAccessible(page, paneOf(pane));
  }
});

test("each dialog, the menu", async ({ page, flushlight }) => {
  await page.goto("./");
  await flushlight.settled();
  await page.getByRole("region", { name: "Statements" }).click({ position: { x: 200, y: 14 } });
  for (const [key, name] of [
    ["g", "Scenarios"],
    ["s", "Share"],
    ["d", "Drafts"],
    ["x", "Export"],
    ["?", "Keys"],
    ["ControlOrMeta+k", "Commands"],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole("dialog", { name })).toBeVisible();
    await expectAccessible(page, "[role=dialog]", name);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  await command(page, "Record a video");
  await expect(page.getByRole("dialog", { name: "Record a video" })).toBeVisible();
  await expectAccessible(page, "[role=dialog]", "Record a video");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "More" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await expectAccessible(page, "[role=menu]");
});

test("a program that cannot be read, one that fails, none at all", async ({ page, flushlight }) => {
  await flushlight.open();
  for (const program of ["new Session(;", 'throw new Error("No.");', ""]) {
    await flushlight.running(() => flushlight.run(program));
    await expectAccessible(page, "body", JSON.stringify(program));
  }
});

test("a lesson, and its presentation", async ({ page, flushlight }) => {
  await page.goto("./#lesson-1-nullify-delete");
  await flushlight.settled();
  await expectAccessible(page, ".lesson");
  const lesson = page.getByRole("navigation", { name: "Steps of the lesson" });
  await expect(async () => {
    if (await page.locator(".quiz").isHidden()) await lesson.getByRole("button", { name: "Next" }).click();
    await expect(page.locator(".quiz")).toBeVisible({ timeout: 200 });
  }).toPass();
  await page.locator(".quiz-choice").first().click();
  await page.getByRole("button", { name: "Reveal" }).click();
  await expect(page.locator(".quiz-reveal")).toBeVisible();
  await expectAccessible(page, ".lesson", "an answered question");
  await command(page, "Present");
  await expect(page.getByRole("main", { name: "Presentation" })).toBeVisible();
  await expectAccessible(page, ".stage");
});

test("a part of another page", async ({ page, flushlight }) => {
  await page.goto("./#notebook-1-nullify&embed=editor,statements");
  await expect(flushlight.statements.first()).toBeVisible();
  await expectAccessible(page, "body", "embedded");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test("each tab, and no more than the screen's width", async ({ page, flushlight }) => {
    await page.goto("./");
    await flushlight.settled();
    for (const tab of ["Statements", "Why", "Graph", "Tables", "Objects", "Plan", "Output", "Program"]) {
      await page.getByRole("tab", { name: tab }).click();
      await expect(page.getByRole("region", { name: tab })).toBeVisible();
      await expectAccessible(page, paneOf(tab));
    }
    await flushlight.running(() => flushlight.run('throw new TypeError("No.");'));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await expectAccessible(page, ".toolbar", "an error");
  });
});

test("the palette finds what there is", async ({ page, flushlight }) => {
  await page.goto("./#notebook-1-nullify");
  await flushlight.settled();
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog", { name: "Commands" })).toBeVisible();
  await page.keyboard.type("Person.logs");
  await expect(page.getByRole("option", { name: "Person.logs" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => window.flushlight?.selected())).toBe("edge.Person.logs");
});

test("single keys do nothing while somebody types", async ({ page, flushlight }) => {
  await flushlight.open();
  await flushlight.focusEditor();
  await page.keyboard.type("s?g");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog", { name: "Commands" })).toBeVisible();
});
