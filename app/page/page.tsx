import { lazy, Suspense, useEffect } from "react";
import { useWorkbench } from "../run/use-workbench.ts";
import { later } from "../ui/later.tsx";
import { useMedia } from "../ui/use-media.ts";
import { DialogHost } from "./dialog-host.tsx";
import { openDroppedFiles } from "./drop-file.ts";
import { embeddedPanes } from "./embed.ts";
import { EmbedBar, EmbedLayout } from "./embed-layout.tsx";
import { FileChooser } from "./file-chooser.tsx";
import { useLinks } from "./links.ts";
import { NoticeBar } from "./notice.tsx";
import { PhoneLayout } from "./phone-layout.tsx";
import { usePresentationState } from "./present/presentation.ts";
import { PythonLoadingBar } from "./python-loading-bar.tsx";
import { listenForKeys } from "./shortcuts.ts";
import { SplitLayout } from "./split-layout.tsx";
import { Toolbar } from "./toolbar.tsx";
import { useDesk } from "./use-desk.ts";
import { usePageParts } from "./use-page-parts.ts";
import "./page.css";

const TimelineBar = later(
  async () => (await import("../panes/timeline/timeline-bar.tsx")).TimelineBar,
  () => <section className="timeline-place" aria-label="Timeline" />,
);
const PlayingCaption = later(async () => (await import("./present/caption.tsx")).PlayingCaption);
const Stage = lazy(() => import("./present/stage.tsx").then(({ Stage }) => ({ default: Stage })));

/** The whole page: the bar, and the panes side by side or, where there is little width, one at a time. */
export function Page() {
  const workbench = useWorkbench();
  const desk = useDesk();
  const { embed } = useLinks().opening;
  const narrow = useMedia("(max-width: 820px)");
  const parts = usePageParts();
  useEffect(() => listenForKeys(parts), [parts]);
  useEffect(() => openDroppedFiles(desk, workbench), [desk, workbench]);
  const presenting = usePresentationState((state) => state.on);
  return (
    <>
      {presenting ? (
        <Suspense>
          <Stage />
        </Suspense>
      ) : null}
      {/* It stays while it is not to be seen, so that the editor keeps its history. */}
      <div className="page" hidden={presenting}>
        {embed === null ? <Toolbar /> : <EmbedBar />}
        <NoticeBar />
        <PythonLoadingBar />
        <main className="page-main">
          {embed !== null ? <EmbedLayout panes={embeddedPanes(embed)} /> : narrow ? <PhoneLayout /> : <SplitLayout />}
        </main>
        {presenting ? null : <PlayingCaption />}
        <TimelineBar />
      </div>
      <FileChooser />
      <DialogHost />
    </>
  );
}
