import type { Player } from "../run/player.ts";
import { nothing } from "../run/selection.ts";
import type { Workbench } from "../run/workbench.ts";
import { type ArrangementStore, type PaneId, withFront } from "./arrangement.ts";
import type { Desk } from "./desk.ts";
import type { Dialogs } from "./dialogs.ts";
import { chooseFile } from "./file-chooser.tsx";
import type { Links } from "./links.ts";
import { focusPane, paneInFocus } from "./pane-focus.ts";
import { keepPreferences } from "./preferences.ts";
import type { Presentation } from "./present/presentation.ts";
import { chooseTheme } from "./theme-choice.ts";
import { keepTyped } from "./typed-ahead.ts";

/** What commands work on. */
export interface PageParts {
  readonly workbench: Workbench;
  readonly desk: Desk;
  readonly links: Links;
  readonly arrangement: ArrangementStore;
  readonly dialogs: Dialogs;
  readonly player: Player;
  readonly presentation: Presentation;
}

export const commandGroups = ["Program", "Time", "Panes", "Page"] as const;
export type CommandGroup = (typeof commandGroups)[number];

/** Something that the page can do: the palette, the shortcuts and the list of keys all come from this. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: CommandGroup;
  /**
   * The keys that do it: `Mod+Enter`, `.`. `Mod` is Ctrl, or ⌘ on a Mac. While somebody is typing only those with `Mod` do
   * anything, and in the editor only those that `editorKeys` names.
   */
  readonly keys?: readonly string[];
  /** Other words by which it is found. */
  readonly words?: string;
  /** Whether holding the keys down does it again and again. */
  readonly repeats?: boolean;
  /** Whether there is anything to do; true unless told otherwise. */
  readonly available?: (page: PageParts) => boolean;
  readonly run: (page: PageParts) => void;
}

/** Keys that the editor leaves to the page. */
export const editorKeys: readonly string[] = ["Mod+Enter", "Mod+K"];

const panes: readonly { readonly id: PaneId; readonly label: string; readonly words: string }[] = [
  { id: "editor", label: "Program", words: "editor code text" },
  { id: "why", label: "Why", words: "explanation cause" },
  { id: "output", label: "Output", words: "console prints errors warnings" },
  { id: "statements", label: "Statements", words: "sql echo log" },
  { id: "graph", label: "Graph", words: "classes relationships cascades" },
  { id: "plan", label: "Plan", words: "flush unit of work order" },
  { id: "tables", label: "Tables", words: "rows database" },
  { id: "objects", label: "Objects", words: "session identity map states" },
];

