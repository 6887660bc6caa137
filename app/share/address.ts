import type { Selection } from "../run/selection.ts";
import { isProgramCode } from "./program-code.ts";

/**
 * What stands after the `#` of the page's address: a program, and how it is looked at.
 *
 *     #notebook-2-not-null&select=statement.12&at=12&panes=objects
 *     #notebook-2-not-null&python
 *     #v1.H4sIAAAA…&at=5&play=2
 *
 * The program is a gallery item's name, or a versioned code (`program-code.ts`). All else is plain text, so that it can be
 * read, written by hand, and changed without writing the code anew.
 */
export interface Address {
  readonly program: AddressedProgram | null;
  readonly view: AddressedView;
  /** Parts that mean nothing here, as they stand. */
  readonly unknown: readonly string[];
}

export type AddressedProgram =
  | { readonly kind: "scenario"; readonly id: string; readonly language?: "python" }
  | { readonly kind: "code"; readonly code: string };

export interface AddressedView {
  readonly selection: Selection | null;
  /** A moment, as `moment-text.ts` writes it; `null` for the end of the run. */
  readonly at: string | null;
  /** An arrangement of panes in the page's own words. */
  readonly panes: string;
  /** Statements a second to play at, from the moment on. */
  readonly play: number | null;
  /** A step of the program's lesson, counted from 1. */
  readonly step: number | null;
  /** Panes of a page that is part of another; `null` for a page of its own. */
  readonly embed: string | null;
  /** Open without running. */
  readonly safe: boolean;
  /** One pane at a time, large, with captions. */
  readonly present: boolean;
}

export const plainView: AddressedView = {
  selection: null,
  at: null,
  panes: "",
  play: null,
  step: null,
  embed: null,
  safe: false,
  present: false,
};

const MAX_PART = 200;
const MAX_PARTS = 20;

/** Reads the part of an address after its `#`. Never throws. */
export function readAddress(hash: string): Address {
  const parts = hash.replace(/^#/, "").split("&", MAX_PARTS);
  let program: AddressedProgram | null = null;
  let python = false;
  let view = plainView;
  const unknown: string[] = [];
  for (const [position, part] of parts.entries()) {
    if (part === "") continue;
    if (position === 0 && isProgramCode(part)) program = { kind: "code", code: part };
    else if (position === 0 && /^[\w-]{1,100}$/.test(part) && !isFlag(part)) program = { kind: "scenario", id: part };
    else if (position > 0 && part === "python") python = true;
    else {
      const read = readPart(part);
      if (read === null) unknown.push(part.slice(0, MAX_PART));
      else view = { ...view, ...read };
    }
  }
  return { program: inLanguage(program, python), view, unknown };
}

/** A scenario has a version of each language; a code says by itself what it is written in. */
function inLanguage(program: AddressedProgram | null, python: boolean): AddressedProgram | null {
  return python && program?.kind === "scenario" ? { ...program, language: "python" } : program;
}

function isFlag(part: string): boolean {
  return part === "safe" || part === "present";
}

function readPart(part: string): Partial<AddressedView> | null {
  if (part.length > MAX_PART) return null;
  const split = part.indexOf("=");
  const [key, value] = split < 0 ? [part, ""] : [part.slice(0, split), unescaped(part.slice(split + 1))];
  if (value === null) return null;
  switch (key) {
    case "select": {
      const selection = selectionOf(value);
      return selection === null ? null : { selection };
    }
    case "at":
      return /^(?:\d+|start)(?:\+\d+)?$/.test(value) ? { at: value } : null;
    case "panes":
      return { panes: value };
    case "embed":
      return { embed: value };
    case "play": {
      const speed = value === "" ? 1 : Number(value);
      return speed > 0 && speed <= 100 ? { play: speed } : null;
    }
    case "step":
      return /^[1-9]\d{0,2}$/.test(value) ? { step: Number(value) } : null;
    case "safe":
      return { safe: true };
    case "present":
      return { present: true };
    default:
      return null;
  }
}

function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Writes an address, its `#` included; empty when there is nothing to say. */
export function addressText({ program, view }: Pick<Address, "program" | "view">): string {
  const parts = [
    program === null ? "" : program.kind === "code" ? program.code : program.id,
    program?.kind === "scenario" && program.language === "python" ? "python" : "",
    view.selection === null || view.selection.kind === "none" ? "" : `select=${escaped(selectionText(view.selection))}`,
    view.at === null ? "" : `at=${view.at}`,
    view.panes === "" ? "" : `panes=${escaped(view.panes)}`,
    view.embed === null ? "" : `embed=${escaped(view.embed)}`,
    view.play === null ? "" : `play=${view.play}`,
    view.step === null ? "" : `step=${view.step}`,
    view.present ? "present" : "",
    view.safe ? "safe" : "",
  ];
  const text = parts.filter((part) => part !== "").join("&");
  return text === "" ? "" : `#${text}`;
}

/** Escapes what an address cannot hold, and leaves commas and exclamation marks readable. */
function escaped(text: string): string {
  return encodeURIComponent(text).replaceAll("%2C", ",");
}

/** A selection in one word: `statement.12`, `edge.User.addresses`. */
export function selectionText(selection: Selection): string {
  switch (selection.kind) {
    case "none":
      return "none";
    case "statement":
      return `statement.${selection.statement}`;
    case "object":
      return `object.${selection.object}`;
    case "edge":
      return `edge.${selection.relationship}`;
    case "class":
    case "table":
      return `${selection.kind}.${selection.name}`;
    case "line":
      return `line.${selection.line}`;
    default:
      return selection satisfies never;
  }
}

/** Reads {@link selectionText}; `null` for what it does not understand. */
export function selectionOf(text: string): Selection | null {
  const [, kind, name = ""] = /^([a-z]+)\.(.+)$/s.exec(text) ?? [];
  const position = /^\d{1,9}$/.test(name) ? Number(name) : null;
  switch (kind) {
    case "statement":
      return position === null ? null : { kind, statement: position };
    case "object":
      return position === null ? null : { kind, object: position };
    case "line":
      return position === null ? null : { kind, line: position };
    case "edge":
      return { kind, relationship: name };
    case "class":
    case "table":
      return { kind, name };
    default:
      return null;
  }
}
