import type { LanguageName } from "../protocol/messages.ts";
import type { Language } from "./language.ts";
import { typescript } from "./typescript/typescript.ts";

/** Languages that a place can run, by the names that requests and links give them. */
export type Languages = Readonly<Partial<Record<LanguageName, Language>>>;

/** Those that run everywhere; Python has to be loaded first. */
export const languages: Languages = { typescript };
