/**
 * Judges the built page with Lighthouse, as often as told; the median of each category counts.
 *
 *     npm run lighthouse [-- --times N] [--desktop] [--dist DIR]
 *
 * Lighthouse's own throttling applies: a phone of the middle range on a slow network, unless `--desktop` is given. Ends with 1
 * where a median is below 95.
 */
import { parseArgs } from "node:util";
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig, type Result } from "lighthouse";
import { build, preview } from "vite";
import { median } from "../bench/figures.ts";
import { findOrInstallChromium } from "../setup/chromium.mjs";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const LEAST = 95;
/** What the performance figure is made of. */
const METRICS = [
  "first-contentful-paint",
  "largest-contentful-paint",
  "speed-index",
  "total-blocking-time",
  "cumulative-layout-shift",
];

const { values } = parseArgs({
  options: {
    times: { type: "string", default: "5" },
    desktop: { type: "boolean", default: false },
    dist: { type: "string" },
  },
});
const times = Number(values.times);
if (!Number.isInteger(times) || times < 1)
  throw new Error(`--times takes a whole number above 0, not ${values.times}.`);

if (values.dist === undefined) await build({ logLevel: "error" });
const server = await preview({
  logLevel: "error",
  build: { outDir: values.dist ?? "dist" },
  preview: { port: 4390 },
});
try {
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error("The built page could not be served.");
  const results: Result[] = [];
  for (let i = 0; i < times; i++) {
    const result = await judge(url);
    results.push(result);
    console.log(METRICS.map((id) => `${id} ${result.audits[id]?.displayValue ?? "?"}`).join(", "));
  }
  let reached = true;
  for (const category of CATEGORIES) {
    const scores = results.map(({ categories }) => Math.round((categories[category]?.score ?? 0) * 100));
    const score = median(scores);
    reached &&= score >= LEAST;
    console.log(
      `${score >= LEAST ? "  " : "✗ "}${category.padEnd(16)} ${score} (${scores.join(", ")}), at least ${LEAST}`,
    );
  }
  for (const problem of problemsOf(results)) console.log(`  ${problem}`);
  if (!reached) process.exitCode = 1;
} finally {
  await server.close();
}

/** One verdict, by a browser that has seen nothing yet. */
async function judge(url: string): Promise<Result> {
  const chrome = await launch({
    chromePath: await findOrInstallChromium(),
    chromeFlags: ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage"],
  });
  try {
    const flags = { port: chrome.port, onlyCategories: CATEGORIES, logLevel: "error" as const };
    const run = await lighthouse(url, flags, values.desktop ? desktopConfig : undefined);
    if (!run) throw new Error("Lighthouse gave no result.");
    const { runtimeError } = run.lhr;
    if (runtimeError) throw new Error(`Lighthouse could not judge the page: ${runtimeError.message}`);
    return run.lhr;
  } finally {
    chrome.kill();
  }
}

/** What is wrong beyond speed, each once. */
function problemsOf(results: readonly Result[]): string[] {
  const found = new Set<string>();
  for (const { categories, audits } of results) {
    for (const category of CATEGORIES.slice(1)) {
      for (const { id, weight } of categories[category]?.auditRefs ?? []) {
        const audit = audits[id];
        if (weight > 0 && audit && audit.score !== null && audit.score < 1) found.add(`${category}: ${audit.title}`);
      }
    }
  }
  return [...found];
}
