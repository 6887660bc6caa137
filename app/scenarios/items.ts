import type { LessonVersions } from "./lesson.ts";
import type { Scenario, ScenarioAbout } from "./scenario.ts";

const abouts = import.meta.glob<ScenarioAbout>("./*/about.ts", { eager: true, import: "default" });
const lessons = import.meta.glob<LessonVersions>("./*/lesson.ts", { eager: true, import: "default" });
const programs = import.meta.glob<string>("./*/main.{ts,py}", { eager: true, query: "?raw", import: "default" });

/** Every scenario that ships, in the order in which the gallery lists them. */
export const items: readonly Scenario[] = Object.entries(abouts)
  .map(([path, about]): Scenario => {
    const id = path.split("/")[1] ?? path;
    return {
      ...about,
      id,
      typescript: programs[`./${id}/main.ts`] ?? "",
      python: programs[`./${id}/main.py`] ?? "",
      lesson: lessons[`./${id}/lesson.ts`] ?? null,
    };
  })
  .sort((a, b) => a.order - b.order || a.id.localeCompare(b.id));
