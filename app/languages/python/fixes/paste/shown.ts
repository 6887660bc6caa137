import { PythonTree } from "../../syntax/tree.ts";
import { withoutPython2 } from "../python2/syntax.ts";

/** A line that was shown, not typed. */
export const commented = (line: string): string => (/^\s*(?:#|$)/.test(line) ? line : `# ${line}`);

/** True for text that Python takes, Python 2's statements included. */
export function isCode(text: string): boolean {
  if (/^\s*#/.test(text) && text.split("\n").every((line) => /^\s*(?:#|$)/.test(line))) return true;
  return new PythonTree(withoutPython2(text)).sound;
}

const VALUE = /^(?:[-+]?\d[\w.]*|None|True|False|\[.*\]|\(.*\)|\{.*\}|u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*"|<.*>)$/s;

/** True for what an interpreter shows of a value; nobody types one as a line of its own. */
export function isShown(text: string): boolean {
  return text.trim() !== "" && text.split("\n").every((line) => line.trim() === "" || VALUE.test(line.trim()));
}
