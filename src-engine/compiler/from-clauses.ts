/** Visitors of FROM clauses. */
import { CompileError } from "../errors.ts";
import { clauseOf, toExpression } from "../sql/coercions.ts";
import type { ClauseElement, FromClause } from "../sql/element.ts";
import { Tuple } from "../sql/expressions.ts";
import type { AliasedRows, CTE, TableValuedAlias, Values } from "../sql/from-clause.ts";
import { BindParameter } from "../sql/literals.ts";
import { isAnonymous } from "../sql/names.ts";
import type { Ctx, SqlCompiler, Visitors } from "./dialect.ts";
import { renderType } from "./types.ts";

type FromKind =
  | "table"
  | "alias"
  | "table_valued_alias"
  | "tablesample"
  | "lateral"
  | "subquery"
  | "cte"
  | "join"
  | "from_grouping"
  | "values";

function visitAlias(
  node: AliasedRows,
  compiler: SqlCompiler,
  given: Ctx,
  derived: TableValuedAlias | null = null,
): string {
  const { asFrom, subquery, linter, enclosingAlias, ...rest } = given;
  let ctx: Ctx = rest;
  if (given.lateral) {
    if (!ctx.enclosingLateral) ctx = { ...ctx, enclosingLateral: node };
    if (linter && !ctx.lateralLinter) ctx = { ...ctx, lateralLinter: linter };
  }
  if (enclosingAlias && (enclosingAlias as AliasedRows).element === node) {
    // An alias of an alias is written once, under the outer name.
    const inner = compiler.process(node.element, { ...ctx, asFrom, enclosingAlias: node });
    return subquery && (asFrom || given.lateral) ? `(${inner})` : inner;
  }
  ctx = { ...ctx, enclosingAlias: node };
  if (!asFrom) return compiler.process(node.element, ctx);
  const name = compiler.aliasName(node);
  linter?.addFrom(node, name);
  const inner = compiler.process(node.element, { ...ctx, asFrom: true });
  const text = `${subquery ? `(${inner})` : inner}${compiler.dialect.aliasWord}${compiler.preparer.quote(name)}`;
  if (!derived || derived.derivedColumns === "no") return withHint(node, text, compiler, ctx);
  const columns = [...derived.c].map((column) => {
    const type = derived.derivedColumns === "names and types" ? ` ${renderType(column.type, compiler.dialect)}` : "";
    return compiler.preparer.quote(column.name ?? "") + type;
  });
  return `${text}(${columns.join(", ")})`;
}

function withHint(node: FromClause, text: string, compiler: SqlCompiler, ctx: Ctx): string {
  const hint = ctx.fromHints?.get(node);
  if (hint === undefined) return text;
  const name = node.kind === "table" ? (node.name ?? "") : compiler.aliasName(node as AliasedRows);
  return compiler.dialect.hinted(text, hint.replaceAll("%(name)s", compiler.preparer.quote(name)));
}

function renderValues(node: Values, compiler: SqlCompiler, ctx: Ctx): string {
  const inner: Ctx = node.literalBinds ? { ...ctx, literalBinds: true } : ctx;
  const rows = node.rows.map((row) => {
    const members = row.map((value, index) => {
      if (clauseOf(value)) return toExpression(value);
      const type = node.columnArguments[index]?.type;
      return new BindParameter(null, { value, type: type && !type.isNull ? type : null, unique: true });
    });
    return compiler.process(new Tuple(members), inner);
  });
  return `VALUES ${rows.join(", ")}`;
}

