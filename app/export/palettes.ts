/** The colours of drawings, by the names that the page's style sheet has for them. A test holds them to it. */
export type Palette = Readonly<
  Record<
    | "pane"
    | "raised"
    | "line"
    | "line-strong"
    | "text"
    | "muted"
    | "accent"
    | "delete"
    | "update"
    | "ddl"
    | "sql-number",
    string
  >
>;

export const palettes: Readonly<Record<"light" | "dark", Palette>> = {
  light: {
    pane: "#ffffff",
    raised: "#f7f8fa",
    line: "#dfe3e9",
    "line-strong": "#b9c1cc",
    text: "#1b222c",
    muted: "#596473",
    accent: "#3b50c8",
    delete: "#c0262d",
    update: "#8f5400",
    ddl: "#6d4aa5",
    "sql-number": "#0a6d85",
  },
  dark: {
    pane: "#161a21",
    raised: "#1c222b",
    line: "#2a323d",
    "line-strong": "#4a5563",
    text: "#e3e8ef",
    muted: "#98a4b3",
    accent: "#93a4ff",
    delete: "#ff8a8a",
    update: "#e5b25d",
    ddl: "#c0a3f0",
    "sql-number": "#74cbe0",
  },
};
