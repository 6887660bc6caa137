import type { Node } from "acorn";
import { moduleOf } from "../python/fixes/complete/known-names.ts";
import { NoCounterpart, OPERATORS, snake } from "./words.ts";

/** A node of acorn's tree, read by its type. */
// biome-ignore lint/suspicious/noExplicitAny: the tree of a program has no one type; each branch below reads what its type has.
export type Tree = Node & Record<string, any>;

const BINARY: Readonly<Record<string, string>> = {
  "===": "is",
  "!==": "is not",
  "==": "==",
  "!=": "!=",
  "&&": "and",
  "||": "or",
  "??": "or",
  instanceof: "isinstance",
};
/** Calls whose object is a dictionary in Python, too. */
const DICTIONARIES = new Set(["update", "values", "execute", "scalars", "scalar"]);
const FUNCTIONS: Readonly<Record<string, string>> = { column: "Column", foreignKey: "ForeignKey" };
const ERRORS: Readonly<Record<string, string>> = { Error: "Exception", TypeError: "TypeError" };
const RENAMED: Readonly<Record<string, string>> = {
  notIn: "not_in",
  push: "append",
  unshift: "insert",
  toString: "__str__",
};

/** Writes TypeScript expressions as Python's. */
export class PythonExpressions {
  readonly #imports: Map<string, Set<string>>;
  /** Attributes whose names differ, so that texts that name them can follow. */
  readonly attributes = new Set<string>();
  /** What the program imports, and the functions that are its own. */
  readonly imported = new Set<string>();
  readonly own = new Set<string>();

  constructor(imports: Map<string, Set<string>>) {
    this.#imports = imports;
  }

  use(name: string, module = moduleOf(name)): string {
    if (module !== undefined) this.#imports.set(module, (this.#imports.get(module) ?? new Set()).add(name));
    return name;
  }

  text(node: Tree): string {
    const write = this.#writers[node.type];
    if (write === undefined) throw new NoCounterpart(`${node.type} has no counterpart`);
    return write(node);
  }

  /** What a call is given: by place, then by name from an object at the end. */
  args(list: readonly Tree[], keepObjects = false): string {
    return list
      .flatMap((arg, at) => {
        const object = unwrap(arg);
        if (object.type === "ObjectExpression" && !keepObjects && at === list.length - 1) return this.keywords(object);
        return [this.text(arg)];
      })
      .join(", ");
  }

  keywords(object: Tree): string[] {
    return object.properties.map((property: Tree) => {
      if (property.type === "SpreadElement") return `**${this.text(property.argument)}`;
      return `${snake(keyOf(property))}=${this.option(keyOf(property), property.value)}`;
    });
  }

