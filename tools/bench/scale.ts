/**
 * Measures what is large: a run of ten thousand statements, and a hundred classes.
 *
 *     npm run bench -- scale [queries | flushes | graph | moments …] [--dist DIR] [--profile DIR]
 *
 * In Chromium on the built page, by the page's own clock, besides `moments`, which is measured here. Every figure is printed
 * beside its budget. `--dist` measures a page that is built already; `--profile` leaves CPU profiles in a directory.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CDPSession, Page } from "@playwright/test";
import type { WorkerMessage } from "../../app/protocol/messages.ts";
import { parseWorkerMessage } from "../../app/protocol/parse.ts";
import { markAt, marksOf, momentAt, nextMark } from "../../app/run/moments/moments.ts";
import { emptyRun, fold, type RunModel } from "../../app/run/run-model.ts";
import { budgets, holdAgainst } from "./budgets.ts";
import { median, percentile } from "./figures.ts";
import { manyClasses } from "./many-classes.ts";
import { longPrograms } from "./many-statements.ts";
import { type ServedPage, servePage } from "./served-page.ts";
import { messagesOf } from "./told-run.ts";

const STATEMENTS = 10_000;
const CLASSES = 100;
const STEPS = 60;
const FRAMES = 90;
const MEGABYTE = 1024 * 1024;

/** As much of the page's `window.flushlight` as is used here. */
interface Driven {
  ready(): Promise<void>;
  open(code: string): void;
  settled(): Promise<{ readonly output: readonly string[]; readonly statements: number; readonly outcome: string }>;
  select(what: string | null): void;
  step(direction: "forward" | "back", unit?: "statement"): { readonly statement: number | null };
  goTo(statement: number | null): void;
}

interface Watch {
  /** Durations of tasks of 50 ms and more since they were last asked for. */
  longTasks(): number[];
  /** Does something at each of so many frames. @returns milliseconds between them */
  frames(count: number, work: (frame: number) => void): Promise<number[]>;
  /** Resolves when the present frame has been drawn. */
  drawn(): Promise<void>;
}

type Driving = Window & { readonly flushlight: Driven; watch: Watch };

export interface ScaleOptions {
  readonly dist: string | null;
  readonly profile: string | null;
}

export async function measureScale(wanted: readonly string[], { dist, profile }: ScaleOptions): Promise<void> {
  const all = wanted.length === 0;
  profiles = profile;
  console.log(`a process gets ${(100 * shareOfProcessor()).toFixed(0)} % of a processor here`);
  if (all || wanted.includes("moments")) await measureMoments();
  if (wanted.length === 1 && wanted[0] === "moments") return;
  const served = await servePage(dist);
  try {
    for (const kind of Object.keys(longPrograms)) if (all || wanted.includes(kind)) await measureRun(served, kind);
    if (all || wanted.includes("graph")) await measureGraph(served);
  } finally {
    await served.close();
  }
}

/** How much of a processor whoever works here gets, others being at work too: what times mean depends on it. */
function shareOfProcessor(): number {
  const start = performance.now();
  const used = process.cpuUsage();
  while (process.cpuUsage(used).user < 300_000);
  const { user, system } = process.cpuUsage(used);
  return (user + system) / 1000 / (performance.now() - start);
}

/** Where CPU profiles go; `null` where none are wanted, which measures better. */
let profiles: string | null = null;

async function profiled<T>(cdp: CDPSession, name: string, work: () => Promise<T>): Promise<T> {
  if (profiles === null) return work();
  await cdp.send("Profiler.enable");
  await cdp.send("Profiler.start");
  const result = await work();
  const { profile } = await cdp.send("Profiler.stop");
  mkdirSync(profiles, { recursive: true });
  writeFileSync(join(profiles, `${name}.cpuprofile`), JSON.stringify(profile));
  return result;
}

/** Runs in the page, before anything of it. */
function installWatch(): void {
  const long: number[] = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) long.push(duration);
  }).observe({ type: "longtask" });
  const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  (window as unknown as Driving).watch = {
    longTasks: () => long.splice(0),
    async frames(count, work) {
      const found: number[] = [];
      let last = await nextFrame();
      for (let frame = 0; frame < count; frame++) {
        work(frame);
        const now = await nextFrame();
        found.push(now - last);
        last = now;
      }
      return found;
    },
    drawn: () => nextFrame().then(() => new Promise((resolve) => setTimeout(resolve, 0))),
  };
}

