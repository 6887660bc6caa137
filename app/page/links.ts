import { createContext, useContext } from "react";
import { guessLanguage } from "../languages/guess.ts";
import type { Player } from "../run/player.ts";
import { nothing } from "../run/selection.ts";
import type { Workbench, WorkbenchState } from "../run/workbench.ts";
import { loadGallery, scenarioById } from "../scenarios/gallery.ts";
import { type AddressedProgram, type AddressedView, addressText, plainView, readAddress } from "../share/address.ts";
import { momentText } from "../share/moment-text.ts";
import { programCode, readProgramCode } from "../share/program-code.ts";
import { type ArrangementStore, arrangementOf, arrangementText } from "./arrangement.ts";
import type { Desk, OpenOptions } from "./desk.ts";
import type { Lessons } from "./lesson/lessons.ts";
import { lookWhenRun, whenRun } from "./look.ts";
import type { Presentation } from "./present/presentation.ts";

/** A link longer than this is refused by some places where links are put; a file is offered instead. */
export const LONG_LINK = 8_000;

/** What a link should say beside the program. */
export interface LinkChoices {
  /** What is selected, the moment and the panes. */
  readonly view: boolean;
  readonly embed?: string | null;
  readonly play?: number | null;
  readonly present?: boolean;
}

/** The page's address: opens what it names, and keeps up with what is looked at. */
export interface Links {
  /** How the page was opened: what its address says beside the program. */
  readonly opening: AddressedView;
  /** Opens what the address names, else what was last worked on. */
  open(): Promise<void>;
  /** A link to what the page shows. */
  link(choices: LinkChoices): Promise<string>;
}

interface LinksOptions {
  readonly workbench: Workbench;
  readonly desk: Desk;
  readonly arrangement: ArrangementStore;
  readonly player: Player;
  readonly lessons: Lessons;
  readonly presentation: Presentation;
}

/** Milliseconds after which the address follows what is looked at; browsers refuse to change it very often. */
const FOLLOW = 300;
const openingKey = "flushlight.opening";

