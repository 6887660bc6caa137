import type * as v from "valibot";

/** Tells whether a value out of JSON is what a schema takes and would give back as it is. */
export type Fit = (value: unknown) => boolean;

/** As much of a schema, or of a step of a pipe, as decides here; those that hold others hold them under these names. */
interface Part {
  readonly kind: "schema" | "validation" | "transformation" | "metadata";
  readonly type: string;
  readonly requirement?: unknown;
  readonly pipe?: readonly Part[];
  readonly wrapped?: Part;
  readonly item?: Part;
  readonly items?: readonly Part[];
  readonly key?: string;
  readonly entries?: Readonly<Record<string, Part>>;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
}

/**
 * Makes of a schema what tells quickly whether a value fits it exactly: without keys that it does not know, and with nothing to
 * transform. A run sends a hundred thousand events, and nearly all of them do. What does not fit may still be valid: the schema
 * itself must be asked. So must it wherever it holds a kind of schema that is not known here.
 * @param known what tells it for schemas that transform
 */
export function fitOf(schema: v.GenericSchema, known: ReadonlyMap<unknown, Fit> = new Map()): Fit {
  const made = new Map<unknown, Fit>(known);
  const fitting = (part: Part): Fit => {
    let found = made.get(part);
    if (found === undefined) {
      found = part.pipe === undefined ? plain(part, fitting) : piped(part.pipe, fitting);
      made.set(part, found);
    }
    return found;
  };
  return fitting(schema as unknown as Part);
}

const never: Fit = () => false;

function plain(part: Part, fitting: (part: Part) => Fit): Fit {
  switch (part.type) {
    case "string":
    case "boolean":
      return (value) => typeof value === part.type;
    case "number":
      return (value) => typeof value === "number" && !Number.isNaN(value);
    case "null":
      return (value) => value === null;
    case "literal":
      return (value) => value === part.literal;
    case "picklist": {
      const options = new Set(part.options);
      return (value) => options.has(value);
    }
    case "nullable": {
      const wrapped = fitting(part.wrapped as Part);
      return (value) => value === null || wrapped(value);
    }
    case "union": {
      const options = (part.options as readonly Part[]).map(fitting);
      return (value) => options.some((option) => option(value));
    }
    case "array":
      return listOf(fitting(part.item as Part));
    case "tuple":
      return tupleOf((part.items as readonly Part[]).map(fitting));
    case "object":
      return objectOf(part.entries as Record<string, Part>, fitting);
    case "variant":
      return variantOf(part.key as string, part.options as readonly Part[], fitting);
    default:
      return never;
  }
}

function listOf(item: Fit): Fit {
  return (value) => {
    if (!Array.isArray(value)) return false;
    for (const each of value) if (!item(each)) return false;
    return true;
  };
}

function tupleOf(items: readonly Fit[]): Fit {
  return (value) =>
    Array.isArray(value) && value.length === items.length && items.every((item, place) => item(value[place]));
}

function objectOf(entries: Readonly<Record<string, Part>>, fitting: (part: Part) => Fit): Fit {
  const names = Object.keys(entries);
  const fits = names.map((name) => fitting(entries[name] as Part));
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const held = value as Record<string, unknown>;
    for (let place = 0; place < names.length; place++) {
      const name = names[place] as string;
      if (!Object.hasOwn(held, name) || !(fits[place] as Fit)(held[name])) return false;
    }
    return Object.keys(held).length === names.length;
  };
}

function variantOf(key: string, options: readonly Part[], fitting: (part: Part) => Fit): Fit {
  const fits = new Map<unknown, Fit>();
  for (const option of options) {
    const literal = option.entries?.[key]?.literal;
    // One that is told by more than a literal, or by one that another has too, is left to the schema.
    if (literal !== undefined) fits.set(literal, fits.has(literal) ? never : fitting(option));
  }
  return (value) => {
    if (typeof value !== "object" || value === null) return false;
    return (fits.get((value as Record<string, unknown>)[key]) ?? never)(value);
  };
}

function piped(pipe: readonly Part[], fitting: (part: Part) => Fit): Fit {
  const all = pipe.map((part) => (part.kind === "schema" ? fitting(part) : stepFit(part)));
  const [first = never, second, third] = all;
  if (second === undefined) return first;
  if (third === undefined) return (value) => first(value) && second(value);
  return (value) => all.every((each) => each(value));
}

function stepFit({ type, requirement }: Part): Fit {
  switch (type) {
    case "safe_integer":
      return Number.isSafeInteger;
    case "min_value":
      return (value) => (value as number) >= (requirement as number);
    case "max_length":
      return (value) => (value as { readonly length: number }).length <= (requirement as number);
    case "regex":
      return (value) => (requirement as RegExp).test(value as string);
    default:
      return never;
  }
}
