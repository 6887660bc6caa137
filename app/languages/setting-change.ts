import type { TextEdit } from "../protocol/text-edit.ts";

/** One setting, and what it is to be. `null` stands for what the ORM or the database does without being told. */
export type SettingChange =
  | {
      readonly kind: "cascade";
      /** `User.addresses` */
      readonly relationship: string;
      /** As it is written: `"all, delete-orphan"`. */
      readonly value: string | null;
    }
  | { readonly kind: "passive-deletes"; readonly relationship: string; readonly value: boolean | "all" }
  | {
      readonly kind: "on-delete";
      /** The referencing column as `table.column`. */
      readonly column: string;
      /** The referenced column as `table.column`. */
      readonly target: string;
      readonly value: string | null;
    }
  | {
      readonly kind: "nullable";
      /** `table.column` */
      readonly column: string;
      readonly value: boolean;
    };

/** The edits, in order and apart from each other, none where the setting is that already; or why there can be none. */
export type SettingEdit = { readonly edits: readonly TextEdit[] } | { readonly refused: string };

export type EditSetting = (source: string, change: SettingChange) => SettingEdit;
