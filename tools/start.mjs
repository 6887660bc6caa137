// @ts-check
/** `npm start`: the page, from a fresh clone if need be. */
import { spawn } from "node:child_process";
import { installDependencies, repository, requireNode } from "./setup/dependencies.mjs";

requireNode();
await installDependencies();

const { createServer } = await import("vite");
const server = await createServer({ root: repository, server: { host: "localhost" }, clearScreen: false });
await server.listen();
const url = server.resolvedUrls?.local[0] ?? `http://localhost:${server.config.server.port}/`;
console.log(`\n  Flushlight is at ${url}\n  Ctrl+C ends it.\n`);
if (process.stdout.isTTY && process.env.BROWSER !== "none") open(url);

/**
 * Opens the browser of whoever sits there; without one nothing is lost.
 * @param {string} address
 */
function open(address) {
  const [program, ...args] =
    process.platform === "darwin" ? ["open"] : process.platform === "win32" ? ["cmd", "/c", "start", ""] : ["xdg-open"];
  spawn(program ?? "", [...args, address], { stdio: "ignore", detached: true })
    .on("error", () => {})
    .unref();
}
