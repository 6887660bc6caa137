import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { onSystemTheme, showTheme, type ThemeChoice, themeOf } from "../ui/theme.ts";
import { keepPreferences, readPreferences } from "./preferences.ts";

const store = createStore<{ readonly choice: ThemeChoice }>(() => ({ choice: "system" }));

/** Shows the colours that were chosen, from now on; where the system is to choose, as it changes its mind. */
export function startTheme(): void {
  store.setState({ choice: readPreferences().theme });
  const show = () => showTheme(themeOf(store.getState().choice));
  show();
  store.subscribe(show);
  onSystemTheme(show);
}

/** Chooses colours, for this visit and the next. */
export function chooseTheme(choice: ThemeChoice): void {
  store.setState({ choice });
  keepPreferences({ theme: choice });
}

export function useThemeChoice(): ThemeChoice {
  return useStore(store, (state) => state.choice);
}