export const fromVisitors: Pick<Visitors, FromKind> = {
  table(node, compiler, ctx) {
    ctx.linter?.addFrom(node, node.fullname);
    if (!ctx.asFrom) return "";
    const text = compiler.preparer.formatTable(node, ctx.useSchema !== false);
    const aliased = (ctx.enclosingAlias as AliasedRows | null | undefined)?.element === node;
    const ambiguous = aliased || node.schema ? undefined : ctx.ambiguousTables?.get(node.name);
    const named = ambiguous
      ? `${text}${compiler.dialect.aliasWord}${compiler.preparer.quote(compiler.identifier("alias", ambiguous))}`
      : text;
    return withHint(node, named, compiler, ctx);
  },

  alias: (node, compiler, ctx) => visitAlias(node, compiler, ctx),

  subquery: (node, compiler, ctx) => visitAlias(node, compiler, { ...ctx, subquery: true }),

  lateral(node, compiler, ctx) {
    const subquery = !("c" in node.element) || ctx.subquery;
    return `LATERAL ${visitAlias(node, compiler, { ...ctx, subquery, lateral: true })}`;
  },

  table_valued_alias(node, compiler, given) {
    const ctx: Ctx = node.joinsImplicitly ? { ...given, linter: null } : given;
    if (!node.isLateral) return visitAlias(node, compiler, ctx, node);
    return `LATERAL ${visitAlias(node, compiler, { ...ctx, lateral: true }, node)}`;
  },

  tablesample(node, compiler, ctx) {
    const text = `${visitAlias(node, compiler, { ...ctx, asFrom: true })} TABLESAMPLE ${compiler.process(node.sampling, ctx)}`;
    return node.seed ? `${text} REPEATABLE (${compiler.process(node.seed, ctx)})` : text;
  },

  join(node, compiler, { asFrom: _asFrom, ...ctx }) {
    ctx.linter?.relate(node.left.fromObjects, node.right.fromObjects);
    const word = node.full ? " FULL OUTER JOIN " : node.isouter ? " LEFT OUTER JOIN " : compiler.dialect.innerJoin;
    const side: Ctx = { ...ctx, asFrom: true };
    const left = compiler.process(node.left, side);
    const right = compiler.process(node.right, side);
    return `${left}${word}${right} ON ${compiler.process(node.onclause, ctx)}`;
  },

  from_grouping(node, compiler, { asFrom: _asFrom, ...ctx }) {
    return `(${compiler.process(node.element, ctx)})`;
  },

  values(node, compiler, ctx) {
    const { asFrom, linter, visitingCte, ...rest } = ctx;
    const text = renderValues(node, compiler, rest);
    if (!asFrom) return text;
    const name = node.unnamed ? null : isAnonymous(node.name) ? compiler.identifier("values", node.name) : node.name;
    const lateral = node.isLateral ? "LATERAL " : "";
    linter?.addFrom(node, name ?? "(unnamed VALUES element)");
    if (visitingCte?.element === node) {
      if (node.isLateral) throw new CompileError("Can't use a LATERAL VALUES expression inside of a CTE");
      return text;
    }
    if (name === null) return `${lateral}(${text})`;
    const columns = [...node.c].map((column) => compiler.process(column, { ...rest, includeTable: false }));
    return `${lateral}(${text})${compiler.dialect.aliasWord}${compiler.preparer.quote(name)} (${columns.join(", ")})`;
  },

  cte: (node, compiler, ctx) => visitCte(node, compiler, ctx),
};

interface NamesColumns {
  columnsPlusNames(anonForDupes: boolean): readonly {
    readonly fallbackLabel: string | null;
    readonly proxyKey: string | null;
    readonly repeated: boolean;
  }[];
}

