import { expect, test } from "./support/test.ts";

/**
 * A program that tries to get out in every way it can think of, and prints how each went. `through` means that it got out or
 * got hold of something; anything else is the reason why it did not.
 */
function attack(outside: string): string {
  const socket = outside.replace("http", "ws");
  return `
const attempts: Record<string, () => unknown> = {
  fetch: () => fetch("${outside}fetch"),
  "fetch without an answer": () => fetch("${outside}fetch-no-cors", { mode: "no-cors", method: "POST", body: "x" }),
  XMLHttpRequest: () => new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("GET", "${outside}xhr");
    request.onload = done;
    request.onerror = () => fail(new Error("refused"));
    request.send();
  }),
  WebSocket: () => new Promise((done, fail) => {
    const socket = new WebSocket("${socket}socket");
    socket.onopen = done;
    socket.onerror = () => fail(new Error("refused"));
  }),
  EventSource: () => new Promise((done, fail) => {
    const source = new EventSource("${outside}events");
    source.onopen = done;
    source.onerror = () => { source.close(); fail(new Error("refused")); };
  }),
  importScripts: () => (globalThis as any).importScripts("${outside}import-scripts.js"),
  import: () => import("${outside}import.js"),
  "import by eval": () => (0, eval)('import("${outside}import-eval.js")'),
  "font": () => new FontFace("x", "url(${outside}font)").load(),
  "worker within": () => new Promise((done, fail) => {
    const text = 'fetch("${outside}nested").then(() => postMessage("through"), () => postMessage("refused"))';
    const worker = new Worker(URL.createObjectURL(new Blob([text])));
    worker.onmessage = (event) => (event.data === "through" ? done(null) : fail(new Error("refused")));
    worker.onerror = () => fail(new Error("refused"));
  }),
  localStorage: () => localStorage.getItem("secret"),
  sessionStorage: () => sessionStorage.getItem("secret"),
  IndexedDB: () => new Promise((done, fail) => {
    const request = indexedDB.open("drafts");
    request.onsuccess = done;
    request.onerror = () => fail(request.error);
  }),
  caches: () => caches.keys(),
  "private files": () => navigator.storage.getDirectory(),
  cookies: () => (globalThis as any).document.cookie,
  document: () => (globalThis as any).document.body,
  parent: () => (globalThis as any).parent.document,
  window: () => (globalThis as any).window.location,
  top: () => (globalThis as any).top.location,
};
for (const [name, attempt] of Object.entries(attempts)) {
  const outcome = await Promise.race([
    Promise.resolve().then(attempt).then(() => "through", () => "nowhere"),
    new Promise((late) => setTimeout(() => late("nowhere, in time"), 2000)),
  ]);
  console.log(name + ": " + outcome);
}
console.log("origin: " + self.origin);
`;
}

const NETWORK = [
  "fetch",
  "fetch without an answer",
  "XMLHttpRequest",
  "WebSocket",
  "EventSource",
  "importScripts",
  "import",
  "import by eval",
  "font",
  "worker within",
];
const OTHERS = [
  "localStorage",
  "sessionStorage",
  "IndexedDB",
  "caches",
  "private files",
  "cookies",
  "document",
  "parent",
  "window",
  "top",
];

test("a program gets nowhere: no network, no storage, no page", async ({ flushlight, page, counting }) => {
  await flushlight.open();
  await page.evaluate(() => localStorage.setItem("secret", "told to nobody"));
  const before = counting.arrived.length;
  await flushlight.run(attack(counting.url));
  await expect(flushlight.printed).toHaveText(
    [...[...NETWORK, ...OTHERS].map((name) => `${name}: nowhere`), "origin: null"],
    {
      timeout: 30_000,
    },
  );
  expect(counting.arrived.slice(before)).toEqual([]);
});

test("the counter counts: the same attempts from a worker outside the sandbox arrive", async ({ page, counting }) => {
  await page.goto(counting.url);
  const before = counting.arrived.length;
  // The types in it are written so that dropping them is all that JavaScript needs.
  const script = attack(counting.url).replace(": Record<string, () => unknown>", "").replaceAll(" as any", "");
  const outcomes = await page.evaluate((text) => {
    const body = `(async () => { ${text} })().then(() => postMessage(null))`;
    const worker = new Worker(URL.createObjectURL(new Blob([`console.log = (line) => postMessage(line); ${body}`])));
    return new Promise<string[]>((done) => {
      const lines: string[] = [];
      worker.onmessage = ({ data }) => (data === null ? done(lines) : lines.push(data));
    });
  }, script);
  expect(outcomes).toContain("fetch: through");
  expect(outcomes).toContain("import: through");
  expect(outcomes).toContain("IndexedDB: through");
  expect(counting.arrived.slice(before).toSorted()).toEqual([
    "GET /events",
    "GET /fetch",
    "GET /font",
    "GET /import-eval.js",
    "GET /import-scripts.js",
    "GET /import.js",
    "GET /nested",
    "GET /xhr",
    "POST /fetch-no-cors",
    "WS /socket",
  ]);
});

test("the sandbox's file runs nothing where it has an origin", async ({ page, built }) => {
  await page.goto(`${built}sandbox.html`);
  await expect(page.locator("html")).toContainText("only in a sandboxed frame");
  await page.goto(built);
  const refused = await page.evaluate(
    (address) =>
      new Promise((done) => {
        const frame = document.createElement("iframe");
        addEventListener("message", (event) => {
          // The page has a frame of its own, which greets as well.
          if (event.source === frame.contentWindow) done(event.data);
        });
        frame.src = address;
        document.body.append(frame);
      }),
    `${built}sandbox.html`,
  );
  expect(refused).toEqual({ type: "frame-refused" });
});

test("messages that are not the worker's end the run, and the page stays as it was", async ({ flushlight, page }) => {
  await flushlight.open();
  const title = await page.title();
  await flushlight.run(
    `postMessage(JSON.stringify({ type: "trace", run: 1, events: [{ type: "statement", sql: 1 }] }));`,
  );
  await expect(flushlight.output).toContainText("sent the page");
  await flushlight.run(`postMessage({ type: "finished" });`);
  await expect(flushlight.output).toContainText("sent the page");
  await flushlight.run(`console.log("<img src=x onerror=alert(1)>", "</pre><script>alert(1)</script>");`);
  await expect(flushlight.printed).toHaveText(["<img src=x onerror=alert(1)> </pre><script>alert(1)</script>"]);
  expect(await page.title()).toBe(title);
});
