import type { FileColumn, FileForeignKey, FileSchema, FileTable } from "../../protocol/messages.ts";
import { camel, manyOf, Names, oneOf, pascal, wordsOf } from "./model-names.ts";
import { writtenType } from "./model-types.ts";

/** What the program imports, or has around it, and so may call no class. */
const TAKEN =
  "Base BigInteger Boolean Column Date DateTime Double FetchedValue Float ForeignKey ForeignKeyConstraint Integer JSON LargeBinary Numeric Session SmallInteger String Table Text Time UniqueConstraint Array Error Function Map Object Promise Set Symbol Uint8Array Infinity NaN".split(
    " ",
  );
/** What every mapped class has already, and so no attribute may be called. */
const RESERVED = ["metadata", "registry", "mapped", "register", "constructor", "prototype", "length", "caller"];
/** Names of the program's own values. */
const VALUES =
  "column createEngine declarativeBase engine foreignKey relationship session text console arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield".split(
    " ",
  );

/** Characters of a line, where it can be helped. */
const LINE = 110;

/** A table with a class. */
interface Model {
  readonly table: FileTable;
  readonly className: string;
  readonly names: Names;
  /** The attribute of each column, by the column's name. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly relationships: Relationship[];
}

interface Relationship {
  readonly name: string;
  /** What it holds. */
  readonly holds: string;
  readonly target: string;
  readonly options: readonly string[];
  /** Whether it is a list. */
  readonly many: boolean;
}

/** A table that only says which rows of two others belong together. */
interface Association {
  readonly table: FileTable;
  readonly variable: string;
  readonly sides: readonly [FileForeignKey, FileForeignKey];
}

/**
 * Writes a program that maps the tables of a file: a class for each table with a primary key, relationships along its foreign
 * keys, a session, and a query to start with. Tables without a primary key, which no class can be mapped to, are written as
 * tables; views are left out.
 * @param file the file's name, by which the program opens it
 */
export function generateModel(schema: FileSchema, file: string): string {
  return new Generator(schema, file).program();
}

class Generator {
  readonly #schema: FileSchema;
  readonly #file: string;
  readonly #imports = new Set<string>(["createEngine", "declarativeBase", "Session"]);
  readonly #models = new Map<string, Model>();
  readonly #associations: Association[] = [];
  readonly #plain: FileTable[] = [];
  readonly #classNames = new Names(TAKEN);
  readonly #values = new Names(VALUES);

  constructor(schema: FileSchema, file: string) {
    this.#schema = schema;
    this.#file = file;
  }

