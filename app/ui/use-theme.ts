import { useSyncExternalStore } from "react";
import type { Theme } from "./theme.ts";

/** The theme on show, for parts that cannot read it from the style sheet. */
export function useTheme(): Theme {
  return useSyncExternalStore(
    (changed) => {
      const observer = new MutationObserver(changed);
      observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
      return () => observer.disconnect();
    },
    () => (document.documentElement.dataset.theme === "dark" ? "dark" : "light"),
  );
}
