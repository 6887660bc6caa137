import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { Flushlight } from "./flushlight.ts";
import { serveBuilt } from "./support/server.ts";
import { expect, test } from "./support/test.ts";

/** Waits until everything has been kept. */
async function kept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

test("after one visit the page works without a network: its editor, its gallery, its runs", async ({
  page,
  context,
}) => {
  const flushlight = new Flushlight(page);
  await flushlight.open();
  await kept(page);
  await context.setOffline(true);
  await page.reload();
  await flushlight.settled();
  await expect(flushlight.ofKind("update")).toContainText("UPDATE logs SET person_id=?");
  await flushlight.running(() =>
    flushlight.chooseScenario("What does deleting one side of a many-to-many relationship"),
  );
  expect((await flushlight.shownStatements()).length).toBeGreaterThan(0);
  await expect(page.locator(".monaco-editor .view-line").first()).toBeVisible({ timeout: 30_000 });
});

test("a new version is told of, and comes when it is asked for, with the text kept", async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), "flushlight-"));
  const dist = join(folder, "dist");
  cpSync(fileURLToPath(new URL("../dist", import.meta.url)), dist, { recursive: true });
  const server = await serveBuilt(dist);
  try {
    const flushlight = new Flushlight(page);
    await flushlight.open(server.url);
    await kept(page);
    await page.reload();
    await flushlight.settled();
    await page.evaluate(() => window.flushlight?.open("console.log('mine');"));
    await flushlight.settled();

    const worker = join(dist, "sw.js");
    writeFileSync(worker, readFileSync(worker, "utf8").replace(/const VERSION = "\w+"/, 'const VERSION = "next"'));
    appendFileSync(join(dist, "icon.svg"), "\n");
    await page.evaluate(async () => {
      await (await navigator.serviceWorker.getRegistration())?.update();
    });
    await expect(page.getByText("A new version is ready.")).toBeVisible({ timeout: 30_000 });
    await page.evaluate(() => {
      document.title = "not loaded anew";
    });
    await page.getByRole("button", { name: "Reload" }).click();
    await expect(page).toHaveTitle("Flushlight");
    await flushlight.settled();
    expect(await page.evaluate(() => window.flushlight?.text())).toBe("console.log('mine');");
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
