import { useEffect } from "react";
import { TimelineBar } from "../panes/timeline/timeline-bar.tsx";
import { useWorkbench } from "../run/use-workbench.ts";
import { useMedia } from "../ui/use-media.ts";
import { NoticeBar } from "./notice.tsx";
import { PhoneLayout } from "./phone-layout.tsx";
import { onRunKeys } from "./shortcuts.ts";
import { SplitLayout } from "./split-layout.tsx";
import { Toolbar } from "./toolbar.tsx";
import "./page.css";

/** The whole page: the bar, and the panes side by side or, where there is little width, one at a time. */
export function Page() {
  const workbench = useWorkbench();
  const narrow = useMedia("(max-width: 820px)");
  useEffect(() => onRunKeys(() => workbench.run("asked")), [workbench]);
  return (
    <div className="page">
      <Toolbar />
      <NoticeBar />
      <main className="page-main">{narrow ? <PhoneLayout /> : <SplitLayout />}</main>
      <TimelineBar />
    </div>
  );
}
