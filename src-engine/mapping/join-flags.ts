/**
 * Marks on the columns of a join condition: `foreign` (written from the other side), `remote` (of the target's side) and `local`
 * ("Creating Custom Foreign Conditions"). A mark is an annotation of the column in that place of the expression.
 */
import { AnnotatedColumn } from "../sql/annotation.ts";
import { type ClauseElement, ColumnElement } from "../sql/element.ts";
import { BinaryExpression } from "../sql/expressions.ts";
import { childrenOf, replace } from "../sql/traversal.ts";

export type JoinFlag = "foreign" | "remote" | "local";

export function hasFlag(element: ClauseElement, flag: JoinFlag): boolean {
  return element instanceof ColumnElement && element.annotations[flag] === true;
}

/** The element with a mark added in this place. */
export function withFlag<T extends ColumnElement>(element: T, flag: JoinFlag): ColumnElement {
  return new AnnotatedColumn(element.unannotated, { ...flagsOf(element), [flag]: true });
}

function flagsOf(element: ColumnElement): Partial<Record<JoinFlag, true>> {
  const flags: Partial<Record<JoinFlag, true>> = {};
  for (const flag of ["foreign", "remote", "local"] as const)
    if (element.annotations[flag] === true) flags[flag] = true;
  return flags;
}

/** The expression without the given marks; a column left without any is the plain column. */
export function withoutFlags(clause: ColumnElement, ...dropped: readonly JoinFlag[]): ColumnElement {
  return replaceNodes(clause, (node) => {
    if (!(node instanceof AnnotatedColumn)) return undefined;
    const flags = flagsOf(node);
    for (const flag of dropped) delete flags[flag];
    return Object.keys(flags).length === 0 ? node.unannotated : new AnnotatedColumn(node.unannotated, flags);
  });
}

/** The expression with nothing noted on its columns but these marks: what an expression of a mapped class stands for. */
export function plainColumns(clause: ColumnElement): ColumnElement {
  return withoutFlags(clause);
}

/** The expression with `remote` and `local` exchanged. */
export function swapSides(clause: ColumnElement): ColumnElement {
  return replaceNodes(clause, (node) => {
    if (!(node instanceof AnnotatedColumn)) return undefined;
    const flags = flagsOf(node);
    const { remote, local } = flags;
    if (remote === undefined && local === undefined) return node;
    if (remote) {
      delete flags.remote;
      flags.local = true;
    } else {
      delete flags.local;
      flags.remote = true;
    }
    return new AnnotatedColumn(node.unannotated, flags);
  });
}

/** Whether a node is a column, of a table or of another selectable. */
export function isColumn(node: ClauseElement): node is ColumnElement {
  return node instanceof ColumnElement && node.unannotated.kind === "column";
}

/** The nodes of an expression, level by level. A column is one node, whatever is noted on it. */
export function nodesOf(clause: ClauseElement): ClauseElement[] {
  const found: ClauseElement[] = [clause];
  for (let i = 0; i < found.length; i++) {
    const node = found[i];
    if (node === undefined || isColumn(node)) continue;
    found.push(...childrenOf(node));
  }
  return found;
}

/**
 * The expression with some nodes replaced: where `replacement` gives a node, that stands there and is not looked into.
 */
export function replaceNodes<T extends ClauseElement>(
  clause: T,
  replacement: (node: ClauseElement) => ClauseElement | undefined,
): T {
  return replace(clause, (node) => replacement(node) ?? (isColumn(node) ? node : undefined));
}

/** The two sides of a binary expression. */
export interface Sides {
  readonly left: ColumnElement;
  readonly right: ColumnElement;
}

/** The expression with each binary's sides replaced by what `sides` gives for them, innermost first. */
export function replaceBinaries<T extends ClauseElement>(
  clause: T,
  sides: (binary: Sides) => readonly [ColumnElement, ColumnElement],
): T {
  const visit = <C extends ClauseElement>(node: C): C => {
    if (isColumn(node)) return node;
    const inner = node.mapChildren(visit);
    if (!(inner instanceof BinaryExpression)) return inner;
    const [left, right] = sides(inner);
    return left === inner.left && right === inner.right ? inner : inner.withSides(left, right);
  };
  return visit(clause);
}

/** The marked nodes of an expression; of one column in several places the first. */
export function flagged(clause: ClauseElement, ...flags: readonly JoinFlag[]): ColumnElement[] {
  const found = new Map<ColumnElement, ColumnElement>();
  for (const node of nodesOf(clause)) {
    if (!(node instanceof ColumnElement) || !flags.every((flag) => hasFlag(node, flag))) continue;
    if (!found.has(node.unannotated)) found.set(node.unannotated, node);
  }
  return [...found.values()];
}

/**
 * Marks every column of an expression as `foreign`, for `primaryjoin`: it takes its value from the other side.
 */
export function foreign(expression: ColumnElement): ColumnElement {
  return mark(expression, "foreign");
}

/** Marks every column of an expression as `remote`, for `primaryjoin`: it is of the target's side. */
export function remote(expression: ColumnElement): ColumnElement {
  return mark(expression, "remote");
}

function mark(expression: ColumnElement, flag: JoinFlag): ColumnElement {
  return replaceNodes(expression, (node) => (isColumn(node) ? withFlag(node, flag) : undefined));
}
