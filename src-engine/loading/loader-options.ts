import { ArgumentError, LoaderStrategyException } from "../errors.ts";
import { aliasedEntityOf } from "../mapping/aliased.ts";
import { labelled } from "../mapping/expression-specs.ts";
import type { MapperProperty } from "../mapping/mapper.ts";
import type { ColumnElement } from "../sql/element.ts";
import { type AttributeArgument, entityFrom, namedByText, readAttribute } from "./attribute-argument.ts";
import { type Entity, isAliased, isEntity, usesMapperPath } from "./entities.ts";
import { applyElement, chop, type LoadElement, type OptionTarget, oneTurnFurther } from "./load-element.ts";
import { LoadPath, type PathElement, type PathToken } from "./path.ts";
import type { RelationshipStrategy, Strategy, StrategyOptions } from "./strategy.ts";

/** An option of a query that says how attributes are loaded. */
export abstract class LoaderOption {
  /** Whether objects keep it for their later loads. */
  abstract readonly propagateToLoaders: boolean;
  /** Enters the option into a query. */
  abstract apply(target: OptionTarget): void;
  /** Puts this option behind another, as `Load.options()` does. */
  abstract below(parent: Load): Load;
}

type Key = AttributeArgument | "*";

interface Word {
  readonly strategy: Strategy | null;
  readonly options?: StrategyOptions;
  readonly propagate?: boolean;
  readonly yieldsToOther?: boolean | null;
  readonly extraCriteria?: readonly ColumnElement[];
}

/**
 * A loader option for one entity and what is reached from it: `joinedload(User.addresses)`,
 * `new Load(User).selectinload(User.addresses).joinedload(Address.dingalings)`. Each method returns a new option.
 */
export class Load extends LoaderOption {
  override readonly propagateToLoaders: boolean;
  readonly path: LoadPath;
  readonly elements: readonly LoadElement[];
  readonly sources: readonly Entity[];

  private constructor(fields: {
    path: LoadPath;
    elements?: readonly LoadElement[];
    propagate?: boolean;
    sources?: readonly Entity[];
  }) {
    super();
    this.path = fields.path;
    this.elements = fields.elements ?? [];
    this.propagateToLoaders = fields.propagate ?? false;
    this.sources = fields.sources ?? [];
  }

  static for(entity: unknown): Load {
    return new Load({ path: LoadPath.root.to(entityFrom(entity)) });
  }

  static at(path: LoadPath): Load {
    return new Load({ path });
  }

  /** This option's place with other words. */
  withElements(elements: readonly LoadElement[], propagate: boolean): Load {
    return new Load({ path: this.path, elements, propagate, sources: this.sources });
  }

  containsEager(key: AttributeArgument, options: { readonly alias?: unknown } = {}, isChain = false): Load {
    const { ofType } = readAttribute(key);
    const alias = aliasedEntityOf(options.alias)?.selectable ?? options.alias ?? null;
    const eagerFrom = alias ?? (ofType === null ? null : ofType.selectable);
    return this.relationship(key, {
      strategy: "joined",
      options: { eagerFrom },
      propagate: false,
      yieldsToOther: isChain ? true : null,
    });
  }

  joinedload(key: Key, options: { readonly innerjoin?: boolean | "nested" | "unnested" } = {}): Load {
    return this.relationship(
      key,
      options.innerjoin === undefined ? { strategy: "joined" } : { strategy: "joined", options },
    );
  }

  subqueryload(key: Key): Load {
    return this.relationship(key, { strategy: "subquery" });
  }

  selectinload(key: Key, options: { readonly recursionDepth?: number | null } = {}): Load {
    return this.relationship(key, {
      strategy: "selectin",
      options: { recursionDepth: options.recursionDepth ?? null },
    });
  }

  immediateload(key: Key, options: { readonly recursionDepth?: number | null } = {}): Load {
    return this.relationship(key, {
      strategy: "immediate",
      options: { recursionDepth: options.recursionDepth ?? null },
    });
  }

  lazyload(key: Key): Load {
    return this.relationship(key, { strategy: "select" });
  }

  noload(key: Key): Load {
    return this.relationship(key, { strategy: "noload" });
  }

  raiseload(key: Key, options: { readonly sqlOnly?: boolean } = {}): Load {
    return this.relationship(key, { strategy: options.sqlOnly ? "raise_on_sql" : "raise" });
  }

