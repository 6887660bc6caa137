import * as engine from "../../src-engine/index.ts";
import type { Json, SelectSpec } from "./document.ts";
import { evaluate, evaluateAll, type Scope } from "./expressions.ts";
import { camelCase, invoke } from "./reflect.ts";

/** A query or a SELECT under construction: every call gives the next one. */
type Builder = object;

/** What queries refer to. */
export interface QueryScope extends Scope {
  values(specs: Readonly<Record<string, Json>> | undefined): Record<string, unknown>;
  declareAliases(spec: SelectSpec): void;
  alias(name: string): unknown;
}

/** Builds `select(…)` with its clauses. */
export function buildSelect(scope: QueryScope, spec: SelectSpec): Builder {
  scope.declareAliases(spec);
  return clauses(scope, Reflect.apply(engine.select, null, entities(scope, spec)) as Builder, spec);
}

/** Builds `session.query(…)` with its clauses. */
export function buildQuery(scope: QueryScope, session: engine.Session, spec: SelectSpec): Builder {
  scope.declareAliases(spec);
  return clauses(scope, invoke(session, "query", entities(scope, spec)) as Builder, spec);
}

function entities(scope: QueryScope, spec: SelectSpec): unknown[] {
  return spec.select.map((item) => (typeof item === "string" ? scope.path(item) : evaluate(scope, item)));
}

/** The clauses that both share, in the order in which recordings were made. */
function clauses(scope: QueryScope, start: Builder, spec: SelectSpec): Builder {
  let builder = start;
  const next = (method: string, args: readonly unknown[]) => {
    builder = invoke(builder, method, args) as Builder;
  };
  if (spec.select_from !== undefined) next("selectFrom", [scope.path(spec.select_from)]);
  for (const join of spec.join ?? []) {
    const { to, on, outer, of_type } = typeof join === "string" ? { to: join } : join;
    let target = scope.path(to);
    if (of_type !== undefined) target = invoke(target, "ofType", [scope.alias(of_type)]);
    next(outer ? "outerjoin" : "join", on === undefined ? [target] : [target, evaluate(scope, on)]);
  }
  for (const criterion of spec.filter ?? []) next("filter", [evaluate(scope, criterion)]);
  if (Object.keys(spec.filter_by ?? {}).length > 0) next("filterBy", [scope.values(spec.filter_by)]);
  if (spec.group_by?.length) next("groupBy", evaluateAll(scope, spec.group_by));
  if (spec.having !== undefined && spec.having !== null) next("having", [evaluate(scope, spec.having)]);
  if (spec.order_by?.length) next("orderBy", evaluateAll(scope, spec.order_by));
  if (spec.distinct) next("distinct", []);
  if (spec.limit !== undefined) next("limit", [spec.limit]);
  if (spec.offset !== undefined) next("offset", [spec.offset]);
  for (const spec_ of spec.options ?? []) next("options", [option(scope, spec_)]);
  return builder;
}

/** `{selectinload: [a, b]}`: one chain, each link after the first by the same loader. */
function option(scope: QueryScope, spec: Readonly<Record<string, string | readonly string[]>>): unknown {
  const [[name, links] = ["", []]] = Object.entries(spec);
  const [first = "", ...rest] = typeof links === "string" ? [links] : links;
  const loader = camelCase(name);
  return rest.reduce<unknown>(
    (chain, link) => invoke(chain, loader, [scope.path(link)]),
    invoke(engine, loader, [scope.path(first)]),
  );
}
