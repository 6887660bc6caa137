import { readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "./support/test.ts";

const assets = fileURLToPath(new URL("../dist/assets/", import.meta.url));

test("the page keeps to its own strict policy", async ({ flushlight, complaints, counting, page }) => {
  await flushlight.open();
  await expect(page.locator(".monaco-editor .view-line").first()).toBeVisible({ timeout: 30_000 });
  const policy = await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
  expect(policy).toContain("default-src 'none'; script-src 'self';");
  expect(complaints).toEqual([]);
  const before = counting.arrived.length;
  const outcomes = await page.evaluate(async (outside) => {
    const script = document.createElement("script");
    script.textContent = "window.ranInline = true;";
    document.body.append(script);
    const fetched = await fetch(outside).then(
      () => "through",
      () => "nowhere",
    );
    return { fetched, ranInline: "ranInline" in window };
  }, counting.url);
  expect(outcomes).toEqual({ fetched: "nowhere", ranInline: false });
  expect(counting.arrived.slice(before)).toEqual([]);
});

test("the shell is there before Monaco, its workers and SQLite are asked for", async ({ page, built }) => {
  let release = () => {};
  const released = new Promise<void>((go) => {
    release = go;
  });
  const isHeavy = (name: string) => /\.wasm$|worker|editor/i.test(name) && statSize(name) > 100_000;
  await page.route("**/assets/*", async (route) => {
    if (isHeavy(route.request().url().split("/").at(-1) ?? "")) await released;
    await route.continue();
  });
  await page.goto(built);
  await expect(page.getByRole("heading", { name: "Flushlight" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Statements" })).toBeVisible();
  await expect(page.locator(".monaco-editor")).toHaveCount(0);
  const html = readFileSync(`${assets}../index.html`, "utf8");
  const first = [...html.matchAll(/(?:src|href)="\.\/assets\/([^"]+\.js)"/g)].map((match) => match[1] ?? "");
  expect(first.length).toBeGreaterThan(0);
  expect(first.filter(isHeavy)).toEqual([]);
  for (const name of first) expect(readFileSync(assets + name, "utf8")).not.toContain("monaco-editor-aria");
  release();
  await expect(page.locator(".monaco-editor .view-line").first()).toBeVisible({ timeout: 30_000 });
});

function statSize(name: string): number {
  return readdirSync(assets).includes(name) ? statSync(assets + name).size : 0;
}
