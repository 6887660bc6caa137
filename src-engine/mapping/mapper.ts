/**
 * The mapped model: a class, its tables and its attributes. `Mapper`, `ColumnProperty` and `RelationshipProperty` refer to
 * each other and are therefore one module; how they come to be is told in `map-class.ts`, `relationship-setup.ts` and
 * `configure.ts`.
 */
import { BuiltinError, InvalidRequestError, invariant } from "../errors.ts";
import type { Column } from "../schema/column.ts";
import type { MetaData } from "../schema/metadata.ts";
import type { Table } from "../schema/table.ts";
import type { ColumnElement, FromClause } from "../sql/element.ts";
import type { CascadeOptions } from "./cascade-options.ts";
import type { Descriptor } from "./descriptor.ts";
import type { Direction } from "./direction.ts";
import type { JoinCondition } from "./join-condition.ts";
import { DerivedFromMappings, mappingChanged } from "./mapping-version.ts";
import { isAliasedRows, mappersOf, selectableOf } from "./polymorphic.ts";
import type { RelationshipOptions } from "./relationship-options.ts";
import type { RelationshipSettings } from "./relationship-settings.ts";

/** A class that is or can be mapped. */
// biome-ignore lint/complexity/noBannedTypes: any constructor, whatever it takes
export type MappedClass = Function & { readonly prototype: object };

/** One attribute of a mapped class. */
export type MapperProperty = ColumnProperty | RelationshipProperty;

/** What a statement can name: a mapped class's mapper, or an alias of it (`aliased.ts`). */
export interface EntityLike {
  readonly mapper: Mapper;
  readonly selectable: FromClause;
}

/** What a query of a class selects besides the class itself ("Configuring with_polymorphic() on mappers"). */
export interface WithPolymorphic {
  readonly classes: "*" | (() => readonly Mapper[]);
  /** What has all their columns, where it is not simply the join of their tables. */
  readonly selectable: FromClause | null;
}

/** A pair of columns between which a value is copied: `[source, destination]`. */
export type ColumnPair = readonly [ColumnElement, ColumnElement];

/** An attribute that holds a column's value. */
export class ColumnProperty {
  readonly kind = "column";
  readonly key: string;
  /** The mapper on whose class the attribute is; a subclass's copy has the subclass's mapper and the same slot. */
  readonly parent: Mapper;
  readonly slot: number;
  /** The columns that hold the value, of which the first is read: more than one where tables of a hierarchy share a key. */
  readonly columns: readonly ColumnElement[];
  readonly deferred: boolean;
  readonly group: string | null;
  readonly raiseload: boolean;
  readonly activeHistory: boolean;
  /** True where the value is computed by the database and has no column to be written to. */
  readonly readonly: boolean;
  /** True where only a query's own expression gives a value. */
  readonly queryExpression: boolean;
  /** Whether a flush of its object makes a value unknown that the database computes. */
  readonly expireOnFlush: boolean;
  /** False for what is selected only to tell classes apart: no attribute of the class shows it. */
  readonly instrumented: boolean;
  /** Whether it tells the classes of its hierarchy apart. */
  discriminator = false;

  constructor(fields: {
    key: string;
    parent: Mapper;
    slot: number;
    columns: readonly ColumnElement[];
    deferred?: boolean;
    group?: string | null;
    raiseload?: boolean;
    activeHistory?: boolean;
    readonly?: boolean;
    instrumented?: boolean;
    queryExpression?: boolean;
    expireOnFlush?: boolean;
  }) {
    this.key = fields.key;
    this.parent = fields.parent;
    this.slot = fields.slot;
    this.columns = fields.columns;
    this.deferred = fields.deferred ?? false;
    this.group = fields.group ?? null;
    this.raiseload = fields.raiseload ?? false;
    this.activeHistory = fields.activeHistory ?? false;
    this.readonly = fields.readonly ?? false;
    this.instrumented = fields.instrumented ?? true;
    this.queryExpression = fields.queryExpression ?? false;
    this.expireOnFlush = fields.expireOnFlush ?? true;
  }

  /** The column that is read. */
  get column(): ColumnElement {
    return invariant(this.columns[0], "a column property has a column");
  }

  toString(): string {
    return `${this.parent.className}.${this.key}`;
  }
}

/**
 * An attribute that holds other mapped objects. The options are ready when it is made; what depends on the other class
 * (`mapper`, `direction`, the join and its columns, `uselist`) is there once mappers are configured.
 */
