import type { ModelSnapshot } from "../../../src-engine/trace/events.ts";
import type { GraphSide } from "../../graph/graph-model.ts";

/** Says what deleting the owner does to what one side of a relationship holds, in one sentence. */
export function deleteEffect(model: ModelSnapshot, side: GraphSide): string {
  const { relationship, owner } = side;
  const { target, direction, cascade, passiveDeletes, viewonly } = relationship;
  const start = `Deleting ${article(owner)} `;
  const many = relationship.uselist ? "its" : "the";
  const held = relationship.uselist ? `${many} ${target} rows` : `${many} ${target} it holds`;
  if (viewonly) return `${start}does nothing along this relationship: it is viewonly.`;
  if (direction === "many-to-many") {
    const links = `${start}deletes the rows of ${relationship.secondary ?? "the association table"} that link it`;
    return cascade.includes("delete") ? `${links}, and ${held} too.` : `${links}; ${held} stay.`;
  }
  if (cascade.includes("delete")) {
    const byDatabase = passiveDeletes ? "; rows that are not loaded are left to the database" : "";
    return `${start}deletes ${held} too${byDatabase}.`;
  }
  if (direction === "many-to-one") return `${start}leaves ${held} alone.`;
  if (passiveDeletes === "all") return `${start}leaves ${held} entirely to the database.`;
  const columns = relationship.pairs.map(([, remote]) => remote);
  const key = columns.join(", ");
  const unloaded = passiveDeletes ? " of those that are loaded, the others are left to the database" : "";
  const effect = `${start}sets ${key} to NULL${unloaded}`;
  return columns.some((column) => isNotNull(model, column))
    ? `${effect}, which fails: the column is NOT NULL.`
    : `${effect}.`;
}

/** Says what taking an object out of the relationship does. */
export function removeEffect(side: GraphSide): string | null {
  const { relationship } = side;
  if (relationship.viewonly || relationship.direction === "many-to-one") return null;
  if (relationship.cascade.includes("delete-orphan")) {
    return `${capital(article(relationship.target))} taken out of ${side.path} is an orphan and is deleted.`;
  }
  return null;
}

function isNotNull(model: ModelSnapshot, path: string): boolean {
  const cut = path.lastIndexOf(".");
  const table = model.tables.find(({ name }) => name === path.slice(0, cut));
  return table?.columns.find(({ name }) => name === path.slice(cut + 1))?.nullable === false;
}

/** `a User`, `an Address`. */
export function article(noun: string): string {
  return `${/^[aeiou]/i.test(noun) && !/^(us|uni|eu)/i.test(noun) ? "an" : "a"} ${noun}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
