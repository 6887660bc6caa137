/**
 * The operators of expressions: precedence, how they read in SQL, what negates them. One table, so that a new operator says
 * everything about itself in one row ("Operator Reference").
 */
import type { TypeEngine } from "../types/type-engine.ts";

export type OperatorName =
  | "and_"
  | "or_"
  | "inv"
  | "add"
  | "sub"
  | "mul"
  | "truediv"
  | "floordiv"
  | "mod"
  | "neg"
  | "eq"
  | "ne"
  | "lt"
  | "le"
  | "gt"
  | "ge"
  | "is_"
  | "is_not"
  | "is_distinct_from"
  | "is_not_distinct_from"
  | "is_true"
  | "is_false"
  | "in_op"
  | "not_in_op"
  | "like_op"
  | "not_like_op"
  | "ilike_op"
  | "not_ilike_op"
  | "between_op"
  | "not_between_op"
  | "startswith_op"
  | "not_startswith_op"
  | "istartswith_op"
  | "not_istartswith_op"
  | "endswith_op"
  | "not_endswith_op"
  | "iendswith_op"
  | "not_iendswith_op"
  | "contains_op"
  | "not_contains_op"
  | "icontains_op"
  | "not_icontains_op"
  | "match_op"
  | "not_match_op"
  | "regexp_match_op"
  | "not_regexp_match_op"
  | "regexp_replace_op"
  | "concat_op"
  | "comma_op"
  | "collate"
  | "as_"
  | "exists"
  | "distinct_op"
  | "any_op"
  | "all_op"
  | "asc_op"
  | "desc_op"
  | "nulls_first_op"
  | "nulls_last_op"
  | "bitwise_not_op"
  | "bitwise_and_op"
  | "bitwise_or_op"
  | "bitwise_xor_op"
  | "bitwise_lshift_op"
  | "bitwise_rshift_op"
  | "getitem"
  | "json_getitem_op"
  | "json_path_getitem_op"
  | "filter_op"
  | "from_"
  | "_asbool";

/** An operator as expressions hold it. Operators are compared by identity; a custom one is its own. */
export interface Operator {
  readonly name: OperatorName | "custom_op";
  /** Binds tighter the higher it is; undefined where the reference gives none. */
  readonly precedence: number | undefined;
  /** SQL text including its spaces, where one text serves all dialects. */
  readonly sql: string | null;
  readonly comparison: boolean;
  readonly commutative: boolean;
  readonly associative: boolean;
  /** `a op (b op c)` needs no parentheses. */
  readonly naturalSelfPrecedent: boolean;
  readonly negate: OperatorName | null;
  /** Swaps sides: `a < b` is `b > a`. */
  readonly mirror: OperatorName | null;
  /** Set for custom operators: the text, and the type of the result. */
  readonly custom: CustomOperator | null;
}

export interface CustomOperator {
  readonly text: string;
  readonly returnType: TypeEngine | null;
  readonly eagerGrouping: boolean;
}

interface Row {
  readonly p?: number;
  readonly sql?: string;
  readonly negate?: OperatorName;
  readonly mirror?: OperatorName;
  readonly flags?: readonly ("comparison" | "commutative" | "associative" | "natural")[];
}

const COMPARISON = ["comparison"] as const;