  defaultload(key: Key): Load {
    return this.relationship(key, { strategy: null });
  }

  loadOnly(...args: readonly (AttributeArgument | { readonly raiseload?: boolean })[]): Load {
    const { keys, options } = splitOptions<{ readonly raiseload?: boolean }>(args);
    return this.columns(keys, { strategy: "undeferred" }).columns(["*"], {
      strategy: options.raiseload ? "deferred-raise" : "deferred",
    });
  }

  defer(key: Key, options: { readonly raiseload?: boolean } = {}): Load {
    return this.columns([key], { strategy: options.raiseload ? "deferred-raise" : "deferred" });
  }

  undefer(key: Key): Load {
    return this.columns([key], { strategy: "undeferred" });
  }

  /** Gives a `queryExpression()` attribute its expression. */
  withExpression(key: AttributeArgument, expression: unknown): Load {
    return this.columns([key], { strategy: "expression", extraCriteria: [labelled(expression)] });
  }

  undeferGroup(name: string): Load {
    return this.columns(["*"], { strategy: null, options: { undeferGroups: [name] } });
  }

  selectinPolymorphic(classes: readonly unknown[]): Load {
    const entities = classes.map((each) => entityFrom(each));
    const element: LoadElement = {
      kind: "class",
      path: this.path,
      strategy: "selectin-polymorphic",
      options: { entities },
      propagate: true,
      yieldsToOther: null,
      extraCriteria: [],
      ofType: null,
    };
    return new Load({
      path: this.path,
      elements: [...this.elements, element],
      propagate: true,
      sources: [...this.sources, ...entities],
    });
  }

  /** Options for what lies behind this one: `selectinload(User.orders).options(joinedload(Order.items))`. */
  options(...options: readonly LoaderOption[]): Load {
    let parent: Load = this;
    for (const option of options) parent = option.below(parent);
    return parent;
  }

  override below(parent: Load): Load {
    const first = this.path.elements[0] as Entity;
    const ends = [parent.path.entity, ...parent.sources];
    const isClass = this.elements.some((element) => element.kind === "class");
    if (!ends.some((end) => continues(end, first) || (isClass && corresponds(end, first)))) {
      throw doesNotLink(parent.path, String(this.path.elements[1] ?? first), first);
    }
    const moved = this.elements.map((element) => prepend(element, parent));
    return new Load({
      path: parent.path,
      elements: [...parent.elements, ...moved],
      propagate: parent.propagateToLoaders || this.propagateToLoaders,
      sources: [...parent.sources, ...this.sources],
    });
  }

  override apply(target: OptionTarget): void {
    if (!target.enableEagerLoads) return;
    const continued = !target.currentPath.isRoot;
    const first = this.path.elements[0] as Entity;
    const entity = target.leadEntities.find((lead) => corresponds(lead, first)) ?? null;
    const lead = { entity, mustMatch: !continued && !target.forRefresh, path: this.path };
    for (const element of this.elements) {
      if (continued && !element.propagate) continue;
      applyElement(element, target, lead);
    }
  }

  /** Adds a word for a relationship and goes on from its target. */
  relationship(key: Key, word: Word): Load {
    const element = this.#element(key, word, "relationship", [key]);
    const added = word.options?.recursionDepth ? [element, oneTurnFurther(element)] : [element];
    return new Load({
      path: element.path,
      elements: [...this.elements, ...added],
      propagate: this.propagateToLoaders || (word.propagate ?? true),
      sources: this.sources,
    });
  }

