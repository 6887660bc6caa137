import { isPaneId, type PaneId } from "./arrangement.ts";

/** The code that puts the page into another. */
export function embedCode(link: string): string {
  const source = link.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<iframe src="${source}" title="Flushlight" loading="lazy" style="width: 100%; height: 480px; border: 1px solid #ccc; border-radius: 6px"></iframe>`;
}

/** The panes of a page that is part of another; those that it has without being told. */
export function embeddedPanes(text: string): readonly PaneId[] {
  const panes = text.split(",").filter(isPaneId);
  return panes.length > 0 ? [...new Set(panes)] : ["editor", "statements"];
}