export class RelationshipProperty {
  readonly kind = "relationship";
  readonly key: string;
  /** The mapper of the class that declares the relationship; subclasses share the property. */
  readonly parent: Mapper;
  readonly slot: number;
  /** What it points to, as it was given: a class, its name, or a function. */
  readonly target: unknown;
  /** The options as they were given, checked against each other. */
  readonly settings: RelationshipSettings;

  cascade: CascadeOptions;
  readonly passiveDeletes: boolean | "all";
  readonly passiveUpdates: boolean;
  readonly postUpdate: boolean;
  readonly viewonly: boolean;
  readonly singleParent: boolean;
  /** `null` until told otherwise: linked sides keep each other in step unless one of them is `viewonly`. */
  syncBackref: boolean | null;
  readonly lazy: LazyOption;
  readonly innerjoin: boolean | "nested" | "unnested";
  readonly omitJoin: boolean | null;
  readonly joinDepth: number | null;
  readonly activeHistory: boolean;
  readonly distinctTargetKey: boolean | null;
  readonly loadOnPending: boolean;
  readonly enableTypechecks: boolean;
  /** Makes the collection: a class or function, or `null` for a list. */
  readonly collectionClass: unknown;
  readonly overlaps: ReadonlySet<string>;
  backPopulates: string | null;
  /** True where the other side's `backref` made this one. */
  readonly fromBackref: boolean;
  /** The relationships of the other side that this one is kept in step with. */
  readonly reverse = new Set<RelationshipProperty>();

  // Set by configuration, before anything but configuration can reach them (`configureMappers` runs first).
  mapper!: Mapper;
  /** The target as a statement names it: its mapper, or an alias that the relationship points to. */
  entity!: EntityLike;
  uselist!: boolean;
  orderBy: readonly ColumnElement[] | null = null;
  join!: JoinCondition;
  direction!: Direction;
  primaryjoin!: ColumnElement;
  secondaryjoin: ColumnElement | null = null;
  secondary: Table | null = null;
  /** `[source, destination]`: at a flush the source's value is copied to the destination. */
  synchronizePairs: readonly ColumnPair[] = [];
  secondarySynchronizePairs: readonly ColumnPair[] = [];
  /** `[local, remote]`. */
  localRemotePairs: readonly ColumnPair[] = [];
  localColumns: ReadonlySet<ColumnElement> = new Set();
  remoteColumns: ReadonlySet<ColumnElement> = new Set();
  /** True where both classes belong to one hierarchy. */
  selfReferential = false;
  /** True where loading is a look-up by the target's primary key, so that the identity map can answer. */
  useGet = false;
  configureStarted = false;
  configured = false;

  constructor(fields: {
    key: string;
    parent: Mapper;
    slot: number;
    target: unknown;
    settings: RelationshipSettings;
    fromBackref: boolean;
  }) {
    const options: RelationshipOptions = fields.settings.options;
    this.key = fields.key;
    this.parent = fields.parent;
    this.slot = fields.slot;
    this.target = fields.target;
    this.settings = fields.settings;
    this.cascade = fields.settings.cascade;
    this.lazy = (options.lazy === undefined ? "select" : lazyOption(options.lazy)) as LazyOption;
    this.overlaps = fields.settings.overlaps;
    this.fromBackref = fields.fromBackref;
    this.passiveDeletes = options.passiveDeletes ?? false;
    this.passiveUpdates = options.passiveUpdates ?? true;
    this.postUpdate = options.postUpdate ?? false;
    this.viewonly = options.viewonly ?? false;
    this.singleParent = options.singleParent ?? false;
    this.syncBackref = options.syncBackref ?? null;
    this.innerjoin = options.innerjoin ?? false;
    this.omitJoin = options.omitJoin ?? null;
    this.joinDepth = options.joinDepth ?? null;
    this.activeHistory = options.activeHistory ?? false;
    this.distinctTargetKey = options.distinctTargetKey ?? null;
    this.loadOnPending = options.loadOnPending ?? false;
    this.enableTypechecks = options.enableTypechecks ?? true;
    this.collectionClass = options.collectionClass ?? null;
    this.backPopulates = options.backPopulates ?? null;
  }

  /** Whether a change of this side changes the linked other side in memory. */
  get effectiveSyncBackref(): boolean {
    return !this.viewonly && this.syncBackref !== false;
  }

