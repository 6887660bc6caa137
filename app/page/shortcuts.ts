import { type Command, commands, editorKeys, type PageParts } from "./commands.ts";
import { readPreferences } from "./preferences.ts";

const mac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** Keys as this machine names them: `Ctrl+Enter`, on a Mac `⌘ Enter`. */
export function keyWords(keys: string, onMac = mac): string {
  if (!onMac) return keys.replace("Mod", "Ctrl");
  return keys.replace("Mod+", "⌘ ").replace("Shift+", "⇧ ");
}

/** What {@link commandFor} has to know of a key press. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly repeat: boolean;
  /** Where it happened. */
  readonly place: "editor" | "field" | "dialog" | "page";
}

/** The command that a key press asks for. @param single whether keys without Ctrl do anything */
export function commandFor(press: Press, single: boolean, onMac = mac): Command | null {
  const fits = (keys: string): boolean => {
    if (!isPressed(keys, press, onMac)) return false;
    if (keys.startsWith("Mod+")) return press.place !== "editor" || editorKeys.includes(keys);
    return single && press.place === "page";
  };
  const found = commands.find(({ keys = [] }) => keys.some(fits)) ?? null;
  return found !== null && press.repeat && found.repeats !== true ? null : found;
}

function isPressed(keys: string, press: Press, onMac: boolean): boolean {
  const parts = keys.split("+");
  const key = parts.at(-1) ?? "";
  const mod = onMac ? press.metaKey : press.ctrlKey;
  const other = onMac ? press.ctrlKey : press.metaKey;
  if (mod !== parts.includes("Mod") || other || press.altKey) return false;
  // A sign may need Shift on one keyboard and not on another.
  const shiftMatters = parts.length > 1 || /^\w$/.test(key);
  if (shiftMatters && press.shiftKey !== parts.includes("Shift")) return false;
  return press.key.toLowerCase() === key.toLowerCase();
}

/** Does commands by their keys, wherever the focus is. @returns how to stop */
export function listenForKeys(page: PageParts): () => void {
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const { key, ctrlKey, metaKey, altKey, shiftKey, repeat } = event;
    const press: Press = { key, ctrlKey, metaKey, altKey, shiftKey, repeat, place: placeOf(event.target) };
    // The editor would take these for its own; all others are the page's only where nobody else wants them.
    const early = event.eventPhase === Event.CAPTURING_PHASE;
    const command = commandFor(press, readPreferences().keys);
    if (command === null || early !== command.keys?.some((each) => each.startsWith("Mod+"))) return;
    event.preventDefault();
    event.stopPropagation();
    if (command.available?.(page) ?? true) command.run(page);
  };
  window.addEventListener("keydown", listen, { capture: true });
  document.addEventListener("keydown", listen);
  return () => {
    window.removeEventListener("keydown", listen, { capture: true });
    document.removeEventListener("keydown", listen);
  };
}

function placeOf(origin: EventTarget | null): Press["place"] {
  const target = origin instanceof Element ? origin : document.body;
  if (target.closest(".monaco-editor, .plain-editor")) return "editor";
  if (target.closest("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=range])")) {
    return "field";
  }
  // A presentation has keys of its own.
  if (document.querySelector(".stage")) return "dialog";
  if (target.closest("[role=dialog], [role=menu]") || document.querySelector("[role=dialog][data-state=open]")) {
    return "dialog";
  }
  return "page";
}
