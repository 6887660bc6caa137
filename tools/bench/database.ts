/** The schema of every workload, what some of them start from, and the queries whose answers must not depend on who worked. */
const SCHEMA = [
  "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL)",
  "CREATE TABLE addresses (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id), street TEXT NOT NULL)",
  "CREATE INDEX ix_addresses_user ON addresses(user_id)",
  "CREATE TABLE tags (id INTEGER PRIMARY KEY, label TEXT NOT NULL)",
  "CREATE TABLE user_tags (user_id INTEGER NOT NULL REFERENCES users(id), tag_id INTEGER NOT NULL REFERENCES tags(id), PRIMARY KEY (user_id, tag_id))",
  "CREATE INDEX ix_user_tags_tag ON user_tags(tag_id)",
  "CREATE TABLE nodes (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES nodes(id), name TEXT NOT NULL)",
  "CREATE INDEX ix_nodes_parent ON nodes(parent_id)",
];

const CHECKS = [
  "SELECT count(*), total(id), total(length(name)), total(length(email)) FROM users",
  "SELECT count(*), total(id), total(length(street)), total((id % 97 + 1) * (user_id % 89)) FROM addresses",
  "SELECT count(*), total(length(label)) FROM tags",
  "SELECT count(*), count(distinct user_id), count(distinct tag_id) FROM user_tags",
  "SELECT count(*), count(parent_id) FROM nodes",
];

/** What this needs of a database, which the engine's driver and raw sql.js both have. */
export type Execute = (sql: string) => readonly (readonly unknown[])[];

/** Creates the tables, and users with four addresses each. */
export function prepareDatabase(execute: Execute, users: number): void {
  execute("PRAGMA foreign_keys = ON");
  for (const statement of SCHEMA) execute(statement);
  if (users === 0) return;
  const numbers = (count: number) =>
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
  execute(`${numbers(users)} INSERT INTO users SELECT i, 'user '||i, 'user'||i||'@example.org' FROM n`);
  execute(`${numbers(users * 4)} INSERT INTO addresses SELECT i, (i - 1) / 4 + 1, i||' Main Street' FROM n`);
}

/** What the tables hold, in a form to compare. */
export function contents(execute: Execute): string {
  return JSON.stringify(CHECKS.map((check) => execute(check)));
}
