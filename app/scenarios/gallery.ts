import type { Scenario } from "./scenario.ts";

/** Every scenario that ships, in the order in which the gallery lists them; empty until {@link loadGallery} has resolved. */
export let gallery: readonly Scenario[] = [];

let loading: Promise<void> | null = null;

/** Fetches the scenarios, once unless that failed: the page paints without them. */
export function loadGallery(): Promise<void> {
  loading ??= import("./items.ts").then(
    ({ items }) => {
      gallery = items;
    },
    (error) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

export function scenarioById(id: string | null): Scenario | null {
  return gallery.find((scenario) => scenario.id === id) ?? null;
}

/**
 * The scenarios in which all words of a search occur: in their title, question, answer, tags or errors. A message pasted
 * whole finds those that explain a part of it.
 */
export function searchGallery(search: string): readonly Scenario[] {
  const sought = search.toLowerCase();
  const words = sought.split(/\s+/).filter(Boolean);
  return gallery.filter(({ title, question, answer, tags, errors = [] }) => {
    const text = [title, question, answer ?? "", ...tags, ...errors].join(" ").toLowerCase();
    return words.every((word) => text.includes(word)) || errors.some((error) => sought.includes(error.toLowerCase()));
  });
}
