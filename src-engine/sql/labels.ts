/** Under which names a SELECT renders its columns and a derived selectable offers them ("Label Style"). */
import { type ClauseElement, ColumnElement } from "./element.ts";
import { TextClause } from "./literals.ts";
import { AnonymousNames } from "./names.ts";

/** How a SELECT labels its columns: not at all, `table_column` always, or only to tell equal names apart. */
export type LabelStyle = "none" | "tablename_plus_col" | "disambiguate_only";

export interface NamedColumnItem {
  /** Rendered as `AS name` always. */
  readonly requiredLabel: string | null;
  /** The key in a derived selectable; null for text. */
  readonly proxyKey: string | null;
  /** Rendered as `AS name` where the expression has no name of its own. */
  readonly fallbackLabel: string | null;
  readonly column: ClauseElement;
  /** An earlier item is the same column. */
  readonly repeated: boolean;
}

/** Gives keys to columns one after the other, telling equal ones apart. */
export function keyNaming(style: LabelStyle): (column: ClauseElement) => string | null {
  const qualified = style === "tablename_plus_col";
  const anonymous = new AnonymousNames();
  const names = new Set<string>();
  return (column) => {
    if (!(column instanceof ColumnElement)) return null;
    if (style === "none") return column.proxyKey ?? "_no_label";
    const name = qualified ? column.tqKeyLabel : column.proxyKey;
    if (name === null) {
      if (names.has("_no_label")) return anonymous.resolve(column.anonLabel("_no_label"));
      names.add("_no_label");
      return "_no_label";
    }
    if (names.has(name)) return anonymous.resolve(qualified ? column.anonTqKeyLabel : column.anonKeyLabel);
    names.add(name);
    return name;
  };
}

/**
 * The labels of the columns of a SELECT.
 *
 * @param anonForDupes give a column that is there twice an anonymous label the second time (for rendering)
 */
export function nameColumns(
  columns: readonly ClauseElement[],
  style: LabelStyle,
  anonForDupes: boolean,
): readonly NamedColumnItem[] {
  const keyOf = keyNaming(style);
  const qualified = style === "tablename_plus_col";
  const names = new Map<string, ColumnElement>();
  let dupes = 1;
  const dedupe = (column: ColumnElement): string =>
    qualified ? column.dedupeAnonTqLabel(dupes++) : column.dedupeAnonLabel(dupes++);

  return columns.map((column): NamedColumnItem => {
    if (!(column instanceof ColumnElement)) {
      const isText = column instanceof TextClause;
      return {
        requiredLabel: null,
        proxyKey: isText ? null : keyOf(column),
        fallbackLabel: null,
        column,
        repeated: false,
      };
    }
    const item = (requiredLabel: string | null, fallbackLabel: string | null, repeated: boolean): NamedColumnItem => ({
      requiredLabel,
      proxyKey: keyOf(column),
      fallbackLabel,
      column,
      repeated,
    });
    if (!column.renderLabelInColumnsClause) return item(null, null, false);
    if (style === "none") return item(null, column.nonAnonLabel || column.anonNameLabel, false);

    let required = qualified ? column.tqLabel : null;
    let effective = qualified ? required : column.nonAnonLabel;
    let fallback = effective;
    if (effective === null) {
      const suggested = column.expressionLabel;
      if (suggested === null) {
        const anonymous = column.anonNameLabel;
        const repeated = names.has(anonymous);
        names.set(anonymous, column);
        return item(null, repeated ? dedupe(column) : anonymous, repeated);
      }
      required = suggested;
      effective = suggested;
      fallback = suggested;
    }
    const taken = names.get(effective);
    if (!taken) {
      names.set(effective, column);
      return item(required, fallback, false);
    }
    if (taken.unannotated !== column.unannotated) {
      const label = qualified ? column.anonTqLabel : column.anonNameLabel;
      if (anonForDupes && names.has(label)) {
        const again = dedupe(column);
        return item(again, again, true);
      }
      names.set(label, column);
      return item(label, label, false);
    }
    if (anonForDupes) {
      const again = dedupe(column);
      return item(again, again, true);
    }
    return item(required, fallback, false);
  });
}
