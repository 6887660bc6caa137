import { readFileSync } from "node:fs";
import { expect, test } from "./support/test.ts";

const notNull = readFileSync("app/scenarios/notebook-2-not-null/main.ts", "utf8");

test("from a refused UPDATE to the setting that mends it, and back", async ({ flushlight, page }) => {
  await page.goto("./#notebook-2-not-null");
  await flushlight.settled();
  await expect(flushlight.ofKind("update")).toContainText("NOT NULL constraint failed: otherlogs.person_id");

  // One click on the failing statement leads to the explanation.
  await flushlight.ofKind("update").click();
  const why = page.getByRole("region", { name: "Why" });
  await expect(why).toContainText("NOT NULL constraint failed");
  await expect(why).toContainText("Person.otherlogs");
  await expect(why).toContainText("delete-orphan");
  await expect(flushlight.activeLine).toHaveText(
    String(notNull.slice(0, notNull.indexOf("session.commit();\n} catch")).split("\n").length),
  );

  // The cascade is set on the edge in the graph; the program is rewritten there and runs again.
  await flushlight.relationship("Person.otherlogs").click();
  const settings = page.getByRole("form", { name: "Settings of Person.otherlogs" });
  await flushlight.running(() => settings.getByRole("checkbox", { name: "delete", exact: true }).click());
  const rewritten = await page.evaluate(() => window.flushlight?.text());
  expect(rewritten).toContain('backref("otherlogs", { cascade: "save-update, merge, delete" })');
  await expect(flushlight.status).toHaveAttribute("data-outcome", "completed");
  await expect(flushlight.ofKind("update")).toHaveCount(0);
  const deletes = await flushlight.ofKind("delete").allTextContents();
  expect(deletes.map((text) => /DELETE FROM \w+/.exec(text)?.[0])).toEqual([
    "DELETE FROM otherlogs",
    "DELETE FROM persons",
  ]);

  // Undo restores the text, to the letter.
  await flushlight.running(async () => {
    await flushlight.focusEditor();
    await page.keyboard.press("ControlOrMeta+z");
  });
  expect(await page.evaluate(() => window.flushlight?.text())).toBe(notNull);
  await expect(flushlight.ofKind("update")).toHaveCount(1);
});

const rolledBack = `import { Integer, Session, String, column, createEngine, declarativeBase } from "flushlight";

const Base = declarativeBase();
class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50)),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);
session.add(new User({ name: "kept" }));
session.commit();
const jack = new User({ name: "jack" });
session.add(jack);
session.flush();
session.rollback();
console.log(session.query(User).count());
`;

test("scrubbing back over a rollback shows the rows that were never committed, and the object while it was pending", async ({
  flushlight,
  page,
}) => {
  await flushlight.open();
  await flushlight.run(rolledBack);
  await flushlight.settled();
  const users = page.getByRole("region", { name: "Tables" });
  await expect(users).toContainText("kept");
  await expect(users).not.toContainText("jack");

  // Back from the end by keys: before the count, before the rollback, to the flushed INSERT.
  const slider = page.getByRole("slider", { name: /run|timeline|moment/i });
  await slider.focus();
  const insert = (await page.evaluate(() => window.flushlight?.statements()))?.filter(({ sql }) =>
    sql.startsWith("INSERT"),
  )[1]?.index;
  await expect(async () => {
    await page.keyboard.press("ArrowLeft");
    expect(await page.evaluate(() => window.flushlight?.selected())).toBe(`statement.${insert}`);
  }).toPass();
  await expect(users.getByRole("row").filter({ hasText: "jack" })).toBeVisible();
  await expect(users).toContainText("not committed");

  // One line further back the object is pending, and the row is not there yet.
  await flushlight.show("Objects");
  const objects = page.getByRole("region", { name: "Objects" });
  await expect(objects).toContainText(/persistent/i);
  for (let step = 0; step < 2; step++) await page.keyboard.press("Alt+ArrowLeft");
  await slider.focus();
  await expect(async () => {
    await page.keyboard.press("Alt+ArrowLeft");
    await expect(objects.getByText("pending").first()).toBeVisible({ timeout: 300 });
    await expect(objects.getByText("'jack'").first()).toBeVisible({ timeout: 300 });
  }).toPass();
  await flushlight.show("Tables");
  await expect(users).not.toContainText("jack");
});
