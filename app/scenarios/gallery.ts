import type { Lesson } from "./lesson.ts";
import type { Scenario, ScenarioAbout } from "./scenario.ts";

const abouts = import.meta.glob<ScenarioAbout>("./*/about.ts", { eager: true, import: "default" });
const lessons = import.meta.glob<Lesson>("./*/lesson.ts", { eager: true, import: "default" });
const programs = import.meta.glob<string>("./*/main.ts", { eager: true, query: "?raw", import: "default" });

/** Every scenario that ships, in the order in which the gallery lists them. */
export const gallery: readonly Scenario[] = Object.entries(abouts)
  .map(([path, about]): Scenario => {
    const id = path.split("/")[1] ?? path;
    return {
      ...about,
      id,
      typescript: programs[`./${id}/main.ts`] ?? "",
      lesson: lessons[`./${id}/lesson.ts`] ?? null,
    };
  })
  .sort((a, b) => a.order - b.order || a.id.localeCompare(b.id));

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