function withPage<T>(served: ServedPage, work: (page: Page, cdp: CDPSession) => Promise<T>): Promise<T> {
  return served.withPage(async (page) => {
    await page.addInitScript(installWatch);
    await page.goto(served.url);
    await page.waitForFunction(() => "flushlight" in window);
    await page.waitForSelector(".monaco-editor .view-line");
    await page.evaluate(() => (window as unknown as Driving).flushlight.ready());
    const cdp = await page.context().newCDPSession(page);
    // Of the processor rather than of the clock: figures of a machine that has other things to do can be compared.
    await cdp.send("Performance.setTimeDomain", { timeDomain: "threadTicks" });
    await cdp.send("Performance.enable");
    return work(page, cdp);
  });
}

async function metric(cdp: CDPSession, name: string): Promise<number> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return metrics.find((each) => each.name === name)?.value ?? 0;
}

/** What the page has done meanwhile, in milliseconds for each of so many things. */
async function workOf<T>(cdp: CDPSession, count: number, work: () => Promise<T>): Promise<{ found: T; words: string }> {
  const names = ["TaskDuration", "ScriptDuration", "RecalcStyleDuration", "LayoutDuration"];
  const all = () => Promise.all(names.map((name) => metric(cdp, name)));
  const before = await all();
  const found = await work();
  const [task = 0, script = 0, style = 0, layout = 0] = (await all()).map(
    (value, place) => ((value - (before[place] ?? 0)) * 1000) / count,
  );
  const parts = `script ${script.toFixed(0)}, style ${style.toFixed(0)}, layout ${layout.toFixed(0)}`;
  return { found, words: `${task.toFixed(0)} ms of work each (${parts})` };
}

async function measureRun(served: ServedPage, kind: string): Promise<void> {
  const code = longPrograms[kind]?.(STATEMENTS) ?? "";
  await withPage(served, async (page, cdp) => {
    const before = await metric(cdp, "TaskDuration");
    const look = async (code: string) => {
      const { flushlight, watch } = window as unknown as Driving;
      watch.longTasks();
      flushlight.open(code);
      const { output, statements, outcome } = await flushlight.settled();
      const settled = Date.now();
      const last = statements - 1;
      flushlight.select(`statement.${last}`);
      while (
        document.querySelector(`[data-row="statement-${last}"]`) === null ||
        document.querySelector(".timeline-ticks") === null
      ) {
        await watch.drawn();
      }
      await watch.drawn();
      const end = Number(output.at(-1));
      return { statements, outcome, settled: settled - end, usable: Date.now() - end, tasks: watch.longTasks() };
    };
    const shown = await profiled(cdp, `${kind}-run`, () => page.evaluate(look, code));
    const busy = ((await metric(cdp, "TaskDuration")) - before) * 1000;
    const { statements, outcome, settled, usable, tasks } = shown;
    console.log(`\n${kind}: ${statements} statements, ${outcome}; the page was busy for ${busy.toFixed(0)} ms`);
    holdAgainst("end of the run to list and timeline", usable, budgets.usable, `all events in after ${settled} ms`);
    const longest = tasks.toSorted((a, b) => b - a);
    const more = `${tasks.length} of 50 ms or more: ${longest.slice(0, 6).map((ms) => ms.toFixed(0))}`;
    holdAgainst("longest task until then", longest[0] ?? 0, budgets.task, more);
    await page.waitForTimeout(500);
    await profiled(cdp, `${kind}-steps`, () => measureSteps(page, cdp, statements));
    await profiled(cdp, `${kind}-scrolling`, () => measureScrolling(page));
    await profiled(cdp, `${kind}-timeline`, () => measureTimeline(page, cdp));
    await page.evaluate(() => (window as unknown as Driving).flushlight.goTo(null));
    const uncollected = (await metric(cdp, "JSHeapUsedSize")) / MEGABYTE;
    await cdp.send("HeapProfiler.collectGarbage");
    await page.waitForTimeout(300);
    await cdp.send("HeapProfiler.collectGarbage");
    const collected = (await metric(cdp, "JSHeapUsedSize")) / MEGABYTE;
    holdAgainst(
      "heap of the page",
      collected,
      budgets.heap,
      `${uncollected.toFixed(0)} MB before garbage is collected`,
    );
  });
}

