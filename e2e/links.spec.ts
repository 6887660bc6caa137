import { readFileSync } from "node:fs";
import type { Browser, Page } from "@playwright/test";
import { Flushlight } from "./flushlight.ts";
import { expect, test } from "./support/test.ts";

const program = `import { Integer, Session, String, column, createEngine, declarativeBase } from "flushlight";

const Base = declarativeBase();
class Straße extends Base.mapped("straßen", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50)),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);
session.add(new Straße({ name: "Übergang 日本 🦊" }));
session.flush();
session.add(new Straße({ name: "𝄞 <b>&amp;</b>" }));
session.commit();
console.log("schön");
`;

/** A page in a profile of its own: nothing kept, nothing shared. */
async function inNewProfile(browser: Browser, url: string): Promise<Flushlight> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const flushlight = new Flushlight(await context.newPage());
  await flushlight.page.goto(url);
  await flushlight.settled();
  return flushlight;
}

const seen = (page: Page) =>
  page.evaluate(() => {
    const drive = window.flushlight;
    return { text: drive?.text(), selected: drive?.selected(), moment: drive?.step("back").statement };
  });

test("a link opens in another profile as it was made", async ({ browser, built }) => {
  const first = await inNewProfile(browser, built);
  await first.run(program);
  await first.settled();
  await first.page.evaluate(() => window.flushlight?.select("statement.2"));
  await first.page.getByRole("tab", { name: "Objects" }).click();
  await first.page.getByRole("tab", { name: "Output" }).click();
  await first.page.getByRole("button", { name: "Share" }).click();
  await first.page.getByRole("textbox", { name: "Title" }).fill("Größe & <i>mehr</i>");
  await expect(first.page.getByTestId("share-link")).toHaveValue(/#v1\./);
  const shown = Number((await first.page.getByText(/^[\d,]+ characters$/).textContent())?.replace(/\D/g, ""));
  const link = await first.page.getByTestId("share-link").inputValue();
  expect(link.length).toBe(shown);
  const before = await first.page.evaluate(() => window.flushlight?.selected());

  const second = await inNewProfile(browser, link);
  await expect.poll(() => second.page.evaluate(() => window.flushlight?.selected())).toBe(before);
  await expect(second.page.getByRole("tab", { name: "Objects" })).toHaveAttribute("aria-selected", "true");
  await expect(second.page.getByRole("tab", { name: "Output" })).toHaveAttribute("aria-selected", "true");
  await expect(second.printed).toHaveText(["schön"]);
  expect(await seen(second.page)).toEqual(await seen(first.page));
  expect((await seen(second.page)).text).toBe(program);
  await expect(second.page.locator(".gallery-title")).toHaveText("Größe & <i>mehr</i>");
  await first.page.context().close();
  await second.page.context().close();
});

const fixtures = JSON.parse(readFileSync(new URL("./fixtures/links.json", import.meta.url), "utf8")) as Record<
  string,
  { hash: string; code?: string; title?: string; printed?: string; statement?: number; pane?: string }
>;

for (const [name, fixture] of Object.entries(fixtures)) {
  test(`a link that was made long ago opens: ${name}`, async ({ browser, built }) => {
    const flushlight = await inNewProfile(browser, `${built}${fixture.hash}`);
    const { page } = flushlight;
    if (fixture.code) expect(await page.evaluate(() => window.flushlight?.text())).toBe(fixture.code);
    if (fixture.title) await expect(page.locator(".gallery-title")).toHaveText(fixture.title);
    if (fixture.printed) {
      await flushlight.show("Output");
      await expect(flushlight.printed).toHaveText([fixture.printed]);
    }
    if (fixture.pane) {
      await expect(page.getByRole("tab", { name: fixture.pane })).toHaveAttribute("aria-selected", "true");
    }
    if (fixture.statement !== undefined) {
      await expect
        .poll(() => page.evaluate(() => window.flushlight?.selected()))
        .toBe(`statement.${fixture.statement}`);
    }
    await page.context().close();
  });
}

test("looking around leaves one entry in the history", async ({ page }) => {
  const flushlight = new Flushlight(page);
  await flushlight.open();
  const before = await page.evaluate(() => history.length);
  for (const statement of [0, 3, 5]) {
    await page.evaluate((index) => window.flushlight?.select(`statement.${index}`), statement);
    await expect(page).toHaveURL(new RegExp(`select=statement\\.${statement}`));
  }
  expect(await page.evaluate(() => history.length)).toBe(before);
});

test("a link can be opened without running it, and runs when asked", async ({ page }) => {
  const flushlight = new Flushlight(page);
  await page.goto("./#notebook-1-nullify&safe");
  await expect(page.getByText("Opened without running.")).toBeVisible();
  await expect(flushlight.statements).toHaveCount(0);
  await page.getByRole("button", { name: "Run it" }).click();
  await flushlight.settled();
  await expect(flushlight.statements.first()).toBeVisible();
});

test("what did not finish opening is not run the next time", async ({ page }) => {
  const flushlight = new Flushlight(page);
  await page.addInitScript(() => {
    if (sessionStorage.getItem("once")) return;
    sessionStorage.setItem("once", "1");
    localStorage.setItem("flushlight.opening", "#notebook-3-delete-orphan");
  });
  await page.goto("./#notebook-3-delete-orphan");
  await expect(page.getByText("did not finish the last time")).toBeVisible();
  await expect(flushlight.statements).toHaveCount(0);
  await page.getByRole("button", { name: "Run it" }).click();
  await flushlight.settled();
});

test("500 damaged links do no harm", async ({ page, complaints, built }) => {
  test.setTimeout(180_000);
  const flushlight = new Flushlight(page);
  await flushlight.open();
  const own = `console.log("mine")\n// ${"nothing of this is lost ".repeat(5)}\n`;
  await flushlight.run(own);
  await flushlight.settled();
  const whole = await page.evaluate(() => window.flushlight?.link());
  const hash = new URL(whole ?? "").hash;
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(built) && !/^(?:blob|data):/.test(request.url())) elsewhere.push(request.url());
  });
  await page.evaluate(
    async (all) => {
      for (const damaged of all) {
        location.hash = damaged;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    damages(hash, 500),
  );
  await page.evaluate(() => {
    location.hash = "#notebook-1-nullify";
  });
  await expect.poll(() => page.evaluate(() => window.flushlight?.text())).toContain("class Person");
  await flushlight.settled();
  expect(complaints).toEqual([]);
  expect(elsewhere).toEqual([]);
  expect(await page.evaluate(() => (globalThis as { attacked?: boolean }).attacked)).toBeUndefined();

  // What was there before is still among the drafts.
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Drafts" }).click();
  await page.getByTestId("draft").getByText('console.log("mine")').click({ timeout: 10_000 });
  await expect.poll(() => page.evaluate(() => window.flushlight?.text())).toBe(own);
});

