/** The declarative API: `declarativeBase()`, `Base.mapped(…)`, `Base.register(…)` ("ORM Mapped Class Configuration"). */

import { ArgumentError, BuiltinError, InvalidRequestError, UnmappedClassError } from "../errors.ts";
import type { MetaData } from "../schema/metadata.ts";
import type { Table } from "../schema/table.ts";
import { trace } from "../trace/recorder.ts";
import { repr } from "../types/repr.ts";
import { defineDescriptor, defineExpression, refuseInherited } from "./class-expressions.ts";
import { mapperOf, mapperOrNull, setClassDeclarer } from "./class-mapper.ts";
import { type Declaration, declarationOf, declare, markRegistered, nextDeclaration } from "./declarations.ts";
import type { AnyModel, AttributeSpecs, AttributesOf, Model } from "./declarative-types.ts";
import { instancePort } from "./instance-port.ts";
import { mapClass } from "./map-class.ts";
import type { MappedClass, Mapper } from "./mapper.ts";
import type { MapperOptions } from "./mapper-options.ts";
import { Registry } from "./registry.ts";
import { sortAttributes } from "./sort-attributes.ts";
import { type TableItem, tableFor } from "./table-for.ts";

export interface DeclarativeBaseOptions {
  readonly metadata?: MetaData;
  readonly registry?: Registry;
  /** The module that error texts name classes with, as Python's do. */
  readonly module?: string;
}

/** The options of `Base.mapped(…)`. */
export interface MappedOptions {
  /** Constraints and indexes of the table. */
  readonly tableArgs?: readonly TableItem[];
  /** The same; both are taken. */
  readonly constraints?: readonly TableItem[];
  readonly mapperArgs?: MapperOptions;
  /** The class's name where it is not that of the JavaScript class. */
  readonly className?: string;
}

/** What every base has. */
export interface BaseStatics {
  readonly metadata: MetaData;
  readonly registry: Registry;

  /**
   * The class that a mapped class extends: `class User extends Base.mapped("users", { id: column(…) }) {}`. Called on a mapped
   * class, it declares a subclass: with a table of its own for joined inheritance, with `null` for single-table.
   * @throws InvalidRequestError for a table that exists already, or a reserved attribute name
   */
  mapped<This extends AnyModel, const A extends AttributeSpecs>(
    this: This,
    table: string | Table | null,
    attributes: A,
    options?: MappedOptions,
  ): Model<AttributesOf<This> & A, InstanceType<This>, BaseStatics>;

  /**
   * Maps classes: each gets its expressions as own properties, and its name is known from then on. A class that is used
   * (`new User()`, `User.id`) is registered by that; one that is only named by another class has to be registered.
   */
  register(...classes: readonly AnyModel[]): void;
}

/** The base that all classes of one registry extend. */
export type DeclarativeBase = (new () => object) & BaseStatics;

/** Makes a base for declarative classes. */
export function declarativeBase(options: DeclarativeBaseOptions = {}): DeclarativeBase {
  const registry = options.registry ?? new Registry({ metadata: options.metadata, module: options.module });

  class Base {
    static readonly metadata = registry.metadata;
    static readonly registry = registry;

    constructor(values: Readonly<Record<string, unknown>> = {}) {
      construct(this, new.target, values);
    }

    // Called on a mapped class, `this` is that class and not the base.
    static mapped(
      this: MappedClass,
      table: string | Table | null,
      attributes: AttributeSpecs,
      mapped: MappedOptions = {},
    ): MappedClass {
      // biome-ignore lint/complexity/noThisInStatic: the class that it is called on
      return declareParent(this, registry, { table, attributes, options: mapped });
    }

    static register(...classes: readonly MappedClass[]): void {
      for (const cls of classes) registerClass(cls);
    }
  }
  return Base as unknown as DeclarativeBase;
}

/** Sets up an instance: the work of every mapped class's constructor. */
function construct(instance: object, cls: MappedClass, values: Readonly<Record<string, unknown>>): void {
  const mapper = begin(instance, cls, values);
  if (typeof values !== "object" || values === null) {
    throw new BuiltinError("TypeError", "__init__() takes 1 positional argument but 2 were given");
  }
  const target = instance as Record<string, unknown>;
  for (const key of Object.keys(values)) {
    const value = values[key];
    if (!mapper.props.has(key) && (!(key in instance) || key in Object.prototype)) {
      throw new BuiltinError("TypeError", `'${key}' is an invalid keyword argument for ${mapper.className}`);
    }
    target[key] = value === undefined ? null : value;
  }
}

function begin(instance: object, cls: MappedClass, values: Readonly<Record<string, unknown>>): Mapper {
  const mapper = mapperOf(cls);
  mapper.registry.ensureConfigured();
  instancePort()?.instanceMade(instance, mapper, values);
  return mapper;
}

/**
 * An instance of a mapped class for whoever runs its constructor elsewhere: nothing is set.
 * @param values what listeners of `init` are told
 */
export function makeInstance(cls: MappedClass, values: Readonly<Record<string, unknown>> = {}): object {
  const instance = Object.create(cls.prototype) as object;
  begin(instance, cls, values);
  return instance;
}

interface MappedCall {
  readonly table: string | Table | null;
  readonly attributes: AttributeSpecs;
  readonly options: MappedOptions;
}

