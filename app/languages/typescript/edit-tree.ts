import { tsPlugin } from "@sveltejs/acorn-typescript";
import type {
  CallExpression,
  Class,
  Expression,
  Identifier,
  ImportDeclaration,
  NewExpression,
  ObjectExpression,
  Property,
} from "acorn";
import { Parser } from "acorn";

/** A node of the tree as a walk sees it. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

export type Call = CallExpression | NewExpression;

const TypeScriptParser = Parser.extend(tsPlugin());

/** What an edit cannot be made for; its message is shown. */
export class Refusal extends Error {}

/** A program's tree, with what editing asks of it: its imports, its classes, the values of its constants. */
export class ProgramTree {
  readonly source: string;
  readonly nodes: readonly SyntaxNode[];
  readonly #imported = new Map<string, string>();
  readonly #namespaces = new Set<string>();
  readonly #constants = new Map<string, Expression>();
  readonly #uses = new Map<string, number>();

  /** @throws SyntaxError where the source is no program */
  constructor(source: string) {
    this.source = source;
    const program = TypeScriptParser.parse(source, {
      ecmaVersion: "latest",
      sourceType: "module",
      allowAwaitOutsideFunction: true,
      // The plugin asks for them.
      locations: true,
    });
    this.nodes = [...walk(program)];
    for (const node of this.nodes) {
      if (is(node, "ImportDeclaration")) this.#takeImports(node as ImportDeclaration);
      if (is(node, "Identifier")) {
        const { name } = node as Identifier;
        this.#uses.set(name, (this.#uses.get(name) ?? 0) + 1);
      }
      if (is(node, "VariableDeclarator")) {
        const { id, init } = node as SyntaxNode & { id: SyntaxNode; init: Expression | null };
        if (is(id, "Identifier") && init) this.#constants.set((id as Identifier).name, init);
      }
    }
  }

  #takeImports(declaration: ImportDeclaration): void {
    if (declaration.source.value !== "flushlight") return;
    for (const specifier of declaration.specifiers) {
      if (specifier.type === "ImportNamespaceSpecifier") this.#namespaces.add(specifier.local.name);
      if (specifier.type === "ImportSpecifier" && specifier.imported.type === "Identifier") {
        this.#imported.set(specifier.local.name, specifier.imported.name);
      }
    }
  }

  /** The name by which the program calls something of the engine's: `backref`, `rel`, `fl.backref`; `null` for one not imported. */
  localName(exported: string): string | null {
    for (const [local, name] of this.#imported) if (name === exported) return local;
    const [namespace] = this.#namespaces;
    return namespace === undefined ? null : `${namespace}.${exported}`;
  }

  /** True for a call of one of the engine's functions or classes. */
  calls(node: SyntaxNode, exported: string): node is SyntaxNode & Call {
    if (!is(node, "CallExpression") && !is(node, "NewExpression")) return false;
    const { callee } = node as Call;
    if (callee.type === "Identifier") return this.#imported.get(callee.name) === exported;
    return (
      callee.type === "MemberExpression" &&
      callee.object.type === "Identifier" &&
      this.#namespaces.has(callee.object.name) &&
      callee.property.type === "Identifier" &&
      callee.property.name === exported
    );
  }

  /** What stands behind a node: the expression without its types, the value of a constant. */
  valueOf(node: SyntaxNode): SyntaxNode {
    const bare = unwrapped(node);
    if (!is(bare, "Identifier")) return bare;
    const constant = this.#constants.get((bare as Identifier).name);
    return constant ? unwrapped(constant) : bare;
  }

  /**
   * The same, to be edited.
   * @throws Refusal for a constant that is used elsewhere too
   */
  ownValueOf(node: SyntaxNode): SyntaxNode {
    const bare = unwrapped(node);
    if (is(bare, "Identifier")) {
      const { name } = bare as Identifier;
      if (this.#constants.has(name) && (this.#uses.get(name) ?? 0) > 2) {
        throw new Refusal(`“${name}” is used in several places: change it in the program.`);
      }
    }
    return this.valueOf(node);
  }

  textOf(node: SyntaxNode): string {
    return this.source.slice(node.start, node.end);
  }

  /** The text of a literal, or of a template without parts. */
  stringOf(node: SyntaxNode | undefined): string | null {
    if (!node) return null;
    const value = this.valueOf(node) as SyntaxNode & {
      value?: unknown;
      expressions?: unknown[];
      quasis?: { value: { cooked: string } }[];
    };
    if (is(value, "Literal")) return typeof value.value === "string" ? value.value : null;
    if (is(value, "TemplateLiteral") && value.expressions?.length === 0) return value.quasis?.[0]?.value.cooked ?? null;
    return null;
  }

  /** The properties of an object, with those of the constants that it spreads. */
  propertiesOf(object: SyntaxNode): readonly Property[] {
    const value = this.valueOf(object);
    if (!isObject(value)) return [];
    return value.properties.flatMap((property) =>
      property.type === "Property" ? [property] : this.propertiesOf(property.argument),
    );
  }

  /** The last property of a name: the one that counts. */
  propertyOf(object: SyntaxNode, name: string): Property | null {
    return this.propertiesOf(object).findLast((property) => keyOf(property) === name) ?? null;
  }
}

export function keyOf({ key, computed }: Property): string | null {
  if (key.type === "Identifier" && !computed) return key.name;
  return key.type === "Literal" && typeof key.value === "string" ? key.value : null;
}

export function isObject(node: SyntaxNode): node is SyntaxNode & ObjectExpression {
  return is(node, "ObjectExpression");
}

export function isClass(node: SyntaxNode): node is SyntaxNode & Class {
  return is(node, "ClassDeclaration") || is(node, "ClassExpression");
}

export function isCall(node: SyntaxNode): node is SyntaxNode & Call {
  return is(node, "CallExpression") || is(node, "NewExpression");
}

export const is = (node: SyntaxNode, type: string): boolean => node.type === type;

const WRAPPERS = new Set([
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
  "ParenthesizedExpression",
]);

/** The expression without the types around it. */
export function unwrapped(node: SyntaxNode): SyntaxNode {
  return WRAPPERS.has(node.type) ? unwrapped((node as SyntaxNode & { expression: SyntaxNode }).expression) : node;
}

function* walk(root: unknown): Generator<SyntaxNode> {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (Array.isArray(next)) waiting.push(...next.toReversed());
    else if (isNode(next)) {
      yield next;
      for (const [key, value] of Object.entries(next).reverse()) if (key !== "loc") waiting.push(value);
    }
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