  program(): string {
    const between = this.#schema.tables.map((table) => [table, sidesOf(table)] as const);
    for (const [table, sides] of between) {
      if (sides === null && table.columns.some(({ key }) => key > 0)) this.#models.set(table.name, this.#model(table));
    }
    for (const [table, sides] of between) {
      if (this.#models.has(table.name)) continue;
      if (sides?.every((side) => this.#models.has(side.table) && this.#isWritten(side))) {
        this.#associations.push({ table, sides, variable: this.#variable(table) });
      } else if (sides !== null && table.columns.some(({ key }) => key > 0)) {
        this.#models.set(table.name, this.#model(table));
      } else this.#plain.push(table);
    }
    // The names of what foreign keys point to come first, those of the other sides after them.
    for (const model of this.#models.values()) {
      for (const key of model.table.foreignKeys) this.#relate(model, key);
    }
    for (const association of this.#associations) this.#relateBoth(association);
    const body = [
      ...this.#associations.map((each) => this.#table(each.table, each.variable)),
      ...this.#plain.map((table) => this.#plainTable(table)),
      ...[...this.#models.values()].map((model) => this.#class(model)),
    ];
    const start = this.#start();
    return [this.#head(), ...body, start].join("\n\n");
  }

  #head(): string {
    const names = [...this.#imports].sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase()) || (a < b ? 1 : -1));
    const line = `import { ${names.join(", ")} } from "flushlight";`;
    const imports = line.length <= 100 ? line : `import {\n  ${names.join(",\n  ")},\n} from "flushlight";`;
    const { views } = this.#schema;
    const left = views.length === 0 ? "" : `\n\n// Views are not mapped: ${views.map(commented).join(", ")}.`;
    return `${imports}\n\n// The tables of ${commented(this.#file)}, as it has them.\nconst Base = declarativeBase();${left}`;
  }

  #model(table: FileTable): Model {
    const names = new Names(RESERVED);
    const attributes = new Map(table.columns.map(({ name }) => [name, names.take(camel(wordsOf(name)))]));
    const className = this.#classNames.take(pascal(oneOf(table.name)));
    return { table, className, names, attributes, relationships: [] };
  }

  #variable(table: FileTable): string {
    return this.#values.take(camel(wordsOf(table.name)));
  }

  /** Whether a foreign key can be written: text such as `table.column` names what it points to. */
  #isWritten({ table, referred }: FileForeignKey): boolean {
    const target = this.#schema.tables.find(({ name }) => name === table);
    const dotted = [table, ...referred].some((name) => name.includes("."));
    return !dotted && referred.every((name) => target?.columns.some((column) => column.name === name));
  }

  #relate(model: Model, key: FileForeignKey): void {
    const target = this.#models.get(key.table);
    if (target === undefined || !this.#isWritten(key)) return;
    const { table } = model;
    const self = target === model;
    const single = key.columns.length === 1;
    const ambiguous =
      table.foreignKeys.filter((other) => other.table === key.table && this.#isWritten(other)).length > 1;
    const stem = single ? stemOf(key.columns[0] ?? "") : null;
    const own = model.names.take(camel(stem ?? (self ? ["parent"] : oneOf(key.table))));
    const one = isUnique(table, key.columns);
    const many = one ? oneOf(table.name) : manyOf(table.name);
    const plainOther = self && own === "parent" && !one ? ["children"] : many;
    const other = target.names.take(
      camel(ambiguous || (self && own !== "parent") ? [...many, "by", ...wordsOf(own)] : plainOther),
    );
    const attributes = key.columns.map((column) => `${model.className}.${model.attributes.get(column)}`);
    const foreignKeys = ambiguous ? [`foreignKeys: ${listed(attributes)}`] : [];
    const remote = key.referred.map((column) => `${target.className}.${target.attributes.get(column)}`);
    const remoteSide = self ? [`remoteSide: ${listed(remote)}`] : [];
    const nullable = key.columns.some((name) => {
      const column = table.columns.find((each) => each.name === name);
      return column?.nullable === true && column.key === 0;
    });
    model.relationships.push({
      name: own,
      holds: nullable ? `${target.className} | null` : target.className,
      target: target.className,
      options: [...foreignKeys, ...remoteSide, `backPopulates: "${other}"`],
      many: false,
    });
    target.relationships.push({
      name: other,
      holds: one ? `${model.className} | null` : `${model.className}[]`,
      target: model.className,
      options: [...foreignKeys, ...(one ? ["uselist: false"] : []), `backPopulates: "${own}"`],
      many: !one,
    });
  }

  #relateBoth(association: Association): void {
    const {
      table,
      variable,
      sides: [left, right],
    } = association;
    const [a, b] = [this.#models.get(left.table), this.#models.get(right.table)];
    if (a === undefined || b === undefined) return;
    const self = a === b;
    const name = (from: Model, to: FileForeignKey) => {
      const stem = to.columns.length === 1 ? stemOf(to.columns[0] ?? "") : null;
      const words = self && stem !== null ? manyOf(stem.join("_")) : manyOf(to.table);
      const wanted = camel(words);
      return from.names.take(from.names.has(wanted) ? camel([...words, "by", ...wordsOf(table.name)]) : wanted);
    };
    const there = name(a, right);
    const back = name(b, left);
    const joins = (own: FileForeignKey, other: FileForeignKey) =>
      self
        ? [`primaryjoin: ${this.#join(a, own, association)}`, `secondaryjoin: ${this.#join(b, other, association)}`]
        : [];
    const between = (own: FileForeignKey, other: FileForeignKey, name: string) => [
      `secondary: ${variable}`,
      ...joins(own, other),
      `backPopulates: "${name}"`,
    ];
    a.relationships.push({
      ...{ name: there, holds: `${b.className}[]`, target: b.className, many: true },
      options: between(left, right, back),
    });
    b.relationships.push({
      ...{ name: back, holds: `${a.className}[]`, target: a.className, many: true },
      options: between(right, left, there),
    });
  }

  /** How rows of a table between belong to rows of a class. */
  #join({ className, attributes }: Model, { columns, referred }: FileForeignKey, between: Association): string {
    const pairs = columns.map((column, at) => [`${className}.${attributes.get(referred[at] ?? "")}`, column] as const);
    // As text, because a class that is named within its own declaration has no type yet; but text takes plain names only.
    if ([between.table.name, ...columns].every((name) => /^[a-z_]\w*$/i.test(name))) {
      const terms = pairs.map(([own, column]) => `${own} == ${between.table.name}.c.${column}`);
      return text(terms.length === 1 ? (terms[0] ?? "") : `and_(${terms.join(", ")})`);
    }
    const terms = pairs.map(([own, column]) => `${own}.eq(${between.variable}.c.get(${text(column)}))`);
    if (terms.length === 1) return `() => ${terms[0]}`;
    this.#imports.add("and_");
    return `() => and_(${terms.join(", ")})`;
  }

  #class(model: Model): string {
    const { table, className, attributes, relationships } = model;
    const lines = table.columns.map((column) => this.#column(model, column, attributes.get(column.name) ?? ""));
    for (const { name, holds, target, options } of relationships) {
      this.#imports.add("relationship");
      const begin = `  ${name}: relationship<${holds}>("${target}", {`;
      const line = `${begin} ${options.join(", ")} }),`;
      lines.push(line.length <= LINE ? line : `${begin}\n    ${options.join(",\n    ")},\n  }),`);
    }
    const constraints = this.#constraints(table);
    const end = constraints.length === 0 ? "" : `, {\n  tableArgs: [\n    ${constraints.join(",\n    ")},\n  ],\n}`;
    const missing = this.#missing(table);
    return `${missing}class ${className} extends Base.mapped(${text(table.name)}, {\n${lines.join("\n")}\n}${end}) {}`;
  }

  #column({ table }: Model, column: FileColumn, attribute: string): string {
    this.#imports.add("column");
    const { name } = column;
    const type = this.#type(column);
    const key = this.#inlineKey(table, name);
    if (key !== null) this.#imports.add("foreignKey");
    const parts = [
      ...(attribute === name ? [] : [text(name)]),
      type.text,
      ...(key === null ? [] : [`foreignKey(${referenceOf(key)})`]),
      ...optionsIn(this.#columnOptions(table, column)),
    ];
    return `  ${attribute}: column(${parts.join(", ")}),${type.comment}`;
  }

  #type(column: FileColumn): { readonly text: string; readonly comment: string } {
    const { name, text: written, note } = writtenType(column);
    this.#imports.add(name);
    return { text: written, comment: note === null ? "" : ` // ${commented(note)}` };
  }

  #columnOptions(table: FileTable, column: FileColumn): string[] {
    const options: string[] = [];
    if (column.key > 0) options.push("primaryKey: true");
    else if (!column.nullable) options.push("nullable: false");
    if (column.key === 0 && isUnique(table, [column.name], false)) options.push("unique: true");
    if (column.generated) {
      this.#imports.add("FetchedValue");
      options.push("serverDefault: new FetchedValue()", "serverOnupdate: new FetchedValue()");
    } else if (column.default !== null && column.default.toUpperCase() !== "NULL") {
      this.#imports.add("text");
      options.push(`serverDefault: text(${text(column.default)})`);
    }
    return options;
  }

