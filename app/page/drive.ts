import type { TraceEvent } from "../../src-engine/trace/events.ts";
import type { LanguageName, RunResult } from "../protocol/messages.ts";
import { markAt, nextMark } from "../run/moments/moments.ts";
import type { Message } from "../run/run-model.ts";
import type { Runner, RunOptions } from "../run/runner.ts";
import { type Attempt, errorOf, momentAfter, type Workbench } from "../run/workbench.ts";
import { scenarioById } from "../scenarios/gallery.ts";
import { selectionOf, selectionText } from "../share/address.ts";
import type { Desk } from "./desk.ts";
import type { Links } from "./links.ts";

/**
 * What scripts that drive the page find at `window.flushlight`. It is stable: what is here stays as it is, and a change that
 * breaks it raises `version`.
 */
export interface Drive {
  readonly version: 1;
  /** Resolves when the page can run the next program at once: its next sandbox has started. */
  ready(): Promise<void>;
  /**
   * Puts a program into the editor and runs it, as a person would.
   * @param title what to call it
   * @param language what it is written in: TypeScript unless told otherwise
   */
  open(code: string, title?: string, language?: LanguageName): void;
  /** Opens a gallery item by its name. @throws when there is none of that name */
  openScenario(id: string): void;
  /** The program in the editor. */
  text(): string;
  /** Runs the program in the editor, and waits for its end. */
  rerun(): Promise<DrivenRun>;
  /** Waits until the present program has run to its end, and tells how it went. */
  settled(): Promise<DrivenRun>;
  /** The statements of the run that the page shows. */
  statements(): readonly DrivenStatement[];
  /** Why a statement was emitted, in the words of the page. @param index position in {@link Drive.statements} */
  why(index: number): string;
  /** Steps through the run, and tells where that led. At either end it stays where it is. */
  step(direction: "forward" | "back", unit?: "statement" | "flush" | "line"): DrivenMoment;
  /** Goes to the moment just after a statement; `null` leaves time travel. */
  goTo(statement: number | null): DrivenMoment;
  /** Selects, in the words of links: `statement.3`, `edge.User.addresses`, `class.User`, `line.12`; `null` selects nothing. */
  select(what: string | null): void;
  /** What is selected, in the same words. */
  selected(): string | null;
  /** A link to what the page shows. */
  link(): Promise<string>;
  /** Runs a program beside the page, which shows nothing of it; gives everything that it caused. */
  run(code: string, options?: RunOptions): Promise<RunResult & { readonly events: readonly TraceEvent[] }>;
  /** Ends what {@link Drive.run} is running. */
  stop(): void;
}

export interface DrivenStatement {
  readonly index: number;
  readonly sql: string;
  /** One list for each row of parameters. */
  readonly params: readonly (readonly unknown[])[];
  readonly kind: string;
  readonly table: string | null;
  readonly line: number | null;
  readonly rowCount: number;
  /** The database's message when it rejected the statement. */
  readonly error: string | null;
}

export interface DrivenRun {
  readonly outcome: RunResult["outcome"];
  readonly statements: number;
  /** The error that ended it, as `Name: message`. */
  readonly error: string | null;
  /** What it printed, a text for each print. */
  readonly output: readonly string[];
  readonly warnings: readonly string[];
}

/** A moment of the run. */
export interface DrivenMoment {
  /** The last statement executed by then; `null` before the first. */
  readonly statement: number | null;
  readonly line: number | null;
  /** True at the end of the run. */
  readonly end: boolean;
}

declare global {
  interface Window {
    flushlight?: Drive;
  }
}

/** What there is to drive. */
export interface Driven {
  readonly workbench: Workbench;
  readonly desk: Desk;
  readonly links: Links;
  /** The page's own runner. */
  readonly shown: Runner;
  /** One for runs that the page does not show. */
  readonly beside: Runner;
}

