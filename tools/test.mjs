// @ts-check
/** `npm test`: everything that must hold, one step after the other, from a fresh clone if need be. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { findOrInstallChromium } from "./setup/chromium.mjs";
import { installDependencies, repository, requireNode, spawnNpm } from "./setup/dependencies.mjs";

requireNode();
await installDependencies();
const chromium = await findOrInstallChromium();

const recordings = "tools/parity/recordings";
const recorded = readdirSync(join(repository, recordings)).map((file) => `${recordings}/${file}`);

/** Each is a script of package.json; `closing` are the lines by which its own runner sums up. */
/** @type {readonly { name: string, script: string, args?: string[], closing: RegExp | string }[]} */
const steps = [
  { name: "types", script: "types", closing: "no errors" },
  { name: "lint and format", script: "lint", closing: /^Checked/ },
  { name: "import directions", script: "imports", closing: /dependency violations/ },
  { name: "unit", script: "unit", closing: /^(?:Test Files|Tests) / },
  { name: "parity", script: "parity", args: recorded, closing: /\d+ passed, \d+ failed/ },
  { name: "build", script: "build", closing: /built in/ },
  { name: "end-to-end", script: "e2e", closing: /^\d+ (?:passed|flaky)/ },
];

const started = Date.now();
for (const step of steps) {
  const { status, output, seconds } = await run(step.script, step.args ?? []);
  if (status !== 0) {
    console.log(output);
    console.error(`✗ ${step.name} failed after ${seconds} s; its output is above.`);
    process.exit(1);
  }
  console.log(`✓ ${step.name} (${seconds} s)`);
  for (const line of closingLines(output, step.closing)) console.log(line);
}
console.log(`All ${steps.length} steps passed in ${Math.round((Date.now() - started) / 1000)} s.`);

/**
 * @param {string} output
 * @param {RegExp | string} closing a pattern of lines, or what to say of a runner that says nothing
 */
function closingLines(output, closing) {
  if (typeof closing === "string") return [closing];
  const lines = output.split("\n").map((line) => line.trim().replace(/\s+/g, " "));
  return lines.filter((line) => closing.test(line));
}

/**
 * Runs a script of package.json; its output is kept, to be shown only when it fails.
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<{ status: number | null, output: string, seconds: number }>}
 */
function run(script, args) {
  const began = Date.now();
  const env = { ...process.env, CHROMIUM: chromium, NO_COLOR: "1", FORCE_COLOR: undefined };
  return new Promise((done) => {
    const child = spawnNpm(["run", "--silent", script, "--", ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const note = (/** @type {Buffer} */ chunk) => {
      output += chunk;
    };
    child.stdout?.on("data", note);
    child.stderr?.on("data", note);
    child.on("close", (status) => done({ status, output, seconds: Math.round((Date.now() - began) / 1000) }));
  });
}