  /** The foreign key that is written beside its one column. */
  #inlineKey(table: FileTable, column: string): FileForeignKey | null {
    const fits = (key: FileForeignKey) => key.columns.length === 1 && key.columns[0] === column && this.#isWritten(key);
    return table.foreignKeys.find(fits) ?? null;
  }

  /** The constraints that are not written beside a column. */
  #constraints(table: FileTable): string[] {
    const keys = table.foreignKeys.filter(
      (key) => this.#isWritten(key) && this.#inlineKey(table, key.columns[0] ?? "") !== key,
    );
    const unique = table.unique.filter(({ length }) => length > 1);
    if (keys.length > 0) this.#imports.add("ForeignKeyConstraint");
    if (unique.length > 0) this.#imports.add("UniqueConstraint");
    return [
      ...keys.map((key) => {
        const referred = key.referred.map((name) => text(`${key.table}.${name}`)).join(", ");
        const args = [`[${key.columns.map(text).join(", ")}]`, `[${referred}]`, ...optionsIn(actionsOf(key))];
        return `new ForeignKeyConstraint(${args.join(", ")})`;
      }),
      ...unique.map((columns) => `new UniqueConstraint([${columns.map(text).join(", ")}])`),
    ];
  }

  /** What there is to say about foreign keys that are left out. */
  #missing(table: FileTable): string {
    return table.foreignKeys
      .filter((key) => !this.#isWritten(key))
      .map(({ columns, table: to }) => {
        return `// The foreign key of ${columns.map(commented).join(", ")} is left out: it points to ${commented(to)}, which the file does not have.\n`;
      })
      .join("");
  }

  #plainTable(table: FileTable): string {
    return `// No class can be mapped to ${commented(table.name)}: it has no primary key.\n${this.#table(table, this.#variable(table))}`;
  }

  #table(table: FileTable, variable: string): string {
    this.#imports.add("Table");
    this.#imports.add("Column");
    const lines = table.columns.map((column) => {
      const type = this.#type(column);
      const key = this.#inlineKey(table, column.name);
      if (key !== null) this.#imports.add("ForeignKey");
      const parts = [
        text(column.name),
        type.text,
        ...(key === null ? [] : [`new ForeignKey(${referenceOf(key)})`]),
        ...optionsIn(this.#columnOptions(table, column)),
      ];
      return `  new Column(${parts.join(", ")}),${type.comment}`;
    });
    const constraints = this.#constraints(table).map((constraint) => `  ${constraint},`);
    const inner = [...lines, ...constraints].join("\n");
    return `${this.#missing(table)}const ${variable} = new Table(\n  ${text(table.name)},\n  Base.metadata,\n${inner}\n);`;
  }

  #start(): string {
    const engine = `const engine = createEngine(${text(`sqlite:///${this.#file}`)}, { foreignKeys: true });\nconst session = new Session(engine);\n`;
    const models = [...this.#models.values()];
    const lists = (model: Model) => model.relationships.filter(({ many }) => many);
    // What says most: something with rows that others belong to.
    const score = (model: Model) => (model.table.rows > 0 ? 10 : 0) + Math.min(lists(model).length, 5);
    const [first] = models.sort((a, b) => score(b) - score(a));
    if (first === undefined) return engine;
    const item = this.#values.take(camel(oneOf(first.table.name)));
    const keys = first.table.columns.filter(({ key }) => key > 0);
    const named = first.table.columns.find(
      ({ type, key, misfits }) => key === 0 && misfits === null && /char|text/i.test(type),
    );
    const shown = [...keys, ...(named === undefined ? [] : [named])].map(
      ({ name }) => `${item}.${first.attributes.get(name)}`,
    );
    const [list] = lists(first);
    const also = list === undefined ? [] : [`${item}.${list.name}.length`, text(list.name)];
    return `${engine}\nfor (const ${item} of session.query(${first.className}).limit(5).all()) {\n  console.log(${[...shown, ...also].join(", ")});\n}\n`;
  }
}

