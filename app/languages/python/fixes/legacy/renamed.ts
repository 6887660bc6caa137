import type { SyntaxNode } from "@lezer/common";
import type { TextEdit } from "../../../../protocol/text-edit.ts";
import { importsOf, usesOf } from "../../syntax/names.ts";
import { children, type PythonTree } from "../../syntax/tree.ts";
import { afterImports, importEdits, inserted, ownLines, replaced } from "../edits.ts";
import { type Fix, fixOf } from "../fix.ts";

/** What SQLAlchemy called otherwise, or had elsewhere: module and name of now. */
const NAMES: Readonly<Record<string, readonly [module: string, name: string]>> = {
  relation: ["sqlalchemy.orm", "relationship"],
  eagerload: ["sqlalchemy.orm", "joinedload"],
  eagerload_all: ["sqlalchemy.orm", "joinedload"],
  joinedload_all: ["sqlalchemy.orm", "joinedload"],
  subqueryload_all: ["sqlalchemy.orm", "subqueryload"],
  contains_alias: ["sqlalchemy.orm", "contains_eager"],
  ScopedSession: ["sqlalchemy.orm", "scoped_session"],
  create_session: ["sqlalchemy.orm", "Session"],
  Binary: ["sqlalchemy", "LargeBinary"],
  PassiveDefault: ["sqlalchemy", "DefaultClause"],
  ThreadLocalMetaData: ["sqlalchemy", "MetaData"],
};
/** Modules that moved. */
const MODULES: Readonly<Record<string, string>> = {
  "sqlalchemy.exceptions": "sqlalchemy.exc",
  "sqlalchemy.databases": "sqlalchemy.dialects",
  "sqlalchemy.orm.exceptions": "sqlalchemy.orm.exc",
  "flask.ext.sqlalchemy": "flask_sqlalchemy",
  "flaskext.sqlalchemy": "flask_sqlalchemy",
};

/** Imports and uses of names that there are no more. */
export function renamedNames(tree: PythonTree): Fix | null {
  const imports = importsOf(tree);
  const edits: TextEdit[] = [];
  const said = new Set<string>();
  for (const { module, name, statement } of imports) {
    const moved = MODULES[module];
    const path = children(statement).filter(
      ({ name: kind }) => kind === "VariableName" || kind === "." || kind === "PropertyName",
    );
    const [first] = path;
    const text = tree.text(statement);
    if (moved !== undefined && first !== undefined) {
      const from = statement.from + text.indexOf(module);
      edits.push({ from, to: from + module.length, text: moved });
      said.add(`${module} is ${moved}`);
    }
    if (module === "sqlalchemy" && name === "exceptions")
      edits.push(...namesIn(tree, statement, "exceptions", "exc as exceptions"));
    const renamed = /^sqlalchemy(?:\.|$)/.test(module) && name !== null ? NAMES[name] : undefined;
    if (renamed === undefined || name === null) continue;
    said.add(`${name} is ${renamed[1]}`);
    const there = imports.some((each) => each.local === renamed[1]);
    edits.push(...(there ? withoutName(tree, statement, name) : namesIn(tree, statement, name, renamed[1])));
  }
  const local = new Set(imports.map((each) => each.local));
  const star = imports.some(({ module, name }) => module.startsWith("sqlalchemy") && name === "*");
  for (const use of usesOf(tree)) {
    const name = tree.text(use);
    const renamed = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
    if (renamed === undefined || !(local.has(name) || star)) continue;
    said.add(`${name} is ${renamed[1]}`);
    edits.push(replaced(use, renamed[1]));
  }
  for (const member of tree.named("MemberExpression")) {
    const path = tree.path(member);
    const property = member.getChild("PropertyName");
    const renamed = property === null ? undefined : NAMES[tree.text(property)];
    if (
      property === null ||
      renamed === undefined ||
      !/^(?:sa|sqlalchemy|orm|sqlalchemy\.orm|sa\.orm|db)\.\w+$/.test(path)
    )
      continue;
    said.add(`${tree.text(property)} is ${renamed[1]}`);
    edits.push(replaced(property, renamed[1]));
  }
  return fixOf(
    {
      id: "renamed-names",
      title: "Use the present names",
      why: `SQLAlchemy 2.0 has other names for some things: ${[...said].join(", ")}.`,
    },
    edits,
  );
}

