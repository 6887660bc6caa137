import { createReadStream, existsSync, statSync } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const built = fileURLToPath(new URL("../../dist", import.meta.url));

/** Where the page is served: not at the root, for a page of a project seldom is. */
const SUB_PATH = "/some/sub-path/";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".png": "image/png",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the built page under a sub-path, as any static host would. */
export async function serveBuilt(dist = built): Promise<Served> {
  if (!existsSync(join(dist, "index.html"))) throw new Error("There is no built page: run `npm run build` first.");
  const { server, origin } = await listen((request, response) => {
    const path = decodeURIComponent((request.url ?? "").split("?")[0] ?? "");
    const file = path.startsWith(SUB_PATH) ? join(dist, normalize(`/${path.slice(SUB_PATH.length)}`)) : null;
    const found = file !== null && path === SUB_PATH ? join(dist, "index.html") : file;
    if (found === null || !existsSync(found) || !statSync(found).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(found)] ?? "application/octet-stream" });
    createReadStream(found).pipe(response);
  });
  return { url: `${origin}${SUB_PATH}`, close: () => closed(server) };
}

export interface Counting extends Served {
  /** What has arrived: the method, or WS for a web socket, and the path. */
  readonly arrived: readonly string[];
}

/** A server that lets everybody in and notes who came. */
export async function serveCounting(): Promise<Counting> {
  const arrived: string[] = [];
  const { server, origin } = await listen((request, response) => {
    // Browsers ask for that by themselves.
    if (request.url !== "/favicon.ico") arrived.push(`${request.method} ${request.url}`);
    const type = request.url === "/" ? "text/html" : "text/javascript";
    response.writeHead(200, { "content-type": type, "access-control-allow-origin": "*" });
    response.end(type === "text/html" ? "<!doctype html><title>control</title>" : "self.reached = true;");
  });
  server.on("upgrade", (request, socket) => {
    arrived.push(`WS ${request.url}`);
    socket.destroy();
  });
  return { url: `${origin}/`, arrived, close: () => closed(server) };
}

async function listen(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ server: Server; origin: string }> {
  const server = createServer(answer);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return { server, origin: `http://127.0.0.1:${port}` };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}
