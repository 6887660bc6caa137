import { ArgumentError } from "../errors.ts";
import type { CascadeOption } from "../trace/events.ts";
import { warn } from "./warnings.ts";

/** Every word that `cascade` may hold, in the order in which the options are listed. */
const CASCADES: readonly CascadeOption[] = [
  "save-update",
  "merge",
  "expunge",
  "delete",
  "delete-orphan",
  "refresh-expire",
];
const WORDS: ReadonlySet<string> = new Set<string>([...CASCADES, "all", "none"]);
/** What a `viewonly` relationship may still do: it never writes. */
const VIEWONLY: ReadonlySet<string> = new Set(["expunge", "refresh-expire", "merge"]);

/**
 * The cascade setting of a relationship, read once into booleans ("ORM: Cascades").
 */
export class CascadeOptions {
  readonly saveUpdate: boolean;
  readonly merge: boolean;
  readonly expunge: boolean;
  readonly delete: boolean;
  readonly deleteOrphan: boolean;
  readonly refreshExpire: boolean;
  /** The options that are on, without `all` and `none`. */
  readonly list: readonly CascadeOption[];

  private constructor(on: ReadonlySet<string>) {
    this.saveUpdate = on.has("save-update");
    this.merge = on.has("merge");
    this.expunge = on.has("expunge");
    this.delete = on.has("delete");
    this.deleteOrphan = on.has("delete-orphan");
    this.refreshExpire = on.has("refresh-expire");
    this.list = CASCADES.filter((option) => on.has(option));
  }

  /**
   * Reads a setting such as `"all, delete-orphan"`, or a list of its words.
   * @throws ArgumentError for a word that is no cascade option
   */
  static parse(setting: string | readonly string[] | null): CascadeOptions {
    const words =
      typeof setting === "string" ? setting.split(/\s*,\s*/).filter((word) => word !== "") : (setting ?? []);
    const unknown = [...new Set(words)].filter((word) => !WORDS.has(word)).sort();
    if (unknown.length > 0) {
      throw new ArgumentError(`Invalid cascade option(s): ${unknown.map((word) => `'${word}'`).join(", ")}`);
    }
    const on = new Set(words);
    if (on.has("all")) for (const option of CASCADES) if (option !== "delete-orphan") on.add(option);
    if (on.has("none")) on.clear();
    const options = new CascadeOptions(on);
    if (options.deleteOrphan && !options.delete) {
      warn("The 'delete-orphan' cascade option requires 'delete'.");
    }
    return options;
  }

  has(option: CascadeOption): boolean {
    return this.list.includes(option);
  }

  /** The same setting without what a `viewonly` relationship cannot do. */
  forViewonly(): CascadeOptions {
    return new CascadeOptions(new Set(this.list.filter((option) => VIEWONLY.has(option))));
  }
}
