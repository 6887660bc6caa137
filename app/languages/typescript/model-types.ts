import type { FileColumn } from "../../protocol/messages.ts";

/** A column's type as a program writes it, and the name that it imports for that. */
export interface WrittenType {
  readonly name: string;
  readonly text: string;
  /** What there is to say about it. */
  readonly note: string | null;
}

const plain = (name: string, note: string | null = null): WrittenType => ({ name, text: name, note });

/** SQLite's types, and what others call theirs, which SQLite takes as they come ("SQLite: Type Reflection"). */
const TYPES: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^(?:BIGINT|INT8|UNSIGNED BIG INT)$/, "BigInteger"],
  [/^(?:SMALLINT|INT2)$/, "SmallInteger"],
  [/^BOOL(?:EAN)?$/, "Boolean"],
  [/^(?:DATETIME|TIMESTAMP)/, "DateTime"],
  [/^DATE$/, "Date"],
  [/^TIME$/, "Time"],
  [/^JSONB?$/, "JSON"],
  [/INT/, "Integer"],
  [/^(?:(?:LONG|MEDIUM|TINY)?TEXT|CLOB)$/, "Text"],
  [/CHAR|TEXT|CLOB|^STRING$|^UUID$/, "String"],
  [/BLOB|BINARY/, "LargeBinary"],
  [/DOUB/, "Double"],
  [/REAL|FLOA/, "Float"],
  [/^(?:NUMERIC|DECIMAL|NUMBER|MONEY)$/, "Numeric"],
];

/** The type that says of a column's values what the file's does. */
export function writtenType({ type: declared, misfits }: FileColumn): WrittenType {
  const [, word = "", args = ""] = /^([^(]*)(\(.*\))?/.exec(declared.trim().toUpperCase()) ?? [];
  const word_ = word.trim();
  if (misfits !== null) {
    return plain(misfits === "number" ? "Float" : "Text", `${declared} in the file, with values that are none`);
  }
  if (word_ === "") return plain("Text", "has no type in the file");
  const name = TYPES.find(([pattern]) => pattern.test(word_))?.[1];
  if (name === undefined) return plain("Text", `${declared} in the file`);
  const [first, second] = [...args.matchAll(/\d+/g)].map(([number]) => Number(number));
  if (first === undefined) return plain(name);
  if (name === "String") return { name, text: `String(${first})`, note: null };
  if (name !== "Numeric") return plain(name);
  const scale = second === undefined ? "" : `, scale: ${second}`;
  return { name, text: `Numeric({ precision: ${first}${scale} })`, note: null };
}
