// @ts-check
/** Finds a Chromium for the tests, or gets one. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { command, repository } from "./dependencies.mjs";

/** Where distributions put it. */
const USUAL_PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * The path of a Chromium that starts: one that is there (`CHROMIUM`, a distribution's, Playwright's), else Playwright's own
 * download, else Debian's package. Says what it does; ends the process when nothing helps.
 * @returns {Promise<string>}
 */
export async function findOrInstallChromium() {
  const given = process.env.CHROMIUM;
  if (given !== undefined && given !== "") {
    if (starts(given)) return given;
    console.error(`CHROMIUM is ${given}, which does not start.`);
    process.exit(1);
  }
  const found = (await present()) ?? (await downloaded()) ?? packaged();
  if (found !== null) return found;
  console.error("No Chromium could be found or installed. Install one and name it in the variable CHROMIUM.");
  process.exit(1);
}

async function present() {
  const candidates = [...USUAL_PLACES, await playwrights()];
  return candidates.find((path) => existsSync(path) && starts(path)) ?? null;
}

async function playwrights() {
  const { chromium } = await import("@playwright/test");
  return chromium.executablePath();
}

async function downloaded() {
  console.log("There is no Chromium: downloading Playwright's …");
  const attempt = run(process.execPath, [command("@playwright/test/playwright"), "install", "chromium"], 240_000);
  const path = await playwrights();
  if (attempt && existsSync(path) && starts(path)) return path;
  console.log("Playwright's download is out of reach, or does not start here.");
  return null;
}

function packaged() {
  if (!existsSync("/usr/bin/apt-get")) return null;
  console.log("Installing Debian's package chromium (apt-get) …");
  const asRoot = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const apt = (/** @type {string[]} */ ...args) => {
    const [program = "apt-get", ...rest] = [...asRoot, "apt-get", ...args];
    return run(program, rest, 600_000);
  };
  if (!apt("install", "-y", "-qq", "--no-install-recommends", "chromium")) {
    if (!apt("update", "-qq") || !apt("install", "-y", "-qq", "--no-install-recommends", "chromium")) return null;
  }
  return USUAL_PLACES.find((path) => existsSync(path) && starts(path)) ?? null;
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {number} timeout
 */
function run(program, args, timeout) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(program, args, { cwd: repository, stdio: "inherit", timeout, env }).status === 0;
}

/**
 * Whether it is more than a file: a wrapper may be there without its browser, or a browser without its libraries.
 * @param {string} path
 */
function starts(path) {
  const attempt = spawnSync(path, ["--version", "--no-sandbox"], { encoding: "utf8", timeout: 20_000 });
  return attempt.status === 0 && /\d+\.\d+/.test(attempt.stdout);
}
