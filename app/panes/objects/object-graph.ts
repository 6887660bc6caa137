import type { AttributeValue, ModelSnapshot, ObjectId } from "../../../src-engine/trace/events.ts";
import type { ObjectView } from "../../run/moments/view.ts";
import type { RunModel } from "../../run/run-model.ts";

/** A line between two objects: a reference, a collection's membership, or both sides of the same thing. */
export interface ObjectLink {
  readonly id: string;
  readonly source: ObjectId;
  readonly target: ObjectId;
  /** `addresses`, or `addresses / user` for both sides. */
  readonly label: string;
  /** What a flush is going to make of it. */
  readonly change: "added" | "removed" | null;
}

interface Reference {
  readonly from: ObjectId;
  readonly className: string;
  readonly name: string;
  readonly to: ObjectId;
}

/** Both sides of a linked relationship draw one line, from the side whose class and name come first in the mapping. */
class Sides {
  readonly #reverse = new Map<string, string>();
  readonly #rank = new Map<string, number>();

  constructor(schema: ModelSnapshot | null) {
    for (const class_ of schema?.classes ?? []) {
      for (const { name, reverse, uselist } of class_.relationships) {
        if (reverse !== null) this.#reverse.set(`${class_.name}.${name}`, reverse);
        // Parents stand before their children: the side of the collection leads.
        this.#rank.set(`${class_.name}.${name}`, uselist ? 0 : 1);
      }
    }
  }

  /** The line that a reference belongs to: the same for both sides. */
  lineOf({ from, className, name, to }: Reference): { id: string; source: ObjectId; target: ObjectId; name: string } {
    const reverse = this.#reverse.get(`${className}.${name}`);
    const leads = this.#rank.get(`${className}.${name}`) === 0;
    const names = reverse === undefined ? name : leads ? `${name} / ${reverse}` : `${reverse} / ${name}`;
    if (reverse !== undefined && !leads) return { id: `${to} ${names} ${from}`, source: to, target: from, name: names };
    return { id: `${from} ${names} ${to}`, source: from, target: to, name: names };
  }
}

/** The lines between the objects of a moment. */
export function linksOf(schema: ModelSnapshot | null, objects: readonly ObjectView[]): readonly ObjectLink[] {
  const present = new Set(objects.map(({ ref }) => ref.id));
  const sides = new Sides(schema);
  const links = new Map<string, ObjectLink>();
  const put = (reference: Reference, change: ObjectLink["change"]) => {
    if (!present.has(reference.to)) return;
    const { id, source, target, name } = sides.lineOf(reference);
    const known = links.get(id);
    links.set(id, { id, source, target, label: name, change: known?.change ?? change });
  };
  for (const { ref, attributes } of objects) {
    for (const { name, kind, status, value, history } of attributes) {
      if (kind === "column") continue;
      const from = { from: ref.id, className: ref.className, name };
      const added = new Set(idsIn(history?.added ?? []));
      if (status === "loaded") {
        for (const to of idsIn(value)) put({ ...from, to }, added.has(to) ? "added" : null);
      }
      for (const to of idsIn(history?.deleted ?? [])) put({ ...from, to }, "removed");
    }
  }
  return [...links.values()];
}

/** Every object and line of the whole run, so that what is drawn keeps its place while time goes on. */
export function everLinked(run: RunModel): {
  readonly objects: ReadonlyMap<ObjectId, string>;
  readonly links: ReadonlyMap<string, readonly [source: ObjectId, target: ObjectId]>;
} {
  const sides = new Sides(run.schema);
  const objects = new Map<ObjectId, string>();
  const links = new Map<string, readonly [ObjectId, ObjectId]>();
  for (const change of run.changes) {
    if (change.type === "state") objects.set(change.object.id, change.object.className);
    if (change.type !== "objects") continue;
    for (const { object, attributes } of change.images) {
      objects.set(object.id, object.className);
      for (const { name, kind, value } of attributes) {
        if (kind === "column") continue;
        for (const to of idsIn(value)) {
          const line = sides.lineOf({ from: object.id, className: object.className, name, to });
          links.set(line.id, [line.source, line.target]);
        }
      }
    }
  }
  return { objects, links };
}

function idsIn(values: readonly AttributeValue[]): readonly ObjectId[] {
  return values.flatMap((value) => (typeof value === "string" ? [] : [value.ref.id]));
}