/** Makes the class that a mapped class extends, and its table. */
function declareParent(base: MappedClass, registry: Registry, { table, attributes, options }: MappedCall): MappedClass {
  if (typeof attributes !== "object" || attributes === null) {
    throw new ArgumentError(
      "mapped() takes the table's name and an object of attributes, as in { id: column(Integer) }",
    );
  }
  const order = nextDeclaration();
  const inherits = mapperOrNull(base);
  for (const reserved of ["metadata", "registry"]) {
    if (Object.hasOwn(attributes, reserved)) {
      throw new InvalidRequestError(`Attribute name '${reserved}' is reserved when using the Declarative API.`);
    }
  }
  if (table === null && inherits === null) {
    throw new InvalidRequestError(
      `Class <class '${registry.module}.${options.className ?? "?"}'> does not have a __table__ or __tablename__ specified and does not ` +
        "inherit from an existing table-mapped class.",
    );
  }
  const { columnSpecs, properties, descriptors } = sortAttributes(attributes);
  const items = [...(options.tableArgs ?? []), ...(options.constraints ?? [])];
  const made = tableFor({ table, columnSpecs, items, metadata: registry.metadata, inherits });

  const Parent = class extends (base as new (...args: unknown[]) => object) {};
  declare(Parent, {
    registry,
    order,
    table: made.table,
    columns: made.columns,
    properties,
    descriptors,
    mapperOptions: options.mapperArgs ?? {},
    className: options.className ?? null,
    line: trace.line(),
    class_: null,
  });
  defineEarlyExpressions(Parent, [...made.columns.keys(), ...properties.keys(), ...descriptors.keys()]);
  return Parent;
}

/** Lets `User.id` register `User` where that has not happened: the getter is called on the class that was named. */
function defineEarlyExpressions(parent: MappedClass, keys: readonly string[]): void {
  for (const key of keys) {
    if (key === "prototype") continue;
    Object.defineProperty(parent, key, {
      configurable: true,
      enumerable: false,
      get(this: MappedClass): unknown {
        const cls = this === parent ? (declarationOf(parent)?.class_ ?? this) : this;
        if (cls === parent && declarationOf(parent)?.className === null) return undefined;
        mapperOf(cls);
        return Object.hasOwn(cls, key) && cls !== parent ? (cls as unknown as Record<string, unknown>)[key] : undefined;
      },
    });
  }
}

/** Maps a class that extends `Base.mapped(…)`; once. */
export function registerClass(cls: MappedClass): Mapper {
  if (typeof cls !== "function") throw new ArgumentError(`register() takes classes, not ${repr(cls)}`);
  const mapper = mapperOrNull(cls);
  if (mapper === null) {
    throw new ArgumentError(
      `Class '${cls.name}' can't be registered: it does not extend Base.mapped(…) or another registered class`,
    );
  }
  return mapper;
}

/** The mapper of a class that is declared, made now; `null` for any other class. */
function declareClass(cls: MappedClass): Mapper | null {
  const parent = Object.getPrototypeOf(cls) as unknown;
  if (typeof parent !== "function") return null;
  const own = declarationOf(cls);
  if (own !== null) return own.className === null ? null : mapDeclared(cls, own, parent);
  const declaration = declarationOf(parent);
  if (declaration !== null && declaration.class_ === null) {
    return mapDeclared(cls, declaration, Object.getPrototypeOf(parent) as MappedClass);
  }
  const inherits = mapperOrNull(parent);
  if (inherits === null) return null;
  // A plain subclass of a mapped class: it shares its table.
  return mapDeclared(cls, plainSubclass(inherits), parent);
}

function plainSubclass(inherits: Mapper): Declaration {
  return {
    registry: inherits.registry,
    order: nextDeclaration(),
    table: null,
    columns: new Map(),
    properties: new Map(),
    descriptors: new Map(),
    mapperOptions: {},
    className: null,
    line: trace.line(),
    class_: null,
  };
}

function mapDeclared(cls: MappedClass, declaration: Declaration, superclass: MappedClass): Mapper {
  const className = declaration.className ?? ownName(cls);
  if (declaration.deferred) {
    throw new UnmappedClassError(
      `Class ${declaration.registry.module}.${className} is a subclass of AutomapBase.  Mappings are not produced until the ` +
        ".prepare() method is called on the class hierarchy.",
    );
  }
  markRegistered(declaration, cls);
  declaration.registry.enterClass(className, cls);
  const mapper = mapClass({
    class_: cls,
    className,
    registry: declaration.registry,
    order: declaration.order,
    table: declaration.table,
    inherits: mapperOrNull(superclass),
    columns: declaration.columns,
    properties: declaration.properties,
    descriptors: declaration.descriptors,
    options: declaration.mapperOptions,
    line: declaration.line,
  });
  for (const property of mapper.props.values()) defineExpression(mapper, property);
  for (const descriptor of mapper.descriptors.values()) defineDescriptor(mapper, descriptor);
  refuseInherited(mapper);
  return mapper;
}

function ownName(cls: MappedClass): string {
  const name: unknown = Object.getOwnPropertyDescriptor(cls, "name")?.value;
  if (typeof name === "string" && name !== "") return name;
  throw new ArgumentError(
    "A mapped class needs a name: write `class User extends Base.mapped(…)`, or give `className`",
  );
}

setClassDeclarer(declareClass);