  /** Whether the unit of work writes values on behalf of `mapper` along this relationship. */
  persistsFor(mapper: Mapper): boolean {
    return mapper.props.get(this.key) === this;
  }

  toString(): string {
    return `${this.parent.className}.${this.key}`;
  }
}

/** How a relationship is loaded ("Relationship Loading Techniques"). */
export type LazyOption =
  | "select"
  | "joined"
  | "selectin"
  | "subquery"
  | "immediate"
  | "raise"
  | "raise_on_sql"
  | "noload"
  | "dynamic"
  | "write_only";

/** The word for a `lazy` setting that may also be a boolean or null; an unknown word is refused at configuration. */
function lazyOption(setting: string | boolean | null): string {
  if (setting === null) return "noload";
  if (typeof setting === "boolean") return setting ? "select" : "joined";
  return setting;
}

/** What a mapper needs of its registry; the class itself is in `registry.ts`. */
export interface MapperRegistry {
  readonly mappers: readonly Mapper[];
  readonly metadata: MetaData;
  /** The module that error texts name classes with. */
  readonly module: string;
  /** True while a mapper waits for configuration. */
  readonly fresh: boolean;
  classNamed(name: string): MappedClass | null;
  enterClass(name: string, cls: MappedClass): void;
  enterMapper(mapper: Mapper): void;
  /** Configures every mapper that is not yet; cheap when all are. */
  configure(): void;
  /** A mapper has got something that waits for configuration. */
  refresh(): void;
  /** The same, as the first use of a class does: warnings say that it was not asked for. */
  ensureConfigured(): void;
}

/** The mapping of one class ("Mapped Class Essential Components"). */
export class Mapper {
  readonly class_: MappedClass;
  readonly className: string;
  readonly registry: MapperRegistry;
  /** Position in the order in which classes were mapped. */
  readonly order: number;

  readonly inherits: Mapper | null;
  readonly baseMapper: Mapper;
  /** The mapper by whose class identities are told apart: one for all classes whose rows are in the base's table. */
  readonly identityMapper: Mapper;
  readonly single: boolean;
  readonly concrete: boolean;
  readonly inheriting: Mapper[] = [];
  polymorphicOn: ColumnElement | null = null;
  polymorphicAttribute: string | null = null;
  readonly polymorphicIdentity: unknown;
  readonly polymorphicAbstract: boolean;
  /** Identity → mapper, shared by the whole hierarchy. */
  readonly polymorphicMap: Map<unknown, Mapper>;
  readonly polymorphicLoad: "inline" | "selectin" | null;
  /** The subclasses that a query of this class selects along, and from what, where that is configured. */
  withPolymorphic: WithPolymorphic | null;
  /** True where a subclass has a table apart, so that rows are read through what stands for them all. */
  requiresRowAliasing = false;
  /** The ON clause between the inherited table and this mapper's own, for joined inheritance. */
  inheritCondition: ColumnElement | null = null;
  /** `[inherited column, own column]` that a flush keeps equal, for joined inheritance. */
  inheritsEquatedPairs: readonly ColumnPair[] = [];

  readonly localTable: Table;
  readonly persistSelectable: FromClause;
  /** The tables of `persistSelectable`, inherited ones first. */
  tables: readonly Table[] = [];
  readonly pksByTable = new Map<Table, readonly Column[]>();
  readonly colsByTable = new Map<Table, readonly Column[]>();
  primaryKey: readonly Column[] = [];

  readonly props = new Map<string, MapperProperty>();
  readonly columnToProperty = new Map<ColumnElement, ColumnProperty>();
  /** Attributes of the class that stand for others: synonyms, composites, hybrids, association proxies. */
  readonly descriptors = new Map<string, Descriptor>();

  versionIdCol: ColumnElement | null = null;
  versionIdGenerator: false | ((version: unknown) => unknown);
  readonly eagerDefaults: boolean | "auto";
  readonly confirmDeletedRows: boolean;
  readonly batch: boolean;
  readonly passiveUpdates: boolean;
  readonly passiveDeletes: boolean;
  readonly allowPartialPks: boolean;
  readonly alwaysRefresh: boolean;
  readonly includeProperties: ReadonlySet<string> | null;
  readonly excludeProperties: ReadonlySet<string> | null;
  readonly legacyIsOrphan: boolean;
  /** The line of user code that declares the class; `null` where that is not known. */
  readonly line: number | null;