export function createLinks(options: LinksOptions): Links {
  const { workbench, desk, arrangement, player, lessons, presentation } = options;
  const opening = readAddress(location.hash).view;
  /** The program that the address names, as long as the text is what it says. */
  let named: { readonly program: AddressedProgram; readonly text: string } | null = null;
  let following: ReturnType<typeof setTimeout> | undefined;
  let written = location.hash;
  let busy = false;
  let again = false;

  /** Opens one address after the other; of several that come meanwhile, the last. */
  async function open(): Promise<void> {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    try {
      do {
        again = false;
        await openAddress();
      } while (again);
    } finally {
      busy = false;
    }
  }

  async function openAddress(): Promise<void> {
    // Without the gallery there is still what was worked on.
    await loadGallery().catch(() => {});
    const { program, view, unknown } = readAddress(location.hash);
    written = location.hash;
    arrangement.setState(arrangementOf(view.panes));
    const crashed = didNotFinish(location.hash);
    const run = !view.safe && !crashed;
    named = null;
    const problems =
      unknown.length === 0 ? [] : [`The address has parts that this page does not know: ${unknown.join(", ")}.`];
    if (run) noteOpening(location.hash, workbench);
    const looks = view.selection !== null || view.at !== null || view.panes !== "";
    const opening = { run, look: !looks && view.step === null && view.play === null };
    if (program === null) await desk.openLast(opening);
    else if (program.kind === "scenario") problems.push(...(await openScenario(program, opening)));
    else problems.push(...(await openCode(program, run)));
    if (crashed) problems.push("Opening this did not finish the last time, so it has not been run.");
    else if (view.safe) problems.push("Opened without running.");
    if (problems.length > 0) {
      const action = run ? backToDraft(program) : { label: "Run it", run: () => workbench.run("asked") };
      desk.say({ kind: run ? "warning" : "info", text: problems.join(" "), action });
    }
    if (view.step !== null) lessons.go(view.step - 1, { look: run && !looks });
    presentation.store.setState({ on: view.present, by: view.play === null ? "step" : "statement" });
    if (run) lookWhenRun(workbench, view);
    else workbench.select(view.selection ?? nothing, "page");
    if (run && view.play !== null) playWhenRun(view.play, view.at === null);
  }

  /** Plays the run, from its beginning or where the page stands; who wants no motion is left to start it. */
  function playWhenRun(speed: number, fromStart: boolean): void {
    whenRun(workbench, () => {
      player.setSpeed(speed);
      if (fromStart) player.go(0);
      if (!matchMedia("(prefers-reduced-motion: reduce)").matches) player.play(true);
    });
  }

  async function openScenario(
    program: AddressedProgram & { kind: "scenario" },
    options: OpenOptions,
  ): Promise<string[]> {
    const scenario = scenarioById(program.id);
    if (scenario === null) return [`There is no scenario called “${program.id}”.`, await stay(options.run ?? true)];
    const { language = "typescript" } = program;
    desk.load(scenario, { ...options, language });
    named = { program, text: scenario[language] };
    return [];
  }

  async function openCode(program: AddressedProgram & { kind: "code" }, run: boolean): Promise<string[]> {
    const read = await readProgramCode(program.code);
    if (read.kind === "read") {
      desk.openProgram(read.program, { run });
      if (!read.program.autoRun) workbench.setAutoRun(false);
      named = { program, text: read.program.code };
      return read.problems.length === 0 ? [] : [`The link has ${read.problems.join(", ")}; that was left out.`];
    }
    if (read.code === null) return [read.problem, await stay(run)];
    // A piece of a program is not run: nobody wrote it so.
    const language = guessLanguage(read.code) ?? "typescript";
    desk.openProgram({ code: read.code, title: "", language }, { run: false });
    return [`${read.problem} What could be read of its code is in the editor.`];
  }

  /** Leaves what is on the page, or puts there what was worked on last. */
  async function stay(run: boolean): Promise<string> {
    if (workbench.store.getState().textVersion > 0) return "The page shows what it showed before.";
    await desk.openLast({ run });
    return "The page shows what was here last.";
  }

  function backToDraft(program: AddressedProgram | null): { label: string; run(): void } | null {
    if (program === null || named === null) return null;
    return {
      label: "Show what was here before",
      run: () => {
        named = null;
        void desk.openLast();
      },
    };
  }

  function viewNow(): AddressedView {
    const { selection, moment, shown } = workbench.store.getState();
    return {
      ...plainView,
      selection: selection.kind === "none" ? null : selection,
      at: shown === null ? null : momentText(shown.model, moment),
      panes: arrangementText(arrangement.getState()),
      step: lessons.store.getState().scenario === null ? null : lessons.store.getState().step + 1,
      embed: opening.embed,
      present: presentation.store.getState().on,
    };
  }

  function programNow(): AddressedProgram | null {
    const { text } = workbench.store.getState();
    return named !== null && named.text === text ? named.program : scenarioNow();
  }

  /** The version of a scenario that the text is, unedited. */
  function scenarioNow(): AddressedProgram | null {
    const { text, language } = workbench.store.getState();
    const { scenario } = desk.store.getState();
    if (scenario === null || scenario[language] !== text) return null;
    return { kind: "scenario", id: scenario.id, ...(language === "python" ? { language } : {}) };
  }

  /** Brings the address up to date, in place: looking around fills no history. */
  function follow(): void {
    clearTimeout(following);
    following = setTimeout(() => {
      const text = addressText({ program: programNow(), view: viewNow() });
      if (text === written) return;
      written = text;
      history.replaceState(history.state, "", text === "" ? location.pathname + location.search : text);
    }, FOLLOW);
  }

  workbench.store.subscribe((state, before) => {
    if (looksElsewhere(state, before)) follow();
  });
  arrangement.subscribe(follow);
  lessons.store.subscribe(follow);
  presentation.store.subscribe(follow);
  window.addEventListener("hashchange", () => {
    if (location.hash !== written) void open();
  });

  return {
    opening,
    open,
    async link({ view, embed = null, play = null, present = false }) {
      const { text, language, autoRun } = workbench.store.getState();
      const { title } = desk.store.getState();
      const program: AddressedProgram = scenarioNow() ?? {
        kind: "code",
        code: await programCode({ code: text, language, title: title ?? "", autoRun }),
      };
      const looked = view ? viewNow() : plainView;
      return `${location.origin}${location.pathname}${addressText({ program, view: { ...looked, embed, play, present } })}`;
    },
  };
}

function looksElsewhere(state: WorkbenchState, before: WorkbenchState): boolean {
  const fields = ["text", "language", "selection", "moment", "shown"] as const;
  return fields.some((field) => state[field] !== before[field]);
}

/** Whether the last opening of this very address never came to the end of its run. */
function didNotFinish(hash: string): boolean {
  try {
    return localStorage.getItem(openingKey) === `${hash || "draft"}`;
  } catch {
    return false;
  }
}

/** Notes that an opening has begun, and takes the note back when its run has ended, however. */
function noteOpening(hash: string, workbench: Workbench): void {
  try {
    localStorage.setItem(openingKey, hash || "draft");
  } catch {
    return;
  }
  const finished = () => localStorage.removeItem(openingKey);
  const stop = workbench.store.subscribe(({ latest }) => {
    if (latest?.result == null) return;
    stop();
    finished();
  });
  // Leaving in the middle of a run is no crash.
  window.addEventListener("pagehide", finished, { once: true });
}

export const LinksContext = createContext<Links | null>(null);

export function useLinks(): Links {
  const links = useContext(LinksContext);
  if (!links) throw new Error("Rendered outside the page");
  return links;
}
