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
  { run: (text, onEvents, files) => runner.run(text, onEvents, { files }), stop: () => runner.stop() },
  (code, request, files) => foreseeing.preview(code, request, { files }),
);
installDrive({ ...page, shown: runner, beside: new Runner() });
