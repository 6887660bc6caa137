import type {
  AttributeImage,
  AttributeValue,
  LifeState,
  ModelSnapshot,
  ObjectId,
  ObjectRef,
} from "../../../src-engine/trace/events.ts";
import type { ObjectView, SessionView } from "../../run/moments/view.ts";
import { objectLabel } from "../../ui/words.ts";

/** Which objects are shown: those that a list of the session holds, and of which class. */
export interface Filter {
  readonly list: keyof SessionView | "all";
  readonly className: string | null;
}

export const everything: Filter = { list: "all", className: null };

/** States in the order in which their groups stand. */
export const states: readonly LifeState[] = ["pending", "persistent", "deleted", "detached", "transient"];

/** What a state means, for those who meet its name for the first time. */
export const stateWords: Readonly<Record<LifeState, string>> = {
  pending: "added to the session, no row yet",
  persistent: "in the identity map, with a row",
  deleted: "row deleted by a flush, transaction not over",
  detached: "has a row's identity, in no session",
  transient: "new, in no session",
};

export type ObjectRow =
  | { readonly kind: "group"; readonly state: LifeState; readonly count: number }
  | { readonly kind: "object"; readonly object: ObjectView };

export function filtered(
  objects: readonly ObjectView[],
  session: SessionView,
  { list, className }: Filter,
): readonly ObjectView[] {
  const held = list === "all" ? null : new Set<ObjectId>(session[list]);
  return objects.filter(
    ({ ref }) => (held === null || held.has(ref.id)) && (className === null || ref.className === className),
  );
}

/** The rows of the list: a heading for each state that any object has, its objects after it. */
export function objectRows(objects: readonly ObjectView[]): readonly ObjectRow[] {
  return states.flatMap((state): readonly ObjectRow[] => {
    const group = objects.filter((object) => object.state === state);
    if (group.length === 0) return [];
    return [
      { kind: "group", state, count: group.length },
      ...group.map((object): ObjectRow => ({ kind: "object", object })),
    ];
  });
}

/** Names for objects: with a number where several are called the same, as new ones of a class are. */
export function labelsOf(objects: readonly ObjectView[]): ReadonlyMap<ObjectId, string> {
  const known = new Map<string, number>();
  for (const { ref } of objects) {
    const label = labelOf(ref);
    known.set(label, (known.get(label) ?? 0) + 1);
  }
  const alone = known.size === objects.length;
  const seen = new Map<string, number>();
  const labels = new Map<ObjectId, string>();
  for (const { ref } of objects) {
    const label = labelOf(ref);
    if (alone || (known.get(label) ?? 0) < 2) {
      labels.set(ref.id, label);
      continue;
    }
    const place = (seen.get(label) ?? 0) + 1;
    seen.set(label, place);
    labels.set(ref.id, `${label} (${place})`);
  }
  return labels;
}

const kept = new WeakMap<ObjectRef, string>();

/** Thousands of objects are named at each step of the time, and nearly all are as they were. */
function labelOf(ref: ObjectRef): string {
  let label = kept.get(ref);
  if (label === undefined) {
    label = objectLabel(ref);
    kept.set(ref, label);
  }
  return label;
}

/** What a flush would make of a column or a reference: the old value and the new one; `null` while nothing has changed. */
export function pendingChange({ kind, history }: AttributeImage): {
  readonly from: readonly AttributeValue[];
  readonly to: readonly AttributeValue[];
} | null {
  if (kind === "collection" || history === null) return null;
  return { from: history.deleted, to: history.added };
}

/** The object's columns in a few words: `name 'jack' · age 5`. */
export function summaryOf({ attributes }: ObjectView): string {
  return attributes
    .flatMap(({ name, kind, status, value }) => {
      const [only] = value;
      return kind === "column" && status === "loaded" && typeof only === "string" ? [`${name} ${spelled(only)}`] : [];
    })
    .slice(0, 3)
    .join(" · ");
}

/** True where any attribute is expired: the next look at it reads the row again. */
export function isExpired({ attributes }: ObjectView): boolean {
  return attributes.some(({ status }) => status === "expired");
}

/** Attributes in the order in which the class has them: its columns, then what it refers to, then its collections. */
export function inOrder(schema: ModelSnapshot | null, { ref, attributes }: ObjectView): readonly AttributeImage[] {
  const places = new Map<string, number>();
  const seen = new Set<string>();
  for (let name: string | null = ref.className; name !== null && !seen.has(name); ) {
    seen.add(name);
    const class_ = schema?.classes.find((each) => each.name === name);
    for (const each of [...(class_?.attributes ?? []), ...(class_?.relationships ?? [])]) {
      if (!places.has(each.name)) places.set(each.name, places.size);
    }
    name = class_?.inherits ?? null;
  }
  const kinds: Record<AttributeImage["kind"], number> = { column: 0, reference: 1, collection: 2 };
  const place = ({ name }: AttributeImage) => places.get(name) ?? places.size;
  return [...attributes].sort((one, other) => kinds[one.kind] - kinds[other.kind] || place(one) - place(other));
}

/** The attributes of a class that hold its primary key: an object's name tells them already. */
export function keyAttributes(schema: ModelSnapshot | null, className: string): ReadonlySet<string> {
  const class_ = schema?.classes.find((each) => each.name === className);
  const table = schema?.tables.find((each) => each.name === class_?.table);
  const keys = new Set(table?.columns.filter(({ primaryKey }) => primaryKey).map(({ name }) => name));
  // Columns are told with their table: `users.id`.
  const bare = (column: string) => column.slice(column.lastIndexOf(".") + 1);
  return new Set(class_?.attributes.filter(({ column }) => keys.has(bare(column))).map(({ name }) => name));
}

const spellings: Readonly<Record<string, string>> = { None: "null", True: "true", False: "false" };

/** A printed value as the page's programs write it. */
export function spelled(text: string): string {
  return spellings[text] ?? text;
}
