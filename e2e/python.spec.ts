import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

/** A page that begins with Python, so that nothing else is run first. */
const PYTHON_AT_ONCE = "./#notebook-1-nullify&python";

/** Runs a program in Python in the place of the present one, to whatever end. */
async function outcomeOf(page: Page, program: string) {
  await page.waitForFunction(() => window.flushlight !== undefined);
  return page.evaluate((text) => {
    const { flushlight } = window;
    if (flushlight === undefined) throw new Error("The page offers nothing to drive.");
    flushlight.open(text, "", "python");
    return flushlight.settled();
  }, program);
}

test.describe.configure({ timeout: 150_000 });
test("a Python scenario of the gallery opens by its address", async ({ flushlight, page }) => {
  await page.goto("./#notebook-1-nullify&python");
  await expect(flushlight.status).toHaveAttribute("data-settled", "true", { timeout: 90_000 });
  await expect(flushlight.ofKind("update")).toContainText("UPDATE logs SET person_id=?");
  expect(await page.evaluate(() => window.flushlight?.link())).toContain("#notebook-1-nullify&python");
});

test("loading can be cancelled and tried again, and what fails says so", async ({ flushlight, page }) => {
  await flushlight.open();
  let fails = true;
  await page.route(/library.*\.bin$/, (route) => (fails ? route.fulfill({ status: 503 }) : route.continue()));
  const loading = page.getByTestId("python-loading");
  await page.evaluate(() => window.flushlight?.open("print('here')", "", "python"));
  await expect(loading).toContainText("Python could not be loaded: the page's server answered 503", {
    timeout: 30_000,
  });
  fails = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(flushlight.printed).toHaveText(["here"], { timeout: 90_000 });
  await expect(loading).toBeHidden();
});

const RUNAWAYS = [
  { program: "x = 1\nwhile True:\n    x += 1", says: "LimitReached: Stopped by the time limit", where: /on line [23]/ },
  {
    program: "while True:\n    try:\n        x = 1\n    except BaseException:\n        pass",
    says: "LimitReached: Stopped by the time limit",
    where: /on line [1-5]/,
  },
  { program: "sum(range(10**12))", says: "LimitReached: Stopped by the time limit", where: /Stopped/ },
  {
    program: "def deeper(n):\n    return deeper(n + 1)\n\ndeeper(0)",
    says: "RecursionError: maximum recursion depth exceeded",
    where: /on line 2/,
  },
  {
    program: "held = []\nwhile True:\n    held.append(bytearray(50_000_000))",
    says: "MemoryError: the program wants more than the 512 MB of memory",
    where: /on line 3/,
  },
];

test("what never ends, and what wants too much, ends in words; and the next run works", async ({
  flushlight,
  page,
}) => {
  await page.goto(PYTHON_AT_ONCE);
  for (const { program, says, where } of RUNAWAYS) {
    expect((await outcomeOf(page, program)).error).toContain(says);
    await expect(flushlight.status).toContainText(where);
  }
  expect((await outcomeOf(page, `print("and on")`)).output).toEqual(["and on"]);
});
