import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { PNG } from "pngjs";
import initSqlJs from "sql.js";
import { Flushlight } from "./flushlight.ts";
import { expect, test } from "./support/test.ts";

const hostile = `</title><script>attacked=true</script> "><img src=x onerror=attacked=true> '; DROP TABLE users; -- \`x\` ]]> & ü`;

const program = `import { Integer, Session, String, Table, Column, ForeignKey, backref, column, createEngine, declarativeBase, foreignKey, relationship } from "flushlight";

const Base = declarativeBase();
const tags = new Table("user_tags", Base.metadata,
  new Column("user_id", Integer, new ForeignKey("users.id"), { primaryKey: true }),
  new Column("tag_id", Integer, new ForeignKey("tags.id"), { primaryKey: true }),
);
class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50)),
  addresses: relationship<Address[]>("Address", { backPopulates: "user", cascade: "all, delete-orphan", passiveDeletes: true }),
  tags: relationship<Tag[]>("Tag", { secondary: "user_tags" }),
}) {}
class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  email: column(String(50)),
  userId: column("user_id", Integer, foreignKey("users.id", { onDelete: "CASCADE" })),
  user: relationship<User>("User", { backPopulates: "addresses" }),
}) {}
class Tag extends Base.mapped("tags", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50)),
}) {}

const engine = createEngine("sqlite://", { foreignKeys: true });
Base.metadata.createAll(engine);
const session = new Session(engine);
session.add(new User({ name: "'; DROP TABLE users; -- ü\\n\\u2028", addresses: [new Address({ email: "a@x" })], tags: [new Tag({ name: "<b>" })] }));
session.add(new User({ name: "wendy", addresses: [new Address({ email: "w@x" }), new Address({ email: "w@y" })] }));
session.commit();
session.delete(session.get(User, 1));
session.commit();
const savepoint = session.beginNested();
session.add(new Tag({ name: "undone" }));
session.flush();
savepoint.rollback();
session.add(new Tag({ name: "kept" }));
session.commit();
`;

test.describe.configure({ timeout: 180_000 });

const tables = ["users", "addresses", "tags", "user_tags"];
const rowsAtEnd = {
  users: [[2, "wendy"]],
  addresses: [
    [2, "w@x", 2],
    [3, "w@y", 2],
  ],
  tags: [
    [1, "<b>"],
    [2, "kept"],
  ],
  user_tags: [],
};

const sqlJs = await initSqlJs();
const rowsOf = (database: InstanceType<typeof sqlJs.Database>) =>
  Object.fromEntries(
    tables.map((table) => [table, database.exec(`SELECT * FROM ${table} ORDER BY 1`)[0]?.values ?? []]),
  );

async function openProgram(page: Page, code: string, title: string): Promise<Flushlight> {
  const flushlight = new Flushlight(page);
  await flushlight.open();
  // A machine that is busy with other things may let the time limit end a run.
  await expect(async () => {
    const outcome = await page.evaluate(
      async ([text = "", name]) => {
        window.flushlight?.open(text, name);
        return (await window.flushlight?.settled())?.outcome;
      },
      [code, title],
    );
    expect(outcome).toBe("completed");
  }).toPass({ timeout: 60_000 });
  return flushlight;
}

async function openExport(page: Page): Promise<void> {
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Export" }).click();
  await expect(page.getByRole("dialog", { name: "Export" })).toBeVisible();
}

/** What a button of the dialog has the browser save. */
async function saved(page: Page, button: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("dialog", { name: "Export" }).getByRole("button", { name: button, exact: true }).click(),
  ]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

const statementsShown = (page: Page) => page.evaluate(() => window.flushlight?.statements() ?? []);
const attacked = (page: Page) => page.evaluate(() => (globalThis as { attacked?: boolean }).attacked);

interface DrawnLine {
  readonly edge: string;
  readonly stroke: string;
  readonly dashed: boolean;
  /** Places along the line that nothing else covers, in units of the drawing. */
  readonly bare: readonly (readonly [number, number])[];
}

