import { createStore, type StoreApi } from "zustand/vanilla";

/** The panes, by the names under which links know them. */
export const paneIds = ["editor", "why", "output", "statements", "graph", "plan", "tables", "objects"] as const;
export type PaneId = (typeof paneIds)[number];

/** Panes that share a place, of which one is to be seen at a time; the first is, at first. */
export const places = {
  program: ["editor"],
  explanation: ["why", "output"],
  statements: ["statements"],
  model: ["graph", "plan"],
  data: ["tables", "objects"],
} as const satisfies Record<string, readonly PaneId[]>;
export type PlaceId = keyof typeof places;

/** Which panes are to be seen. */
export interface Arrangement {
  readonly front: Readonly<Record<PlaceId, PaneId>>;
  /** The pane that has the whole page to itself. */
  readonly maximised: PaneId | null;
  /** The pane that is to be seen where there is room for one. */
  readonly single: PaneId;
}

export const ordinary: Arrangement = {
  front: { program: "editor", explanation: "why", statements: "statements", model: "graph", data: "tables" },
  maximised: null,
  single: "statements",
};

export function isPaneId(text: string): text is PaneId {
  return (paneIds as readonly string[]).includes(text);
}

export function placeOf(pane: PaneId): PlaceId {
  const found = Object.entries(places).find(([, panes]) => (panes as readonly PaneId[]).includes(pane));
  return (found?.[0] ?? "program") as PlaceId;
}

/** The arrangement with a pane brought to the front of its place. */
export function withFront(arrangement: Arrangement, pane: PaneId): Arrangement {
  const { maximised } = arrangement;
  const place = placeOf(pane);
  return {
    front: { ...arrangement.front, [place]: pane },
    // A pane that fills the page makes room for one that is asked for.
    maximised: maximised === null || maximised === pane ? maximised : placeOf(maximised) === place ? pane : null,
    single: pane,
  };
}

/** Names only what differs from the ordinary arrangement: the panes in front, and the one that fills the page. */
export function arrangementText({ front, maximised }: Arrangement): string {
  const moved = Object.values(front).filter((pane) => !Object.values(ordinary.front).includes(pane));
  return [...moved, ...(maximised === null ? [] : [`${maximised}!`])].join(",");
}

/** Reads {@link arrangementText}; names that it does not know are left out. */
export function arrangementOf(text: string): Arrangement {
  let arrangement = ordinary;
  for (const name of text.split(",")) {
    const whole = name.endsWith("!");
    const pane = whole ? name.slice(0, -1) : name;
    if (!isPaneId(pane)) continue;
    arrangement = withFront({ ...arrangement, maximised: null }, pane);
    if (whole) arrangement = { ...arrangement, maximised: pane };
  }
  return arrangement;
}

export type ArrangementStore = StoreApi<Arrangement>;

export function createArrangement(): ArrangementStore {
  return createStore<Arrangement>(() => ordinary);
}
