import { useMemo } from "react";
import { usePlayer } from "../run/use-player.ts";
import { useWorkbench } from "../run/use-workbench.ts";
import type { PageParts } from "./commands.ts";
import { useDialogs } from "./dialogs.ts";
import { useLinks } from "./links.ts";
import { usePresentation } from "./present/presentation.ts";
import { useArrangementStore } from "./use-arrangement.ts";
import { useDesk } from "./use-desk.ts";

/** All that commands work on. */
export function usePageParts(): PageParts {
  const workbench = useWorkbench();
  const desk = useDesk();
  const links = useLinks();
  const arrangement = useArrangementStore();
  const dialogs = useDialogs();
  const player = usePlayer();
  const presentation = usePresentation();
  return useMemo(
    () => ({ workbench, desk, links, arrangement, dialogs, player, presentation }),
    [workbench, desk, links, arrangement, dialogs, player, presentation],
  );
}
