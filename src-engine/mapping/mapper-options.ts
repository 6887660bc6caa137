import type { Column } from "../schema/column.ts";
import type { ColumnElement, FromClause } from "../sql/element.ts";
import type { MappedClass } from "./mapper.ts";

/** The columns that a class declares, by attribute name, before there is a class. */
export type ClassColumns = Readonly<Record<string, ColumnElement>>;

/** Which subclasses a query selects along: all, some, or a choice of them in a selectable of its own. */
export type WithPolymorphicOption =
  | "*"
  | readonly MappedClass[]
  | (() => readonly MappedClass[])
  | { readonly classes: "*" | readonly MappedClass[]; readonly selectable: FromClause };

/** The options of a mapper ("Mapper Configuration Options"). A column may be given by the name of its attribute. */
export interface MapperOptions {
  /** The attribute or expression that tells classes apart, or a function that makes it of the class's own columns. */
  readonly polymorphicOn?: string | ColumnElement | ((columns: ClassColumns) => ColumnElement) | null;
  readonly polymorphicIdentity?: unknown;
  readonly polymorphicAbstract?: boolean;
  readonly polymorphicLoad?: "inline" | "selectin" | null;
  readonly withPolymorphic?: WithPolymorphicOption | null;
  readonly concrete?: boolean;
  /** Selects the class from the union of its table and those of its subclasses, which are concrete ("ConcreteBase"). */
  readonly concreteBase?: boolean;
  /** The name of the discriminator in that union: `type`, where left out. */
  readonly concreteDiscriminatorName?: string;
  readonly inheritCondition?: ColumnElement | ((columns: ClassColumns) => ColumnElement);
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
