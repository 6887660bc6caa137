/**
 * How a project of your own tests with the page: copy `flushlight.ts`, and give Playwright the address of a Flushlight as
 * `baseURL`. Here that is the page as it was built.
 */
import { Flushlight } from "./flushlight.ts";
import { expect, test } from "./support/test.ts";

const program = `import { Integer, Session, column, createEngine, declarativeBase, foreignKey, relationship } from "flushlight";

const Base = declarativeBase();
class Parent extends Base.mapped("parents", {
  id: column(Integer, { primaryKey: true }),
  children: relationship<Child[]>("Child", { cascade: "all, delete-orphan" }),
}) {}
class Child extends Base.mapped("children", {
  id: column(Integer, { primaryKey: true }),
  parentId: column("parent_id", Integer, foreignKey("parents.id")),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);
const parent = new Parent({ children: [new Child(), new Child()] });
session.add(parent);
session.commit();
session.delete(parent);
session.commit();
`;

test("a delete goes on to the children, and says why", async ({ page }) => {
  const flushlight = new Flushlight(page);
  await flushlight.open();
  await flushlight.run(program);

  const run = await page.evaluate(() => window.flushlight?.settled());
  expect(run).toMatchObject({ outcome: "completed", error: null });

  const statements = await page.evaluate(() => window.flushlight?.statements() ?? []);
  const deletes = statements.filter(({ sql }) => sql.startsWith("DELETE"));
  expect(deletes.map(({ sql }) => sql)).toEqual([
    "DELETE FROM children WHERE children.id = ?",
    "DELETE FROM parents WHERE parents.id = ?",
  ]);

  const why = await page.evaluate((index) => window.flushlight?.why(index), deletes[0]?.index ?? -1);
  expect(why).toContain("cascaded along `Parent.children`, because its cascade has `delete`");
});

test("time goes back to before the delete", async ({ page }) => {
  const flushlight = new Flushlight(page);
  await flushlight.open("./#notebook-3-delete-orphan");
  await flushlight.show("Tables");
  // The scenario opens in the middle of its flush: first to the end, when the logs are gone.
  await page.evaluate(() => window.flushlight?.goTo(null));
  const tables = page.getByRole("region", { name: "Tables" });
  await expect(tables).toContainText("no rows");
  const inserted = await page.evaluate(
    () =>
      window.flushlight
        ?.statements()
        .filter(({ sql }) => sql.startsWith("INSERT INTO morelogs"))
        .at(0)?.index,
  );
  const moment = await page.evaluate((index) => window.flushlight?.goTo(index ?? null), inserted);
  expect(moment?.statement).toBe(inserted);
  await expect(tables).not.toContainText("no rows");
  await expect(tables).toContainText("added");
});
