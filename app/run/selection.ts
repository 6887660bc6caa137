import type { ObjectId } from "../../src-engine/trace/events.ts";
import { indexOf, relationshipsOf } from "./run-index.ts";
import type { RunModel, Statement, StatementIndex } from "./run-model.ts";

/** What the person is looking at. One value for the whole page; every pane shows it in its own way. */
export type Selection =
  | { readonly kind: "none" }
  | { readonly kind: "statement"; readonly statement: StatementIndex }
  | { readonly kind: "object"; readonly object: ObjectId }
  /** One side of a relationship, as `Class.attribute`. */
  | { readonly kind: "edge"; readonly relationship: string }
  | { readonly kind: "class"; readonly name: string }
  | { readonly kind: "table"; readonly name: string }
  | { readonly kind: "line"; readonly line: number };

export const nothing: Selection = { kind: "none" };

/** All that has to do with a selection, by the names under which panes know it. */
export interface Related {
  readonly statements: ReadonlySet<StatementIndex>;
  readonly lines: ReadonlySet<number>;
  readonly objects: ReadonlySet<ObjectId>;
  readonly classes: ReadonlySet<string>;
  readonly tables: ReadonlySet<string>;
  /** `Class.attribute` */
  readonly relationships: ReadonlySet<string>;
}

interface Gathered {
  readonly statements: Set<StatementIndex>;
  readonly lines: Set<number>;
  readonly objects: Set<ObjectId>;
  readonly classes: Set<string>;
  readonly tables: Set<string>;
  readonly relationships: Set<string>;
}

/** Every pane asks for the same. */
const latest = new WeakMap<RunModel, { readonly selection: Selection; readonly related: Related }>();

/** Finds everything in the run that belongs to the selection. */
export function relatedTo(run: RunModel, selection: Selection): Related {
  const known = latest.get(run);
  if (known?.selection === selection) return known.related;
  const related = gather(run, selection);
  latest.set(run, { selection, related });
  return related;
}

function gather(run: RunModel, selection: Selection): Related {
  const found: Gathered = {
    statements: new Set(),
    lines: new Set(),
    objects: new Set(),
    classes: new Set(),
    tables: new Set(),
    relationships: new Set(),
  };
  switch (selection.kind) {
    case "none":
      break;
    case "statement": {
      const statement = run.statements[selection.statement];
      if (statement) gatherStatement(run, statement, found);
      break;
    }
    case "line":
      found.lines.add(selection.line);
      for (const index of indexOf(run).byLine.get(selection.line) ?? []) found.statements.add(index);
      for (const class_ of run.schema?.classes ?? []) {
        if (class_.line === selection.line) gatherClass(run, class_.name, found);
      }
      break;
    case "object": {
      const record = run.objects.get(selection.object);
      found.objects.add(selection.object);
      if (record) found.classes.add(record.ref.className);
      addStatements(run, found, indexOf(run).byObject.get(selection.object));
      break;
    }
    case "edge": {
      gatherRelationship(run, selection.relationship, found);
      for (const name of found.relationships) addStatements(run, found, indexOf(run).byRelationship.get(name));
      break;
    }
    case "class": {
      gatherClass(run, selection.name, found);
      const table = classNamed(run, selection.name)?.table;
      if (table) addStatements(run, found, indexOf(run).byTable.get(table));
      break;
    }
    case "table":
      found.tables.add(selection.name);
      for (const class_ of run.schema?.classes ?? [])
        if (class_.table === selection.name) found.classes.add(class_.name);
      addStatements(run, found, indexOf(run).byTable.get(selection.name));
      break;
    default:
      selection satisfies never;
  }
  return found;
}

function gatherStatement(run: RunModel, statement: Statement, found: Gathered): void {
  found.statements.add(statement.index);
  if (statement.line !== null) found.lines.add(statement.line);
  if (statement.table !== null) found.tables.add(statement.table);
  for (const class_ of run.schema?.classes ?? []) {
    if (class_.table !== null && class_.table === statement.table) found.classes.add(class_.name);
  }
  for (const row of statement.rows) {
    if (!row.object) continue;
    found.objects.add(row.object.id);
    found.classes.add(row.object.className);
  }
  for (const relationship of relationshipsOf(run, statement)) found.relationships.add(relationship);
}

function gatherClass(run: RunModel, name: string, found: Gathered): void {
  found.classes.add(name);
  const class_ = classNamed(run, name);
  if (class_?.table) found.tables.add(class_.table);
  if (class_ && class_.line !== null) found.lines.add(class_.line);
}

function gatherRelationship(run: RunModel, path: string, found: Gathered): void {
  found.relationships.add(path);
  const [className = "", name = ""] = path.split(".");
  const class_ = classNamed(run, className);
  const relationship = class_?.relationships.find((r) => r.name === name);
  if (!class_ || !relationship) return;
  found.classes.add(className);
  found.classes.add(relationship.target);
  if (relationship.secondary) found.tables.add(relationship.secondary);
  if (relationship.reverse) found.relationships.add(`${relationship.target}.${relationship.reverse}`);
}

function classNamed(run: RunModel, name: string) {
  return run.schema?.classes.find((class_) => class_.name === name);
}

function addStatements(run: RunModel, found: Gathered, statements: readonly StatementIndex[] = []): void {
  for (const index of statements) {
    found.statements.add(index);
    const line = run.statements[index]?.line ?? null;
    if (line !== null) found.lines.add(line);
  }
}