  /** Adds a word for each of some columns. */
  columns(keys: readonly Key[], word: Word): Load {
    const added = keys.map((key) => this.#element(key, word, "column", keys));
    return new Load({
      path: this.path,
      elements: [...this.elements, ...added],
      propagate: this.propagateToLoaders || (word.propagate ?? true),
      sources: this.sources,
    });
  }

  /** Adds a word for one attribute without going on to its target. */
  generic(key: AttributeArgument, word: Word): Load {
    const kind = readAttribute(key).property.kind;
    const { elements } = kind === "relationship" ? this.relationship(key, word) : this.columns([key], word);
    return this.withElements(elements, true);
  }

  /** The same words at another place: what the option's entity is there is the end of `path`. */
  behind(path: LoadPath): Load {
    const moved = Load.at(path);
    return moved.withElements(
      this.elements.map((element) => prepend(element, moved)),
      true,
    );
  }

  #element(key: Key, word: Word, kind: "relationship" | "column", group: readonly Key[]): LoadElement {
    this.#refuseToGoOn(word);
    const base = {
      strategy: word.strategy,
      options: word.options ?? null,
      propagate: word.propagate ?? true,
      yieldsToOther: word.yieldsToOther ?? (word.strategy === null && word.options === undefined ? true : null),
    };
    if (typeof key === "string") {
      const token = tokenFor(key, kind);
      return { ...base, kind: "token", path: this.path.token(token), extraCriteria: [], ofType: null };
    }
    const { entity, property, ofType, extraCriteria } = readAttribute(key);
    if (!continues(this.path.entity, entity)) {
      if (key !== group[0]) {
        throw new ArgumentError(
          "Can't apply wildcard ('*') or load_only() loader option to multiple entities in the same option. Use separate options per entity.",
        );
      }
      throw doesNotLink(this.path, String(key), entity);
    }
    const own = this.path.property(property);
    const target = targetOf(property);
    const at = ofType !== null ? own.to(ofType) : target === null ? own : own.to(target);
    return {
      ...base,
      kind: "attribute",
      path: at,
      extraCriteria: word.extraCriteria ?? extraCriteria,
      ofType: ofType === null ? null : { entity: ofType, path: own },
    };
  }

  #refuseToGoOn(word: Word): void {
    const end = this.path.element;
    if (typeof end === "string") throw new ArgumentError("Wildcard token cannot be followed by another entity");
    if (isEntity(end)) return;
    if (word.strategy === null) throw new ArgumentError(`Mapped attribute '${end}' does not refer to a mapped entity`);
    if (end !== null && end.kind === "column" && word.strategy.includes("deferred")) {
      const isDeferred = word.strategy === "undeferred" ? "False" : "True";
      throw new LoaderStrategyException(`Can't find strategy (('deferred', ${isDeferred}),) for ${end}`);
    }
  }

  override toString(): string {
    return `Load(${this.path.elements[0]})`;
  }
}

/** `lazyload("*")`: what holds for every attribute that no option names. */
export class WildcardLoad extends LoaderOption {
  override readonly propagateToLoaders = false;
  readonly token: PathToken;
  readonly word: Word;

  constructor(token: PathToken, word: Word) {
    super();
    this.token = token;
    this.word = word;
  }

  override below(parent: Load): Load {
    const kind = this.token.startsWith("relationship") ? "relationship" : "column";
    return kind === "relationship"
      ? wildcardBelow(parent, this.word)
      : parent.columns(["*"], { ...this.word, propagate: false });
  }

  override apply(target: OptionTarget): void {
    if (!target.enableEagerLoads || target.forRefresh) return;
    if (!target.currentPath.isRoot && chop([this.token], target.currentPath) === null) return;
    const [entity] = target.leadEntities;
    if (entity === undefined) return;
    const path = LoadPath.root.to(entity).token(this.token);
    const element: LoadElement = {
      kind: "token",
      path,
      strategy: this.word.strategy,
      options: this.word.options ?? null,
      propagate: false,
      yieldsToOther: null,
      extraCriteria: [],
      ofType: null,
    };
    applyElement(element, target, { entity: null, mustMatch: false, path });
  }
}

/** A wildcard does not lead on: the option goes on from where it was. */
function wildcardBelow(parent: Load, word: Word): Load {
  const changed = parent.relationship("*", { ...word, propagate: false });
  return parent.withElements(changed.elements, changed.propagateToLoaders);
}

function tokenFor(key: string, kind: "relationship" | "column"): PathToken {
  if (key === "*") return `${kind}:*`;
  throw namedByText();
}

function targetOf(property: MapperProperty): Entity | null {
  return property.kind === "relationship" ? property.mapper : null;
}

function prepend(element: LoadElement, parent: Load): LoadElement {
  const before = parent.path.elements.slice(0, -1);
  const move = (path: LoadPath) => LoadPath.of([...before, ...path.elements]);
  return {
    ...element,
    path: move(element.path),
    ofType: element.ofType === null ? null : { entity: element.ofType.entity, path: move(element.ofType.path) },
  };
}

