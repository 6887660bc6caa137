/** The other side of a relationship: made by `backref`, or named by `back_populates` ("Using the legacy 'backref' relationship parameter"). */
import { ArgumentError, InvalidRequestError } from "../errors.ts";
import type { ColumnElement } from "../sql/element.ts";
import { addProperty } from "./add-property.ts";
import { DIRECTION_TEXT } from "./direction.ts";
import { RelationshipProperty } from "./mapper.ts";
import type { RelationshipOptions } from "./relationship-options.ts";
import { parseRelationship } from "./relationship-settings.ts";

/**
 * Makes the relationship that `backref` asks for on the target, with this side's join and settings where it has none of its own.
 * @param setUp completes the new relationship at once
 * @throws ArgumentError where the target has an attribute of that name
 */
export function generateBackref(
  property: RelationshipProperty,
  foreignKeys: ReadonlySet<ColumnElement>,
  setUp: (made: RelationshipProperty) => void,
): void {
  const { backref } = property.settings;
  if (backref === null || property.backPopulates !== null) return;
  const target = property.mapper;
  const { name } = backref;
  if (!target.concrete) {
    for (const mapper of new Set([...target.toRoot(), ...target.selfAndDescendants])) {
      if (!mapper.props.has(name) || mapper.concrete) continue;
      throw new ArgumentError(
        `Error creating backref '${name}' on relationship '${property}': property of that name exists on mapper '${mapper}'`,
      );
    }
  }
  property.backPopulates = name;
  const made = new RelationshipProperty({
    key: name,
    parent: target,
    slot: target.takeSlot(),
    target: property.parent,
    settings: parseRelationship(
      backrefOptions(property, backref.options, foreignKeys),
      "RelationshipProperty.__init__()",
    ),
    fromBackref: true,
  });
  addProperty(target, made, { warnForExisting: true });
  setUp(made);
}

function backrefOptions(
  property: RelationshipProperty,
  own: RelationshipOptions,
  foreignKeys: ReadonlySet<ColumnElement>,
): RelationshipOptions {
  const { join } = property;
  const joins =
    property.secondary === null
      ? { primaryjoin: own.primaryjoin ?? join.reversedPrimaryjoin() }
      : {
          secondary: property.secondary,
          // Seen from the other side, the two conditions change places.
          primaryjoin: own.primaryjoin ?? join.withoutSides().secondaryjoin,
          secondaryjoin: own.secondaryjoin ?? join.withoutSides().primaryjoin,
        };
  if (property.secondary === null && own.secondaryjoin) {
    throw new InvalidRequestError("Can't assign 'secondaryjoin' on a backref against a non-secondary relationship.");
  }
  return {
    viewonly: property.viewonly,
    postUpdate: property.postUpdate,
    passiveUpdates: property.passiveUpdates,
    syncBackref: property.syncBackref,
    ...own,
    ...joins,
    foreignKeys: own.foreignKeys ?? [...foreignKeys],
    backPopulates: property.key,
  };
}

/**
 * Links a relationship with the one that `back_populates` names.
 * @param setUpEntity finds the other relationship's target if that has not happened
 * @throws InvalidRequestError, ArgumentError where the two do not fit
 */
export function linkReverse(
  property: RelationshipProperty,
  name: string,
  setUpEntity: (property: RelationshipProperty) => void,
): void {
  const other = property.mapper.property(name);
  if (other.kind !== "relationship") {
    throw new InvalidRequestError(
      `back_populates on relationship '${property}' refers to attribute '${other}' that is not a relationship.  The back_populates ` +
        "parameter should refer to the name of a relationship on the target class.",
    );
  }
  checkSyncBackref(property, other);
  checkSyncBackref(other, property);
  property.reverse.add(other);
  other.reverse.add(property);
  setUpEntity(other);
  if (!other.mapper.commonParent(property.parent)) {
    throw new ArgumentError(
      `reverse_property '${name}' on relationship ${property} references relationship ${other}, which does not reference mapper ` +
        `${property.parent}`,
    );
  }
  if (other.configureStarted && property.direction !== "many-to-many" && property.direction === other.direction) {
    throw new ArgumentError(
      `${other} and back-reference ${property} are both of the same direction ${DIRECTION_TEXT[property.direction]}.  Did you ` +
        "mean to set remote_side on the many-to-one side ?",
    );
  }
}

/** A side that is only viewed can't be kept in step by the other, nor keep it in step. */
function checkSyncBackref(viewed: RelationshipProperty, other: RelationshipProperty): void {
  if (!viewed.viewonly) return;
  if (other.syncBackref) {
    throw new InvalidRequestError(
      `Relationship ${other} cannot specify sync_backref=True since ${viewed} includes viewonly=True.`,
    );
  }
  if (!other.viewonly && other.syncBackref !== false) other.syncBackref = false;
}
