/**
 * Changing a setting of the mapping in a program's text, for the page. Loaded when the first setting is changed: a parser that
 * keeps every position is not small.
 */

import type { LanguageName } from "../protocol/messages.ts";
import type { EditSetting } from "./setting-change.ts";

/** What changes settings in a program of each language. */
export const settingEditors: Readonly<Partial<Record<LanguageName, () => Promise<EditSetting>>>> = {
  typescript: async () => (await import("./typescript/edit-setting.ts")).editSetting,
};
