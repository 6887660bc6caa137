import { Check, Ellipsis } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ThemeChoice } from "../ui/theme.ts";
import { commandById } from "./commands.ts";
import { keyWords } from "./shortcuts.ts";
import { chooseTheme, useThemeChoice } from "./theme-choice.ts";
import { usePageParts } from "./use-page-parts.ts";
import "./more-menu.css";

const themeWords: Record<ThemeChoice, string> = {
  system: "Colours of the system",
  light: "Light colours",
  dark: "Dark colours",
};
const themeChoices: readonly ThemeChoice[] = ["system", "light", "dark"];

/** Commands that have an item, by group. */
const items: readonly (readonly string[])[] = [
  ["drafts", "open-file", "export", "present", "film"],
  ["palette", "keys"],
];

/** The menu, with the button that opens it. */
export function Menu({ startOpen }: { readonly startOpen: boolean }) {
  const page = usePageParts();
  const theme = useThemeChoice();
  return (
    <DropdownMenu.Root defaultOpen={startOpen}>
      <DropdownMenu.Trigger className="button more-button" aria-label="More">
        <Ellipsis size={16} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
          {items.map((group) => (
            <DropdownMenu.Group key={group[0]}>
              {group.map((id) => {
                const { title, keys, run } = commandById(id);
                return (
                  // The menu gives the focus back first, so that a dialog can do the same.
                  <DropdownMenu.Item key={id} className="menu-item" onSelect={() => setTimeout(() => run(page))}>
                    {title}
                    {keys?.[0] === undefined ? null : <span className="menu-keys">{keyWords(keys[0])}</span>}
                  </DropdownMenu.Item>
                );
              })}
              <DropdownMenu.Separator className="menu-line" />
            </DropdownMenu.Group>
          ))}
          <DropdownMenu.RadioGroup value={theme} onValueChange={(value) => chooseTheme(value as ThemeChoice)}>
            {themeChoices.map((choice) => (
              <DropdownMenu.RadioItem key={choice} value={choice} className="menu-item">
                {themeWords[choice]}
                <DropdownMenu.ItemIndicator className="menu-mark">
                  <Check size={14} aria-hidden />
                </DropdownMenu.ItemIndicator>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
