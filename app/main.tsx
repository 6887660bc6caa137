import { installDrive } from "./page/drive.ts";
import { startPage } from "./page/start.tsx";
import { Runner } from "./run/runner.ts";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id root");

const runner = new Runner();
// SQLite and the worker load while the page paints; a failure is told by the first run.
void runner.warm().catch(() => {});
const foreseeing = new Runner();
const page = startPage(
  root,
  {
    run: ({ text, language, files }, onEvents) => runner.run(text, onEvents, { language, files }),
    stop: () => runner.stop(),
  },
  ({ text, language, files }, request) => foreseeing.preview(text, request, { language, files }),
);
installDrive({ ...page, shown: runner, beside: new Runner() });