/** Whether an attribute of `entity` can follow on a path that ends in `end`. */
function continues(end: Entity, entity: Entity): boolean {
  if (isAliased(end)) {
    if (!isAliased(entity) || usesMapperPath(entity)) return false;
    return end === entity || [...end.subclasses.values()].includes(entity);
  }
  if (!isAliased(entity)) return end.isa(entity);
  return usesMapperPath(entity) && entity.withPolymorphicMappers.includes(end);
}

/** Whether an option that starts at `first` is meant for the query's entity `lead`. */
function corresponds(lead: Entity, first: Entity): boolean {
  if (isAliased(first)) return isAliased(lead) && lead.base === first.base;
  if (isAliased(lead)) return usesMapperPath(lead) && lead.withPolymorphicMappers.includes(first);
  return first.commonParent(lead);
}

function doesNotLink(path: LoadPath, attribute: string, entity: Entity): ArgumentError {
  const end = path.elements.at(-1) as PathElement;
  if (path.length === 1) {
    return new ArgumentError(`ORM mapped attribute "${attribute}" does not link mapped class "${end}"`);
  }
  const relationship = path.elements.at(-2) as MapperProperty;
  const target = targetOf(relationship);
  const ofType = end !== target;
  const hint =
    !ofType && isEntity(end) && !isAliased(end) && corresponds(end, entity.mapper)
      ? `  Did you mean to use "${relationship}.of_type(${entityText(entity)})" or "loadopt.options(selectin_polymorphic(${end.className}, [${entityText(entity)}]), ...)" ?`
      : "";
  return new ArgumentError(
    `ORM mapped entity or attribute "${attribute}" does not link from relationship "${relationship}${ofType ? `.of_type(${end})` : ""}".${hint}`,
  );
}

function entityText(entity: Entity): string {
  return isAliased(entity) ? String(entity) : entity.className;
}

function splitOptions<O extends object>(
  args: readonly (AttributeArgument | O)[],
): {
  keys: AttributeArgument[];
  options: O;
} {
  const last = args.at(-1);
  const hasOptions = last !== undefined && Object.getPrototypeOf(last) === Object.prototype;
  return {
    keys: (hasOptions ? args.slice(0, -1) : args) as AttributeArgument[],
    options: (hasOptions ? last : {}) as O,
  };
}

type Step = (load: Load, key: AttributeArgument) => Load;

/** Builds an option from a chain of attributes; all but the last are only passed through unless `each`. */
function fromKeys<O extends object>(
  args: readonly (Key | O)[],
  wildcard: ((options: O) => Word) | null,
  step: (load: Load, key: AttributeArgument, options: O) => Load,
  passThrough: Step = (load, key) => load.defaultload(key),
): LoaderOption {
  if (args.includes(null as never)) {
    throw new ArgumentError("expected ORM mapped attribute for loader strategy argument");
  }
  const { keys, options } = splitOptions<O>(args as readonly (AttributeArgument | O)[]);
  const chain = keys as readonly Key[];
  if (chain.slice(0, -1).includes("*")) {
    throw new ArgumentError("Wildcard token cannot be followed by another entity");
  }
  const last = chain.at(-1);
  if (last === "*" && chain.length === 1 && wildcard !== null) {
    return new WildcardLoad("relationship:default", wildcard(options));
  }
  let load: Load | null = null;
  for (const key of chain) {
    if (typeof key === "string" && key !== "*") tokenFor(key, "relationship");
    load ??= Load.at(LoadPath.root.to(readAttribute(key as AttributeArgument).entity));
    load = key === last ? step(load, key as AttributeArgument, options) : passThrough(load, key as AttributeArgument);
  }
  if (load === null) throw new ArgumentError("expected ORM mapped attribute for loader strategy argument");
  return load;
}

const word = (strategy: RelationshipStrategy) => () => ({ strategy });

/** Loads a relationship with a LEFT OUTER JOIN in the same statement ("Joined Eager Loading"). */
export function joinedload(...keys: readonly (Key | { readonly innerjoin?: boolean | "nested" | "unnested" })[]): Load {
  return fromKeys(
    keys,
    word("joined"),
    (load, key, options: { readonly innerjoin?: boolean | "nested" | "unnested" }) => load.joinedload(key, options),
  ) as Load;
}

