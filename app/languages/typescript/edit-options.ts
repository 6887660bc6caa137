import type { ObjectExpression, Property } from "acorn";
import type { TextEdit } from "../../protocol/text-edit.ts";
import { type Call, isObject, keyOf, type ProgramTree, Refusal, type SyntaxNode, unwrapped } from "./edit-tree.ts";

/** An option, and its value as it is to be written; `null` takes the option away. */
export interface OptionValue {
  readonly name: string;
  readonly text: string | null;
}

/**
 * The edits that give a call such as `relationship("User", { … })` an option, change it or take it away.
 * @throws Refusal where the options are not written out in the call
 */
export function optionEdits(tree: ProgramTree, call: Call, option: OptionValue): readonly TextEdit[] {
  const last = call.arguments.at(-1);
  if (last?.type === "SpreadElement") throw new Refusal("The options are not written out: change them in the program.");
  const written = last && call.arguments.length > 0 ? tree.ownValueOf(last) : null;
  if (written && isObject(written)) return objectEdits(tree, written, { option, call });
  if (last && isForeign(tree, last)) throw new Refusal("The options are not written out: change them in the program.");
  if (option.text === null) return [];
  const added = `{ ${option.name}: ${option.text} }`;
  return last ? [insertion(last.end, `, ${added}`)] : [insertion(call.end - 1, added)];
}

/** True for an argument that may be an object of options made elsewhere: a call or a name that is neither a type nor a class. */
function isForeign(tree: ProgramTree, node: SyntaxNode): boolean {
  const { type } = tree.valueOf(node);
  return type === "ConditionalExpression" || type === "LogicalExpression";
}

interface Place {
  readonly option: OptionValue;
  readonly call: Call;
}

function objectEdits(tree: ProgramTree, object: ObjectExpression, { option, call }: Place): readonly TextEdit[] {
  const property = object.properties.findLast(
    (each): each is Property => each.type === "Property" && keyOf(each) === option.name,
  );
  if (!property) return option.text === null ? [] : additionEdits(tree, object, `${option.name}: ${option.text}`);
  if (option.text === null) return removalEdits(tree, object, { property, call });
  const value = `${option.text}`;
  if (property.shorthand || property.method) {
    return [{ from: property.start, to: property.end, text: `${option.name}: ${value}` }];
  }
  return tree.textOf(property.value) === value ? [] : [{ from: property.value.start, to: property.end, text: value }];
}

function additionEdits(tree: ProgramTree, object: ObjectExpression, text: string): readonly TextEdit[] {
  const { source } = tree;
  const [first] = object.properties;
  const last = object.properties.at(-1);
  if (!first || !last) {
    const inside = source.slice(object.start + 1, object.end - 1);
    if (inside.trim() === "") return [{ from: object.start, to: object.end, text: `{ ${text} }` }];
    // Nothing but a comment.
    return [insertion(object.start + 1, `\n${indentAt(source, object.start)}  ${text},`)];
  }
  const comma = commaAfter(source, last.end);
  const end = comma === null ? last.end : comma + 1;
  if (!source.slice(object.start, first.start).includes("\n")) {
    return [insertion(end, comma === null ? `, ${text}` : ` ${text},`)];
  }
  // A comment at the end of the line belongs to what stands before it.
  const lineEnd = endOfLine(source, end);
  const line = `\n${indentAt(source, last.start)}${text},`;
  const rest = source.slice(end, lineEnd).trim();
  const isComment = rest.startsWith("//") || (rest.startsWith("/*") && rest.endsWith("*/"));
  const at = isComment ? lineEnd : end;
  if (comma !== null) return [insertion(at, line)];
  return at === last.end ? [insertion(at, `,${line}`)] : [insertion(last.end, ","), insertion(at, line)];
}

interface Removal {
  readonly property: Property;
  readonly call: Call;
}

function removalEdits(tree: ProgramTree, object: ObjectExpression, { property, call }: Removal): readonly TextEdit[] {
  const { source } = tree;
  const alone = object.properties.length === 1;
  const argument = call.arguments.find((each) => unwrapped(each) === object);
  const comments = source.slice(object.start + 1, property.start) + source.slice(property.end, object.end - 1);
  if (alone && argument && comments.replaceAll(",", "").trim() === "") {
    const before = call.arguments[call.arguments.indexOf(argument) - 1];
    if (before) return [{ from: before.end, to: argument.end, text: "" }];
    return [{ from: argument.start, to: argument.end, text: "" }];
  }
  const comma = commaAfter(source, property.end);
  const end = comma === null ? property.end : comma + 1;
  const lineStart = source.lastIndexOf("\n", property.start - 1) + 1;
  const lineEnd = endOfLine(source, end);
  const ownLine =
    source.slice(lineStart, property.start).trim() === "" && /^\s*(\/\/.*)?$/.test(source.slice(end, lineEnd));
  if (ownLine && lineStart > object.start) {
    return [{ from: lineStart, to: Math.min(lineEnd + 1, source.length), text: "" }];
  }
  const place = object.properties.indexOf(property);
  const next = object.properties[place + 1];
  if (next && comma !== null && source.slice(end, next.start).trim() === "") {
    return [{ from: property.start, to: next.start, text: "" }];
  }
  const previous = object.properties[place - 1];
  const between = previous ? source.slice(previous.end, property.start) : "";
  if (previous && /^\s*,\s*$/.test(between)) return [{ from: previous.end, to: property.end, text: "" }];
  return [{ from: property.start, to: end, text: "" }];
}

export const insertion = (at: number, text: string): TextEdit => ({ from: at, to: at, text });

/** Where the next comma stands, behind blanks and comments; `null` where something else comes first. */
export function commaAfter(source: string, from: number): number | null {
  const blank = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
  blank.lastIndex = from;
  const at = from + (blank.exec(source)?.[0].length ?? 0);
  return source[at] === "," ? at : null;
}

function endOfLine(source: string, from: number): number {
  const end = source.indexOf("\n", from);
  return end < 0 ? source.length : end;
}

function indentAt(source: string, offset: number): string {
  const line = source.slice(source.lastIndexOf("\n", offset - 1) + 1);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}
