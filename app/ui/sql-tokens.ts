/** What a piece of SQL is, for colouring it. */
export type SqlTokenKind = "keyword" | "name" | "string" | "number" | "parameter" | "comment" | "punctuation" | "space";

export interface SqlToken {
  readonly kind: SqlTokenKind;
  readonly text: string;
}

const keywords = new Set(
  `ABORT ACTION ADD AFTER ALL ALTER ANALYZE AND AS ASC AUTOINCREMENT BEFORE BEGIN BETWEEN BY CASCADE CASE CAST CHECK
  COLLATE COLUMN COMMIT CONFLICT CONSTRAINT CREATE CROSS CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP DEFAULT DEFERRABLE
  DEFERRED DELETE DESC DISTINCT DO DROP EACH ELSE END ESCAPE EXCEPT EXISTS EXPLAIN FAIL FOR FOREIGN FROM FULL GROUP
  HAVING IF IGNORE IMMEDIATE IN INDEX INITIALLY INNER INSERT INTERSECT INTO IS ISNULL JOIN KEY LEFT LIKE LIMIT MATCH
  NATURAL NO NOT NOTHING NOTNULL NULL OF OFFSET ON OR ORDER OUTER OVER PARTITION PLAN PRAGMA PRIMARY QUERY RECURSIVE
  REFERENCES RELEASE RENAME REPLACE RESTRICT RETURNING RIGHT ROLLBACK ROW ROWS SAVEPOINT SELECT SET TABLE TEMP TEMPORARY
  THEN TO TRANSACTION TRIGGER UNION UNIQUE UPDATE USING VALUES VIEW WHEN WHERE WITH WITHOUT`.split(/\s+/),
);

const pattern =
  /(?<space>\s+)|(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>'(?:[^']|'')*'?)|(?<quoted>"(?:[^"]|"")*"?|`[^`]*`?|\[[^\]]*\]?)|(?<number>\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(?<parameter>\?\d*|[:@$]\w+)|(?<word>\p{L}[\p{L}\p{N}_$]*|_[\p{L}\p{N}_$]*)|(?<other>[\s\S])/giu;

/** Cuts SQL into tokens whose texts, joined, are the SQL again. Never throws; what it does not know is punctuation. */
export function sqlTokens(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const match of sql.matchAll(pattern)) tokens.push({ kind: kindOf(match.groups ?? {}), text: match[0] });
  return tokens;
}

function kindOf(groups: Record<string, string | undefined>): SqlTokenKind {
  if (groups.space !== undefined) return "space";
  if (groups.comment !== undefined) return "comment";
  if (groups.string !== undefined) return "string";
  if (groups.quoted !== undefined) return "name";
  if (groups.number !== undefined) return "number";
  if (groups.parameter !== undefined) return "parameter";
  if (groups.word !== undefined) return keywords.has(groups.word.toUpperCase()) ? "keyword" : "name";
  return "punctuation";
}
