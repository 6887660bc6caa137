/** Tables and shorthands for the tests of this room. */

import { MetaData } from "../schema/metadata.ts";
import { Column, ForeignKey, Table, type TableItem, type TableOptions } from "../schema/table.ts";
import type { ClauseElement, Columns } from "../sql/element.ts";
import { func as anyFunction, type FunctionElement } from "../sql/functions.ts";
import { Boolean as BooleanType } from "../types/boolean.ts";
import { DateTime } from "../types/datetime.ts";
import { JSON as JsonType } from "../types/json.ts";
import { Integer, Numeric } from "../types/numeric.ts";
import { String_ } from "../types/string.ts";
import type { DriverValue } from "../types/type-engine.ts";
import { sqlite } from "./sqlite.ts";

type With<K extends string> = Table & { readonly c: Columns<Column> & Readonly<Record<K, Column>> };

const metadata = new MetaData();

function table<K extends string>(name: string, _keys: readonly K[], ...items: (TableItem | TableOptions)[]): With<K> {
  return new Table(name, metadata, ...items) as With<K>;
}

const id = () => new Column("id", Integer, { primaryKey: true });
const to = (name: string, target: string) => new Column(name, Integer, new ForeignKey(target));

export const u = table(
  "users",
  ["id", "name", "flag", "price", "created", "data"],
  id(),
  new Column("name", String_(50)),
  new Column("flag", BooleanType),
  new Column("price", Numeric(10, 2)),
  new Column("created", DateTime),
  new Column("data", JsonType),
);
export const a = table(
  "addresses",
  ["id", "user_id", "email"],
  id(),
  to("user_id", "users.id"),
  new Column("email", String_),
);
export const o = table(
  "orders",
  ["id", "user_id", "address_id"],
  id(),
  to("user_id", "users.id"),
  to("address_id", "addresses.id"),
);
export const n = table("nodes", ["id", "parent_id"], id(), to("parent_id", "nodes.id"));
/** Two ways to users. */
export const w = table("w", ["id", "u1", "u2"], id(), to("u1", "users.id"), to("u2", "users.id"));
/** Names that have to be quoted. */
export const r = table(
  "Order",
  ["order", "CamelCase", "with space", "select"],
  new Column("order", Integer, { primaryKey: true }),
  new Column("CamelCase", Integer),
  new Column("with space", Integer),
  new Column("select", Integer),
);
/** One name in two databases. */
export const s1 = table("tt", ["id"], id(), { schema: "main" });
export const s2 = table("tt", ["id"], id());

type Call = (...args: unknown[]) => FunctionElement;
type Name =
  | "abs"
  | "char_length"
  | "coalesce"
  | "count"
  | "COUNT"
  | "CamelCase"
  | "current_timestamp"
  | "foo"
  | "generate_series"
  | "group_concat"
  | "json_each"
  | "length"
  | "lower"
  | "max"
  | "now"
  | "Now"
  | "percentile_cont"
  | "random"
  | "rank"
  | "round"
  | "row_number"
  | "strftime"
  | "substr"
  | "sum"
  | "upper";

export const func = anyFunction as unknown as Readonly<Record<Name, Call>> & {
  readonly foo: { readonly bar: Call };
};

/** Every value by which a column may be `default` or `onupdate`, and what the database makes. */
export const d = table(
  "defs",
  ["id", "x", "y", "z", "w", "v"],
  id(),
  new Column("x", Integer, { default: 5 }),
  new Column("y", Integer, { serverDefault: "7" }),
  new Column("z", String_, { default: func.lower("Z") }),
  new Column("w", Integer, { onupdate: 9 }),
  new Column("v", Integer, { onupdate: func.foo() }),
);

/** A statement's SQL on SQLite and, when there are any, the values it sends. */
export function sql(statement: ClauseElement): string | readonly [string, ...DriverValue[]] {
  const compiled = sqlite.compile(statement);
  const expanded = compiled.expand();
  return expanded.parameters.length === 0 ? expanded.sql : [expanded.sql, ...expanded.parameters];
}
