/** How Oracle writes columns and foreign keys. */
import { computedText, defaultText, STANDARD_DDL } from "../../compiler/ddl.ts";
import type { DdlRendering } from "../../compiler/dialect.ts";
import { renderType } from "../../compiler/types.ts";
import { CompileError } from "../../errors.ts";
import type { Identity } from "../../schema/defaults.ts";
import { warn } from "../../types/warnings.ts";
import { identityOptions } from "../postgresql/ddl.ts";

function identityText(identity: Identity): string {
  const { always, onNull } = identity.options;
  const kind = always === null ? "" : always ? "ALWAYS" : "BY DEFAULT";
  const options = identityOptions(identity).replace("NO CYCLE", "NOCYCLE");
  return `GENERATED ${kind}${onNull ? " ON NULL" : ""} AS IDENTITY${options === "" ? "" : ` (${options})`}`;
}

export const ORACLE_DDL: DdlRendering = {
  ...STANDARD_DDL,
  columnSpecification(column, compiler) {
    let text = `${compiler.preparer.formatColumn(column)} ${renderType(column.type, compiler.dialect)}`;
    const value = defaultText(column, compiler);
    if (value !== null) text += ` DEFAULT ${value}`;
    if (column.computed) {
      if (column.computed.persisted === true) {
        throw new CompileError(
          "Oracle Database computed columns do not support 'stored' persistence; set the 'persisted' flag to None or False for Oracle Database support.",
        );
      }
      text += ` ${computedText(column.computed, compiler)}`;
    }
    if (column.identity) text += ` ${identityText(column.identity)}`;
    if (!column.nullable && !column.identity) text += " NOT NULL";
    return text;
  },
  foreignKey(constraint, compiler) {
    const text = STANDARD_DDL.foreignKey(constraint, compiler);
    if (constraint.onUpdate === null || text === null) return text;
    warn(
      "Oracle Database does not contain native UPDATE CASCADE functionality - onupdates will not be rendered for foreign keys.  Consider using deferrable=True, initially='deferred' or triggers.",
    );
    return text.replace(` ON UPDATE ${constraint.onUpdate}`, "");
  },
};
