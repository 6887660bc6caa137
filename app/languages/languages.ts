import type { Language } from "./language.ts";
import { typescript } from "./typescript/typescript.ts";

/** Every language that a scenario can be written in, by the name that requests and links give it. */
export const languages: Readonly<Record<string, Language>> = { typescript };
