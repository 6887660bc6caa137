import { accessSync, constants } from "node:fs";
import { fileURLToPath } from "node:url";
import { onHost, pythonScripts } from "../host/python-scripts.ts";

const PACKAGES = fileURLToPath(new URL(".", import.meta.url));

const SCRIPT = `
import os, pathlib
from doctest_pages.report import report

def read(path):
    found = pathlib.Path(given["root"] + path if os.path.isabs(path) else os.path.join(given["folder"], path))
    return found.read_text(encoding="utf-8")

result = report(given["pages"], read)
`;

/**
 * Runs the examples of the pages, printing what fails and how many did.
 * @returns whether all of them do what the pages show
 * @throws Error for a page that cannot be read
 */
export async function runPages(pages: readonly string[]): Promise<boolean> {
  for (const page of pages) accessSync(page, constants.R_OK);
  const run = await pythonScripts(PACKAGES);
  return run(SCRIPT, { pages, root: onHost("/").slice(0, -1), folder: onHost(".") }) === 0;
}
