/** What all dialects start from. */
import { BuiltinError } from "../errors.ts";
import { warn } from "../types/warnings.ts";
import { compileFor } from "./compile.ts";
import { ddlVisitors, STANDARD_DDL } from "./ddl.ts";
import type { Dialect, FunctionVisitors, Visitors } from "./dialect.ts";
import { dmlVisitors } from "./dml.ts";
import { expressionVisitors } from "./expressions.ts";
import { fromVisitors } from "./from-clauses.ts";
import { IdentifierPreparer, RESERVED_WORDS } from "./identifiers.ts";
import { selectVisitors, standardFetch, standardLimit } from "./select.ts";
import { STANDARD_TYPES } from "./types.ts";

/** A visitor for each kind of node, as standard SQL has it. */
export const STANDARD_VISITORS: Visitors = {
  ...expressionVisitors,
  ...fromVisitors,
  ...selectVisitors,
  ...dmlVisitors,
  ...ddlVisitors,
};

const GROUPING_FUNCTIONS: Readonly<Record<string, string>> = {
  cube: "CUBE",
  rollup: "ROLLUP",
  grouping_sets: "GROUPING SETS",
};

export const STANDARD_FUNCTIONS: FunctionVisitors = Object.fromEntries(
  Object.entries(GROUPING_FUNCTIONS).map(([name, text]) => [
    name,
    (node, compiler, ctx) => `${text}(${compiler.process(node.args, ctx)})`,
  ]),
);

const NO_DISTINCT_ON =
  "DISTINCT ON is currently supported only by the PostgreSQL dialect.  Use of DISTINCT ON for other backends is currently silently ignored, however this usage is deprecated, and will raise CompileError in a future release for all backends that do not support this syntax.";

/** An IN list without members, where no rows are compared with. */
function emptySet(types: readonly unknown[], operator: string | null): string {
  const nulls = types.length > 1 ? `(${types.map(() => "NULL").join(", ")}))` : "NULL)";
  return operator === "not_in_op" ? `${nulls} OR (1 = 1` : `${nulls} AND (1 != 1`;
}

/** Builds a dialect from what it does differently. */
export function defineDialect(
  name: string,
  driver: string,
  differences: Partial<Omit<Dialect, "name" | "compile">>,
): Dialect {
  const dialect: Dialect = {
    name,
    driverName: `${name}+${driver}`,
    preparer: new IdentifierPreparer(RESERVED_WORDS),
    visitors: STANDARD_VISITORS,
    binary: {},
    functions: STANDARD_FUNCTIONS,
    types: STANDARD_TYPES,
    ddl: STANDARD_DDL,
    typeImpls: {},
    extractFields: null,
    supportsNativeBoolean: false,
    supportsNativeDecimal: false,
    supportsNativeUuid: false,
    supportsNativeEnum: false,
    supportsAlter: true,
    supportsDefaultValues: false,
    supportsMultivaluesInsert: true,
    insertReturning: false,
    updateReturning: false,
    deleteReturning: false,
    insertExecutemanyReturning: false,
    useInsertManyValues: false,
    postfetchLastrowid: true,
    favorReturningOverLastrowid: false,
    insertNullPkStillAutoincrements: false,
    divIsFloordiv: true,
    labelLength: 9999,
    returningIncludesTable: true,
    tupleInValues: false,
    doublePercents: false,
    backslashEscapes: false,
    supportsEmptyInsert: false,
    cteFollowsInsert: false,
    innerJoin: " JOIN ",
    defaultFrom: "",
    alwaysFrom: false,
    aliasWord: " AS ",
    recursiveWith: "WITH RECURSIVE",
    simpleOrderByLabel: true,
    compoundKeywords: {},
    returningInto: () => "",
    distinctClause(select) {
      if (select.distinctOn.length > 0) warn(NO_DISTINCT_ON, { category: "SADeprecationWarning" });
      return select.isDistinct ? "DISTINCT " : "";
    },
    fetchClause: standardFetch,
    hinted: (text, hint) => `${text} ${hint}`,
    updateTablesClause: null,
    limitClause: standardLimit,
    forUpdateClause: () => " FOR UPDATE",
    updateFromClause: () => {
      throw new BuiltinError(
        "NotImplementedError",
        "This backend does not support multiple-table criteria within UPDATE",
      );
    },
    deleteFromClause: () => {
      throw new BuiltinError(
        "NotImplementedError",
        "This backend does not support multiple-table criteria within DELETE",
      );
    },
    placeholder: () => "?",
    emptySet,
    booleanLiterals: ["1", "0"],
    literalIndexWhere: false,
    ...differences,
    compile: (node, options) => compileFor(dialect, node, options),
  };
  return dialect;
}