/** Offers the page to scripts that drive it. */
export function installDrive({ workbench, desk, links, shown, beside }: Driven): void {
  /** What explains comes with the pane that shows it; here it is needed at once when a run has settled. */
  let why: ((attempt: Attempt, index: number) => string) | null = null;
  const explaining = import("../run/explain/told.ts").then(
    ({ explanationOf }) => {
      why = explanationOf;
    },
    () => {},
  );
  const model = () => workbench.store.getState().shown?.model ?? null;
  const moment = (): DrivenMoment => {
    const { moment: present } = workbench.store.getState();
    const run = model();
    if (run === null) return { statement: null, line: null, end: true };
    const at = present ?? run.seq;
    const statement = run.statements.findLast(({ seq }) => seq <= at);
    return { statement: statement?.index ?? null, line: markAt(run, present)?.line ?? null, end: present === null };
  };
  const settled = () =>
    new Promise<DrivenRun>((resolve) => {
      whenSettled(workbench, (attempt) => void explaining.then(() => resolve(told(attempt))));
    });
  window.flushlight = {
    version: 1,
    ready: () => shown.ready(),
    open: (code, title = "", language = "typescript") => desk.openProgram({ code, title, language }, { keep: true }),
    openScenario(id) {
      const scenario = scenarioById(id);
      if (scenario === null) throw new Error(`There is no scenario called ${id}.`);
      desk.load(scenario);
    },
    text: () => workbench.store.getState().text,
    rerun() {
      workbench.run("asked");
      return settled();
    },
    settled,
    statements: () =>
      (model()?.statements ?? []).map(({ index, sql, params, kind, table, line, rowCount, error }) => ({
        index,
        sql,
        params,
        kind,
        table,
        line,
        rowCount,
        error,
      })),
    why(index) {
      const { shown: attempt } = workbench.store.getState();
      if (attempt?.model.statements[index] === undefined) throw new RangeError(`The run has no statement ${index}.`);
      if (why === null) throw new Error("Nothing can be explained before `settled()` has resolved.");
      return why(attempt, index);
    },
    step(direction, unit = "statement") {
      const run = model();
      const mark = run && nextMark(run, workbench.store.getState().moment, unit, direction);
      if (mark) workbench.goTo(mark.seq);
      return moment();
    },
    goTo(index) {
      const run = model();
      const statement = index === null ? null : run?.statements[index];
      if (statement === undefined) throw new RangeError(`The run has no statement ${index}.`);
      workbench.goTo(statement === null ? null : momentAfter(run ?? undefined, statement));
      return moment();
    },
    select(what) {
      const selection = what === null ? ({ kind: "none" } as const) : selectionOf(what);
      if (selection === null) throw new Error(`Nothing can be selected by “${what}”.`);
      workbench.select(selection, "page");
    },
    selected() {
      const { selection } = workbench.store.getState();
      return selection.kind === "none" ? null : selectionText(selection);
    },
    link: () => links.link({ view: true }),
    async run(code, options) {
      const events: TraceEvent[] = [];
      const result = await beside.run(
        code,
        (batch) => {
          for (const event of batch) events.push(event);
        },
        options,
      );
      return { ...result, events };
    },
    stop: () => beside.stop(),
  };
}

/** Calls back once the present text has run to its end. */
function whenSettled(workbench: Workbench, tell: (attempt: Attempt) => void): void {
  const look = (): boolean => {
    const { latest, text } = workbench.store.getState();
    if (latest === null || latest.text !== text || latest.result === null) return false;
    tell(latest);
    return true;
  };
  if (look()) return;
  const stop = workbench.store.subscribe(() => {
    if (look()) stop();
  });
}

function told({ model, result }: Attempt): DrivenRun {
  const error = errorOf(model);
  const texts = <K extends Message["kind"]>(kind: K, text: (message: Extract<Message, { kind: K }>) => string) =>
    model.messages.flatMap((message) =>
      message.kind === kind ? [text(message as Extract<Message, { kind: K }>)] : [],
    );
  return {
    outcome: result?.outcome ?? "stopped",
    statements: model.statements.length,
    error: error === null ? null : `${error.name}: ${error.message}`,
    output: texts("output", ({ text }) => text),
    warnings: texts("warning", ({ category, message }) => `${category}: ${message}`),
  };
}
