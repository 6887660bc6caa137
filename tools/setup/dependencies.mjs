// @ts-check
/** Nothing here may need a package: it runs before there are any. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../..", import.meta.url));

/** The lowest version of Node that everything here runs on. */
const NODE = { major: 20, minor: 19 };

/** Ends the process with words when Node is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > NODE.major || (major === NODE.major && minor >= NODE.minor)) return;
  console.error(`Flushlight needs Node ${NODE.major}.${NODE.minor} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Installs the packages of the lockfile unless they are there already. */
export async function installDependencies() {
  if (installed()) return;
  console.log("Installing the packages of package-lock.json (npm ci) …");
  if (await npmSucceeds("ci")) return;
  // A registry that lacks the binaries of other platforms makes "npm ci" refuse; what is here does not need them.
  console.log("That was refused: trying npm install, which takes the same versions …");
  if (await npmSucceeds("install", "--no-save")) return;
  console.error("The packages could not be installed: npm's own message is above.");
  process.exit(1);
}

/** @param {string[]} args */
function npmSucceeds(...args) {
  const child = spawnNpm([...args, "--no-audit", "--no-fund", "--loglevel=error"], { stdio: "inherit" });
  return new Promise((done) => child.on("close", (status) => done(status === 0)));
}

/**
 * Starts npm in the repository: the npm that runs us, where one does.
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 */
export function spawnNpm(args, options) {
  const script = process.env.npm_execpath;
  if (script?.endsWith(".js")) return spawn(process.execPath, [script, ...args], { cwd: repository, ...options });
  return spawn("npm", args, { cwd: repository, shell: process.platform === "win32", ...options });
}

/** npm writes down what it installed; that is compared with the lockfile, so that a pulled change is noticed. */
function installed() {
  const record = join(repository, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8")).packages;
  const present = JSON.parse(readFileSync(record, "utf8")).packages;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === "") return true;
    if (present[path]?.version !== version) return optional === true && present[path] === undefined;
    return existsSync(join(repository, path)) && statSync(join(repository, path)).isDirectory();
  });
}

/**
 * The script behind a package's command, to be run with this Node.
 * @param {string} name package and, unless it is the same, the command: `typescript/tsc`
 */
export function command(name) {
  const parts = name.split("/");
  const binary = parts.at(-1) ?? name;
  const owner = name.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? name);
  const manifest = join(repository, "node_modules", owner, "package.json");
  const { bin } = createRequire(import.meta.url)(manifest);
  return join(repository, "node_modules", owner, typeof bin === "string" ? bin : bin[binary]);
}
