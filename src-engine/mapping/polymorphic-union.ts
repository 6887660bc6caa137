import { InvalidRequestError } from "../errors.ts";
import { cast, literalColumn, null_, select, typeCoerce, unionAll } from "../sql/builders.ts";
import type { ColumnElement, FromClause } from "../sql/element.ts";
import type { TypeEngine } from "../types/type-engine.ts";

export interface PolymorphicUnionOptions {
  /** Gives a column that a table does not have its type by CAST, which is the default. */
  readonly castNulls?: boolean;
}

/**
 * The rows of several tables as one: what a hierarchy of classes with tables apart is selected from ("Concrete Table
 * Inheritance"). A column that a table does not have is NULL in its rows.
 * @param tables what each identity is selected from
 * @param discriminator the name of a further column, which tells the identity; `null` for none
 * @param name that of the subquery
 * @throws InvalidRequestError where a table has a column of the discriminator's name
 */
export function polymorphicUnion(
  tables: ReadonlyMap<unknown, FromClause> | Readonly<Record<string, FromClause>>,
  discriminator: string | null,
  name = "p_union",
  { castNulls = true }: PolymorphicUnionOptions = {},
): FromClause {
  const parts = tables instanceof Map ? [...tables] : Object.entries(tables as Readonly<Record<string, FromClause>>);
  const types = new Map<string, TypeEngine>();
  for (const [, table] of parts) {
    for (const column of table.c) {
      const key = keyOf(column);
      if (key === discriminator) {
        throw new InvalidRequestError(
          `Polymorphic union can't use '${discriminator}' as the discriminator column due to mapped column ${repr(column)}; please ` +
            "apply the 'typecolname' argument; this is available on ConcreteBase as '_concrete_discriminator_name'",
        );
      }
      types.set(key, column.type);
    }
  }
  const selects = parts.map(([identity, table]) => {
    const own = new Map([...table.c].map((column) => [keyOf(column), column]));
    const columns = [...types].map(
      ([key, type]) => own.get(key) ?? (castNulls ? cast(null_(), type) : typeCoerce(null_(), type)).label(key),
    );
    if (discriminator !== null) columns.push(literalColumn(quoted(identity)).label(discriminator));
    return select(...columns).selectFrom(table);
  });
  return unionAll(...selects).alias(name);
}

function keyOf(column: ColumnElement): string {
  return column.key ?? column.name ?? "";
}

function repr(column: ColumnElement): string {
  return "repr" in column && typeof column.repr === "function" ? String(column.repr()) : String(column);
}

/** A value as it stands in SQL. */
function quoted(identity: unknown): string {
  return typeof identity === "string" ? `'${identity.replaceAll("'", "''")}'` : String(identity);
}