export const commands: readonly Command[] = [
  {
    id: "run",
    title: "Run the program",
    group: "Program",
    keys: ["Mod+Enter"],
    words: "start execute",
    run: ({ workbench }) => workbench.run("asked"),
  },
  {
    id: "stop",
    title: "Stop the run",
    group: "Program",
    keys: ["Mod+."],
    words: "cancel end",
    available: ({ workbench }) => isRunning(workbench),
    run: ({ workbench }) => workbench.stop(),
  },
  {
    id: "auto-run",
    title: "Run as you type, or only when asked",
    group: "Program",
    words: "automatic switch setting",
    run: ({ workbench }) => {
      const on = !workbench.store.getState().autoRun;
      workbench.setAutoRun(on);
      keepPreferences({ autoRun: on });
    },
  },
  {
    id: "scenarios",
    title: "Open a scenario …",
    group: "Program",
    keys: ["g"],
    words: "gallery questions examples load",
    run: ({ dialogs }) => dialogs.open("gallery"),
  },
  {
    id: "drafts",
    title: "Drafts …",
    group: "Program",
    keys: ["d"],
    words: "history saved earlier restore rename delete",
    run: ({ dialogs }) => dialogs.open("drafts"),
  },
  {
    id: "open-file",
    title: "Open a file …",
    group: "Program",
    keys: ["o"],
    words: "import load upload sqlite database",
    run: () => chooseFile(),
  },
  {
    id: "share",
    title: "Share …",
    group: "Program",
    keys: ["s"],
    words: "link embed download file save title",
    run: ({ dialogs }) => dialogs.open("share"),
  },
  {
    id: "export",
    title: "Export …",
    group: "Program",
    keys: ["x"],
    words: "download svg png sql sqlite json markdown answer graph trace database",
    run: ({ dialogs }) => dialogs.open("export"),
  },
  {
    id: "copy-link",
    title: "Copy a link to what is shown",
    group: "Program",
    words: "share url address clipboard",
    run: ({ links, desk }) => {
      void links
        .link({ view: true })
        .then((link) => navigator.clipboard.writeText(link))
        .then(
          () => desk.say({ kind: "info", text: "The link is in the clipboard.", action: null }),
          () =>
            desk.say({
              kind: "warning",
              text: "The browser does not allow copying; Share has the link.",
              action: null,
            }),
        );
    },
  },
  timeCommand("step-forward", "Forward one statement", "forward", "statement", "."),
  timeCommand("step-back", "Back one statement", "back", "statement", ","),
  timeCommand("flush-forward", "Forward one flush", "forward", "flush", ">"),
  timeCommand("flush-back", "Back one flush", "back", "flush", "<"),
  timeCommand("line-forward", "Forward one line", "forward", "line"),
  timeCommand("line-back", "Back one line", "back", "line"),
  {
    id: "play",
    title: "Play the run, or pause it",
    group: "Time",
    keys: ["p"],
    words: "animate step by step captions",
    available: hasRun,
    run: ({ player }) => player.play(!player.store.getState().playing),
  },
  {
    id: "end-of-run",
    title: "Go to the end of the run",
    group: "Time",
    keys: ["e"],
    words: "now last leave time travel",
    available: hasRun,
    run: ({ workbench }) => workbench.goTo(null),
  },
  {
    id: "start-of-run",
    title: "Go to the start of the run",
    group: "Time",
    words: "first beginning",
    available: hasRun,
    run: ({ workbench }) => workbench.goTo(0),
  },
  {
    id: "select-nothing",
    title: "Select nothing",
    group: "Time",
    words: "clear deselect",
    available: ({ workbench }) => workbench.store.getState().selection.kind !== "none",
    run: ({ workbench }) => workbench.select(nothing, "page"),
  },
  ...panes.map(
    ({ id, label, words }, place): Command => ({
      id: `show-${id}`,
      title: `Go to ${label}`,
      group: "Panes",
      keys: [String(place + 1)],
      words: `pane show front ${words}`,
      run: ({ arrangement }) => {
        arrangement.setState((state) => withFront(state, id));
        focusPane(label);
      },
    }),
  ),
  {
    id: "fill",
    title: "Let the pane fill the page, or put it back",
    group: "Panes",
    keys: ["f"],
    words: "maximise full whole large restore",
    run: ({ arrangement }) =>
      arrangement.setState((state) => {
        const label = paneInFocus();
        const pane = panes.find((each) => each.label === label)?.id ?? "statements";
        return state.maximised === null ? { ...withFront(state, pane), maximised: pane } : { maximised: null };
      }),
  },
  {
    id: "present",
    title: "Present",
    group: "Page",
    words: "presentation full screen show talk lesson",
    run: ({ presentation }) => presentation.start(),
  },
  {
    id: "film",
    title: "Record a video …",
    group: "Page",
    words: "film webm mp4 download presentation",
    available: hasRun,
    run: ({ dialogs }) => dialogs.open("film"),
  },
  {
    id: "theme",
    title: "Light or dark colours",
    group: "Page",
    keys: ["t"],
    words: "theme toggle switch mode",
    run: () => chooseTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"),
  },
  {
    id: "theme-system",
    title: "Colours of the system",
    group: "Page",
    words: "theme light dark automatic",
    run: () => chooseTheme("system"),
  },
  {
    id: "palette",
    title: "All commands …",
    group: "Page",
    keys: ["Mod+K", "Mod+Shift+P"],
    words: "palette search",
    run: ({ dialogs }) => {
      if (dialogs.store.getState().open === "palette") return;
      keepTyped();
      dialogs.open("palette");
    },
  },
  {
    id: "keys",
    title: "Keys …",
    group: "Page",
    keys: ["?"],
    words: "keyboard shortcuts help cheat sheet",
    run: ({ dialogs }) => dialogs.open("keys"),
  },
];

export function commandById(id: string): Command {
  const command = commands.find((each) => each.id === id);
  if (command === undefined) throw new Error(`There is no command ${id}.`);
  return command;
}

/** Keys that panes have of their own, for the list of keys. */
export const paneKeys: readonly { readonly where: string; readonly keys: readonly string[]; readonly what: string }[] =
  [
    { where: "Program", keys: ["Escape", "Tab"], what: "Leave the editor: one after the other" },
    { where: "Program", keys: ["F1"], what: "The editor’s own commands" },
    { where: "Statements", keys: ["↑", "↓"], what: "The statement before or after" },
    { where: "Statements", keys: ["Enter"], what: "Select it, and unfold it" },
    { where: "Statements", keys: ["c"], what: "Copy the statement" },
    { where: "Statements", keys: ["/"], what: "Filter" },
    { where: "Timeline", keys: ["←", "→"], what: "Step, on the slider" },
    { where: "Timeline", keys: ["Space"], what: "Play or pause, on the slider" },
  ];

function timeCommand(
  id: string,
  title: string,
  direction: "forward" | "back",
  unit: "statement" | "flush" | "line",
  key?: string,
): Command {
  return {
    id,
    title,
    group: "Time",
    ...(key === undefined ? {} : { keys: [key] }),
    words: "step next previous time travel",
    repeats: true,
    available: hasRun,
    run: ({ player }) => player.step(unit, direction === "forward" ? 1 : -1),
  };
}

function hasRun({ workbench }: PageParts): boolean {
  return (workbench.store.getState().shown?.model.statements.length ?? 0) > 0;
}

function isRunning(workbench: Workbench): boolean {
  const { latest } = workbench.store.getState();
  return latest !== null && latest.result === null;
}