/** Hashes that are wrong in many ways, the same ones each time. */
function damages(hash: string, count: number): string[] {
  let seed = 20_260_101;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  const hostile = [
    "#v1.",
    "#v99.H4sIAAAA",
    "#v1.%00%ff",
    `#v1.${"A".repeat(60_000)}`,
    "#<script>attacked=true</script>",
    "#javascript:attacked=true",
    "#__proto__",
    "#constructor&select=statement.99999999&at=99999999",
    `#&select=edge.${"x".repeat(150)}&panes=<img src=x onerror=attacked=true>`,
    "#notebook-1-nullify&embed=%3Cb%3E&play=1e9&at=-1",
  ];
  return Array.from({ length: count }, (_, n) => {
    if (n < hostile.length) return hostile[n] ?? "";
    const at = 4 + random(hash.length - 4);
    const char = String.fromCharCode(33 + random(94));
    switch (random(4)) {
      case 0:
        return hash.slice(0, at);
      case 1:
        return hash.slice(0, at) + char + hash.slice(at + 1);
      case 2:
        return hash.slice(0, at) + hash.slice(at, at + random(20)).repeat(3) + hash.slice(at);
      default:
        return `#v${random(9)}.${hash.slice(at)}${hash.slice(4, at)}`;
    }
  });
}
