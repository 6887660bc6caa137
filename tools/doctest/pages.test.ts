import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { runPages } from "./pages.ts";

const folders: string[] = [];
const patient = { timeout: 120_000 };

afterEach(() => {
  vi.restoreAllMocks();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Runs pages, and gives whether all passed and what was printed. */
async function run(...pages: readonly string[]): Promise<{ passed: boolean; printed: string }> {
  const folder = mkdtempSync(join(tmpdir(), "pages-"));
  folders.push(folder);
  const paths = pages.map((text, place) => {
    const path = join(folder, `page${place + 1}.rst`);
    writeFileSync(path, text);
    return path;
  });
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line: unknown) => lines.push(String(line)));
  const passed = await runPages(paths);
  return { passed, printed: lines.join("\n").replaceAll(`${folder}/`, "") };
}

const TABLES = `
A page

    >>> from sqlalchemy import Column, Integer, MetaData, Table, create_engine, select
    >>> engine = create_engine("sqlite://", echo=True)
    >>> metadata = MetaData()
    >>> b = Table("b", metadata, Column("id", Integer, primary_key=True))
    >>> a = Table("a", metadata, Column("id", Integer, primary_key=True))
    >>> metadata.create_all(engine)
    {execsql}BEGIN (implicit)
    PRAGMA main.table_...info("b")
    ...
    PRAGMA main.table_...info("a")
    ...
    CREATE TABLE a (
        id INTEGER NOT NULL,
        PRIMARY KEY (id)
    )
    ...
    CREATE TABLE b (
    ...
    COMMIT
`;

test("SQL is logged, tables come by name, and the next page goes on", patient, async () => {
  const rows = `
    >>> with engine.connect() as connection:
    ...     print(connection.execute(a.insert().values(id=7)).inserted_primary_key)
    {execsql}BEGIN (implicit)
    INSERT INTO a (id) VALUES (?)
    [...] (7,){stop}
    (7,)
    {execsql}ROLLBACK{stop}

.. doctest-disable

    >>> this is not run

.. doctest-enable

    >>> print(select(a).where(a.c.id == 7))
    {printsql}SELECT a.id FROM a WHERE a.id = :id_1
    {stop}
    >>> a.c.nope
    Traceback (most recent call last):
    ...
    AttributeError: whatever
  `;
  expect(await run(TABLES, rows)).toEqual({ passed: true, printed: "9 passed, 0 failed" });
});

test("a failure names page and line, and what came instead; the page goes on", patient, async () => {
  const { passed, printed } = await run("Text\n\n    >>> 1 + 1\n    3\n    >>> len([])\n    0\n");
  expect(passed).toBe(false);
  expect(printed).toBe("✗ page1.rst:3\n    >>> 1 + 1\n    - 3\n    + 2\n1 passed, 1 failed");
});

test("a page without examples is a page", patient, async () => {
  expect(await run("Nothing to try\n")).toEqual({ passed: true, printed: "0 passed, 0 failed" });
});
