import { createContext } from "react";

/** The place on the page that a pane stands in, with the panes that share it. */
export interface PanePlace {
  readonly tabs: readonly PaneTab[];
  readonly front: string;
  choose(id: string): void;
  /** Whether the pane fills the page. */
  readonly maximised: boolean;
  toggleMaximised(): void;
}

export interface PaneTab {
  readonly id: string;
  readonly label: string;
  /** Said of a tab that has something to be looked at; `null` when it has not. */
  readonly alert: string | null;
}

/** `null` where a pane stands alone, as on a phone. */
export const PanePlaceContext = createContext<PanePlace | null>(null);