  /** An option's value; texts that name attributes name them as Python does. */
  option(key: string, value: Tree): string {
    const plain = unwrap(value);
    const names = /^(?:primaryjoin|secondaryjoin|foreignKeys|remoteSide|orderBy|backPopulates|backref|overlaps)$/.test(
      key,
    );
    if (names && plain.type === "Literal" && typeof plain.value === "string")
      return this.literal(this.#renamed(plain.value));
    return this.text(plain);
  }

  #renamed = (text: string): string => {
    return text.replace(/(?<!['\w])[a-z]\w*/g, (word) => (this.attributes.has(word) ? snake(word) : word));
  };

  literal(value: unknown): string {
    if (value === null) return "None";
    if (typeof value === "boolean") return value ? "True" : "False";
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  }

  readonly #writers: Readonly<Record<string, (node: Tree) => string>> = {
    Literal: (node) => {
      if (node.regex) throw new NoCounterpart("a regular expression is written otherwise");
      return this.literal(node.value);
    },
    Identifier: (node) => {
      if (node.name === "undefined") return "None";
      return this.use(ERRORS[node.name] ?? snake(FUNCTIONS[node.name] ?? node.name));
    },
    ThisExpression: () => "self",
    TemplateLiteral: (node) => {
      const parts: string = node.quasis
        .map((quasi: Tree, at: number) => {
          const text = JSON.stringify(quasi.value.cooked).slice(1, -1).replace(/[{}]/g, "$&$&");
          const inside = node.expressions[at];
          return inside === undefined ? text : `${text}{${this.text(inside).replaceAll('"', "'")}}`;
        })
        .join("");
      return node.expressions.length === 0 ? JSON.stringify(node.quasis[0].value.cooked) : `f"${parts}"`;
    },
    ArrayExpression: (node) => {
      const [only] = node.elements;
      if (node.elements.length === 1 && only?.type === "SpreadElement") return `list(${this.text(only.argument)})`;
      return `[${node.elements.map((each: Tree) => this.text(each)).join(", ")}]`;
    },
    SpreadElement: (node) => `*${this.text(node.argument)}`,
    ObjectExpression: (node) =>
      `{${node.properties.map((each: Tree) => `${JSON.stringify(snake(keyOf(each)))}: ${this.text(each.value)}`).join(", ")}}`,
    ParenthesizedExpression: (node) => `(${this.text(node.expression)})`,
    TSNonNullExpression: (node) => this.text(node.expression),
    TSAsExpression: (node) => this.text(node.expression),
    TSSatisfiesExpression: (node) => this.text(node.expression),
    ChainExpression: (node) => this.text(node.expression),
    UnaryExpression: (node) => {
      if (node.operator === "!") return `not ${this.text(node.argument)}`;
      if (node.operator === "-") return `-${this.text(node.argument)}`;
      throw new NoCounterpart(`${node.operator} has no counterpart`);
    },
    BinaryExpression: (node) => this.#binary(node),
    LogicalExpression: (node) => this.#binary(node),
    ConditionalExpression: (node) =>
      `${this.text(node.consequent)} if ${this.text(node.test)} else ${this.text(node.alternate)}`,
    ArrowFunctionExpression: (node) => {
      if (node.body.type === "BlockStatement") throw new NoCounterpart("a lambda has no statements");
      const params = node.params.map((each: Tree) => snake(each.name)).join(", ");
      return `lambda${params === "" ? "" : ` ${params}`}: ${this.text(node.body)}`;
    },
    AssignmentExpression: (node) => `${this.text(node.left)} ${node.operator} ${this.text(node.right)}`,
    MemberExpression: (node) => this.#member(node),
    NewExpression: (node) => {
      const name = this.text(node.callee);
      // MetaData and the like stand in the same place.
      return `${name}(${this.args(node.arguments)})`;
    },
    CallExpression: (node) => this.#call(node),
  };

  #binary(node: Tree): string {
    const operator: string = BINARY[node.operator] ?? node.operator;
    const [left, right] = [this.text(node.left), this.text(node.right)];
    if (operator === "isinstance") return `isinstance(${left}, ${right})`;
    const plain = [node.left, node.right].some((side: Tree) => side.type === "Literal" && side.value !== null);
    const written = plain && operator.startsWith("is") ? (operator === "is" ? "==" : "!=") : operator;
    return `${left} ${written} ${right}`;
  }

  #member(node: Tree): string {
    const object = this.text(node.object);
    if (node.computed) return `${object}[${this.text(node.property)}]`;
    const name: string = node.property.name;
    if (name === "length") return `len(${object})`;
    if (object === "error" && name === "name") return "type(error).__name__";
    if (object === "error" && name === "message") return "str(error)";
    const member = `${object}.${snake(name)}`;
    return node.optional ? `(${member} if ${object} is not None else None)` : member;
  }