async function measureSteps(page: Page, cdp: CDPSession, statements: number): Promise<void> {
  for (const direction of ["back", "forward"] as const) {
    const { found: took, words } = await workOf(cdp, STEPS, () =>
      page.evaluate(
        async ({ direction, from, count }) => {
          const { flushlight, watch } = window as unknown as Driving;
          flushlight.goTo(from);
          for (let i = 0; i < 20; i++) await watch.drawn();
          const found: number[] = [];
          for (let i = 0; i < count; i++) {
            const start = performance.now();
            flushlight.step(direction, "statement");
            await watch.drawn();
            found.push(performance.now() - start);
          }
          return found;
        },
        { direction, from: statements >> 1, count: STEPS },
      ),
    );
    const more = `p95 ${percentile(took, 95).toFixed(0)} ms, ${words}`;
    holdAgainst(`a step ${direction} to its frame, median of ${STEPS}`, median(took), budgets.step, more);
  }
}

function reportFrames(what: string, frames: readonly number[], budget: { unit: "ms"; most: number }, more = ""): void {
  const slow = frames.filter((ms) => ms > 34).length;
  const words = `median ${median(frames).toFixed(0)}, worst ${Math.max(...frames).toFixed(0)} ms, ${slow} of ${frames.length} late${more}`;
  holdAgainst(`${what}, p95`, percentile(frames, 95), budget, words);
}

async function measureScrolling(page: Page): Promise<void> {
  const frames = await page.evaluate(async (count) => {
    const list = document.querySelector("[data-testid=statement-list]") as HTMLElement;
    list.scrollTop = 0;
    const { watch } = window as unknown as Driving;
    await watch.drawn();
    return watch.frames(count, () => {
      list.scrollTop += 300;
    });
  }, FRAMES);
  reportFrames("a frame while the list is scrolled", frames, budgets.scrollFrame);
}

async function measureTimeline(page: Page, cdp: CDPSession): Promise<void> {
  for (const pane of ["Tables", "Objects"]) {
    await page.getByRole("tab", { name: pane }).click();
    const { found: frames, words } = await workOf(cdp, FRAMES, () =>
      page.evaluate(async (count) => {
        const track = document.querySelector(".timeline-track") as HTMLElement;
        track.setPointerCapture = () => {};
        const { left, width, top } = track.getBoundingClientRect();
        const at = (part: number): PointerEventInit => ({
          bubbles: true,
          button: 0,
          clientX: left + 14 + (width - 28) * part,
          clientY: top + 20,
          pointerType: "mouse",
        });
        const { watch } = window as unknown as Driving;
        track.dispatchEvent(new PointerEvent("pointerdown", at(0.1)));
        const found = await watch.frames(count, (frame) => {
          track.dispatchEvent(new PointerEvent("pointermove", at(0.1 + (0.6 * frame) / count)));
        });
        track.dispatchEvent(new PointerEvent("pointerup", at(0.7)));
        return found;
      }, FRAMES),
    );
    reportFrames(`a frame while the timeline is dragged, ${pane} open`, frames, budgets.timelineFrame, `, ${words}`);
  }
}

async function measureGraph(served: ServedPage): Promise<void> {
  await withPage(served, async (page, cdp) => {
    const { took, boxes } = await page.evaluate(
      async ({ code, classes }) => {
        const { flushlight, watch } = window as unknown as Driving;
        flushlight.open(code);
        await flushlight.settled();
        const start = performance.now();
        const there = () => document.querySelectorAll("[data-testid=graph-node]").length;
        const canvas = () => document.querySelector(".canvas[aria-busy=false]");
        while (there() < classes * 0.9 || canvas() === null) await watch.drawn();
        await watch.drawn();
        return { took: performance.now() - start, boxes: there() };
      },
      { code: manyClasses(CLASSES), classes: CLASSES },
    );
    console.log(`\ngraph: ${CLASSES} classes, ${boxes} boxes drawn`);
    holdAgainst("end of the run to the graph", took, budgets.layout);
    await page.waitForTimeout(300);
    const drag = async (count: number) => {
      const { watch } = window as unknown as Driving;
      const box = document.querySelector(".react-flow__node") as HTMLElement;
      const { x, y } = box.getBoundingClientRect();
      const at = (frame: number): MouseEventInit => ({
        bubbles: true,
        cancelable: true,
        view: window,
        button: 0,
        buttons: 1,
        clientX: x + 5 + frame,
        clientY: y + 5 + frame,
      });
      const place = box.style.transform;
      box.dispatchEvent(new MouseEvent("mousedown", at(0)));
      const found = await watch.frames(count, (frame) => window.dispatchEvent(new MouseEvent("mousemove", at(frame))));
      window.dispatchEvent(new MouseEvent("mouseup", at(count)));
      return { found, moved: box.style.transform !== place };
    };
    const { found: dragged, words } = await workOf(cdp, FRAMES, () =>
      profiled(cdp, "graph-dragging", () => page.evaluate(drag, FRAMES)),
    );
    if (!dragged.moved) throw new Error("The box that was dragged has not moved.");
    reportRate("dragging a box", dragged.found, words);
    for (const [what, ctrlKey] of [
      ["zooming", true],
      ["panning", false],
    ] as const) {
      const { found: frames, words } = await workOf(cdp, FRAMES, () =>
        page.evaluate(
          async ({ count, zoom }) => {
            const { watch } = window as unknown as Driving;
            const pane = document.querySelector(".react-flow__pane") as HTMLElement;
            const { x, y, width, height } = pane.getBoundingClientRect();
            const middle = {
              clientX: x + width / 2,
              clientY: y + height / 2,
              bubbles: true,
              cancelable: true,
              view: window,
            };
            if (zoom) {
              return watch.frames(count, (frame) =>
                pane.dispatchEvent(new WheelEvent("wheel", { ...middle, deltaY: frame % 60 < 30 ? -60 : 60 })),
              );
            }
            pane.dispatchEvent(new MouseEvent("mousedown", { ...middle, button: 0, buttons: 1 }));
            const found = await watch.frames(count, (frame) =>
              window.dispatchEvent(
                new MouseEvent("mousemove", { ...middle, clientX: middle.clientX + frame, buttons: 1 }),
              ),
            );
            window.dispatchEvent(new MouseEvent("mouseup", middle));
            return found;
          },
          { count: FRAMES, zoom: ctrlKey },
        ),
      );
      reportRate(what, frames, words);
    }
  });
}

