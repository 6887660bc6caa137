import { readFileSync } from "node:fs";
import { readScenarios } from "../tools/parity/files.ts";
import { Flushlight } from "./flushlight.ts";
import { expect, test } from "./support/test.ts";

const program = readFileSync("app/scenarios/notebook-1-nullify/main.ts", "utf8");

/** The line of the program that has a text in it. */
function lineWith(text: string, source = program): number {
  const line = source.split("\n").findIndex((l) => l.includes(text)) + 1;
  if (line === 0) throw new Error(`No line has ${text}`);
  return line;
}

/** What the reference emitted in the steps of a recorded scenario. */
function recordedStatements(id: string): readonly { readonly sql: string; readonly params: readonly string[] }[] {
  const recording = readScenarios("tools/parity/recordings/seeds.jsonl.gz").find((scenario) => scenario.id === id);
  if (!recording?.expect.steps) throw new Error(`No recording ${id}`);
  return recording.expect.steps.flatMap((step) =>
    step.events.flatMap((event) => {
      if (!("sql" in event)) return [];
      const rows = (event.many ? event.params : [event.params]) as readonly (readonly unknown[])[];
      return [{ sql: event.sql.trim(), params: rows.filter((row) => row.length > 0).map(literals) }];
    }),
  );
}

function literals(row: readonly unknown[]): string {
  const written = row.map((value) =>
    value === null ? "NULL" : typeof value === "string" ? `'${value}'` : String(value),
  );
  return `[${written.join(", ")}]`;
}

test("the first notebook scenario shows exactly the recorded statements", async ({ page }) => {
  const flushlight = new Flushlight(page);
  await flushlight.open();
  const shown = await flushlight.shownStatements();
  expect(shown.map(({ sql, params }) => ({ sql, params }))).toEqual(recordedStatements("notebook-1-nullify"));
});

test("with another cascade on the backref, DELETE stands where UPDATE … NULL was", async ({ page }) => {
  const flushlight = new Flushlight(page);
  await flushlight.open();
  await expect(flushlight.ofKind("update")).toContainText("UPDATE logs SET person_id=? WHERE logs.uid = ?");
  await expect(flushlight.ofKind("update")).toContainText("[NULL, 1]");
  await expect(flushlight.relationship("Person.logs")).toContainText("save-update, merge");

  const place = lineWith('backref: "logs"');
  const commit = lineWith("session.delete(user)") + 1;
  await flushlight.running(async () => {
    await flushlight.rewriteLine(2, "backref, column,");
    await flushlight.rewriteLine(
      place,
      'person: relationship<Person>("Person", { backref: backref("logs", { cascade: "all, delete-orphan" }) }),',
    );
    await page.keyboard.press("ControlOrMeta+Enter");
  });

  await expect(flushlight.ofKind("update")).toHaveCount(0);
  await expect(flushlight.ofKind("delete").first()).toContainText("DELETE FROM logs WHERE logs.uid = ?");
  await expect(flushlight.ofKind("delete").last()).toContainText("DELETE FROM persons WHERE persons.uid = ?");
  await expect(flushlight.relationship("Person.logs")).toContainText("all, delete-orphan");

  await flushlight.ofKind("delete").first().click();
  await expect(flushlight.ofKind("delete").first()).toHaveAttribute("aria-selected", "true");
  await expect(flushlight.activeLine).toHaveText(String(commit));
  await expect(page.locator(".monaco-editor .selected-line")).toHaveCount(1);
});

test("the cursor's line marks its statements", async ({ page }) => {
  const flushlight = new Flushlight(page);
  await flushlight.open();
  const line = lineWith("session.delete(user)") + 1;
  await flushlight.goToLine(line);
  const marked = page.locator("[data-testid=statement][data-related]");
  await expect(marked.first()).toHaveAttribute("data-line", String(line));
  expect(await marked.evaluateAll((all) => all.map((one) => one.getAttribute("data-kind")))).toEqual(
    (await flushlight.shownStatements()).filter((statement) => statement.line === line).map(({ kind }) => kind),
  );
});

