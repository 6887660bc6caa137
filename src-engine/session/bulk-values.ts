import { Result } from "../connection/result.ts";
import { rowFactory } from "../connection/row.ts";
import type { ParameterValues } from "../loading/session-port.ts";
import { Composite, compositeValues } from "../mapping/composite.ts";
import type { Mapper } from "../mapping/mapper.ts";
import type { ClauseElement } from "../sql/element.ts";
import { BindParameter } from "../sql/literals.ts";
import { traverse } from "../sql/traversal.ts";

/** What an INSERT, UPDATE or DELETE of several rows gives that returns none. */
export function rowCountResult(rowCount: number): Result {
  return new Result(
    { names: [], fetch: () => [], uniqueKeys: [], requiresUnique: false, rowCount, returnsRows: false },
    rowFactory([]),
  );
}

/** The parameters that a statement names itself. */
export function bindNames(statement: ClauseElement): string[] {
  const names: string[] = [];
  traverse(statement, (node) => {
    if (node instanceof BindParameter && !node.crud && !node.unique) names.push(node.key);
  });
  return names;
}

/** A copy of a row of attributes, with what composite values are made of in their place. */
export function withoutComposites(mapper: Mapper, row: ParameterValues): Record<string, unknown> {
  const values: Record<string, unknown> = { ...row };
  for (const [key, value] of Object.entries(row)) {
    const descriptor = mapper.descriptors.get(key);
    if (!(descriptor instanceof Composite)) continue;
    delete values[key];
    const parts = value === null || value === undefined ? [] : compositeValues(value as object);
    descriptor.attributes.forEach((name, i) => {
      values[name] = parts[i] ?? null;
    });
  }
  return values;
}
