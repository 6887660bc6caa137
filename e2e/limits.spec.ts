import type { Flushlight } from "./flushlight.ts";
import { expect, test } from "./support/test.ts";

const DEADLINE = 5_000;
const CONNECT = `import { createEngine, Session, text } from "flushlight";
const session = new Session(createEngine("sqlite://"));
`;

interface Ending {
  /** Milliseconds from the start to the message, by the page's clock. */
  readonly ms: number;
  /** How often the gallery opened while the program ran. */
  readonly answered: number;
}

/** Runs a program that does not end by itself, and uses the page meanwhile: opens the gallery and closes it, again and again. */
async function runaway(flushlight: Flushlight, program: string): Promise<Ending> {
  const { page, status } = flushlight;
  await flushlight.open();
  await flushlight.focusEditor();
  await page.evaluate(() => window.flushlight?.ready());
  let over = false;
  const ended = page.evaluate(stopped, program).finally(() => {
    over = true;
  });
  const running = status.filter({ hasText: "Running" });
  const dialog = page.getByRole("dialog");
  let answered = 0;
  while (!over) {
    await page.locator(".gallery-button").click();
    await expect(dialog).toBeVisible();
    // Only what was answered before the end counts.
    if ((await running.count()) > 0) answered++;
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  }
  return { ms: await ended, answered };
}

/** In the page: runs a program and waits until the page says that it was stopped. */
function stopped(program: string): Promise<number> {
  const started = performance.now();
  window.flushlight?.open(program);
  return new Promise((done) => {
    const look = () => {
      const said = document.querySelector("[data-testid=run-status]")?.textContent ?? "";
      if (said.includes("Stopped")) done(performance.now() - started);
      else requestAnimationFrame(look);
    };
    look();
  });
}

async function nextRunWorks(flushlight: Flushlight): Promise<void> {
  await flushlight.run(`console.log("and on");`);
  await expect(flushlight.printed).toHaveText(["and on"]);
}

interface Runaway {
  readonly name: string;
  readonly program: string;
  readonly message: string | RegExp;
  /** The line that the message is about, where that can be known. */
  readonly line: number | null;
  /** Whether it goes on until the time is over: one that ends sooner may end before the first click. */
  readonly lasts: boolean;
}

const RUNAWAYS: readonly Runaway[] = [
  {
    name: "an endless loop",
    program: `console.log("before");\nwhile (true) {}`,
    message: "Stopped by the time limit: the program ran longer than 5 s.",
    line: 2,
    lasts: true,
  },
  {
    name: "an endless loop that catches everything",
    program: `for (;;) {\n  try { for (;;); } catch {}\n}`,
    message: "Stopped by the time limit: the program ran longer than 5 s.",
    line: 2,
    lasts: true,
  },
  {
    name: "an endless recursive query",
    program: `${CONNECT}session.execute(text(\n  "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"));`,
    message: "It was executing: WITH RECURSIVE c(x)",
    line: 3,
    lasts: true,
  },
  {
    name: "a query with endless rows",
    program: `${CONNECT}session.execute(text("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c"));`,
    message: "It was executing: WITH RECURSIVE c(x)",
    line: 3,
    lasts: true,
  },
  {
    name: "promises without end",
    program: `const again = (): Promise<void> => Promise.resolve().then(again);\nawait again();`,
    message: "Stopped by the time limit",
    line: null,
    lasts: true,
  },
  {
    name: "a million prints",
    program: `for (let i = 0; i < 1e6; i++)\n  console.log("line", i);`,
    message: "Stopped by the output limit: the program printed more than 5,000 lines.",
    line: 2,
    lasts: false,
  },
  {
    name: "endless statements",
    program: `${CONNECT}for (;;)\n  session.execute(text("SELECT 1"));`,
    message: "Stopped by the statement limit: the program executed more than 10,000 statements.",
    line: 4,
    lasts: false,
  },
  {
    name: "a database that grows without end",
    program: `${CONNECT}session.execute(text("CREATE TABLE t (b BLOB)"));\nfor (;;)\n  session.execute(text("INSERT INTO t VALUES (zeroblob(1000000))"));`,
    message: "Stopped by the database size limit: the database grew beyond 64 MB.",
    line: 5,
    lasts: false,
  },
  {
    name: "memory without end",
    program: `const kept: unknown[] = [];\nfor (;;)\n  kept.push(new Array(100_000).fill(0).map((_, i) => ({ i })));`,
    message: /Stopped by the (?:time|memory) limit/,
    line: null,
    lasts: true,
  },
  {
    name: "a flood of messages",
    program: `const text = JSON.stringify({ type: "trace", run: 1, events: [] });\nArray.from({ length: 1e9 }, () => postMessage(text));`,
    message: /Stopped/,
    line: null,
    lasts: false,
  },
];

for (const { name, program, message, line, lasts } of RUNAWAYS) {
  test(`${name} ends in words, the page answers meanwhile, and the next run works`, async ({ flushlight }) => {
    const { ms, answered } = await runaway(flushlight, program);
    expect(ms).toBeLessThan(DEADLINE + 1_000);
    if (lasts) expect(answered).toBeGreaterThan(0);
    await expect(flushlight.output).toContainText(message);
    if (line !== null) await expect(flushlight.status).toContainText(`line ${line}`);
    await nextRunWorks(flushlight);
  });
}

test("Stop ends a run at once", async ({ flushlight }) => {
  await flushlight.open();
  await flushlight.run(`while (true) {}`);
  await flushlight.page.getByRole("button", { name: "Stop" }).click();
  // A limit would say on which line, and later.
  await expect(flushlight.status).toHaveText("Stopped");
  await nextRunWorks(flushlight);
});

test("endless recursion is an error of its own", async ({ flushlight }) => {
  await flushlight.open();
  await flushlight.run(`function f(): void {\n  f();\n}\nf();`);
  await expect(flushlight.status).toContainText("RangeError on line 2");
});
