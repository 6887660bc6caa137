import type {
  AnyNode,
  ArrowFunctionExpression,
  Class,
  Expression,
  FunctionDeclaration,
  FunctionExpression,
  Identifier,
  Program,
  Statement,
} from "acorn";
import { parse } from "acorn";
import { SyntaxProblem } from "../language.ts";

/** A script made ready to be the body of a function. */
export interface Instrumented {
  readonly code: string;
  /** The name under which the code refers to its {@link ScenarioRuntime}. */
  readonly runtimeName: string;
  /** True when it awaits something outside any function. */
  readonly waits: boolean;
  readonly imports: readonly ImportedName[];
}

/** One name that the script imports and uses. */
export interface ImportedName {
  readonly module: string;
  /** The exported name, `*` for all of them, `null` for an import without a name. */
  readonly imported: string | null;
  readonly local: string;
  readonly line: number;
}

/**
 * Writes into a script, each on the line it is about and none changing a line number:
 * the line before every statement; a tick in every loop and function; the line's restoration when a function ends, so that
 * what follows a callback is not put down to the callback; and the registration of each mapped class after its declaration.
 * @throws SyntaxError (acorn's) or SyntaxProblem
 */
export function instrument(script: string): Instrumented {
  const program = parse(script, {
    ecmaVersion: "latest",
    sourceType: "module",
    allowAwaitOutsideFunction: true,
    locations: true,
  });
  return new Instrumenter(script).program(program);
}

type FunctionNode = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression;

/** A class that is mapped, and the source text of the base that it is registered with. */
type MappedClasses = Map<string, string>;

const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);
const LOOPS = new Set(["ForStatement", "ForInStatement", "ForOfStatement", "WhileStatement", "DoWhileStatement"]);

class Instrumenter {
  readonly #script: string;
  readonly #runtime: string;
  /** In the order of their positions, and of writing at the same position: outer openings first, inner closings first. */
  readonly #insertions: { readonly at: number; readonly text: string }[] = [];
  readonly #blanks: { readonly from: number; readonly to: number }[] = [];
  readonly #imports: ImportedName[] = [];
  readonly #mapped: MappedClasses = new Map();
  readonly #used = new Set<string>();
  #functions = 0;
  #waits = false;

  constructor(script: string) {
    this.#script = script;
    let name = "$scenario";
    while (script.includes(name)) name += "_";
    this.#runtime = name;
  }

  program(program: Program): Instrumented {
    for (const statement of program.body) {
      switch (statement.type) {
        case "ImportDeclaration":
          this.#import(statement);
          break;
        case "ExportNamedDeclaration":
          this.#export(statement);
          break;
        case "ExportDefaultDeclaration":
        case "ExportAllDeclaration":
          throw new SyntaxProblem(
            "A scenario has nothing to export to: only `export` before a declaration is allowed.",
            place(statement),
          );
        default:
          this.#statement(statement);
      }
    }
    return {
      code: this.#written(),
      runtimeName: this.#runtime,
      waits: this.#waits,
      imports: this.#imports.filter((name) => name.imported === null || this.#used.has(name.local)),
    };
  }

