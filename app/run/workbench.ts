import { createStore, type StoreApi } from "zustand/vanilla";
import type { TraceEvent } from "../../src-engine/trace/events.ts";
import type { LanguageName, RunFile, RunResult } from "../protocol/messages.ts";
import { type TextEdit, withEdits } from "../protocol/text-edit.ts";
import { emptyRun, fold, type Message, type RunError, type RunModel } from "./run-model.ts";
import { nothing, type Selection } from "./selection.ts";

/** One run of one text, going on or ended. */
export interface Attempt {
  readonly id: number;
  /** The program that ran, which the editor may have left behind since. */
  readonly text: string;
  readonly language: LanguageName;
  /** Which whole text this is a version of: {@link WorkbenchState.textVersion} when it ran. */
  readonly textVersion: number;
  readonly trigger: Trigger;
  /** The databases that it could open by their names. */
  readonly files: readonly RunFile[];
  readonly model: RunModel;
  /** What the model was made from; grows while the run goes on. */
  readonly events: readonly TraceEvent[];
  /** How it ended; `null` while it goes on. */
  readonly result: RunResult | null;
}

/** What started a run. A run that a person asked for is shown even where it failed at once. */
export type Trigger = "opened" | "typing" | "asked";

/** Who changed the selection, so that a pane does not answer its own doing. */
export type Origin =
  | "editor"
  | "statements"
  | "graph"
  | "tables"
  | "objects"
  | "plan"
  | "timeline"
  | "why"
  | "output"
  | "page";

/** A time of the run: everything up to the event with this `seq` has happened. `null` is the end of the run. */
export type Moment = number | null;

export interface WorkbenchState {
  readonly text: string;
  /** What the text is written in. */
  readonly language: LanguageName;
  /** Counts replacements of the whole text (a scenario loaded, a draft restored), as opposed to edits. */
  readonly textVersion: number;
  readonly autoRun: boolean;
  /** Databases that the text may open by their names. */
  readonly files: readonly RunFile[];
  /** The latest attempt. */
  readonly latest: Attempt | null;
  /** The attempt that the panes show: the latest, or the last good one while the present text fails. */
  readonly shown: Attempt | null;
  readonly selection: Selection;
  readonly selectedBy: Origin;
  /** The time of the run that the panes show. */
  readonly moment: Moment;
}

/** What the workbench needs of whoever runs programs. */
export interface RunnerPort {
  /**
   * Runs a program; a run that is going on is ended first.
   * @param onEvents called with each batch, in order
   * @returns the end of the run; never rejects for what the program did
   */
  run(program: RunnableProgram, onEvents: (events: readonly TraceEvent[]) => void): Promise<RunResult>;
  stop(): void;
}

/** What is run. */
export interface RunnableProgram {
  readonly text: string;
  readonly language: LanguageName;
  /** Databases that it may open by their names. */
  readonly files: readonly RunFile[];
}

/** What goes with a text that is put in place of the whole. */
export interface ReplaceOptions {
  /** Run it at once; true unless told otherwise. */
  readonly run?: boolean;
  /** What it is written in; TypeScript unless told otherwise. */
  readonly language?: LanguageName;
  /** The databases that it may open. */
  readonly files?: readonly RunFile[];
}

/** The page's one place of state: the text, its runs, the selection. */
export interface Workbench {
  readonly store: StoreApi<WorkbenchState>;
  /** The person changed the text. Runs it after a pause when that is switched on. */
  edit(text: string): void;
  /** The text is in another language than it was taken for; what is typed next runs in it. */
  setLanguage(language: LanguageName): void;
  /** Puts another text in place of the whole, with the databases that go with it, and runs it. */
  replaceText(text: string, options?: ReplaceOptions): void;
  /** Puts other databases in place of those that the text may open, and runs it. */
  replaceFiles(files: readonly RunFile[]): void;
  /** Makes edits for the person, who can undo them where an editor is at work, and runs the text. */
  applyEdits(edits: readonly TextEdit[]): void;
  /** Lets an editor make the edits: it tells the text that comes of them by {@link edit}. @returns how to take it away */
  attachEditor(apply: (edits: readonly TextEdit[]) => void): () => void;
  run(trigger?: Trigger): void;
  /** Shows a run that was recorded elsewhere as the run of its text, which it puts in place of the whole. Runs nothing. */
  showRecorded(recorded: RecordedRun): void;
  stop(): void;
  setAutoRun(on: boolean): void;
  /** Selects; a statement takes the page to the moment just after it. */
  select(selection: Selection, by: Origin): void;
  /** Goes to a moment, leaving the selection as it is. */
  goTo(moment: Moment): void;
}

/** A run as it was once told. */
export interface RecordedRun {
  readonly text: string;
  readonly language: LanguageName;
  readonly events: readonly TraceEvent[];
  readonly result: RunResult;
}

