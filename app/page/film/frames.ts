import { momentAt } from "../../run/moments/moments.ts";
import type { TableView } from "../../run/moments/view.ts";
import { storyOf } from "../../run/player.ts";
import type { RunModel } from "../../run/run-model.ts";
import { momentAfter } from "../../run/workbench.ts";
import { captionText, parameterTexts, type SceneLine, sceneAt } from "../present/scene.ts";

/** One picture of a film: a statement, where it comes from, why, and what the tables hold then. */
export interface FilmFrame {
  readonly title: string;
  readonly position: string;
  readonly lines: readonly SceneLine[];
  readonly statement: { readonly kind: string; readonly sql: string; readonly parameters: readonly string[] } | null;
  readonly caption: string;
  readonly tables: readonly TableView[];
}

/** A film longer than this says nothing that its first part has not said. */
export const MOST_FRAMES = 200;
const room = 14;

/** The pictures of a run, a statement each, and one of its end. */
export function filmFrames(
  run: RunModel,
  { title, text }: { readonly title: string; readonly text: string },
): FilmFrame[] {
  const moments = storyOf(run)
    .slice(0, MOST_FRAMES - 1)
    .map((statement) => momentAfter(run, statement));
  return [...moments, null].map((moment) => {
    const { position, lines, statement, caption } = sceneAt(run, moment, { text, room });
    return {
      title,
      position,
      lines,
      statement:
        statement === null
          ? null
          : { kind: statement.kind, sql: statement.sql.trim(), parameters: parameterTexts(statement) },
      caption: captionText(caption),
      tables: momentAt(run, moment).tables,
    };
  });
}
