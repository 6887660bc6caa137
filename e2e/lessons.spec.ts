import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

const selected = (page: Page) => page.evaluate(() => window.flushlight?.selected());
const position = (page: Page) => page.getByTestId("stage-position");
const caption = (page: Page) => page.getByTestId("caption");
const stage = (page: Page) => page.getByRole("main", { name: "Presentation" });

/** Notes every text that an element has had, in order. @returns how to ask for them */
async function collect(page: Page, testId: string): Promise<() => Promise<readonly string[]>> {
  await page.addInitScript((id) => {
    const told: string[] = [];
    Object.assign(window, { told });
    new MutationObserver(() => {
      const text = document.querySelector(`[data-testid=${id}]`)?.textContent;
      if (text && told.at(-1) !== text) told.push(text);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  }, testId);
  return () => page.evaluate(() => (window as unknown as { told: string[] }).told);
}

test("the gallery lists the lessons first", async ({ page, flushlight }) => {
  await flushlight.open();
  await page.locator(".gallery-button").click();
  const groups = page.getByRole("dialog", { name: "Scenarios" }).locator("h3");
  await expect(groups.first()).toHaveText("Lessons");
  await flushlight.running(() => page.getByRole("button", { name: /^Lesson 2:/ }).click());
  await expect(page.getByRole("heading", { name: /^Two kinds of belonging/ })).toBeVisible();
});

test("a lesson is walked by keys, and remembers where one was", async ({ page, flushlight, complaints }) => {
  await page.goto("./#lesson-1-nullify-delete");
  await flushlight.settled();
  const lesson = page.locator(".lesson");
  await expect(lesson.getByRole("heading")).toContainText("Two parents, two settings");
  await expect(lesson.getByRole("button", { name: "Back" })).toBeDisabled();
  expect(await selected(page)).toBe("edge.Team.players");

  await lesson.getByRole("button", { name: "Next" }).focus();
  await page.keyboard.press("Enter");
  await expect(lesson.getByRole("heading")).toContainText("step 2 of 5");
  await expect.poll(() => selected(page)).toBe("line.41");
  await expect.poll(() => new URL(page.url()).hash).toContain("step=2");

  // The question comes before the statements that answer it.
  await expect(lesson.getByRole("button", { name: "Reveal" })).toBeDisabled();
  await lesson.getByRole("radio").first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(lesson.getByRole("radio", { name: "DELETE of the books, then DELETE of the author" })).toBeChecked();
  await page.keyboard.press("Enter");
  await expect(lesson.getByRole("status")).toContainText("Not so. The flush loads the books");
  await expect(lesson.locator("[data-mark=right]")).toHaveText("UPDATE of the books, then DELETE of the author");
  await expect(lesson.locator("[data-mark=wrong]")).toHaveText("DELETE of the books, then DELETE of the author");
  expect(await selected(page)).toBe("statement.20");

  await lesson.getByRole("button", { name: "Ask again" }).click();
  await expect(lesson.getByRole("button", { name: "Reveal" })).toBeVisible();
  await lesson.getByRole("radio", { name: "UPDATE of the books, then DELETE of the author" }).check();
  await lesson.getByRole("button", { name: "Reveal" }).click();
  await expect(lesson.getByRole("status")).toContainText("Right.");

  await page.goto("./#lesson-2-delete-orphan");
  await expect(lesson.getByRole("heading")).toContainText("Two kinds of belonging");
  await page.goto("./#lesson-1-nullify-delete");
  await expect(lesson.getByRole("heading")).toContainText("step 2 of 5");
  await expect(lesson.getByRole("status")).toContainText("Right.");
  await lesson.getByRole("button", { name: "Step 5: Where the setting belongs" }).click();
  await flushlight.running(() => lesson.getByRole("button", { name: "Next lesson" }).click());
  await expect(lesson.getByRole("heading")).toContainText("Two kinds of belonging");
  expect(complaints).toEqual([]);
});

test("a link leads to a step; the answer follows from the program as it is", async ({ page, flushlight }) => {
  await page.goto("./#lesson-1-nullify-delete&step=4");
  await flushlight.settled();
  const lesson = page.locator(".lesson");
  await expect(lesson.getByRole("heading")).toContainText("Predict: delete the team");
  await expect.poll(() => selected(page)).toBe("line.45");
  expect(await page.evaluate(() => window.flushlight?.link())).toMatch(/#lesson-1-nullify-delete&.*step=4$/);
  await lesson.getByRole("radio", { name: "None" }).check();
  await lesson.getByRole("button", { name: "Reveal" }).click();
  await expect(lesson.getByRole("status")).toContainText("Right.");
});

test("a presentation is driven by keys", async ({ page, flushlight, complaints }) => {
  await page.goto("./#notebook-1-nullify&present");
  await flushlight.settled();
  await expect(stage(page)).toBeVisible();
  await page.keyboard.press("Home");
  await expect(caption(page)).toHaveText("Before the first statement.");
  await page.keyboard.press("ArrowRight");
  await expect(position(page)).toHaveText("Statement 1 of 9");
  await expect(caption(page)).toContainText("INSERT of Person#1");
  await page.keyboard.press("Space");
  await expect(position(page)).toHaveText("Statement 2 of 9");
  await page.keyboard.press("ArrowLeft");
  await expect(position(page)).toHaveText("Statement 1 of 9");
  await expect(stage(page).getByRole("listitem").filter({ hasText: "session.commit" }).first()).toHaveAttribute(
    "aria-current",
    "step",
  );
  await expect(page.getByTestId("stage-statement")).toContainText("INSERT INTO persons");
  await page.keyboard.press("5");
  await expect(stage(page).getByRole("button", { name: "Graph", exact: true })).toHaveAttribute("aria-pressed", "true");
  await expect(stage(page).locator(".react-flow__node").first()).toBeVisible();
  await page.keyboard.press("End");
  await expect(caption(page)).toHaveText("The end of the run: 9 statements.");
  await page.keyboard.press("Escape");
  await expect(stage(page)).toHaveCount(0);
  await expect(flushlight.statements.first()).toBeVisible();
  await expect.poll(() => new URL(page.url()).hash).not.toContain("present");
  expect(complaints).toEqual([]);
});

test("a lesson is presented step by step", async ({ page, flushlight }) => {
  await page.goto("./#lesson-2-delete-orphan&present");
  await flushlight.settled();
  const heading = stage(page).locator(".lesson h3");
  await expect(heading).toContainText("step 1 of 5");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(heading).toContainText("Predict: out of the order");
  await stage(page).getByRole("radio", { name: "DELETE of the item", exact: true }).check();
  // Arrows choose among the answers while they have the focus.
  await page.keyboard.press("ArrowUp");
  await expect(heading).toContainText("Predict: out of the order");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(stage(page).getByRole("status")).toContainText("Right.");
  await expect(page.getByTestId("stage-statement")).toContainText("DELETE FROM items");
});

test("a playback goes from statement to statement and ends at the end of the run", async ({ page, flushlight }) => {
  const told = await collect(page, "stage-position");
  await page.goto("./#notebook-1-nullify&at=11&present&play=2");
  await flushlight.settled();
  await expect(page.locator(".stage[data-playing]")).toBeVisible();
  await expect(page.locator(".stage:not([data-playing])")).toBeVisible();
  await expect(caption(page)).toHaveText("The end of the run: 9 statements.");
  const positions = await told();
  const played = positions.slice(positions.indexOf("Statement 6 of 9"));
  expect(played).toEqual([6, 7, 8, 9].map((each) => `Statement ${each} of 9`).concat("9 statements"));
});

test("a playback in another page has captions", async ({ page }) => {
  const told = await collect(page, "caption");
  await page.goto("./#notebook-1-nullify&embed=editor,statements&play=2");
  await expect(page.locator("[data-testid=statement][data-current]")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByTestId("timeline-words")).toContainText("end of the run", { timeout: 20_000 });
  await expect(caption(page)).toHaveCount(0);
  const captions = (await told()).map((text) => text.split(":")[0]);
  expect(captions[0]).toBe("Before the first statement.");
  expect(captions.at(1)).toBe("INSERT of Person#1");
  expect(captions.slice(-3)).toEqual(["UPDATE of Log#1", "DELETE of Person#1", "SELECT from logs"]);
});

test("who wants no motion starts a playback by hand", async ({ page, flushlight }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto("./#notebook-1-nullify&present&play=10");
  await flushlight.settled();
  await expect(caption(page)).toHaveText("Before the first statement.");
  await expect(page.locator(".stage[data-playing]")).toHaveCount(0);
  await page.keyboard.press("p");
  await expect(caption(page)).toHaveText("The end of the run: 9 statements.");
});

test("records a video in the page", async ({ page, flushlight, complaints }) => {
  await page.goto("./#notebook-1-nullify");
  await flushlight.settled();
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Record a video …" }).click();
  const dialog = page.getByRole("dialog", { name: "Record a video" });
  const pace = dialog.getByRole("combobox", { name: "Seconds for each statement" });
  await pace.selectOption("5");
  await dialog.getByRole("button", { name: "Record" }).click();
  await expect(dialog.getByRole("progressbar")).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog.getByRole("progressbar")).toHaveCount(0);
  await expect(dialog.getByRole("button", { name: "Download" })).toHaveCount(0);

  await pace.selectOption("1");
  await dialog.getByRole("button", { name: "Record" }).click();
  await expect(dialog.getByRole("status")).toContainText("The video is ready", { timeout: 30_000 });
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Download" }).click(),
  ]);
  const video = readFileSync(await download.path());
  expect(video.length).toBeGreaterThan(20_000);
  if (download.suggestedFilename().endsWith(".webm")) expect(video.subarray(0, 4).toString("hex")).toBe("1a45dfa3");
  else expect(video.subarray(4, 8).toString("latin1")).toBe("ftyp");
  expect(complaints).toEqual([]);
});