export interface WorkbenchOptions {
  readonly runner: RunnerPort;
  readonly autoRun?: boolean;
  /** Milliseconds without an edit after which the text runs. */
  readonly typingPause?: number;
  /** Milliseconds after which a run that still goes on is shown while it goes on. */
  readonly patience?: number;
}

export function createWorkbench(options: WorkbenchOptions): Workbench {
  const { runner, typingPause = 250, patience = 300 } = options;
  const store = createStore<WorkbenchState>(() => ({
    text: "",
    language: "typescript",
    textVersion: 0,
    autoRun: options.autoRun ?? true,
    files: [],
    latest: null,
    shown: null,
    selection: nothing,
    selectedBy: "page",
    moment: null,
  }));
  let attempts = 0;
  let typing: ReturnType<typeof setTimeout> | undefined;
  let editor: ((edits: readonly TextEdit[]) => void) | null = null;

  function edit(text: string): void {
    if (text === store.getState().text) return;
    store.setState({ text });
    clearTimeout(typing);
    if (store.getState().autoRun) typing = setTimeout(() => run("typing"), typingPause);
  }

  function replaceText(text: string, options: ReplaceOptions = {}): void {
    const { run: runIt = true, language = "typescript", files = [] } = options;
    clearTimeout(typing);
    store.setState((state) => ({
      text,
      language,
      files,
      textVersion: state.textVersion + 1,
      selection: nothing,
      selectedBy: "page" as const,
      moment: null,
    }));
    if (runIt) run("opened");
  }

  function run(trigger: Trigger = "asked"): void {
    clearTimeout(typing);
    const { text, language, textVersion, files } = store.getState();
    const id = ++attempts;
    const told: TraceEvent[] = [];
    const first: Attempt = {
      id,
      text,
      language,
      textVersion,
      trigger,
      files,
      model: emptyRun,
      events: told,
      result: null,
    };
    store.setState({ latest: first });
    let patient = true;
    const slow = setTimeout(() => {
      patient = false;
      present(id);
    }, patience);
    let waiting: TraceEvent[] = [];
    const takeIn = () => {
      const events = waiting;
      waiting = [];
      for (const event of events) told.push(event);
      amend(id, (attempt) => ({ ...attempt, model: fold(attempt.model, events) }));
      if (!patient) present(id);
    };
    const pace = paceOf(takeIn);
    const take = (events: readonly TraceEvent[]) => {
      for (const event of events) waiting.push(event);
      pace.ask();
    };
    const ended = runner.run({ text, language, files }, take);
    void ended.then((result) => {
      clearTimeout(slow);
      pace.end();
      takeIn();
      amend(id, (attempt) => ({ ...attempt, model: withSchema(attempt.model, result), result }));
      settle(id);
    });
  }

  /** Changes an attempt wherever it stands, unless a later one has taken its place. */
  function amend(id: number, change: (attempt: Attempt) => Attempt): void {
    const { latest, shown } = store.getState();
    if (latest?.id !== id) return;
    const next = change(latest);
    store.setState({ latest: next, ...(shown?.id === id ? { shown: next } : {}) });
  }

  /** Shows a run that takes its time, once it has something to show. */
  function present(id: number): void {
    const { latest, shown } = store.getState();
    if (latest?.id !== id || latest.result !== null || latest.model.statements.length === 0) return;
    store.setState({ shown: latest, ...selectionIn(latest, shown) });
  }

  function settle(id: number): void {
    const { latest, shown } = store.getState();
    if (latest?.id !== id || latest.result === null) return;
    // The last good run of another text would only mislead.
    const nothingBetter = shown === null || shown.textVersion !== latest.textVersion;
    if (nothingBetter || isWorthShowing(latest)) store.setState({ shown: latest, ...selectionIn(latest, shown) });
  }

  /** A selection survives a run only where it means the same in it: names do, positions do not. */
  function selectionIn(next: Attempt, before: Attempt | null): Partial<WorkbenchState> {
    const { selection } = store.getState();
    if (next.id === before?.id) return {};
    const positional = selection.kind === "statement" || selection.kind === "object";
    if (next.text === before?.text) return {};
    return positional ? { selection: nothing, selectedBy: "page", moment: null } : { moment: null };
  }

  return {
    store,
    edit,
    setLanguage: (language) => store.setState({ language }),
    replaceText,
    replaceFiles(files) {
      store.setState({ files });
      run("asked");
    },
    applyEdits(edits) {
      const { text } = store.getState();
      if (editor) editor(edits);
      else edit(withEdits(text, edits));
      if (store.getState().text !== text) run("asked");
    },
    attachEditor(apply) {
      editor = apply;
      return () => {
        if (editor === apply) editor = null;
      };
    },
    run,
    showRecorded({ text, language, events, result }) {
      runner.stop();
      replaceText(text, { run: false, language });
      const { textVersion } = store.getState();
      const model = withSchema(fold(emptyRun, events), result);
      const told = { trigger: "opened", files: [], model, events, result } as const;
      const attempt: Attempt = { id: ++attempts, text, language, textVersion, ...told };
      store.setState({ latest: attempt, shown: attempt });
    },
    stop: () => runner.stop(),
    setAutoRun(autoRun) {
      clearTimeout(typing);
      store.setState({ autoRun });
      const { text, latest } = store.getState();
      if (autoRun && latest?.text !== text) run("typing");
    },
    select(selection, by) {
      const { shown, moment } = store.getState();
      const statement = selection.kind === "statement" ? shown?.model.statements[selection.statement] : undefined;
      store.setState({ selection, selectedBy: by, moment: statement ? momentAfter(shown?.model, statement) : moment });
    },
    goTo(moment) {
      store.setState({ moment });
    },
  };
}