/** Reads a drawing with the browser's own parser of XML: well-formed, or an error. */
function readSvg(page: Page, svg: string) {
  return page.evaluate((text) => {
    const read = new DOMParser().parseFromString(text, "image/svg+xml");
    if (read.querySelector("parsererror")) throw new Error(read.documentElement.textContent ?? "");
    const root = read.documentElement;
    const list = (name: string) => [...root.querySelectorAll(`[${name}]`)].map((each) => each.getAttribute(name) ?? "");
    const [, dx = "0", dy = "0"] =
      /translate\(([\d.-]+) ([\d.-]+)\)/.exec(root.querySelector("g[transform]")?.getAttribute("transform") ?? "") ??
      [];
    const number = (element: Element | null, name: string) => Number(element?.getAttribute(name));
    const covers = [...root.querySelectorAll("g[data-node] > rect, g[data-kind=label] > rect")].map((rect) => ({
      x: number(rect, "x"),
      y: number(rect, "y"),
      width: number(rect, "width"),
      height: number(rect, "height"),
    }));
    const covered = (x: number, y: number) =>
      covers.some((c) => x > c.x - 3 && x < c.x + c.width + 3 && y > c.y - 3 && y < c.y + c.height + 3);
    const lines = [...root.querySelectorAll("path[data-edge]")].map((drawn): DrawnLine => {
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", drawn.getAttribute("d") ?? "");
      const length = path.getTotalLength();
      const bare: [number, number][] = [];
      // The ends have feet and heads of other colours.
      for (let at = 26; at < length - 26; at += 1) {
        const { x, y } = path.getPointAtLength(at);
        if (!covered(x, y)) bare.push([x + Number(dx), y + Number(dy)]);
      }
      return {
        edge: drawn.getAttribute("data-edge") ?? "",
        stroke: drawn.getAttribute("stroke") ?? "",
        dashed: drawn.hasAttribute("stroke-dasharray"),
        bare,
      };
    });
    return {
      elements: [...new Set([...root.querySelectorAll("*")].map(({ tagName }) => tagName))].toSorted(),
      title: root.querySelector(":scope > title")?.textContent,
      nodes: list("data-node"),
      sides: list("data-side"),
      sideTexts: [...root.querySelectorAll("[data-side]")].map(({ textContent }) => textContent),
      texts: [...root.querySelectorAll("text")].map(({ textContent }) => textContent),
      size: [number(root, "width"), number(root, "height")],
      lines,
    };
  }, svg);
}

/** How much of a line is in a picture, at two pixels for each unit. */
function shareDrawn(picture: PNG, { stroke, bare }: DrawnLine): number {
  const wanted = [1, 3, 5].map((at) => Number.parseInt(stroke.slice(at, at + 2), 16));
  const isThere = ([x, y]: readonly [number, number]) => {
    const at = (Math.round(y * 2) * picture.width + Math.round(x * 2)) * 4;
    return wanted.every((value, channel) => Math.abs((picture.data[at + channel] ?? -999) - value) < 40);
  };
  return bare.filter(isThere).length / bare.length;
}

