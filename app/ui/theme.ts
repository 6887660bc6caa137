/** The colours in use: chosen by the person, else what the system prefers. */
export type ThemeChoice = "system" | "light" | "dark";
export type Theme = "light" | "dark";

const dark = () => matchMedia("(prefers-color-scheme: dark)");

export function themeOf(choice: ThemeChoice): Theme {
  if (choice !== "system") return choice;
  return dark().matches ? "dark" : "light";
}

/** Calls back when the system's preference changes. @returns how to stop listening */
export function onSystemTheme(changed: () => void): () => void {
  const query = dark();
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}

/** Puts the theme on the document, where the style sheets look for it. */
export function showTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}