const namesIn = (tree: PythonTree, statement: SyntaxNode, name: string, text: string): TextEdit[] =>
  children(statement)
    .filter((child) => child.name === "VariableName" && tree.text(child) === name && child.prevSibling?.name !== "from")
    .slice(-1)
    .map((child) => replaced(child, text));

/** Takes a name out of an import that has others. */
function withoutName(tree: PythonTree, statement: SyntaxNode, name: string): TextEdit[] {
  const node = children(statement).findLast((child) => child.name === "VariableName" && tree.text(child) === name);
  if (node === undefined) return [];
  const next = node.nextSibling;
  const before = node.prevSibling;
  if (next?.name === ",") return [{ from: node.from, to: next.nextSibling?.from ?? next.to, text: "" }];
  if (before?.name === ",") return [{ from: before.from, to: node.to, text: "" }];
  return [{ from: statement.from, to: statement.to, text: "" }];
}

/** `mapper(User, users)` → `mapper_registry.map_imperatively(User, users)`. */
export function classicalMapper(tree: PythonTree): Fix | null {
  const calls = [...tree.named("CallExpression")].filter(
    (call) => /^(?:orm\.)?mapper$/.test(tree.callee(call)) && tree.args(call).length > 0,
  );
  const [first] = calls;
  if (first === undefined) return null;
  const base = declarativeBase(tree);
  const registry = base === null ? "mapper_registry" : `${base}.registry`;
  const edits: TextEdit[] = calls.flatMap((call) =>
    call.firstChild === null ? [] : [replaced(call.firstChild, `${registry}.map_imperatively`)],
  );
  if (base === null) {
    const at = afterImports(tree);
    const known = importsOf(tree).some(({ local }) => local === "registry");
    const line = `${known ? "" : "from sqlalchemy.orm import registry\n"}\nmapper_registry = registry()\n`;
    edits.push(inserted(at, ownLines(tree, at, line)));
  }
  const imported = importsOf(tree).find(({ local, name }) => local === "mapper" && name === "mapper");
  if (imported) edits.push(...withoutName(tree, imported.statement, "mapper"));
  return fixOf(
    {
      id: "mapper",
      title: "Map classes by a registry",
      why: "The 'sqlalchemy.orm.mapper()' function is removed as of SQLAlchemy 2.0; registry.map_imperatively() maps a class to a table.",
    },
    edits,
  );
}

/** The name that the program gives its declarative base. */
export function declarativeBase(tree: PythonTree): string | null {
  for (const statement of tree.statements()) {
    const value = statement.name === "AssignStatement" ? statement.lastChild : null;
    if (value?.name === "CallExpression" && tree.calledName(value) === "declarative_base" && statement.firstChild) {
      return tree.text(statement.firstChild);
    }
    if (statement.name === "ClassDefinition") {
      const bases = statement.getChild("ArgList");
      const name = statement.getChild("VariableName");
      const based =
        bases !== null &&
        tree.args(bases).some(({ value: base }) => /(?:^|\.)DeclarativeBase(?:NoMeta)?$/.test(tree.path(base)));
      if (based && name) return tree.text(name);
    }
  }
  return null;
}

