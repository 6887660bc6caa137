/** Names as each language writes them. */

/** Options whose words SQLAlchemy does not set apart. */
const JOINED: Readonly<Record<string, string>> = { onDelete: "ondelete", onUpdate: "onupdate" };

/** `userId` → `user_id`; a class's name and a name with a trailing underscore stay. */
export const snake = (name: string): string =>
  (Object.hasOwn(JOINED, name) ? JOINED[name] : undefined) ??
  (/^[A-Z]/.test(name) ? name : name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));

/** `user_id` → `userId`; dunder names, constants and a trailing underscore stay. */
export const camel = (name: string): string =>
  Object.entries(JOINED).find(([, joined]) => joined === name)?.[0] ??
  (/^_|^[A-Z]/.test(name)
    ? name
    : name.replace(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()));

/** Comparison methods of expressions, and the operators that they are. */
export const OPERATORS: Readonly<Record<string, string>> = {
  eq: "==",
  ne: "!=",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
};

/** What could not be translated: a line of the source, what stands there, and why. */
export interface Untranslated {
  readonly line: number;
  readonly text: string;
  readonly why: string;
}

export interface Conversion {
  readonly code: string;
  readonly untranslated: readonly Untranslated[];
}

/** Thrown for a part that has no counterpart; the statement around it becomes a comment. */
export class NoCounterpart extends Error {}
