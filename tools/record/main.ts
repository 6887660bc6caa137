/**
 * Records a scenario or a link as a video: the built page presents it and plays it, statement by statement, with captions.
 *
 *     npm run -s record -- LINK|SCENARIO [-o FILE.webm|.mp4|.gif] [--speed 0.4] [--size 1280x720] [--theme light|dark]
 *
 * Chromium and ffmpeg are found, or installed; the page is built where it is not. The exit status is 0 when the video is
 * there.
 */
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { preview } from "vite";
import { findOrInstallChromium } from "../setup/chromium.mjs";
import { command, repository } from "../setup/dependencies.mjs";
import { findOrInstallFfmpeg } from "../setup/ffmpeg.mjs";
import { type Order, orderOf } from "./order.ts";
import { VideoFile } from "./video-file.ts";

/** Milliseconds for which the end stands still. */
const rest = 2_500;
/** No playback lasts longer than this. */
const longest = 30 * 60_000;

async function main(argv: readonly string[]): Promise<void> {
  const order = orderOf(argv);
  const ffmpeg = findOrInstallFfmpeg();
  const executablePath = await findOrInstallChromium();
  buildOnce();
  const server = await preview({ root: repository, logLevel: "error", preview: { host: "127.0.0.1", port: 0 } });
  const args = process.getuid?.() === 0 ? ["--no-sandbox", "--disable-gpu"] : [];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const context = await browser.newContext({
      viewport: order.size,
      colorScheme: order.theme,
      reducedMotion: "no-preference",
    });
    const page = await context.newPage();
    const seconds = await record(page, `${addressOf(server)}${order.hash}`, { order, ffmpeg });
    const size = Math.ceil(statSync(order.output).size / 1_000);
    console.log(`${order.output}: ${seconds.toFixed(1)} s, ${size} kB`);
  } finally {
    await browser.close();
    await server.close();
  }
}

async function record(
  page: Page,
  address: string,
  { order, ffmpeg }: { readonly order: Order; readonly ffmpeg: string },
): Promise<number> {
  const video = new VideoFile(ffmpeg, order.output, order.format);
  let adding = Promise.resolve();
  let taking = false;
  await page.goto(address);
  await page.locator(".stage[data-playing]").waitFor({ timeout: 60_000 });
  await page.screencast.start({
    size: order.size,
    quality: 95,
    onFrame: ({ data }) => {
      const at = performance.now();
      if (taking) adding = adding.then(() => video.add(data, at));
    },
  });
  // What was to be seen before the screencast began, it does not tell.
  await video.add(await page.screenshot({ type: "jpeg", quality: 95 }), performance.now());
  taking = true;
  await page.locator(".stage:not([data-playing])").waitFor({ timeout: longest });
  await page.waitForTimeout(rest);
  taking = false;
  await page.screencast.stop();
  await adding;
  await video.end(performance.now());
  return video.seconds;
}

function buildOnce(): void {
  if (existsSync(join(repository, "dist", "index.html"))) return;
  console.log("There is no built page: building it …");
  const built = spawnSync(process.execPath, [command("vite/vite"), "build"], { cwd: repository, stdio: "inherit" });
  if (built.status !== 0) throw new Error("The page could not be built.");
}

function addressOf({ resolvedUrls }: Awaited<ReturnType<typeof preview>>): string {
  const [address] = [...(resolvedUrls?.local ?? []), ...(resolvedUrls?.network ?? [])];
  if (address === undefined) throw new Error("The page could not be served.");
  return address;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
