/** Makes a declared class's table from its column recipes, or adds them to the table that it shares. */
import { ArgumentError } from "../errors.ts";
import { Column } from "../schema/column.ts";
import type { MetaData } from "../schema/metadata.ts";
import { Table, type TableItem } from "../schema/table.ts";
import type { ColumnSpec } from "./attribute-specs.ts";
import type { DeclaredColumn } from "./map-class.ts";
import type { Mapper } from "./mapper.ts";

export type { TableItem } from "../schema/table.ts";

export interface TableRequest {
  /** A name, a table that exists, or `null` to share the table of the class that is inherited from. */
  readonly table: string | Table | null;
  readonly columnSpecs: ReadonlyMap<string, ColumnSpec>;
  readonly items: readonly TableItem[];
  readonly metadata: MetaData;
  readonly inherits: Mapper | null;
}

/**
 * @returns the class's own table, `null` where it shares one, and its columns by attribute name
 * @throws InvalidRequestError where a table of that name exists
 * @throws ArgumentError where a shared table has such a column already
 */
export function tableFor(request: TableRequest): {
  readonly table: Table | null;
  readonly columns: ReadonlyMap<string, DeclaredColumn>;
} {
  const made = new Map<string, DeclaredColumn>();
  for (const [key, spec] of request.columnSpecs) made.set(key, declaredColumn(key, spec));
  const columns = [...made.values()].map(({ column }) => column as Column);
  if (typeof request.table === "string") {
    return { table: new Table(request.table, request.metadata, ...columns, ...request.items), columns: made };
  }
  const shared = request.table ?? request.inherits?.localTable ?? null;
  for (const column of columns) {
    if (shared === null) break;
    if (column.table === shared) continue;
    if (shared.c.has(column.name) && request.inherits !== null) {
      throw new ArgumentError(
        `Column '${column.name}' on class ${request.inherits.className} conflicts with existing column '${shared.c.get(column.name)}'.  ` +
          "If using Declarative, consider using the use_existing_column parameter of mapped_column() to resolve conflicts.",
      );
    }
    shared.appendColumn(column);
  }
  return { table: request.table, columns: made };
}

function declaredColumn(key: string, spec: ColumnSpec): DeclaredColumn {
  const { options } = spec;
  const { deferred, deferredGroup, deferredRaiseload, activeHistory, ...columnOptions } = options;
  spec.column?.giveName(key);
  return {
    column:
      spec.column ??
      new Column(
        spec.name ?? key,
        spec.type,
        ...spec.foreignKeys.map((key) => key.copy()),
        ...spec.items,
        columnOptions,
      ),
    deferred: deferred ?? deferredGroup !== undefined,
    group: deferredGroup ?? null,
    raiseload: deferredRaiseload ?? false,
    activeHistory: activeHistory ?? false,
  };
}
