import { tsPlugin } from "@sveltejs/acorn-typescript";
import { type Comment, Parser } from "acorn";
import { keyOf, PythonExpressions, type Tree, unwrap } from "./python-writer.ts";
import { type Conversion, NoCounterpart, snake, type Untranslated } from "./words.ts";

const TypeScriptParser = Parser.extend(tsPlugin());

/**
 * Writes a TypeScript scenario in Python. A statement without a counterpart stays as a comment.
 * @throws SyntaxError where the source is no program
 */
export function toPython(source: string): Conversion {
  const comments: Comment[] = [];
  const program = TypeScriptParser.parse(source, {
    ecmaVersion: "latest",
    sourceType: "module",
    allowAwaitOutsideFunction: true,
    locations: true,
    onComment: comments,
  }) as unknown as Tree;
  return new PythonProgram(source, comments).convert(program);
}

class PythonProgram {
  readonly #source: string;
  readonly #comments: readonly Comment[];
  readonly #imports = new Map<string, Set<string>>();
  readonly #write = new PythonExpressions(this.#imports);
  readonly #untranslated: Untranslated[] = [];
  #commented = 0;

  constructor(source: string, comments: readonly Comment[]) {
    this.#source = source;
    this.#comments = comments;
  }

  convert(program: Tree): Conversion {
    this.#takeAttributes(program);
    const body = this.#block(program.body, "", this.#source.length);
    const imports = [...this.#imports].map(([module, names]) => `from ${module} import ${[...names].join(", ")}`);
    const code = ["# Converted from TypeScript", "", ...imports.toSorted(), "", ...body].join("\n");
    return {
      code: `${code
        .replace(/^(.*)\n{3,}/, "$1\n\n")
        .replace(/\n{4,}/g, "\n\n\n")
        .trim()}\n`,
      untranslated: this.#untranslated,
    };
  }

  /** The attributes of all classes: texts name them before their classes are written. */
  #takeAttributes(program: Tree): void {
    for (const statement of program.body as Tree[]) {
      if (statement.type === "FunctionDeclaration") this.#write.own.add(statement.id.name);
      if (statement.type === "ImportDeclaration") {
        for (const { local } of statement.specifiers as Tree[]) this.#write.imported.add(local.name);
      }
      if (statement.type !== "ClassDeclaration") continue;
      for (const property of statement.superClass?.arguments?.[1]?.properties ?? [])
        this.#write.attributes.add(keyOf(property));
    }
  }

  #block(statements: readonly Tree[], indent: string, end: number): string[] {
    const lines: string[] = [];
    let last = -1;
    for (const statement of statements) {
      const before = this.#commentsBefore(statement.start).map((text) => indent + text);
      const own = this.#statement(statement).map((line) => (line === "" ? "" : indent + line));
      const gap = last >= 0 && /\n\s*\n/.test(this.#source.slice(last, statement.start));
      const wide = indent === "" && statement.type === "ClassDeclaration";
      if (own.length + before.length > 0)
        lines.push(...(wide ? ["", ""] : gap ? [""] : []), ...before, ...own, ...(wide ? ["", ""] : []));
      last = statement.end;
    }
    lines.push(...this.#commentsBefore(end).map((text) => indent + text));
    return lines;
  }

  #commentsBefore(offset: number): string[] {
    const found: string[] = [];
    for (; this.#commented < this.#comments.length; this.#commented += 1) {
      const comment = this.#comments[this.#commented];
      if (comment === undefined || comment.start >= offset) break;
      found.push(...comment.value.split("\n").map((line) => `# ${line.replace(/^[\s*]+/, "")}`.trim()));
    }
    return found;
  }