test("the graph is saved whole, as a drawing and as a picture", async ({ page, complaints }) => {
  await openProgram(page, program, hostile);
  await openExport(page);
  for (const theme of ["light", "dark"]) {
    await page.getByRole("combobox", { name: "Colours" }).selectOption(theme);
    const svg = await saved(page, "SVG");
    await expect(page.getByTestId("export-status")).toContainText("The drawing is saved.");
    const drawing = await readSvg(page, svg.bytes.toString("utf8"));
    expect(drawing.elements).toEqual(["desc", "g", "path", "rect", "text", "title", "tspan"]);
    expect(drawing.title).toBe(hostile);
    expect(drawing.nodes).toEqual(["User", "Address", "Tag", "user_tags"]);
    expect(drawing.lines.map(({ edge }) => edge)).toEqual([
      "relationship:User.addresses",
      "relationship:User.addresses:database",
      "relationship:User.tags",
      "key:user_tags.user_id:users.id:database",
      "key:user_tags.tag_id:tags.id:database",
    ]);
    expect(drawing.sides).toEqual([
      "User.addresses",
      "Address.user",
      "addresses.user_id",
      "User.tags",
      "user_tags.user_id",
      "user_tags.tag_id",
    ]);
    expect(drawing.sideTexts[0]).toMatch(/^addresses . all, delete-orphan · passive_deletes$/);
    expect(drawing.sideTexts[2]).toMatch(/^user_id . ON DELETE CASCADE$/);
    expect(drawing.texts).toEqual(
      expect.arrayContaining(["User", "users", "email", "userId (user_id)", "VARCHAR(50)"]),
    );

    const png = await saved(page, "PNG");
    await expect(page.getByTestId("export-status")).toHaveText("The picture is saved.");
    const picture = PNG.sync.read(png.bytes);
    expect([picture.width, picture.height]).toEqual(drawing.size.map((length) => length * 2));
    for (const line of drawing.lines) {
      expect(line.bare.length, line.edge).toBeGreaterThan(10);
      expect(shareDrawn(picture, line), line.edge).toBeGreaterThan(line.dashed ? 0.3 : 0.9);
      // The same line in a colour that nothing has is not found.
      expect(shareDrawn(picture, { ...line, stroke: "#00ff00" }), line.edge).toBe(0);
    }
    expect(svg.name).toMatch(/^[\p{L}\p{N}-]+\.svg$/u);
  }
  expect(await attacked(page)).toBeUndefined();
  expect(complaints).toEqual([]);
});

test("the script and the database hold the rows of the run", async ({ page }) => {
  await openProgram(page, program, hostile);
  await openExport(page);
  const script = await saved(page, "SQL");
  const fromScript = new sqlJs.Database();
  fromScript.exec(script.bytes.toString("utf8"));
  expect(rowsOf(fromScript)).toEqual(rowsAtEnd);
  expect(script.bytes.toString("utf8")).toContain("-- line 32: session.commit();");

  const file = await saved(page, "SQLite");
  await expect(page.getByTestId("export-status")).toHaveText("The database is saved.");
  expect(file.bytes.subarray(0, 15).toString()).toBe("SQLite format 3");
  expect(rowsOf(new sqlJs.Database(file.bytes))).toEqual(rowsAtEnd);
});

test("what is not committed is not in the database's file, and the page says so", async ({ page }) => {
  await openProgram(page, `${program}session.add(new Tag({ name: "open" }));\nsession.flush();\n`, "open");
  await openExport(page);
  const file = await saved(page, "SQLite");
  await expect(page.getByTestId("export-status")).toHaveText(
    "The database is saved. A transaction was open at the end: what it did is not in the file.",
  );
  expect(rowsOf(new sqlJs.Database(file.bytes))).toEqual(rowsAtEnd);
});

test("a run with two databases is no one file, and the page says why", async ({ page }) => {
  await openProgram(page, `${program}Base.metadata.createAll(createEngine("sqlite://"));\n`, "two");
  await openExport(page);
  await page.getByRole("button", { name: "SQLite", exact: true }).click();
  await expect(page.getByTestId("export-status")).toContainText(
    "No file: The database refused what it took in the run:",
  );
});

test("the saved program emits the same statements from the command line", async ({ page }) => {
  await openProgram(page, program, "x");
  await openExport(page);
  const { bytes, name } = await saved(page, "TypeScript");
  expect(name).toBe("x.ts");
  const path = join(mkdtempSync(join(tmpdir(), "flushlight-")), name);
  writeFileSync(path, bytes);
  const { stdout } = await promisify(execFile)("npm", ["run", "-s", "play", "--", path, "--json"], { maxBuffer: 1e8 });
  const told = stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as { readonly type: string; readonly sql: string; readonly params: unknown })
    .filter(({ type }) => type === "statement");
  expect(told.map(({ sql, params }) => [sql, params])).toEqual(
    (await statementsShown(page)).map(({ sql, params }) => [sql, params]),
  );
});

