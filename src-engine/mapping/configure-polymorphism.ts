/** What tells the classes of a hierarchy apart ("Mapping Class Inheritance Hierarchies"). */
import { ArgumentError, InvalidRequestError } from "../errors.ts";
import { Column } from "../schema/column.ts";
import type { ColumnElement } from "../sql/element.ts";
import { repr } from "../types/repr.ts";
import { mapperOf } from "./class-mapper.ts";
import { ColumnProperty, type MappedClass, type Mapper, type WithPolymorphic } from "./mapper.ts";
import type { ClassColumns, MapperOptions, WithPolymorphicOption } from "./mapper-options.ts";
import { warn } from "./warnings.ts";

/** The `withPolymorphic` option as a mapper keeps it. */
export function withPolymorphicOption(given: WithPolymorphicOption | null): WithPolymorphic | null {
  if (given === null) return null;
  if (given === "*") return { classes: "*", selectable: null };
  if (typeof given === "object" && "selectable" in given) {
    return { classes: lazily(given.classes), selectable: given.selectable };
  }
  if (typeof given === "function" || Array.isArray(given)) return { classes: lazily(given), selectable: null };
  throw new ArgumentError(`Invalid setting for with_polymorphic: ${repr(given)}`);
}

function lazily(classes: "*" | readonly MappedClass[] | (() => readonly MappedClass[])): "*" | (() => Mapper[]) {
  if (classes === "*") return "*";
  return () => (typeof classes === "function" ? classes() : classes).map(mapperOf);
}

/** Enters a mapper by its identity into its hierarchy, and into the queries of the class that it inherits from. */
export function enterPolymorphicIdentity(mapper: Mapper): void {
  const { inherits, polymorphicIdentity: identity, polymorphicMap: known } = mapper;
  if (inherits !== null && mapper.concrete) {
    for (const each of mapper.toRoot()) if (each.polymorphicOn !== null) each.requiresRowAliasing = true;
  }
  if (identity === null) {
    if (inherits !== null && inherits.baseMapper.polymorphicOn !== null && !mapper.polymorphicAbstract)
      warn(
        `${mapper} does not indicate a 'polymorphic_identity', yet is part of an inheritance hierarchy that has a 'polymorphic_on' ` +
          `column of '${inherits.baseMapper.polymorphicOn}'. If this is an intermediary class that should not be instantiated, the ` +
          "class may either be left unmapped, or may include the 'polymorphic_abstract=True' parameter in its Mapper arguments. " +
          "To leave the class unmapped when using Declarative, set the '__abstract__ = True' attribute on the class.",
      );
  } else {
    const existing = known.get(identity);
    if (existing !== undefined && inherits !== null) {
      const text = repr(identity);
      warn(
        `Reassigning polymorphic association for identity ${text} from ${reprMapper(existing)} to ${reprMapper(mapper)}: Check for ` +
          `duplicate use of ${text} as value for polymorphic_identity.`,
      );
    }
    known.set(identity, mapper);
  }
  if (inherits === null) return;
  if (mapper.polymorphicLoad !== null && mapper.concrete) {
    throw new ArgumentError("polymorphic_load is not currently supported with concrete table inheritance");
  }
  if (mapper.polymorphicLoad === "inline") inherits.addPolymorphicSubclass(mapper);
  else if (mapper.polymorphicLoad !== null && mapper.polymorphicLoad !== "selectin") {
    throw new ArgumentError(`unknown argument for polymorphic_load: ${repr(mapper.polymorphicLoad)}`);
  }
}

function reprMapper(mapper: Mapper): string {
  return `<Mapper at 0x; ${mapper.className}>`;
}

/**
 * Finds the discriminator of a class: its own, or that of the class it inherits from where its tables have it.
 * @param columns the class's own columns by attribute
 * @throws ArgumentError, InvalidRequestError for a discriminator that is not of the class
 */
export function configurePolymorphism(mapper: Mapper, options: MapperOptions, columns: ClassColumns): void {
  const given = options.polymorphicOn ?? null;
  if (given === null) inheritDiscriminator(mapper);
  else setDiscriminator(mapper, typeof given === "function" ? given(columns) : given);
  if (mapper.polymorphicAbstract && mapper.polymorphicOn === null) {
    throw new InvalidRequestError(
      "The Mapper.polymorphic_abstract parameter may only be used on a mapper hierarchy which includes the " +
        "Mapper.polymorphic_on parameter at the base of the hierarchy.",
    );
  }
  markDiscriminator(mapper);
}

function markDiscriminator(mapper: Mapper): void {
  for (const property of mapper.columnProps) {
    if (property.parent === mapper) property.discriminator = property.column === mapper.polymorphicOn;
  }
}

/** Gives a class that is mapped already a column to tell its rows' classes by. */
export function addDiscriminator(mapper: Mapper, column: ColumnElement): void {
  setDiscriminator(mapper, column);
  markDiscriminator(mapper);
}

function setDiscriminator(mapper: Mapper, given: string | ColumnElement): void {
  let property = typeof given === "string" ? mapper.props.get(given) : mapper.columnToProperty.get(given.unannotated);
  if (typeof given === "string" && property === undefined) {
    throw new ArgumentError(`Can't determine polymorphic_on value '${given}' - no attribute is mapped to this name.`);
  }
  if (property !== undefined && property.kind !== "column") {
    throw new ArgumentError("Only direct column-mapped property or SQL expression can be passed for polymorphic_on");
  }
  const isOwn = property !== undefined;
  property ??= hiddenDiscriminator(mapper, given as ColumnElement);
  mapper.polymorphicOn = property.column;
  mapper.polymorphicAttribute = isOwn || property.instrumented ? property.key : null;
}

/** An expression, or a column of the hierarchy's selectable, that no attribute of the class has. */
function hiddenDiscriminator(mapper: Mapper, given: ColumnElement): ColumnProperty {
  const own = mapper.persistSelectable.correspondingColumn(given);
  let column = own ?? given;
  const selectable = mapper.withPolymorphic?.selectable ?? null;
  if (own === undefined && given instanceof Column && selectable?.correspondingColumn(given) === undefined) {
    throw new InvalidRequestError(
      `Could not map polymorphic_on column '${given.name}' to the mapped table - polymorphic loads will not function properly`,
    );
  }
  let { key } = column;
  if (key === null) {
    column = column.label("_sa_polymorphic_on");
    key = "_sa_polymorphic_on";
  }
  const property = new ColumnProperty({
    key,
    parent: mapper,
    slot: mapper.takeSlot(),
    columns: [column],
    readonly: true,
    instrumented: own !== undefined,
  });
  mapper.setProperty(property);
  for (const member of column.proxySet) mapper.columnToProperty.set(member, property);
  return property;
}

function inheritDiscriminator(mapper: Mapper): void {
  for (const each of mapper.toRoot()) {
    if (each === mapper || each.polymorphicOn === null) continue;
    mapper.polymorphicOn =
      each.persistSelectable === mapper.persistSelectable
        ? each.polymorphicOn
        : (mapper.persistSelectable.correspondingColumn(each.polymorphicOn) ?? null);
    mapper.polymorphicAttribute = mapper.polymorphicOn === null ? null : each.polymorphicAttribute;
    return;
  }
}
