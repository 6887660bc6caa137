import { ArgumentError, BuiltinError } from "../errors.ts";
import { CascadeOptions } from "./cascade-options.ts";
import type { BackrefSpec, RelationshipOptions } from "./relationship-options.ts";
import { warn } from "./warnings.ts";

/** The options of a relationship, checked against each other; what depends on the classes is checked later. */
export interface RelationshipSettings {
  readonly options: RelationshipOptions;
  readonly cascade: CascadeOptions;
  readonly overlaps: ReadonlySet<string>;
  readonly backref: BackrefSpec | null;
}

/** Every option, once: an unknown name is refused, and the compiler sees to it that none is missing here. */
const OPTIONS: Readonly<Record<keyof RelationshipOptions, true>> = {
  secondary: true,
  primaryjoin: true,
  secondaryjoin: true,
  foreignKeys: true,
  remoteSide: true,
  orderBy: true,
  uselist: true,
  cascade: true,
  backPopulates: true,
  backref: true,
  overlaps: true,
  lazy: true,
  innerjoin: true,
  joinDepth: true,
  omitJoin: true,
  passiveDeletes: true,
  passiveUpdates: true,
  postUpdate: true,
  viewonly: true,
  singleParent: true,
  syncBackref: true,
  activeHistory: true,
  enableTypechecks: true,
  distinctTargetKey: true,
  loadOnPending: true,
  collectionClass: true,
  doc: true,
  info: true,
};
const NAMES: ReadonlySet<string> = new Set(Object.keys(OPTIONS));

/** What a relationship that never writes has no use for, with the value that says nothing. */
const PERSISTENCE_ONLY = [
  ["passiveDeletes", "passive_deletes", false],
  ["passiveUpdates", "passive_updates", true],
  ["enableTypechecks", "enable_typechecks", true],
  ["activeHistory", "active_history", false],
] as const;

/**
 * Checks the options of one `relationship()` or `backref()`.
 * @param callee who was called, for the error about an unknown option
 * @throws ArgumentError for options that exclude each other or have no such value
 * @throws BuiltinError TypeError for an unknown option
 */
export function parseRelationship(options: RelationshipOptions, callee = "relationship()"): RelationshipSettings {
  for (const name of Object.keys(options)) {
    if (!NAMES.has(name)) throw new BuiltinError("TypeError", `${callee} got an unexpected keyword argument '${name}'`);
  }
  const viewonly = options.viewonly ?? false;
  if (viewonly) warnOfPersistenceOptions(options);
  if (viewonly && options.syncBackref) throw new ArgumentError("sync_backref and viewonly cannot both be True");
  if (options.omitJoin) {
    warn(
      "setting omit_join to True is not supported; selectin loading of this relationship may not work correctly if this " +
        "flag is set explicitly.  omit_join optimization is automatically detected for conditions under which it is supported.",
    );
  }
  const given = CascadeOptions.parse(options.cascade === undefined ? "save-update, merge" : options.cascade);
  if (options.backPopulates && options.backref) {
    throw new ArgumentError("backref and back_populates keyword arguments are mutually exclusive");
  }
  return {
    options,
    cascade: viewonly ? given.forViewonly() : given,
    overlaps: new Set(options.overlaps ? options.overlaps.split(/\s*,\s*/) : []),
    backref: typeof options.backref === "string" ? { name: options.backref, options: {} } : (options.backref ?? null),
  };
}

function warnOfPersistenceOptions(options: RelationshipOptions): void {
  for (const [name, spelling, neutral] of PERSISTENCE_ONLY) {
    if ((options[name] ?? neutral) === neutral) continue;
    warn(
      `Setting ${spelling} on relationship() while also setting viewonly=True does not make sense, as a viewonly=True ` +
        "relationship does not perform persistence operations. This configuration may raise an error in a future release.",
    );
  }
}