/** `from sqlalchemy.ext.declarative import declarative_base`: it runs, with a warning. */
export function movedDeclarative(tree: PythonTree): Fix | null {
  const moved = importsOf(tree).filter(
    ({ module, name }) =>
      module === "sqlalchemy.ext.declarative" &&
      ["declarative_base", "declared_attr", "as_declarative", "has_inherited_table", "synonym_for"].includes(
        name ?? "",
      ),
  );
  const statements = new Set(moved.map(({ statement }) => statement.from));
  const edits = moved
    .filter(({ statement }, at) => moved.findIndex((each) => each.statement.from === statement.from) === at)
    .filter(({ statement }) =>
      importsOf(tree)
        .filter((each) => each.statement.from === statement.from)
        .every(({ name }) => moved.some((each) => each.name === name)),
    )
    .map(({ statement }) => {
      const from = statement.from + tree.text(statement).indexOf("sqlalchemy.ext.declarative");
      return { from, to: from + "sqlalchemy.ext.declarative".length, text: "sqlalchemy.orm" };
    });
  if (statements.size === 0) return null;
  return fixOf(
    {
      id: "moved-declarative",
      title: "Import from sqlalchemy.orm",
      why: "The declarative extension is part of the ORM now; importing it from where it was gives a MovedIn20Warning.",
    },
    edits,
  );
}

/** Text that is encoded before it is put together with text, as Python 2 wanted it. */
export function encodedText(tree: PythonTree): Fix | null {
  const edits: TextEdit[] = [];
  for (const call of tree.named("CallExpression")) {
    const receiver = tree.receiver(call);
    if (tree.calledName(call) !== "encode" || receiver === null || !inText(tree, call)) continue;
    edits.push({ from: receiver.to, to: call.to, text: "" });
  }
  return fixOf(
    {
      id: "encoded-text",
      title: "Put text together without encoding it",
      why: "In Python 3 encode() makes bytes, and bytes in a text show as b'…', or stop it: “sequence item 0: expected str instance, bytes found”.",
    },
    edits,
  );
}

function inText(tree: PythonTree, call: SyntaxNode): boolean {
  for (let node = call.parent; node !== null && !/Statement$|Definition$/.test(node.name); node = node.parent) {
    if (node.name === "FormatString") return true;
    if (node.name === "BinaryExpression" && node.firstChild !== null && /String$/.test(node.firstChild.name))
      return true;
    if (node.name === "CallExpression" && node.from !== call.from) {
      const receiver = tree.receiver(node);
      if (receiver !== null && /String$/.test(receiver.name) && ["join", "format"].includes(tree.calledName(node)))
        return true;
    }
  }
  return false;
}

/** Functions and methods that Python 3 has by other names. */
const PYTHON: Readonly<Record<string, string>> = {
  xrange: "range",
  unicode: "str",
  raw_input: "input",
  basestring: "str",
  long: "int",
  unichr: "chr",
};
const METHODS: Readonly<Record<string, string>> = { iteritems: "items", itervalues: "values", iterkeys: "keys" };

export function pythonNames(tree: PythonTree): Fix | null {
  const bound = new Set(importsOf(tree).map(({ local }) => local));
  const assigned = new Set(
    [...tree.named("AssignStatement")].map(({ firstChild }) => (firstChild ? tree.text(firstChild) : "")),
  );
  const edits: TextEdit[] = [];
  for (const use of usesOf(tree)) {
    const name = tree.text(use);
    const now = Object.hasOwn(PYTHON, name) ? PYTHON[name] : undefined;
    if (now !== undefined && !bound.has(name) && !assigned.has(name)) edits.push(replaced(use, now));
  }
  for (const call of tree.named("CallExpression")) {
    const receiver = tree.receiver(call);
    const property = call.firstChild?.getChild("PropertyName");
    if (receiver === null || !property) continue;
    const now = METHODS[tree.calledName(call)];
    if (now !== undefined && tree.args(call).length === 0) edits.push(replaced(property, now));
    const [key] = tree.args(call);
    if (tree.calledName(call) === "has_key" && key)
      edits.push(replaced(call, `(${tree.text(key)} in ${tree.text(receiver)})`));
  }
  const reduces =
    usesOf(tree).some((use) => tree.text(use) === "reduce") && !bound.has("reduce") && !assigned.has("reduce");
  if (reduces) edits.push(...importEdits(tree, new Map([["reduce", "functools"]])));
  return fixOf(
    {
      id: "python-3-names",
      title: "Use Python 3's names",
      why: "Python 3 has other names for some things of Python 2: range for xrange, str for unicode, items() for iteritems().",
    },
    edits,
  );
}