  #call(node: Tree): string {
    const callee = unwrap(node.callee);
    const given: Tree[] = node.arguments;
    if (callee.type === "Identifier") return this.#function(callee.name, given);
    if (callee.type !== "MemberExpression") throw new NoCounterpart("only names and members are called");
    const name: string = callee.computed ? "" : callee.property.name;
    if (callee.object.type === "Identifier" && callee.object.name === "console")
      return `print(${this.args(given, true)})`;
    const path = this.#path(callee);
    if (path === "Temporal.PlainDateTime.from")
      return `${this.use("datetime", "datetime")}.fromisoformat(${this.args(given)})`;
    if (path.startsWith("Temporal.")) throw new NoCounterpart(`${path} has no counterpart`);
    return this.#method(this.#operand(callee.object), { name, given, optional: callee.optional === true });
  }

  #function(name: string, given: readonly Tree[]): string {
    if (name === "String" && !this.imported.has("String")) return `str(${this.args(given)})`;
    if (name === "delAttribute") throw new NoCounterpart("a deletion is a statement");
    if (name === "createEngine" && given[1] !== undefined) {
      // Foreign keys are turned on by a listener, which the statement around writes.
      const options = unwrap(given[1]);
      if (options.type !== "ObjectExpression") return `${this.use("create_engine")}(${this.text(given[0] as Tree)})`;
      const kept = { ...options, properties: options.properties.filter((each: Tree) => keyOf(each) !== "foreignKeys") };
      return `${this.use("create_engine")}(${this.args([given[0] as Tree, kept as Tree])})`;
    }
    if (name === "aliased" && given[1]?.type === "Literal") {
      return `${this.use("aliased")}(${this.text(given[0] as Tree)}, name=${this.text(given[1])})`;
    }
    if (this.own.has(name)) return `${snake(name)}(${this.args(given, true)})`;
    return `${this.use(snake(FUNCTIONS[name] ?? name))}(${this.args(given)})`;
  }

  #method(
    object: string,
    call: { readonly name: string; readonly given: readonly Tree[]; readonly optional: boolean },
  ): string {
    const { name, given } = call;
    const [first] = given;
    const operator = OPERATORS[name];
    if (operator !== undefined && first !== undefined) return `(${object} ${operator} ${this.text(first)})`;
    if (name === "map" && first !== undefined) return this.#comprehension(object, first, null);
    if (name === "filter" && first?.type === "ArrowFunctionExpression") return this.#comprehension(object, null, first);
    if (name === "join" && given.length === 1 && first !== undefined && isText(first))
      return `${this.text(first)}.join(${object})`;
    if (name === "includes" || name === "contains") {
      if (name === "contains" && object.includes(".") && /^[A-Z]/.test(object))
        return `${object}.contains(${this.args(given)})`;
      return `(${this.args(given)} in ${object})`;
    }
    if (name === "push" && given.length > 1) return `${object}.extend([${this.args(given)}])`;
    if (name === "setItem" || name === "splice")
      throw new NoCounterpart(`${name}() is a statement of its own in Python`);
    const written = `${object}.${RENAMED[name] ?? snake(name)}(${this.args(given, DICTIONARIES.has(name) && !isOptions(given))})`;
    return call.optional ? `(${written} if ${object} is not None else None)` : written;
  }

  #comprehension(object: string, each: Tree | null, where: Tree | null): string {
    const arrow = each ?? where;
    if (
      arrow === null ||
      arrow.type !== "ArrowFunctionExpression" ||
      arrow.body.type === "BlockStatement" ||
      arrow.params.length !== 1
    ) {
      throw new NoCounterpart("only a function of one expression becomes a comprehension");
    }
    const name = snake(arrow.params[0].name);
    const shown = each === null ? name : this.text(arrow.body);
    return `[${shown} for ${name} in ${object}${where === null ? "" : ` if ${this.text(where.body)}`}]`;
  }

  /** An object whose method is called, in brackets where it needs them. */
  #operand(node: Tree): string {
    const text = this.text(node);
    return ["ConditionalExpression", "BinaryExpression", "LogicalExpression"].includes(node.type) ? `(${text})` : text;
  }

  #path(node: Tree): string {
    if (node.type === "Identifier") return node.name;
    return node.type === "MemberExpression" && !node.computed ? `${this.#path(node.object)}.${node.property.name}` : "";
  }
}

const isText = (node: Tree): boolean => node.type === "Literal" && typeof node.value === "string";

/** `delete({ synchronizeSession: false })`, where the object is no row. */
const isOptions = (given: readonly Tree[]): boolean =>
  unwrap(given.at(-1) ?? ({ type: "" } as Tree)).properties?.every((each: Tree) =>
    /^(?:synchronizeSession|executionOptions)$/.test(keyOf(each)),
  ) === true;

export function unwrap(node: Tree): Tree {
  return /^(?:TSAsExpression|TSNonNullExpression|TSSatisfiesExpression|ParenthesizedExpression)$/.test(node.type)
    ? unwrap(node.expression)
    : node;
}

export function keyOf(property: Tree): string {
  if (property.type === "SpreadElement") return "";
  return property.key.type === "Identifier" ? property.key.name : String(property.key.value);
}