test("the last good run stays, marked as old, while the text cannot be read; nothing is lost by a reload", async ({
  page,
}) => {
  const flushlight = new Flushlight(page);
  await flushlight.open();
  const before = await flushlight.shownStatements();
  await flushlight.running(() => flushlight.rewriteLine(lineWith("session.delete(user)"), "session.delete(user;"));

  await expect(flushlight.status).toContainText("SyntaxError on line");
  await expect(flushlight.status).toContainText("the last good run");
  expect(await flushlight.shownStatements()).toEqual(before);
  await expect(page.getByRole("region", { name: "Output" })).toContainText("The program could not be read");

  await page.reload();
  await flushlight.settled();
  await flushlight.goToLine(lineWith("session.delete(user)"));
  await expect(page.locator(".monaco-editor .view-lines")).toContainText("session.delete(user;");
});

test("typing runs nothing once that is switched off, until it is asked for", async ({ page }) => {
  const flushlight = new Flushlight(page);
  await flushlight.open();
  const run = await flushlight.status.getAttribute("data-run");
  await page.getByRole("switch", { name: "Run as you type" }).uncheck();
  await flushlight.rewriteLine(lineWith("session.delete(user)"), "// nobody is deleted");
  await expect(flushlight.status).toContainText("the text before your edits");
  expect(await flushlight.status.getAttribute("data-run")).toBe(run);
  await flushlight.running(() => page.getByRole("button", { name: "Run" }).click());
  await expect(flushlight.ofKind("delete")).toHaveCount(0);
});

test("choosing a scenario loads and runs it", async ({ page }) => {
  const flushlight = new Flushlight(page);
  await flushlight.open();
  await flushlight.running(() =>
    flushlight.chooseScenario("What does deleting one side of a many-to-many relationship"),
  );
  const shown = await flushlight.shownStatements();
  expect(shown.map(({ sql }) => sql)).toEqual(recordedStatements("notebook-6-many-to-many").map(({ sql }) => sql));
  await expect(page.getByTestId("graph-node")).toHaveText([/Person/, /ManyLog/, /manylog_person/]);
});

test("a rejected statement is shown with its reason, its line and what to do", async ({ page }) => {
  const flushlight = new Flushlight(page);
  await flushlight.open();
  await flushlight.running(() =>
    flushlight.chooseScenario('Why does deleting a parent fail with "NOT NULL constraint failed"?'),
  );
  const rejected = page.locator("[data-testid=statement][data-failed]");
  await expect(rejected).toContainText("NOT NULL constraint failed: otherlogs.person_id");
  await rejected.click();
  await expect(flushlight.activeLine).toHaveText(String(await rejected.getAttribute("data-line")));
});

test("Escape, then Tab, leaves the editor", async ({ page }) => {
  const flushlight = new Flushlight(page);
  await flushlight.open();
  await flushlight.focusEditor();
  const inEditor = () => page.evaluate(() => document.activeElement?.closest(".monaco-editor") !== null);
  expect(await inEditor()).toBe(true);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  expect(await inEditor()).toBe(false);
});

test("the editor has the engine's types: it accepts the scenarios that ship and refuses a wrong value", async ({
  page,
}) => {
  const flushlight = new Flushlight(page);
  await flushlight.open();
  await flushlight.rewriteLine(lineWith('new Person({ name: "user" })'), "const p = new Person({ name: 3 });");
  const squiggles = page.locator(".monaco-editor .squiggly-error");
  await expect(squiggles.first()).toBeVisible({ timeout: 20_000 });
  await flushlight.rewriteLine(lineWith('new Person({ name: "user" })'), 'const p = new Person({ name: "user" });');
  await expect(squiggles).toHaveCount(0, { timeout: 20_000 });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test("each pane is a tab, and nothing is wider than the screen", async ({ page }) => {
    const flushlight = new Flushlight(page);
    await flushlight.open();
    for (const tab of ["Program", "Statements", "Graph", "Tables", "Output"]) {
      await page.getByRole("tab", { name: tab }).click();
      await expect(page.getByRole("region", { name: tab })).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    }
  });
});
