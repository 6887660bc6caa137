/** Names for constraints that were given none ("Configuring Constraint Naming Conventions"). */
import { BuiltinError, InvalidRequestError } from "../errors.ts";
import type { NamedConstraint, NamingConvention, SchemaTable } from "./schema-item.ts";

/** What a MetaData uses that was given no convention. */
export const DEFAULT_NAMING_CONVENTION: NamingConvention = { ix: "ix_%(column_0_label)s" };

/** The name of a constraint on a table by the convention of its MetaData; null where the convention says nothing. */
export function conventionalName(constraint: NamedConstraint, table: SchemaTable): string | null {
  const convention = table.metadata.namingConvention;
  const rule = convention[constraint.prefix];
  if (rule === undefined) return constraint.name;
  if (typeof rule === "function") return rule(constraint, table);
  if (constraint.name !== null && !rule.includes("constraint_name")) return constraint.name;
  return rule.replace(/%\((\w+)\)s/g, (_all, token: string) => resolve(token, constraint, table, convention));
}

function resolve(token: string, constraint: NamedConstraint, table: SchemaTable, convention: NamingConvention): string {
  const own = convention[token];
  if (typeof own === "function") return own(constraint, table);
  switch (token) {
    case "table_name":
      return table.name;
    case "constraint_name":
      if (constraint.name === null) {
        throw new InvalidRequestError(
          "Naming convention including %(constraint_name)s token requires that constraint is explicitly named.",
        );
      }
      return constraint.name;
    case "referred_table_name":
      return constraint.referredTableName ?? "";
  }
  const match = /^(referred_)?column_(\d+)(_?N)?_(name|key|label)$/.exec(token);
  if (!match) throw new BuiltinError("KeyError", `'${token}'`);
  const [, referred, index, multiple, attribute] = match;
  const columns = referred ? (constraint.referredColumns ?? []) : constraint.namedColumns;
  const part = (at: number): string => {
    const column = columns[at];
    if (!column) return "";
    if (attribute === "name") return column.name ?? "";
    if (attribute === "key") return column.key ?? "";
    return (column as { ddlLabel?: string | null }).ddlLabel ?? "";
  };
  if (!multiple) return part(Number(index));
  return columns.map((_column, at) => part(at)).join(multiple.startsWith("_") ? "_" : "");
}