test("a recorded run is shown again without being run", async ({ page, browser, built, complaints }) => {
  const code = `${program}console.log("now", Math.random());\n`;
  await openProgram(page, code, hostile);
  const before = await statementsShown(page);
  const output = page.locator(".message-print");
  await expect(output).toHaveText([/^now 0\.\d+$/]);
  const printed = await output.allTextContents();
  await openExport(page);
  const trace = await saved(page, "Trace");

  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const other = new Flushlight(await context.newPage());
  await other.page.goto(built);
  await other.page.waitForFunction(() => window.flushlight !== undefined);
  await other.page.evaluate(() => window.flushlight?.settled());
  await other.show("Output");
  await other.page.getByLabel("File to open").setInputFiles({ ...file(trace.bytes), name: "run.trace.json" });
  await expect(other.page.getByText("This is the run that was recorded in run.trace.json.")).toBeVisible();
  // Run again, the program would print another number.
  await expect(other.printed).toHaveText(printed);
  expect(await statementsShown(other.page)).toEqual(before);
  await expect(other.page.locator(".gallery-title")).toHaveText(hostile);
  expect(await other.page.evaluate(() => window.flushlight?.text())).toBe(code);

  await other.page.getByRole("button", { name: "Run it" }).click();
  await expect(other.printed).not.toHaveText(printed, { timeout: 60_000 });
  await expect(other.printed).toHaveText([/^now 0\.\d+$/]);

  const damaged = Buffer.from(trace.bytes.toString().replace('"type":"statement"', '"type":"attack"'));
  await other.page.getByLabel("File to open").setInputFiles({ ...file(damaged), name: "bad.json" });
  await expect(
    other.page.getByText(/bad\.json cannot be shown: event \d+ is none that this page knows\./),
  ).toBeVisible();
  expect(await attacked(other.page)).toBeUndefined();
  expect(complaints).toEqual([]);
  await context.close();
});

const file = (buffer: Buffer) => ({ mimeType: "application/json", buffer });

test("an answer holds the program, its statements, why, and a link", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openProgram(page, program, hostile);
  const deletion = (await statementsShown(page)).find(({ sql }) => sql.startsWith("DELETE FROM users"));
  await page.evaluate((index) => window.flushlight?.select(`statement.${index}`), deletion?.index ?? -1);
  await openExport(page);
  await page.getByRole("button", { name: "Copy as answer" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toMatch(/^## \\<\/title\\>\\<script\\>/);
  expect(text).toContain(`\`\`\`ts\n${program}\`\`\`\n`);
  expect(text).toContain("`DELETE FROM users WHERE users.id = 1` — flush on commit");
  expect(text).toContain("**Why `DELETE FROM users WHERE users.id = ?`?**");
  expect(text).toMatch(/\]\(<http:\/\/127\.0\.0\.1:\d+\/some\/sub-path\/#v1\.\S+select=statement\.\d+\S*>\)\n$/);
});

test("a hundred classes are drawn and painted", async ({ page }) => {
  const classes = Array.from({ length: 100 }, (_, n) => {
    const parent = n === 0 ? "" : `, parentId: column("parent_id", Integer, foreignKey("c${(n - 1) >> 1}.id"))`;
    const up = n === 0 ? "" : `, parent: relationship<C${(n - 1) >> 1}>("C${(n - 1) >> 1}")`;
    return `class C${n} extends Base.mapped("c${n}", { id: column(Integer, { primaryKey: true })${parent}${up} }) {}`;
  });
  const many = `import { Integer, Session, column, createEngine, declarativeBase, foreignKey, relationship } from "flushlight";
const Base = declarativeBase();
${classes.join("\n")}
const session = new Session(createEngine("sqlite://"));
session.add(new C0());
`;
  await openProgram(page, many, "many");
  await openExport(page);
  const drawing = await readSvg(page, (await saved(page, "SVG")).bytes.toString("utf8"));
  expect(drawing.nodes).toHaveLength(100);
  expect(drawing.sides).toHaveLength(198);
  expect(drawing.lines.filter(({ dashed }) => !dashed)).toHaveLength(99);
  const picture = PNG.sync.read((await saved(page, "PNG")).bytes);
  const scale = picture.width / (drawing.size[0] ?? 1);
  expect(scale).toBeGreaterThan(1);
  expect(picture.height / (drawing.size[1] ?? 1)).toBeCloseTo(scale, 1);
});
