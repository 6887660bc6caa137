import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createPlayer } from "../run/player.ts";
import { PlayerContext } from "../run/use-player.ts";
import { PreviewContext, type PreviewPort, previewOf } from "../run/use-preview.ts";
import { WorkbenchContext } from "../run/use-workbench.ts";
import { createWorkbench, type RunnerPort } from "../run/workbench.ts";
import { createArrangement } from "./arrangement.ts";
import { createDesk } from "./desk.ts";
import { preloadDialogs } from "./dialog-host.tsx";
import { createDialogs, DialogsContext } from "./dialogs.ts";
import type { Driven } from "./drive.ts";
import { onceIdle } from "./idle.ts";
import { createLessons, LessonsContext } from "./lesson/lessons.ts";
import { createLinks, LinksContext } from "./links.ts";
import { keepForOffline } from "./offline.ts";
import { Page } from "./page.tsx";
import { preloadPanes } from "./pane-kinds.tsx";
import { readPreferences } from "./preferences.ts";
import { createPresentation, PresentationContext } from "./present/presentation.ts";
import { startTheme } from "./theme-choice.ts";
import { ArrangementContext } from "./use-arrangement.ts";
import { DeskContext } from "./use-desk.ts";
import "../styles/tokens.css";
import "../styles/base.css";

/**
 * Shows the page and opens what its address names, else what was last worked on.
 * @param runner runs the page's programs
 * @param ask answers what would become of objects, beside the runs that are shown
 */
export function startPage(
  root: HTMLElement,
  runner: RunnerPort,
  ask: PreviewPort,
): Pick<Driven, "workbench" | "desk" | "links"> {
  startTheme();
  const { autoRun } = readPreferences();
  const workbench = createWorkbench({ runner, autoRun });
  const player = createPlayer(workbench);
  const arrangement = createArrangement();
  const desk = createDesk(workbench, arrangement);
  const lessons = createLessons({ workbench, desk, arrangement });
  const presentation = createPresentation();
  const links = createLinks({ workbench, desk, arrangement, player, lessons, presentation });
  const dialogs = createDialogs();
  createRoot(root).render(
    <StrictMode>
      <WorkbenchContext value={workbench}>
        <DeskContext value={desk}>
          <ArrangementContext value={arrangement}>
            <LinksContext value={links}>
              <PreviewContext value={previewOf(workbench, ask)}>
                <PlayerContext value={player}>
                  <LessonsContext value={lessons}>
                    <PresentationContext value={presentation}>
                      <DialogsContext value={dialogs}>
                        <Page />
                      </DialogsContext>
                    </PresentationContext>
                  </LessonsContext>
                </PlayerContext>
              </PreviewContext>
            </LinksContext>
          </ArrangementContext>
        </DeskContext>
      </WorkbenchContext>
    </StrictMode>,
  );
  void links.open();
  onceIdle(workbench, () => {
    void keepForOffline(desk);
    void preloadPanes().then(preloadDialogs);
  });
  return { workbench, desk, links };
}
