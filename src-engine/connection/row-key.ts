/** What tells the values of one item apart. */
export type UniqueKey = string | number;

/** What makes rows the same, as text. Lengths keep the parts of two rows from running into each other. */
export function rowKey(row: readonly unknown[], keys: readonly ((value: unknown) => UniqueKey)[]): string {
  let hash = "";
  for (let i = 0; i < row.length; i++) {
    const key = keys[i]?.(row[i]) ?? "null";
    hash += typeof key === "number" ? `n${key};` : `${key.length}:${key}`;
  }
  return hash;
}