function reportRate(what: string, frames: readonly number[], words: string): void {
  const rate = (1000 * frames.length) / frames.reduce((sum, ms) => sum + ms, 0);
  const more = `median ${median(frames).toFixed(0)}, p95 ${percentile(frames, 95).toFixed(0)}, worst ${Math.max(...frames).toFixed(0)} ms; ${words}`;
  holdAgainst(what, rate, budgets.graphFrames, more);
}

/** What the page makes of 10,000 flushes, without a page. */
async function measureMoments(): Promise<void> {
  const messages = await messagesOf(longPrograms.flushes?.(STATEMENTS, 600_000) ?? "");
  let run: RunModel = emptyRun;
  let events = 0;
  const parsing: number[] = [];
  const folds: number[] = [];
  for (const text of messages) {
    let message: WorkerMessage | null = null;
    parsing.push(
      timed(() => {
        message = parseWorkerMessage(text);
      }),
    );
    const told = (message as WorkerMessage | null)?.type === "trace" ? (message as unknown as Trace).events : [];
    events += told.length;
    folds.push(
      timed(() => {
        run = fold(run, told);
      }),
    );
  }
  const all = parsing.reduce((total, ms) => total + ms, 0);
  const sum = folds.reduce((total, ms) => total + ms, 0);
  console.log(`\nmoments: ${run.statements.length} statements, ${events} events, ${run.changes.length} changes`);
  const more = `median ${median(folds).toFixed(1)}, worst ${Math.max(...folds).toFixed(0)} ms, ${sum.toFixed(0)} ms in all`;
  const words = `median ${median(parsing).toFixed(1)}, worst ${Math.max(...parsing).toFixed(0)} ms, ${all.toFixed(0)} ms in all`;
  holdAgainst("reading a message, p95", percentile(parsing, 95), budgets.message, words);
  holdAgainst("taking in a batch of events, p95", percentile(folds, 95), budgets.foldBatch, more);
  console.log(
    `  marks: ${timed(() => marksOf(run)).toFixed(0)} ms; the end: ${timed(() => momentAt(run, null)).toFixed(0)} ms`,
  );
  for (const direction of ["back", "forward"] as const) {
    let moment = run.statements[run.statements.length >> 1]?.seq ?? 0;
    momentAt(run, moment);
    const steps: number[] = [];
    for (let i = 0; i < 300; i++) {
      const mark = nextMark(run, moment, "statement", direction) ?? markAt(run, moment);
      moment = mark?.seq ?? moment;
      steps.push(timed(() => momentAt(run, moment)));
    }
    const words = `median ${median(steps).toFixed(2)}, worst ${Math.max(...steps).toFixed(1)} ms`;
    holdAgainst(`momentAt, a step ${direction}, p95`, percentile(steps, 95), budgets.moment, words);
  }
}

type Trace = Extract<WorkerMessage, { type: "trace" }>;

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