  #import(node: Extract<Program["body"][number], { type: "ImportDeclaration" }>): void {
    this.#blank(node.start, node.end);
    const module = String(node.source.value);
    const { line } = place(node);
    if (node.specifiers.length === 0) {
      this.#imports.push({ module, imported: null, local: `${this.#runtime}${this.#imports.length}`, line });
    }
    for (const specifier of node.specifiers) {
      const local = specifier.local.name;
      if (specifier.type === "ImportNamespaceSpecifier") this.#imports.push({ module, imported: "*", local, line });
      else if (specifier.type === "ImportDefaultSpecifier") {
        this.#imports.push({ module, imported: "default", local, line });
      } else {
        const { imported } = specifier;
        const name = imported.type === "Identifier" ? imported.name : String(imported.value);
        this.#imports.push({ module, imported: name, local, line: place(specifier).line });
      }
    }
  }

  #export(node: Extract<Program["body"][number], { type: "ExportNamedDeclaration" }>): void {
    if (node.source) {
      throw new SyntaxProblem("A scenario cannot pass on what another module exports.", place(node));
    }
    if (!node.declaration) {
      this.#blank(node.start, node.end);
      return;
    }
    this.#blank(node.start, node.declaration.start);
    this.#statement(node.declaration);
  }

  /** A statement of a list: its line first, then what is in it, then what must follow it. */
  #statement(node: Statement): void {
    if (node.type === "FunctionDeclaration") {
      this.#function(node);
      return;
    }
    if (node.type === "BlockStatement" || node.type === "EmptyStatement") {
      this.#children(node);
      return;
    }
    if (node.type === "ForOfStatement" && node.await) this.#noteAwait();
    const mapped = this.#mappedBy(node);
    const { line } = place(node);
    this.#insert(node.start, mapped ? `${this.#runtime}.declare(${line});` : `${this.#runtime}.line=${line};`);
    this.#children(node);
    if (mapped) this.#insert(node.end, `;${this.#runtime}.register(${mapped.base},${mapped.name});`);
  }

  /** The class that a statement declares and maps: `class X extends Base.mapped(…)`, or one that extends such a class. */
  #mappedBy(node: Statement): { readonly name: string; readonly base: string } | null {
    const declared = declaredClass(node);
    if (!declared) return null;
    const base = this.#baseOf(declared.class_.superClass);
    if (base === null) return null;
    this.#mapped.set(declared.name, base);
    return { name: declared.name, base };
  }

  #baseOf(superClass: Expression | null | undefined): string | null {
    if (!superClass) return null;
    if (superClass.type === "Identifier") return this.#mapped.get(superClass.name) ?? null;
    if (superClass.type !== "CallExpression") return null;
    const { callee } = superClass;
    if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return null;
    if (callee.property.name !== "mapped" || !isPath(callee.object)) return null;
    const base = this.#script.slice(callee.object.start, callee.object.end);
    return this.#mapped.get(base) ?? base;
  }

  /** What a node holds, whatever it is. */
  #children(node: AnyNode): void {
    for (const key of Object.keys(node) as (keyof AnyNode)[]) {
      const child: unknown = node[key];
      if (Array.isArray(child)) for (const item of child) this.#child(item, node, key);
      else this.#child(child, node, key);
    }
  }

  #child(child: unknown, parent: AnyNode, key: string): void {
    if (!isNode(child)) return;
    if (isStatementList(parent, key)) this.#statement(child as Statement);
    else if (key === "body" && LOOPS.has(parent.type)) this.#branch(child as Statement, `${this.#runtime}.tick();`);
    else if (isBranch(parent, key)) this.#branch(child as Statement, "");
    else if (key === "test" || key === "update") this.#condition(child, parent);
    else this.#node(child, parent, key);
  }

  #node(node: AnyNode, parent: AnyNode, key: string): void {
    if (FUNCTIONS.has(node.type)) this.#function(node as FunctionNode);
    else if (node.type === "Identifier") this.#identifier(node, parent, key);
    else {
      if (node.type === "AwaitExpression") this.#noteAwait();
      if (node.type === "MetaProperty" && node.meta.name === "import") {
        throw new SyntaxProblem("A scenario has no `import.meta`.", place(node));
      }
      this.#children(node);
    }
  }

  #identifier(node: Identifier, parent: AnyNode, key: string): void {
    const isName = (parent.type === "MemberExpression" && key === "property") || key === "key";
    const plain = "computed" in parent && !parent.computed && !("shorthand" in parent && parent.shorthand);
    if (!(isName && plain)) this.#used.add(node.name);
  }

  #noteAwait(): void {
    if (this.#functions === 0) this.#waits = true;
  }

  #function(node: FunctionNode): void {
    this.#functions++;
    const { body } = node;
    const wrapped = body.type === "BlockStatement" && body.body.length > 0;
    const before = `${this.#runtime}${this.#functions}`;
    if (wrapped) {
      this.#children({ ...node, body: null } as unknown as AnyNode);
      this.#insert(body.start + 1, `const ${before}=${this.#runtime}.line;try{${this.#runtime}.tick();`);
      this.#children(body);
      this.#insert(
        body.end - 1,
        `}catch(${before}e){throw ${this.#runtime}.thrown(${before}e)}finally{${this.#runtime}.line=${before}}`,
      );
    } else this.#children(node);
    this.#functions--;
  }

  /** The body of a loop, or one arm of an `if`: braces around a lone statement, so that its line can stand before it. */
  #branch(node: Statement, first: string): void {
    if (node.type === "BlockStatement") {
      this.#insert(node.start + 1, first);
      this.#children(node);
      return;
    }
    this.#insert(node.start, `{${first}`);
    this.#statement(node);
    this.#insert(node.end, "}");
  }

  /** A loop's condition is evaluated again after its body, so it says its own line each time. */
  #condition(node: AnyNode, parent: AnyNode): void {
    if (!LOOPS.has(parent.type)) {
      this.#node(node, parent, "test");
      return;
    }
    this.#insert(node.start, `(${this.#runtime}.line=${place(node).line},`);
    this.#node(node, parent, "test");
    this.#insert(node.end, ")");
  }

  #insert(at: number, text: string): void {
    if (text !== "") this.#insertions.push({ at, text });
  }

  #blank(from: number, to: number): void {
    this.#blanks.push({ from, to });
  }

  #written(): string {
    let script = this.#script;
    for (const { from, to } of this.#blanks) {
      script = script.slice(0, from) + script.slice(from, to).replace(/[^\n\r]/g, " ") + script.slice(to);
    }
    let code = "";
    let written = 0;
    for (const { at, text } of this.#insertions.toSorted((a, b) => a.at - b.at)) {
      code += script.slice(written, at) + text;
      written = at;
    }
    return code + script.slice(written);
  }
}

function place(node: AnyNode): { line: number; column: number } {
  const start = node.loc?.start ?? { line: 1, column: 0 };
  return { line: start.line, column: start.column + 1 };
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

function isStatementList(parent: AnyNode, key: string): boolean {
  if (key === "body") return parent.type === "BlockStatement" || parent.type === "StaticBlock";
  return key === "consequent" && parent.type === "SwitchCase";
}

function isBranch(parent: AnyNode, key: string): boolean {
  return parent.type === "IfStatement" && (key === "consequent" || key === "alternate");
}

/** A name, or names joined by dots: reading it twice does nothing. */
function isPath(node: AnyNode): boolean {
  if (node.type === "Identifier") return true;
  return (
    node.type === "MemberExpression" && !node.computed && node.property.type === "Identifier" && isPath(node.object)
  );
}

function declaredClass(node: Statement): { readonly name: string; readonly class_: Class } | null {
  if (node.type === "ClassDeclaration") return { name: node.id.name, class_: node };
  if (node.type !== "VariableDeclaration") return null;
  const [only, ...others] = node.declarations;
  if (!only || others.length > 0 || only.id.type !== "Identifier" || only.init?.type !== "ClassExpression") return null;
  return { name: only.id.name, class_: only.init };
}
