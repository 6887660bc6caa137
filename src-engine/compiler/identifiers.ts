/** How names are written: quoted when they must be ("Identifier quoting"). */

const LEGAL = /^[A-Z0-9_$]+$/i;
const ILLEGAL_INITIAL = /^[0-9$]/;

/** Writes names for one dialect. */
export class IdentifierPreparer {
  private readonly reserved: ReadonlySet<string>;
  private readonly quoteChar: string;
  private readonly known = new Map<string, string>();

  private readonly doublePercents: boolean;
  private readonly illegalInitial: RegExp;

  constructor(
    reserved: ReadonlySet<string>,
    quoteChar = '"',
    doublePercents = false,
    illegalInitial = ILLEGAL_INITIAL,
  ) {
    this.reserved = reserved;
    this.quoteChar = quoteChar;
    this.doublePercents = doublePercents;
    this.illegalInitial = illegalInitial;
  }

  /** Puts a name in quotes. */
  quoteIdentifier(name: string): string {
    const q = this.quoteChar;
    const text = name.replaceAll(q, q + q);
    return q + (this.doublePercents ? text.replaceAll("%", "%%") : text) + q;
  }

  /** True for reserved words, capitals and whatever is not letters, digits and underscores. */
  requiresQuotes(name: string): boolean {
    const lower = name.toLowerCase();
    return this.reserved.has(lower) || this.illegalInitial.test(name) || !LEGAL.test(name) || lower !== name;
  }

  /** True for a parameter's name that must stand in quotes; capitals may do without. */
  parameterRequiresQuotes(name: string): boolean {
    return this.reserved.has(name.toLowerCase()) || this.illegalInitial.test(name) || !LEGAL.test(name);
  }

  hasIllegalCharacters(name: string): boolean {
    return !LEGAL.test(name);
  }

  /** A name as it stands in SQL. */
  quote(name: string): string {
    let text = this.known.get(name);
    if (text === undefined) {
      text = this.requiresQuotes(name) ? this.quoteIdentifier(name) : name;
      this.known.set(name, text);
    }
    return text;
  }

  formatTable(table: { readonly name: string | null; readonly schema: string | null }, useSchema = true): string {
    const name = this.quote(table.name ?? "");
    return useSchema && table.schema ? `${this.quote(table.schema)}.${name}` : name;
  }

  /** A column's name, or the text of a literal one. */
  formatColumn(column: { readonly name: string | null; readonly isLiteral?: boolean }): string {
    const name = column.name ?? "";
    return column.isLiteral ? name : this.quote(name);
  }
}

/** Words that standard SQL reserves; dialects have lists of their own. */
export const RESERVED_WORDS: ReadonlySet<string> = new Set(
  (
    "all analyse analyze and any array as asc asymmetric authorization between binary both case cast check collate column " +
    "constraint create cross current_date current_role current_time current_timestamp current_user default deferrable desc " +
    "distinct do else end except false for foreign freeze from full grant group having ilike in initially inner intersect " +
    "into is isnull join leading left like limit localtime localtimestamp natural new not notnull null off offset old on only " +
    "or order outer overlaps placing primary references right select session_user set similar some symmetric table then to " +
    "trailing true union unique user using verbose when where"
  ).split(" "),
);
