/** How PostgreSQL writes columns of CREATE TABLE: SERIAL, identity, generated columns. */
import { computedText, defaultText, STANDARD_DDL } from "../../compiler/ddl.ts";
import type { DdlRendering } from "../../compiler/dialect.ts";
import { renderType } from "../../compiler/types.ts";
import { CompileError } from "../../errors.ts";
import type { Identity } from "../../schema/defaults.ts";
import type { Column } from "../../schema/table.ts";

function serial(column: Column): string {
  const { visitName } = column.type;
  if (/^big/i.test(visitName)) return "BIGSERIAL";
  return /^small/i.test(visitName) ? "SMALLSERIAL" : "SERIAL";
}

/** What an identity column is told of its sequence ("Identity Columns"); empty for nothing. */
export function identityOptions(identity: Identity): string {
  const { start, increment, minvalue, maxvalue, cycle } = identity.options as Readonly<
    Record<string, number | boolean | null | undefined>
  >;
  const options: string[] = [];
  if (increment != null) options.push(`INCREMENT BY ${increment}`);
  if (start != null) options.push(`START WITH ${start}`);
  if (minvalue != null) options.push(`MINVALUE ${minvalue}`);
  if (maxvalue != null) options.push(`MAXVALUE ${maxvalue}`);
  if (cycle != null) options.push(cycle ? "CYCLE" : "NO CYCLE");
  return options.join(" ");
}

/** `GENERATED … AS IDENTITY (…)`. */
export function identityText(identity: Identity): string {
  const options = identityOptions(identity);
  const text = `GENERATED ${identity.options.always ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY`;
  return options === "" ? text : `${text} (${options})`;
}

export const POSTGRESQL_DDL: DdlRendering = {
  ...STANDARD_DDL,
  columnSpecification(column, compiler) {
    let text = compiler.preparer.formatColumn(column);
    const auto =
      column.primaryKey && column === column.table.autoincrementColumn && !column.identity && column.default === null;
    if (auto) {
      text += ` ${serial(column)}`;
    } else {
      text += ` ${renderType(column.type, compiler.dialect)}`;
      const value = defaultText(column, compiler);
      if (value !== null) text += ` DEFAULT ${value}`;
    }
    if (column.computed) {
      if (column.computed.persisted === false) {
        throw new CompileError(
          "PostrgreSQL computed columns do not support 'virtual' persistence; set the 'persisted' flag to None or True for PostgreSQL support.",
        );
      }
      const generated = computedText(column.computed, compiler).replace(/ STORED$/, "");
      text += ` ${generated} STORED`;
    }
    if (column.identity) text += ` ${identityText(column.identity)}`;
    if (!column.nullable && !column.identity) text += " NOT NULL";
    else if (column.nullable && column.identity) text += " NULL";
    return text;
  },
};
