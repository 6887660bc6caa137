/**
 * Runs the examples of pages of SQLAlchemy's documentation on the engine and compares SQL, parameters and values with what
 * the pages show.
 *
 *     npm run doctest -- FILE.rst…
 *
 * Pages given together share one namespace, in the order given. Prints each failure with its page and line, and ends with
 * `N passed, M failed` over the examples. The exit status is 0 when none failed, 1 when one did, 2 when a page cannot be read.
 */
import { runCommand } from "../host/command.ts";
import { runPages } from "./pages.ts";

await runCommand(async (pages) => {
  if (pages.length === 0) throw new Error("usage: npm run doctest -- FILE.rst…");
  return (await runPages(pages)) ? 0 : 1;
});
