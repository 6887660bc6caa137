import type { CompileOptions } from "../compiler/dialect.ts";
import { renderType } from "../compiler/types.ts";
import { Connection } from "../connection/connection.ts";
import { Engine } from "../connection/engine.ts";
import { rowFactory } from "../connection/row.ts";
import { compiledOf } from "../connection/sources.ts";
import { type DialectName, dialectNamed } from "../dialects/registry.ts";
import { ObjectNotExecutableError } from "../errors.ts";
import { clauseOf } from "../sql/coercions.ts";
import type { ClauseElement, CompiledStatement, CompileTextOptions } from "../sql/element.ts";
import type { DriverValue } from "../trace/events.ts";
import { Float } from "../types/numeric.ts";
import { repr } from "../types/repr.ts";
import { type TypeInput, toInstance } from "../types/type-engine.ts";
import { asSent } from "./orm-select.ts";

/** What any number is that a driver takes for a float. */
const FLOAT = new Float();

/** A statement as a database takes it. */
export interface CompiledText {
  readonly sql: string;
  /** The values of its parameters by name, before conversion. */
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * The text of a statement in a database's own SQL ("How do I render SQL expressions as strings").
 * @throws CompileError for what that database cannot say
 */
export function compileFor(
  statement: unknown,
  dialect: DialectName,
  options: Pick<CompileOptions, "literalBinds" | "columnKeys"> = {},
): CompiledText {
  const clause = clauseOf(statement);
  if (clause === null) throw new ObjectNotExecutableError(`Not an executable object: ${repr(statement)}`);
  const compiled = dialectNamed(dialect).compile(asSent(clause), options);
  return { sql: compiled.sql, params: compiled.params() };
}

/** A statement by itself, for `ClauseElement.compile()`. */
export function compileText(clause: ClauseElement, options: CompileTextOptions): CompiledStatement {
  const { bind, dialect = "default", literalBinds = false } = options;
  const written = bind instanceof Engine || bind instanceof Connection ? bind.dialect : dialectNamed(dialect);
  const compiled = written.compile(asSent(clause), { literalBinds });
  return {
    string: compiled.sql,
    params: compiled.params(),
    constructParams: (values) => compiled.params(values),
    toString: () => compiled.sql,
  };
}

/** A type as a database writes it ("TypeEngine.compile"). */
export function renderTypeFor(type: TypeInput, dialect: DialectName): string {
  return renderType(toInstance(type), dialectNamed(dialect));
}

/**
 * The parameters of a statement of the trace as a row with their types: a number for NUMERIC or FLOAT is a float to the driver,
 * whether or not it is whole.
 * @param source a statement event's `source`
 * @param values one of its sets of parameters
 */
export function parameterRow(source: number, values: readonly DriverValue[]): readonly unknown[] {
  const compiled = compiledOf(source);
  if (compiled === null || compiled.needsExpansion) return values;
  const { binds } = compiled;
  if (!binds.some(({ type }) => type.affinity === "numeric")) return values;
  const types = values.map((_, i) => (binds[i % binds.length]?.type.affinity === "numeric" ? FLOAT : null));
  return rowFactory(
    values.map(() => null),
    [],
    types,
  ).make(values);
}

/**
 * The SQL that a statement of the trace would have in another dialect; `null` for one that was written as text.
 * @param source a statement event's `source`
 */
export function sourceSql(source: number, dialect: DialectName): string | null {
  const compiled = compiledOf(source);
  if (compiled === null) return null;
  const { node, options } = compiled.source;
  return dialectNamed(dialect).compile(node, options).sql;
}
