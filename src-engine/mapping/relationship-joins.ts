import { AnnotatedColumn } from "../sql/annotation.ts";
import type { ColumnElement, FromClause } from "../sql/element.ts";
import { AliasedEntity, type Entity } from "./aliased.ts";
import { anonymousFrom } from "./anonymous-from.ts";
import { SHOULD_NOT_ADAPT } from "./clause-adapter.ts";
import { isColumn, replaceNodes } from "./join-flags.ts";
import type { JoinTargets } from "./join-targets.ts";
import { Mapper, type RelationshipProperty } from "./mapper.ts";
import { singleTableCriterion } from "./single-table.ts";

export interface RelationshipJoinsOptions {
  /** Stands for the parent; left out, the parent's own tables do. */
  readonly source?: FromClause | null;
  /** Whether the parent is selected together with the subclasses it is configured with. */
  readonly sourcePolymorphic?: boolean;
  /** Stands for the target; left out, the target's own tables do, aliased where they are the parent's, too. */
  readonly dest?: FromClause | null;
  /** What `ofType()` narrows the target to. */
  readonly ofType?: Entity | null;
  readonly aliasSecondary?: boolean;
  readonly extraCriteria?: readonly ColumnElement[];
}

export interface RelationshipJoins extends JoinTargets {
  readonly source: FromClause;
}

/** The join conditions of a relationship between what stands for its two sides in one place of a statement. */
export function relationshipJoins(
  property: RelationshipProperty,
  options: RelationshipJoinsOptions = {},
): RelationshipJoins {
  const source =
    options.source ??
    (options.sourcePolymorphic && property.parent.withPolymorphic !== null ? property.parent.selectable : null);
  const ofType = options.ofType ?? null;
  let aliased = (options.aliasSecondary ?? false) && property.secondary !== null;
  let dest = options.dest ?? null;
  const target = ofType === null ? property.mapper : ofType.mapper;
  if (dest === null && ofType !== null) {
    dest = ofType.selectable;
    aliased = true;
  }
  if (dest === null) {
    dest = property.entity.selectable;
    if (property.entity instanceof AliasedEntity || property.mapper.withPolymorphic !== null) aliased = true;
    if (property.selfReferential && source === null) {
      dest = anonymousFrom(dest);
      aliased = true;
    }
  } else if (dest !== property.mapper.selectable || property.mapper.withPolymorphic !== null) {
    aliased = true;
  }
  if (source !== null && (source !== property.parent.selectable || source.kind === "subquery")) aliased = true;
  const targets = property.join.joinTargets({
    source,
    dest,
    aliased,
    singleCriterion: singleTableCriterion(target),
    extraCriteria: (options.extraCriteria ?? []).map((criterion) => fixUnrelated(property, criterion)),
  });
  return { ...targets, source: source ?? property.parent.localTable };
}

/** Marks the columns of a further criterion that are neither the target's nor the secondary table's as not to be adapted. */
function fixUnrelated(property: RelationshipProperty, criterion: ColumnElement): ColumnElement {
  return replaceNodes(criterion, (node) => {
    if (!isColumn(node)) return undefined;
    const owner = node.annotations.parentmapper;
    const related =
      owner === property.parent ||
      (owner instanceof Mapper && owner.isa(property.mapper)) ||
      (property.secondary?.c.containsColumn(node) ?? false);
    return related ? node : new AnnotatedColumn(node, { ...node.annotations, [SHOULD_NOT_ADAPT]: true });
  });
}