/** Writes a CTE's definition once, before the statement, and its name where it is used. */
function visitCte(cte: CTE, compiler: SqlCompiler, given: Ctx): string {
  const { asFrom, linter, visitingCte, cteNesting, ...rest } = given;
  const ctx: Ctx = { ...rest, visitingCte: cte };
  const name = compiler.aliasName(cte);
  const reference = cte.reference;
  const nesting = cte.nesting || (cteNesting ?? false);
  const noted = compiler.cteNames.get(reference);
  const level = noted?.level ?? (nesting ? compiler.stack.length : 1);
  const key = `${level} ${name}`;
  const existing = compiler.cteByName.get(key);
  let isNew = true;
  let embedded = false;
  if (existing) {
    embedded = visitingCte === existing;
    if (cte === existing.restates || cte === existing) isNew = false;
    else if (existing === cte.restates) {
      compiler.ctes.delete(existing);
      compiler.cteNames.delete(existing.reference);
    } else if (sameCte(cte, existing)) isNew = false;
    else throw new CompileError(`Multiple, unrelated CTEs found with the same name: '${name}'`);
  }
  if (!asFrom && !isNew) return "";
  const original = cte.aliasOf ?? cte;
  const originalName = cte.aliasOf ? compiler.aliasName(cte.aliasOf) : null;
  if (isNew) {
    compiler.cteByName.set(key, cte);
    compiler.cteNames.set(reference, { level, name, nesting });
    if (original !== cte && !compiler.ctes.has(original)) visitCte(original, compiler, { ...ctx, asFrom: false });
    if (originalName === null && !compiler.ctes.has(cte)) {
      const text = defineCte(cte, name, compiler, ctx);
      if (compiler.stack.length === 0) return text;
      compiler.ctes.set(cte, text);
    }
  }
  if (!asFrom) return "";
  linter?.addFrom(cte, name);
  const quoted = compiler.preparer.quote(name);
  if (!isNew && embedded) return quoted;
  return originalName === null
    ? quoted
    : `${compiler.preparer.quote(originalName)}${compiler.dialect.aliasWord}${quoted}`;
}

function defineCte(cte: CTE, name: string, compiler: SqlCompiler, ctx: Ctx): string {
  let text = compiler.preparer.quote(name);
  if (cte.recursive || cte.element.kind === "values") {
    const names =
      cte.element.kind === "values"
        ? [...(cte.element as Values).columnArguments].map((column) => column.name)
        : (cte.element as unknown as NamesColumns)
            .columnsPlusNames(true)
            .filter((item) => !item.repeated)
            .map((item) => item.fallbackLabel || item.proxyKey || "");
    text += `(${names.map((item) => compiler.preparer.quote(compiler.names.resolve(item))).join(", ")})`;
  }
  if (compiler.stack.length === 0) return compiler.process(cte.element, ctx);
  const prefixes = cte.prefixes.map((prefix) => `${compiler.process(prefix, ctx)} `).join("");
  text += ` AS ${prefixes}\n(${compiler.process(cte.element, { ...ctx, asFrom: true })})`;
  if (cte.suffixes.length > 0) {
    text += ` ${cte.suffixes.map((suffix) => `${compiler.process(suffix, ctx)} `).join("")}`;
  }
  return text;
}

function sameCte(a: CTE, b: CTE): boolean {
  const origins = a.clonedSet;
  return [...b.clonedSet].some((node) => origins.has(node as ClauseElement));
}

/** `WITH …` for the CTEs that were met; at an inner level, only those that stay there. */
export function renderCtes(compiler: SqlCompiler, nestingLevel: number | null, includeFollowing = false): string {
  if (compiler.ctes.size === 0) return "";
  let chosen = [...compiler.ctes];
  const inner = nestingLevel !== null && nestingLevel > 1;
  if (inner) {
    chosen = chosen.filter(([cte]) => {
      const noted = compiler.cteNames.get(cte.reference);
      if (!noted?.nesting) return false;
      return noted.level === nestingLevel || (includeFollowing && noted.level === nestingLevel + 1);
    });
  }
  if (chosen.length === 0) return "";
  const recursive = chosen.some(([cte]) => cte.recursive);
  const text = `${recursive ? compiler.dialect.recursiveWith : "WITH"} ${chosen.map(([, definition]) => definition).join(", \n")}\n `;
  if (inner) {
    for (const [cte] of chosen) {
      const noted = compiler.cteNames.get(cte.reference);
      compiler.ctes.delete(cte);
      if (noted) compiler.cteByName.delete(`${noted.level} ${noted.name}`);
      compiler.cteNames.delete(cte.reference);
    }
  }
  return text;
}