/** The two foreign keys of a table that has nothing else; `null` for any other table. */
function sidesOf({ columns, foreignKeys }: FileTable): readonly [FileForeignKey, FileForeignKey] | null {
  const [left, right, ...more] = foreignKeys;
  if (left === undefined || right === undefined || more.length > 0) return null;
  const own = [...left.columns, ...right.columns];
  const disjoint = new Set(own).size === own.length;
  return disjoint && columns.every(({ name }) => own.includes(name)) ? [left, right] : null;
}

/** Whether no two rows have the same values there. */
function isUnique(table: FileTable, columns: readonly string[], orKey = true): boolean {
  const keys = table.columns.filter(({ key }) => key > 0).map(({ name }) => name);
  const sets = orKey && keys.length > 0 ? [...table.unique, keys] : table.unique;
  return sets.some((set) => set.length === columns.length && set.every((name) => columns.includes(name)));
}

/** The words of what a foreign key's column points to: of `author_id`, `author`; `null` where it does not say. */
function stemOf(column: string): string[] | null {
  const words = wordsOf(column);
  if (words.length > 1 && ["id", "fk", "key", "no"].includes(words.at(-1) ?? "")) return words.slice(0, -1);
  if (words.length > 1 && words[0] === "fk") return words.slice(1);
  const glued = /^(\p{L}{3,})id$/u.exec(column.toLowerCase())?.[1];
  return glued === undefined ? null : [glued];
}

function referenceOf(key: FileForeignKey): string {
  return [text(`${key.table}.${key.referred[0]}`), ...optionsIn(actionsOf(key))].join(", ");
}

function actionsOf({ onDelete, onUpdate }: FileForeignKey): string[] {
  return [
    ...(onDelete === null ? [] : [`onDelete: ${text(onDelete)}`]),
    ...(onUpdate === null ? [] : [`onUpdate: ${text(onUpdate)}`]),
  ];
}

const optionsIn = (options: readonly string[]): string[] => (options.length === 0 ? [] : [`{ ${options.join(", ")} }`]);

const listed = (names: readonly string[]): string =>
  names.length === 1 ? text(names[0] ?? "") : `[${names.map(text).join(", ")}]`;

/** A text as a program writes it. */
const text = (value: string): string =>
  JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");

/** A name in a comment, which must not end it. */
const commented = (name: string): string => name.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