/** The moment when a statement has done its work: what it changed is told right after it. */
export function momentAfter(model: RunModel | undefined, { seq }: { readonly seq: number }): Moment {
  let moment = seq;
  for (let at = model === undefined ? 0 : firstAfter(model.changes, seq); ; at++) {
    const told = model?.changes[at];
    if ((told?.type !== "rows" && told?.type !== "table") || told.seq !== moment + 1) return moment;
    moment = told.seq;
  }
}

/** The place of the first of what happened in order that came after a `seq`. */
function firstAfter(happened: readonly { readonly seq: number }[], seq: number): number {
  let low = 0;
  for (let high = happened.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((happened[middle]?.seq ?? 0) > seq) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The worker tells the mapping at the end too, for programs that end before they use it. */
function withSchema(model: RunModel, result: RunResult): RunModel {
  return model.schema === null && result.model !== null ? { ...model, schema: result.model } : model;
}

const slips = new Set(["SyntaxError", "ReferenceError", "TypeError", "RangeError"]);

/**
 * Whether an ended run takes the place of the one on show. One that failed before it did anything does not; nor does one
 * that ended in a slip of the pen while somebody was typing. An error of the ORM or the database is what people come to see.
 */
export function isWorthShowing(attempt: Attempt): boolean {
  const error = errorOf(attempt.model);
  if (error === null) return true;
  if (attempt.model.statements.length === 0) return false;
  return attempt.trigger !== "typing" || !slips.has(error.name);
}

/** The error that ended a run. */
export function errorOf(model: RunModel): (Message & RunError) | null {
  return model.messages.findLast((message) => message.kind === "error") ?? null;
}

/** How what is shown stands to the text in the editor. */
export type Standing =
  /** It is what the text does. */
  | "present"
  /** The text has changed and is about to run. */
  | "pending"
  /** The text has changed and will not run by itself. */
  | "edited"
  /** The text has run and failed; what is shown is from before. */
  | "failed";

export function standingOf(state: WorkbenchState): Standing {
  const { shown, latest, text, autoRun } = state;
  if (latest !== null && latest !== shown && latest.result !== null && latest.text === text) {
    return shown === null ? "present" : "failed";
  }
  if (shown === null || shown.text === text) return "present";
  return autoRun ? "pending" : "edited";
}

/** True when the panes show something else than what the text does, for good. */
export function isOld(state: WorkbenchState): boolean {
  const standing = standingOf(state);
  return standing === "edited" || standing === "failed";
}

/** How many times as long as showing what is new took the page does something else before it shows more. */
const REST = 4;
/** Milliseconds after which it shows more in any case. */
const LONGEST_REST = 1_000;

interface Pace {
  /** Wants the task done soon: once, however often it is asked for. */
  ask(): void;
  end(): void;
}

/**
 * Does a task at most once a frame, and so seldom that most of the time is left for others: what a long run has told is the
 * longer in the showing the more it is, and to show all of it at each frame would hold up the run's own messages.
 */
function paceOf(task: () => void): Pace {
  let frame: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let rested = 0;
  const work = () => {
    frame = undefined;
    const began = performance.now();
    task();
    // Whoever listens draws in microtasks or right after them.
    setTimeout(() => {
      const now = performance.now();
      rested = now + Math.min(REST * (now - began), LONGEST_REST);
    });
  };
  return {
    ask() {
      if (frame !== undefined || timer !== undefined) return;
      const rest = rested - performance.now();
      if (rest <= 0) {
        frame = soon(work);
        return;
      }
      timer = setTimeout(() => {
        timer = undefined;
        frame = soon(work);
      }, rest);
    },
    end() {
      clearTimeout(timer);
      if (frame !== undefined) notSoon(frame);
    },
  };
}

const soon = (task: () => void): number =>
  typeof requestAnimationFrame === "function"
    ? requestAnimationFrame(task)
    : (setTimeout(task, 0) as unknown as number);
const notSoon = (id: number): void =>
  typeof cancelAnimationFrame === "function" ? cancelAnimationFrame(id) : clearTimeout(id);
