import { Check, Ellipsis } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useWorkbench } from "../run/use-workbench.ts";
import { onSystemTheme, showTheme, type ThemeChoice, themeOf } from "../ui/theme.ts";
import { DraftsDialog } from "./drafts-dialog.tsx";
import { openFile } from "./drop-file.ts";
import { keepPreferences, readPreferences } from "./preferences.ts";
import { usePresentation } from "./present/presentation.ts";
import { useDesk } from "./use-desk.ts";
import "./more-menu.css";

/** Drawing and layout are fetched when they are asked for. */
const FilmDialog = lazy(() => import("./film/film-dialog.tsx"));
const ExportDialog = lazy(() => import("./export-dialog.tsx"));

const themeWords: Record<ThemeChoice, string> = {
  system: "Colours of the system",
  light: "Light colours",
  dark: "Dark colours",
};
const themeChoices: readonly ThemeChoice[] = ["system", "light", "dark"];

/** What is needed now and then. */
export function MoreMenu() {
  const desk = useDesk();
  const workbench = useWorkbench();
  const presentation = usePresentation();
  const [dialog, setDialog] = useState<"drafts" | "export" | "film" | null>(null);
  const [theme, setTheme] = useTheme();
  const file = useRef<HTMLInputElement>(null);
  return (
    <>
      <DropdownMenu.Root>
        <DropdownMenu.Trigger className="button more-button" aria-label="More">
          <Ellipsis size={16} aria-hidden />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
            <DropdownMenu.Item className="menu-item" onSelect={() => setDialog("drafts")}>
              Drafts …
            </DropdownMenu.Item>
            <DropdownMenu.Item className="menu-item" onSelect={() => file.current?.click()}>
              Open a file …
            </DropdownMenu.Item>
            <DropdownMenu.Item className="menu-item" onSelect={() => setDialog("export")}>
              Export …
            </DropdownMenu.Item>
            <DropdownMenu.Item className="menu-item" onSelect={() => presentation.start()}>
              Present
            </DropdownMenu.Item>
            <DropdownMenu.Item className="menu-item" onSelect={() => setDialog("film")}>
              Record a video …
            </DropdownMenu.Item>
            <DropdownMenu.Separator className="menu-line" />
            <DropdownMenu.RadioGroup value={theme} onValueChange={(value) => setTheme(value as ThemeChoice)}>
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
      <input
        ref={file}
        type="file"
        hidden
        aria-label="File to open"
        accept=".ts,.js,.py,.txt,.json"
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          if (chosen) void openFile(chosen, desk, workbench);
          event.target.value = "";
        }}
      />
      {dialog === "film" ? (
        <Suspense>
          <FilmDialog onClose={() => setDialog(null)} />
        </Suspense>
      ) : null}
      {dialog === "export" ? (
        <Suspense fallback={null}>
          <ExportDialog open onOpenChange={(open) => setDialog(open ? "export" : null)} />
        </Suspense>
      ) : null}
      <DraftsDialog open={dialog === "drafts"} onOpenChange={(open) => setDialog(open ? "drafts" : null)} />
    </>
  );
}

function useTheme(): [ThemeChoice, (choice: ThemeChoice) => void] {
  const [choice, setChoice] = useState(() => readPreferences().theme);
  useEffect(() => {
    showTheme(themeOf(choice));
    return onSystemTheme(() => showTheme(themeOf(choice)));
  }, [choice]);
  return [
    choice,
    (next) => {
      setChoice(next);
      keepPreferences({ theme: next });
    },
  ];
}
