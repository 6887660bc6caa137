import type { Column } from "../schema/column.ts";
import type { ColumnElement } from "../sql/element.ts";
import type { MappedClass } from "./mapper.ts";

/** The options of a mapper ("Mapper Configuration Options"). A column may be given by the name of its attribute. */
export interface MapperOptions {
  readonly polymorphicOn?: string | ColumnElement | null;
  readonly polymorphicIdentity?: unknown;
  readonly polymorphicAbstract?: boolean;
  readonly polymorphicLoad?: "inline" | "selectin" | null;
  readonly withPolymorphic?: "*" | readonly MappedClass[] | null;
  readonly concrete?: boolean;
  readonly inheritCondition?: ColumnElement;
  readonly primaryKey?: readonly (string | Column)[];
  readonly includeProperties?: readonly string[];
  readonly excludeProperties?: readonly string[];
  readonly versionIdCol?: string | Column | null;
  /** `false` where the database makes version ids. */
  readonly versionIdGenerator?: false | ((version: unknown) => unknown);
  readonly eagerDefaults?: boolean | "auto";
  readonly confirmDeletedRows?: boolean;
  readonly batch?: boolean;
  readonly passiveUpdates?: boolean;
  readonly passiveDeletes?: boolean;
  readonly allowPartialPks?: boolean;
  readonly alwaysRefresh?: boolean;
  readonly legacyIsOrphan?: boolean;
}