const ROWS: Readonly<Record<OperatorName, Row>> = {
  from_: { p: 15, sql: " FROM " },
  any_op: { p: 15, sql: "ANY " },
  all_op: { p: 15, sql: "ALL " },
  getitem: { p: 15, flags: ["natural"] },
  json_getitem_op: { p: 15, flags: ["natural"] },
  json_path_getitem_op: { p: 15, flags: ["natural"] },
  mul: { p: 8, sql: " * ", flags: ["commutative", "associative"] },
  truediv: { p: 8 },
  floordiv: { p: 8 },
  mod: { p: 8 },
  neg: { p: 8, sql: "-" },
  bitwise_not_op: { p: 8, sql: "~" },
  add: { p: 7, sql: " + ", flags: ["commutative", "associative"] },
  sub: { p: 7, sql: " - " },
  bitwise_xor_op: { p: 7, sql: " ^ " },
  bitwise_or_op: { p: 7, sql: " | " },
  bitwise_and_op: { p: 7, sql: " & " },
  bitwise_lshift_op: { p: 7, sql: " << " },
  bitwise_rshift_op: { p: 7, sql: " >> " },
  filter_op: { p: 6 },
  concat_op: { p: 5, sql: " || ", flags: ["associative"] },
  match_op: { p: 5, sql: " MATCH ", negate: "not_match_op", flags: COMPARISON },
  not_match_op: { p: 5, sql: " NOT MATCH ", negate: "match_op", flags: COMPARISON },
  regexp_match_op: { p: 5, negate: "not_regexp_match_op", flags: COMPARISON },
  not_regexp_match_op: { p: 5, negate: "regexp_match_op", flags: COMPARISON },
  regexp_replace_op: { p: 5 },
  ilike_op: { p: 5, negate: "not_ilike_op", flags: COMPARISON },
  not_ilike_op: { p: 5, negate: "ilike_op", flags: COMPARISON },
  like_op: { p: 5, negate: "not_like_op", flags: COMPARISON },
  not_like_op: { p: 5, negate: "like_op", flags: COMPARISON },
  in_op: { p: 5, sql: " IN ", negate: "not_in_op", flags: COMPARISON },
  not_in_op: { p: 5, sql: " NOT IN ", negate: "in_op", flags: COMPARISON },
  is_: { p: 5, sql: " IS ", negate: "is_", flags: COMPARISON },
  is_not: { p: 5, sql: " IS NOT ", negate: "is_not", flags: COMPARISON },
  eq: { p: 5, sql: " = ", negate: "ne", mirror: "eq", flags: ["comparison", "commutative"] },
  ne: { p: 5, sql: " != ", negate: "eq", mirror: "ne", flags: ["comparison", "commutative"] },
  is_distinct_from: { p: 5, sql: " IS DISTINCT FROM ", negate: "is_not_distinct_from", flags: COMPARISON },
  is_not_distinct_from: { p: 5, sql: " IS NOT DISTINCT FROM ", negate: "is_distinct_from", flags: COMPARISON },
  gt: { p: 5, sql: " > ", negate: "le", mirror: "lt", flags: COMPARISON },
  lt: { p: 5, sql: " < ", negate: "ge", mirror: "gt", flags: COMPARISON },
  ge: { p: 5, sql: " >= ", negate: "lt", mirror: "le", flags: COMPARISON },
  le: { p: 5, sql: " <= ", negate: "gt", mirror: "ge", flags: COMPARISON },
  between_op: { p: 5, sql: " BETWEEN ", negate: "not_between_op", flags: COMPARISON },
  not_between_op: { p: 5, sql: " NOT BETWEEN ", negate: "between_op", flags: COMPARISON },
  distinct_op: { p: 5, sql: "DISTINCT " },
  inv: { p: 5, sql: "NOT " },
  is_true: { p: 5 },
  is_false: { p: 5 },
  and_: { p: 3, sql: " AND ", flags: ["associative"] },
  or_: { p: 2, sql: " OR ", flags: ["associative"] },
  comma_op: { p: -1, sql: ", " },
  desc_op: { p: 3, sql: " DESC" },
  asc_op: { p: 3, sql: " ASC" },
  collate: { p: 4, sql: " COLLATE " },
  as_: { p: -1, sql: " AS " },
  exists: { p: 0, sql: "EXISTS " },
  _asbool: { p: -10 },
  nulls_first_op: { sql: " NULLS FIRST" },
  nulls_last_op: { sql: " NULLS LAST" },
  startswith_op: { negate: "not_startswith_op", flags: COMPARISON },
  not_startswith_op: { negate: "startswith_op", flags: COMPARISON },
  istartswith_op: { negate: "not_istartswith_op", flags: COMPARISON },
  not_istartswith_op: { negate: "istartswith_op", flags: COMPARISON },
  endswith_op: { negate: "not_endswith_op", flags: COMPARISON },
  not_endswith_op: { negate: "endswith_op", flags: COMPARISON },
  iendswith_op: { negate: "not_iendswith_op", flags: COMPARISON },
  not_iendswith_op: { negate: "iendswith_op", flags: COMPARISON },
  contains_op: { negate: "not_contains_op", flags: COMPARISON },
  not_contains_op: { negate: "contains_op", flags: COMPARISON },
  icontains_op: { negate: "not_icontains_op", flags: COMPARISON },
  not_icontains_op: { negate: "icontains_op", flags: COMPARISON },
};

function build(name: OperatorName, row: Row): Operator {
  const flags = new Set(row.flags ?? []);
  return {
    name,
    precedence: row.p,
    sql: row.sql ?? null,
    comparison: flags.has("comparison"),
    commutative: flags.has("commutative"),
    associative: flags.has("associative"),
    naturalSelfPrecedent: flags.has("associative") || flags.has("natural"),
    negate: row.negate ?? null,
    mirror: row.mirror ?? null,
    custom: null,
  };
}

/** All operators by name. */
export const OPS: Readonly<Record<OperatorName, Operator>> = Object.fromEntries(
  Object.entries(ROWS).map(([name, row]) => [name, build(name as OperatorName, row)]),
) as Record<OperatorName, Operator>;

export interface CustomOperatorOptions {
  readonly precedence?: number;
  readonly isComparison?: boolean;
  readonly returnType?: TypeEngine | null;
  readonly naturalSelfPrecedent?: boolean;
  readonly eagerGrouping?: boolean;
}

/** Makes an operator of the user's own ("Operators.op"). */
export function customOperator(text: string, options: CustomOperatorOptions = {}): Operator {
  return {
    name: "custom_op",
    precedence: options.precedence ?? 0,
    sql: null,
    comparison: options.isComparison ?? false,
    commutative: false,
    associative: false,
    naturalSelfPrecedent: options.naturalSelfPrecedent ?? false,
    negate: null,
    mirror: null,
    custom: { text, returnType: options.returnType ?? null, eagerGrouping: options.eagerGrouping ?? false },
  };
}

const LOWEST = -100;
const HIGHEST = 100;

/** True when an expression of `operator` needs parentheses inside one of `against`. */
export function isPrecedent(operator: Operator, against: Operator | null): boolean {
  if (operator === against && operator.naturalSelfPrecedent) return false;
  if (against === null) return true;
  return (operator.precedence ?? LOWEST) <= (against.precedence ?? HIGHEST);
}

const BOOLEAN_OPERATORS = new Set<Operator>([OPS.inv, OPS.is_true, OPS.is_false, OPS.and_, OPS.or_]);

/** True for operators whose result any database takes as a condition. */
export function isBooleanOperator(operator: Operator): boolean {
  return operator.comparison || BOOLEAN_OPERATORS.has(operator);
}

export function isOrderByModifier(operator: Operator | null): boolean {
  return (
    operator === OPS.asc_op ||
    operator === OPS.desc_op ||
    operator === OPS.nulls_first_op ||
    operator === OPS.nulls_last_op
  );
}