  #statement(node: Tree): string[] {
    try {
      const write = this.#statements[node.type];
      if (write === undefined) throw new NoCounterpart(`${node.type} has no counterpart`);
      return write(node);
    } catch (error) {
      if (!(error instanceof NoCounterpart)) throw error;
      const text = this.#source.slice(node.start, node.end);
      this.#untranslated.push({ line: node.loc?.start.line ?? 1, text, why: error.message });
      return [`# Not translated: ${error.message}.`, ...text.split("\n").map((line) => `#   ${line}`), "pass"];
    }
  }

  readonly #statements: Readonly<Record<string, (node: Tree) => string[]>> = {
    ImportDeclaration: () => [],
    TSInterfaceDeclaration: () => [],
    TSTypeAliasDeclaration: () => [],
    EmptyStatement: () => [],
    ExpressionStatement: (node) => this.#expression(unwrap(node.expression)),
    VariableDeclaration: (node) => (node.declarations as Tree[]).flatMap((each) => this.#variable(each)),
    ClassDeclaration: (node) => this.#class(node),
    FunctionDeclaration: (node) => this.#function(snake(node.id.name), node),
    ReturnStatement: (node) => [node.argument ? `return ${this.#write.text(node.argument)}` : "return"],
    BlockStatement: (node) => this.#block(node.body, "", node.end),
    IfStatement: (node) => [
      `if ${this.#write.text(node.test)}:`,
      ...this.#body(node.consequent),
      ...(node.alternate ? ["else:", ...this.#body(node.alternate)] : []),
    ],
    ForOfStatement: (node) => [
      `for ${this.#target(node.left.declarations[0].id)} in ${this.#write.text(node.right)}:`,
      ...this.#body(node.body),
    ],
    TryStatement: (node) => [
      "try:",
      ...this.#body(node.block),
      ...(node.handler
        ? [
            `except Exception${node.handler.param ? ` as ${snake(node.handler.param.name)}` : ""}:`,
            ...this.#body(node.handler.body),
          ]
        : []),
      ...(node.finalizer ? ["finally:", ...this.#body(node.finalizer)] : []),
    ],
    ThrowStatement: (node) => [`raise ${this.#write.text(node.argument)}`],
  };

  #body(node: Tree): string[] {
    const statements = node.type === "BlockStatement" ? node.body : [node];
    const lines = this.#block(statements, "    ", node.end);
    return lines.some((line) => line.trim() !== "" && !line.trim().startsWith("#")) ? lines : [...lines, "    pass"];
  }

  #target(node: Tree): string {
    if (node.type === "ArrayPattern") return node.elements.map((each: Tree) => this.#target(each)).join(", ");
    if (node.type !== "Identifier") throw new NoCounterpart("an object is not taken apart in Python");
    return snake(node.name);
  }

  #variable({ id, init }: Tree): string[] {
    const target = this.#target(id);
    if (!init) return [`${target} = None`];
    const value = unwrap(init);
    if (value.type === "ArrowFunctionExpression") {
      if (value.body.type === "BlockStatement") return this.#function(target, value);
      return [`def ${target}(${this.#params(value)}):`, `    return ${this.#write.text(value.body)}`];
    }
    const lines = [`${target} = ${this.#write.text(value)}`];
    if (value.type === "CallExpression" && value.callee.name === "createEngine")
      lines.push(...this.#listener(target, value));
    return lines;
  }

  /** SQLite's foreign keys are turned on by a listener. */
  #listener(engine: string, call: Tree): string[] {
    const given = call.arguments[1] ? unwrap(call.arguments[1]) : null;
    if (given === null) return [];
    const on = given.properties?.find((each: Tree) => keyOf(each) === "foreignKeys")?.value;
    if (given.properties && (on === undefined || on.value === false)) return [];
    this.#write.use("event");
    const lines = [
      `@event.listens_for(${engine}, "connect")`,
      "def _set_foreign_keys(connection, record):",
      '    connection.execute("PRAGMA foreign_keys=ON")',
      "",
    ];
    if (on?.value === true) return ["", ...lines];
    const condition = on === undefined ? `${this.#write.text(given)}["foreign_keys"]` : this.#write.text(on);
    return [`if ${condition}:`, "", ...lines.map((line) => (line === "" ? "" : `    ${line}`))];
  }

  #params(node: Tree): string {
    return node.params
      .map((each: Tree) =>
        each.type === "AssignmentPattern"
          ? `${snake(each.left.name)}=${this.#write.text(each.right)}`
          : snake(each.name),
      )
      .join(", ");
  }

  #function(name: string, node: Tree): string[] {
    return [`def ${name}(${this.#params(node)}):`, ...this.#body(node.body)];
  }

  #expression(node: Tree): string[] {
    const callee = node.type === "CallExpression" ? unwrap(node.callee) : null;
    const name: string =
      callee?.type === "MemberExpression" && !callee.computed ? callee.property.name : (callee?.name ?? "");
    const given: Tree[] = node.arguments ?? [];
    const [first, second] = given;
    if (name === "register" && callee?.type === "MemberExpression") return [];
    if (name === "noAutoflush" && first?.type === "ArrowFunctionExpression") {
      return [`with ${this.#write.text(callee?.object)}.no_autoflush:`, ...this.#body(first.body)];
    }
    if (name === "splice" && given.length === 2 && second?.value === 1) {
      return [`del ${this.#write.text(callee?.object)}[${this.#write.text(first as Tree)}]`];
    }
    if (name === "setItem" && first && second) {
      return [`${this.#write.text(callee?.object)}[${this.#write.text(first)}] = ${this.#write.text(second)}`];
    }
    if (name === "delAttribute" && first && second)
      return [`del ${this.#write.text(first)}.${snake(String(second.value))}`];
    return [this.#write.text(node)];
  }

  #class(node: Tree): string[] {
    const superclass = node.superClass ? unwrap(node.superClass) : null;
    const mapped = superclass?.type === "CallExpression" && unwrap(superclass.callee).property?.name === "mapped";
    if (!mapped) throw new NoCounterpart("only mapped classes are translated");
    const [table, properties, options] = superclass.arguments.map(unwrap) as [Tree, Tree | undefined, Tree | undefined];
    const lines: string[] = [];
    let attributes = properties;
    // A class that inherits another's table names no table.
    if (table.type === "Literal") lines.push(`__tablename__ = ${this.#write.text(table)}`, "");
    else attributes = table;
    for (const property of (attributes?.properties ?? []) as Tree[]) {
      lines.push(...this.#commentsBefore(property.start), this.#attribute(property));
    }
    if (options?.properties) lines.push(...this.#classOptions(options));
    for (const member of node.body.body as Tree[]) lines.push("", ...this.#method(member));
    const base = this.#write.text(unwrap(superclass.callee).object);
    return [
      `class ${node.id.name}(${base}):`,
      ...(lines.length === 0 ? ["pass"] : lines).map((line) => (line === "" ? "" : `    ${line}`)),
    ];
  }

  #attribute(property: Tree): string {
    if (property.type !== "Property") throw new NoCounterpart("attributes are written out in Python");
    const key = keyOf(property);
    const name = snake(key);
    const value = unwrap(property.value);
    const called = value.type === "CallExpression" ? unwrap(value.callee).name : "";
    if (called !== "column") return `${name} = ${this.#write.text(value)}`;
    const given: Tree[] = value.arguments;
    const [first] = given;
    const explicit = first?.type === "Literal" && typeof first.value === "string" ? first.value : null;
    const column = explicit ?? key;
    const rest = explicit === null ? given : given.slice(1);
    const args = [...(column === name ? [] : [JSON.stringify(column)]), this.#write.args(rest)].filter(
      (text) => text !== "",
    );
    return `${name} = ${this.#write.use("Column")}(${args.join(", ")})`;
  }

  #classOptions(options: Tree): string[] {
    const mapper: string[] = [];
    const lines: string[] = [];
    for (const property of options.properties as Tree[]) {
      const key = keyOf(property);
      const value = unwrap(property.value);
      if (key === "tableArgs") {
        const parts: string[] = value.elements.map((each: Tree) => this.#write.text(each));
        lines.push(`__table_args__ = (${parts.join(", ")},)`);
      } else if (key === "mapperArgs" && value.type === "ObjectExpression") {
        for (const each of value.properties as Tree[])
          mapper.push(`"${snake(keyOf(each))}": ${this.#write.option(keyOf(each), each.value)}`);
      } else mapper.push(`"${snake(key)}": ${this.#write.option(key, value)}`);
    }
    if (mapper.length > 0) lines.push(`__mapper_args__ = {${mapper.join(", ")}}`);
    return lines;
  }

  #method(member: Tree): string[] {
    const name: string = member.key?.name ?? "";
    const { value } = member;
    if (member.type !== "MethodDefinition" || member.kind === "constructor")
      throw new NoCounterpart("only methods of a class are translated");
    const lines = [
      ...(member.kind === "get" ? ["@property"] : []),
      `def ${name === "toString" ? "__repr__" : snake(name)}(${["self", this.#params(value)].filter((each) => each !== "").join(", ")}):`,
      ...this.#body(value.body),
    ];
    return lines;
  }
}