/** Loads a relationship of all loaded objects with one more SELECT … IN ("Select IN loading"). */
export function selectinload(...keys: readonly (Key | { readonly recursionDepth?: number | null })[]): Load {
  return fromKeys(keys, word("selectin"), (load, key, options: { readonly recursionDepth?: number | null }) =>
    load.selectinload(key, options),
  ) as Load;
}

/** Loads a relationship with one more SELECT that repeats the query as a subquery ("Subquery Eager Loading"). */
export function subqueryload(...keys: readonly Key[]): Load {
  return fromKeys(keys, word("subquery"), (load, key) => load.subqueryload(key)) as Load;
}

/** Loads a relationship right after its objects, one SELECT an object ("immediateload"). */
export function immediateload(...keys: readonly (Key | { readonly recursionDepth?: number | null })[]): Load {
  return fromKeys(keys, word("immediate"), (load, key, options: { readonly recursionDepth?: number | null }) =>
    load.immediateload(key, options),
  ) as Load;
}

/** Loads a relationship when it is first read ("Lazy Loading"). */
export function lazyload(...keys: readonly Key[]): Load {
  return fromKeys(keys, word("select"), (load, key) => load.lazyload(key)) as Load;
}

/** Leaves a relationship empty ("noload"). */
export function noload(...keys: readonly Key[]): Load {
  return fromKeys(keys, word("noload"), (load, key) => load.noload(key)) as Load;
}

/** Refuses lazy loading ("Preventing unwanted lazy loads using raiseload"). */
export function raiseload(...keys: readonly (Key | { readonly sqlOnly?: boolean })[]): Load {
  return fromKeys(
    keys,
    (options: { readonly sqlOnly?: boolean }) => ({ strategy: options.sqlOnly ? "raise_on_sql" : "raise" }),
    (load, key, options) => load.raiseload(key, options),
  ) as Load;
}

/** Names a relationship without changing how it is loaded, for the options behind it ("defaultload"). */
export function defaultload(...keys: readonly Key[]): Load {
  return fromKeys(
    keys,
    () => ({ strategy: null }),
    (load, key) => load.defaultload(key),
  ) as Load;
}

/** Takes a relationship's objects from the query's own joins ("contains_eager"). */
export function containsEager(...keys: readonly (AttributeArgument | { readonly alias?: unknown })[]): Load {
  return fromKeys<{ readonly alias?: unknown }>(
    keys,
    null,
    (load, key, options) => load.containsEager(key, options),
    (load, key) => load.containsEager(key, {}, true),
  ) as Load;
}

/** Loads only these columns at first ("load_only"). */
export function loadOnly(...keys: readonly (AttributeArgument | { readonly raiseload?: boolean })[]): Load {
  const [first] = keys;
  return Load.at(LoadPath.root.to(readAttribute(first as AttributeArgument).entity)).loadOnly(...keys);
}

/** Leaves a column out until it is read ("Deferring Columns"). */
export function defer(key: Key, options: { readonly raiseload?: boolean } = {}): LoaderOption {
  if (key === "*")
    return new WildcardLoad("column:default", { strategy: options.raiseload ? "deferred-raise" : "deferred" });
  return Load.at(LoadPath.root.to(readAttribute(key).entity)).defer(key, options);
}

/** Loads a deferred column with its row ("Using undefer()"). */
export function undefer(key: Key): LoaderOption {
  if (key === "*") return new WildcardLoad("column:default", { strategy: "undeferred" });
  return Load.at(LoadPath.root.to(readAttribute(key).entity)).undefer(key);
}

/** Loads the columns of a deferral group with their row ("Loading Deferred Columns in Groups"). */
export function undeferGroup(name: string): LoaderOption {
  return new WildcardLoad("column:*", { strategy: null, options: { undeferGroups: [name] } });
}

/** Loads the attributes of subclasses with one more SELECT for each of them ("Using selectin_polymorphic()"). */
export function selectinPolymorphic(base: unknown, classes: readonly unknown[]): Load {
  return Load.for(base).selectinPolymorphic(classes);
}

/** Gives an attribute made with `queryExpression()` its expression in this query ("Loading Arbitrary SQL Expressions onto Objects"). */
export function withExpression(key: AttributeArgument, expression: unknown): Load {
  return Load.at(LoadPath.root.to(readAttribute(key).entity)).withExpression(key, expression);
}