  /** The relationships with delete-orphan cascade whose target this mapper is. */
  readonly deleteOrphans: RelationshipProperty[] = [];
  /** What stopped configuration of this mapper; every later use of it says so. */
  configureFailed: Error | null = null;
  configured = false;

  #slots = 0;
  #selectable: FromClause | null = null;
  #polymorphicMappers: readonly Mapper[] | null = null;
  #relationships: readonly RelationshipProperty[] | null = null;
  #columnProps: readonly ColumnProperty[] | null = null;
  readonly #descendants = new DerivedFromMappings((): readonly Mapper[] => {
    const found: Mapper[] = [this];
    for (let i = 0; i < found.length; i++) found.push(...invariant(found[i], "index within bounds").inheriting);
    return found;
  });

  constructor(fields: MapperFields) {
    this.class_ = fields.class_;
    this.className = fields.className;
    this.registry = fields.registry;
    this.order = fields.order;
    this.inherits = fields.inherits;
    this.baseMapper = fields.inherits?.baseMapper ?? this;
    const apart = fields.inherits === null || fields.polymorphicIdentity === null || fields.concrete;
    this.identityMapper = apart ? this : (fields.inherits as Mapper).identityMapper;
    this.single = fields.single;
    this.concrete = fields.concrete;
    this.localTable = fields.localTable;
    this.persistSelectable = fields.persistSelectable;
    this.polymorphicIdentity = fields.polymorphicIdentity;
    this.polymorphicAbstract = fields.polymorphicAbstract;
    this.polymorphicMap = fields.inherits?.polymorphicMap ?? new Map();
    this.polymorphicLoad = fields.polymorphicLoad;
    this.withPolymorphic = fields.withPolymorphic;
    this.versionIdGenerator = fields.versionIdGenerator;
    this.eagerDefaults = fields.eagerDefaults;
    this.confirmDeletedRows = fields.confirmDeletedRows;
    this.batch = fields.batch;
    this.passiveUpdates = fields.passiveUpdates;
    this.passiveDeletes = fields.passiveDeletes;
    this.allowPartialPks = fields.allowPartialPks;
    this.alwaysRefresh = fields.alwaysRefresh;
    this.includeProperties = fields.includeProperties;
    this.excludeProperties = fields.excludeProperties;
    this.legacyIsOrphan = fields.legacyIsOrphan;
    this.line = fields.line;
  }

  /** Itself: a mapper and an alias answer the same two questions. */
  get mapper(): Mapper {
    return this;
  }

  /** What a query of the class selects from: its tables, and those of the subclasses that are loaded along. */
  get selectable(): FromClause {
    if (this.withPolymorphic === null) return this.persistSelectable;
    this.#selectable ??=
      this.withPolymorphic.selectable ?? selectableOf(this, this.withPolymorphicMappers, { innerjoin: false });
    return this.#selectable;
  }

  /** The mappers whose columns a query of the class selects; empty where those are just its own. */
  get withPolymorphicMappers(): readonly Mapper[] {
    if (this.withPolymorphic === null) return [];
    const { classes, selectable } = this.withPolymorphic;
    this.#polymorphicMappers ??= mappersOf(this, classes === "*" ? classes : classes(), selectable);
    return this.#polymorphicMappers;
  }

  /** Sets what each query of the class selects along, and from what. */
  selectAlong(choice: WithPolymorphic): void {
    this.withPolymorphic = choice;
    this.#selectable = null;
    this.#polymorphicMappers = null;
  }

  /** Another subclass is loaded along with each query (`polymorphicLoad: "inline"`). */
  addPolymorphicSubclass(mapper: Mapper): void {
    const { classes = () => [], selectable = null } = this.withPolymorphic ?? {};
    if (classes === "*") return;
    this.selectAlong({ classes: () => [...classes(), mapper], selectable });
  }

  /** Whether rows of this class are read through the alias or subquery that its hierarchy is configured with. */
  get selectsThroughAdapter(): boolean {
    const { baseMapper } = this;
    return (
      this.hasAliasedSelectable ||
      this.requiresRowAliasing ||
      baseMapper.hasAliasedSelectable ||
      baseMapper.requiresRowAliasing
    );
  }

  /** Whether the class is configured with an alias or subquery to select from. */
  get hasAliasedSelectable(): boolean {
    return this.withPolymorphic?.selectable != null && isAliasedRows(this.withPolymorphic.selectable);
  }

  /** The attributes that a query of the class may select: its own, and those of the classes that it loads along. */
  polymorphicProps(mappers: readonly Mapper[] = this.withPolymorphicMappers): readonly MapperProperty[] {
    if (mappers.length === 0) return [...this.props.values()];
    const found = new Set<MapperProperty>();
    for (const mapper of [this, ...mappers]) {
      for (const property of mapper.props.values()) {
        // Another mapper's discriminator may be part of its own selectable only.
        if (property.kind === "column" && property.discriminator && property.column !== this.polymorphicOn) continue;
        found.add(property);
      }
    }
    return [...found];
  }

  /** How many slots an instance of any class of the hierarchy needs. */
  get attributeCount(): number {
    return this.baseMapper.#slots;
  }

  /** Takes the next free slot of the hierarchy. */
  takeSlot(): number {
    return this.baseMapper.#slots++;
  }

  /** Enters an attribute; an earlier one of the same name is replaced in its place. */
  setProperty(property: MapperProperty): void {
    this.props.set(property.key, property);
    this.#relationships = null;
    this.#columnProps = null;
    mappingChanged();
  }

  /** `<class '__main__.User'>`, as error texts show a class. */
  get classText(): string {
    return `<class '${this.registry.module}.${this.className}'>`;
  }

  get relationships(): readonly RelationshipProperty[] {
    this.#relationships ??= [...this.props.values()].filter((prop) => prop.kind === "relationship");
    return this.#relationships;
  }

  get columnProps(): readonly ColumnProperty[] {
    this.#columnProps ??= [...this.props.values()].filter((prop) => prop.kind === "column");
    return this.#columnProps;
  }

  /** This mapper and those of its subclasses, nearest first. */
  get selfAndDescendants(): readonly Mapper[] {
    return this.#descendants.value;
  }

  /** This mapper and those of its superclasses, up to the base. */
  *toRoot(): Generator<Mapper> {
    for (let mapper: Mapper | null = this; mapper !== null; mapper = mapper.inherits) yield mapper;
  }

  /** Whether this mapper is `other` or inherits from it. */
  isa(other: Mapper): boolean {
    for (let mapper: Mapper | null = this; mapper !== null; mapper = mapper.inherits) if (mapper === other) return true;
    return false;
  }

  commonParent(other: Mapper): boolean {
    return this.baseMapper === other.baseMapper;
  }

  /** Whether both belong to one hierarchy and neither inherits from the other. */
  isSibling(other: Mapper): boolean {
    return this.baseMapper === other.baseMapper && !this.isa(other) && !other.isa(this);
  }

  /**
   * The attribute of that name.
   * @throws InvalidRequestError where there is none
   */
  property(key: string): MapperProperty {
    const found = this.props.get(key);
    if (found === undefined) {
      throw new InvalidRequestError(
        `Mapper '${this}' has no property '${key}'.  If this property was indicated from other mappers or configure events, ensure registry.configure() has been called.`,
      );
    }
    return found;
  }

  /** The attribute that maps `column`. */
  propertyByColumn(column: ColumnElement): ColumnProperty {
    const found = this.columnToProperty.get(column);
    if (found === undefined) {
      throw new BuiltinError("KeyError", `${column}`);
    }
    return found;
  }

  /** As error texts name a mapper: `Mapper[User(users)]`. */
  toString(): string {
    return `Mapper[${this.className}(${this.localTable.name})]`;
  }
}

/** What is known of a mapper before its attributes are. */
export interface MapperFields {
  readonly class_: MappedClass;
  readonly className: string;
  readonly registry: MapperRegistry;
  readonly order: number;
  readonly inherits: Mapper | null;
  readonly single: boolean;
  readonly concrete: boolean;
  readonly localTable: Table;
  readonly persistSelectable: FromClause;
  readonly polymorphicIdentity: unknown;
  readonly polymorphicAbstract: boolean;
  readonly polymorphicLoad: "inline" | "selectin" | null;
  readonly withPolymorphic: WithPolymorphic | null;
  readonly versionIdGenerator: false | ((version: unknown) => unknown);
  readonly eagerDefaults: boolean | "auto";
  readonly confirmDeletedRows: boolean;
  readonly batch: boolean;
  readonly passiveUpdates: boolean;
  readonly passiveDeletes: boolean;
  readonly allowPartialPks: boolean;
  readonly alwaysRefresh: boolean;
  readonly includeProperties: ReadonlySet<string> | null;
  readonly excludeProperties: ReadonlySet<string> | null;
  readonly legacyIsOrphan: boolean;
  readonly line: number | null;
}
