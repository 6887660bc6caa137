import type { LanguageName } from "../protocol/messages.ts";

/** Lines that only Python has. */
const PYTHON =
  /^(?:from\s+[\w.]+\s+import\s+[\w*(]|import\s+[\w.]+(?:\s+as\s+\w+)?(?:\s*,\s*[\w.]+)*\s*(?:#.*)?$|(?:class|def)\s+\w+\s*(?:\(.*\))?\s*:|\s+def\s+\w+\(self\b)/m;
/** Lines that only TypeScript has. */
const TYPESCRIPT =
  /^(?:import\s*(?:type\s*)?(?:\{|\*\s+as|["'])|\}?\s*.*\bfrom\s+["']flushlight["']|(?:export\s+)?(?:const|let|interface)\s+\w+|.*\bextends\s+\w+(?:\.mapped\()?)/m;

/** The language that a text is surely written in; `null` where it might be either, or both. */
export function guessLanguage(text: string): LanguageName | null {
  const python = PYTHON.test(text);
  const typescript = TYPESCRIPT.test(text);
  if (python === typescript) return null;
  return python ? "python" : "typescript";
}

/** The names of languages, as the page writes them. */
export const languageNames: Readonly<Record<LanguageName, string>> = { typescript: "TypeScript", python: "Python" };

/** How the name of a program's file ends. */
export const fileExtensions: Readonly<Record<LanguageName, string>> = { typescript: "ts", python: "py" };
