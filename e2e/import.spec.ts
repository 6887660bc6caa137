import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import initSqlJs from "sql.js";
import { Flushlight } from "./flushlight.ts";
import { expect, test } from "./support/test.ts";

test.describe.configure({ timeout: 120_000 });

/** A small database as SQLite's file. */
async function shop(): Promise<Buffer> {
  const sqlJs = await initSqlJs();
  const database = new sqlJs.Database();
  database.exec(`
    CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL, email TEXT UNIQUE);
    CREATE TABLE orders (
      id INTEGER PRIMARY KEY,
      customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
      total NUMERIC(8, 2)
    );
    CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE order_products (
      order_id INTEGER REFERENCES orders(id), product_id INTEGER REFERENCES products(id), PRIMARY KEY (order_id, product_id)
    );
    INSERT INTO customers VALUES (1, 'ann', 'a@x'), (2, 'bob', NULL);
    INSERT INTO orders VALUES (1, 1, 9.5), (2, 1, 3);
    INSERT INTO products VALUES (1, 'pen');
    INSERT INTO order_products VALUES (1, 1), (2, 1);
  `);
  return Buffer.from(database.export());
}

const text = (page: Page) => page.evaluate(() => window.flushlight?.text() ?? "");

const choose = (page: Page, name: string, buffer: Buffer) =>
  page.getByLabel("File to open").setInputFiles({ name, mimeType: "application/vnd.sqlite3", buffer });

test("a database is opened with a program for its tables, which runs on its rows", async ({ page }) => {
  const flushlight = new Flushlight(page);
  await flushlight.open();
  const buffer = await shop();
  await flushlight.running(() => choose(page, "shop.db", buffer));
  await expect(page.locator(".notice")).toContainText("Written from the 4 tables of shop.db");
  const program = await text(page);
  expect(program).toContain('createEngine("sqlite:///shop.db", { foreignKeys: true })');
  expect(program).toContain('foreignKey("customers.id", { onDelete: "CASCADE" })');
  expect(program).toContain('secondary: orderProducts, backPopulates: "orders"');
  await expect(flushlight.printed).toHaveText(["1 ann 2 orders", "2 bob 0 orders"]);

  await flushlight.show("Tables");
  const tables = page.getByRole("region", { name: "Tables" });
  for (const cell of ["a@x", "bob", "pen"]) await expect(tables.getByText(cell).first()).toBeVisible();
  await flushlight.show("Graph");
  for (const path of ["Customer.orders", "Order.customer", "Order.products", "Product.orders"]) {
    await expect(flushlight.relationship(path)).toBeAttached();
  }

  // What is asked about the run later is asked about the file, too.
  await page.getByRole("button", { name: "Show query plan" }).first().click();
  await expect(page.getByTestId("query-plan").first()).toContainText("customers");
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Export" }).click();
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("dialog", { name: "Export" }).getByRole("button", { name: "SQLite", exact: true }).click(),
  ]);
  const sqlJs = await initSqlJs();
  const names = new sqlJs.Database(readFileSync(await saved.path())).exec("SELECT name FROM customers");
  expect(names[0]?.values).toEqual([["ann"], ["bob"]]);
  await page.keyboard.press("Escape");

  // It is kept with the draft.
  await page.reload();
  await flushlight.settled();
  expect(await text(page)).toBe(program);
  await flushlight.show("Output");
  await expect(flushlight.printed).toHaveText(["1 ann 2 orders", "2 bob 0 orders"]);

  // No link can hold it; the file can be given to the program again.
  await page.getByRole("button", { name: "Share" }).click();
  await expect(page.getByRole("dialog", { name: "Share" })).toContainText("not shop.db");
  await page.keyboard.press("Escape");
  const deleting = `${program}\nsession.delete(session.get(Customer, 2));\nsession.commit();\nconsole.log(session.query(Customer).count());\n`;
  await flushlight.run(deleting);
  await flushlight.settled();
  await expect(flushlight.output).toContainText("no such table: customers");
  await flushlight.running(() => choose(page, "shop.db", buffer));
  await expect(page.locator(".notice")).toContainText("This program runs on shop.db now.");
  // What it changes, it changes in a copy.
  for (let run = 0; run < 2; run++) {
    await expect(flushlight.printed).toHaveText(["1 ann 2 orders", "2 bob 0 orders", "1"]);
    await flushlight.running(async () => {
      await page.evaluate(() => window.flushlight?.rerun());
    });
  }
  expect(await text(page)).toBe(deleting);
});

test("a dropped file that is no database is refused, and nothing is lost", async ({ page }) => {
  const flushlight = new Flushlight(page);
  await flushlight.open();
  const before = await text(page);
  const drop = async (name: string, content: string) => {
    const transfer = await page.evaluateHandle(
      ([name, content]) => {
        const data = new DataTransfer();
        data.items.add(new File([content], name));
        return data;
      },
      [name, content] as const,
    );
    await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
  };
  await drop("shop.sqlite", "id;name\n1;ann\n");
  await expect(page.locator(".notice")).toContainText("shop.sqlite is no SQLite database.");
  await drop("broken.sqlite", `SQLite format 3\0${"x".repeat(5000)}`);
  await expect(page.locator(".notice")).toContainText("broken.sqlite cannot be read: file is not a database");
  expect(await text(page)).toBe(before);
});
