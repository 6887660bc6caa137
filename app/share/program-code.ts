import * as v from "valibot";
import { base64UrlOf, bytesOfBase64Url } from "./base64url.ts";

/** What a link carries of a program. */
export interface SharedProgram {
  readonly code: string;
  readonly language: "typescript" | "python";
  /** What its author calls it; empty when nothing. */
  readonly title: string;
  /** Whether it runs while somebody types. */
  readonly autoRun: boolean;
}

/** What came of reading a link's program. */
export type ReadProgram =
  | { readonly kind: "read"; readonly program: SharedProgram; readonly problems: readonly string[] }
  /** Nothing can be run; `code` is what could be saved of the text. */
  | { readonly kind: "damaged"; readonly problem: string; readonly code: string | null };

/** Characters of a program that a link may hold; a bomb of a few bytes can inflate to megabytes. */
export const MAX_SHARED_CHARS = 1_000_000;
/** Characters of a title; what is longer is cut. */
export const MAX_TITLE = 200;

/** The version that links are written in. Links of every version that ever was are read. */
const current = "v1";

/**
 * Writes a program as the versioned part of a link: `v1.` and the compressed program in base64url. Compression is gzip's,
 * whose checksum finds a link that was cut off or changed on its way.
 */
export async function programCode(program: SharedProgram): Promise<string> {
  const { code, language, title, autoRun } = program;
  const text = JSON.stringify({
    code,
    ...(language === "typescript" ? {} : { language }),
    ...(title === "" ? {} : { title }),
    ...(autoRun ? {} : { autoRun }),
  });
  return `${current}.${base64UrlOf(await compressed(text))}`;
}

/** Whether a part of an address is meant to be a program, of whatever version. */
export function isProgramCode(text: string): boolean {
  return /^v\d+\./.test(text);
}

/** Reads a program from a link. Never rejects. */
export async function readProgramCode(text: string): Promise<ReadProgram> {
  const [, version = "", payload = ""] = /^(v\d+)\.(.*)$/s.exec(text) ?? [];
  const read = readers[version];
  if (read) return await read(payload);
  return damaged(
    `This link is of version ${version || "unknown"}, which this page does not know yet. Reload the page to get its newest version.`,
    (await inflated(payload)).text,
  );
}

const readers: Readonly<Record<string, (payload: string) => Promise<ReadProgram>>> = { v1: readVersion1 };

const shape = v.object({
  code: v.string(),
  language: v.optional(v.unknown()),
  title: v.optional(v.unknown()),
  autoRun: v.optional(v.unknown()),
});

const knownKeys = new Set(Object.keys(shape.entries));

async function readVersion1(payload: string): Promise<ReadProgram> {
  const { text, problem } = await inflated(payload);
  if (problem !== null) return damaged(problem, text);
  let held: unknown;
  try {
    held = JSON.parse(text ?? "");
  } catch {
    return damaged("The link holds something else than a program.", text);
  }
  const parsed = v.safeParse(shape, held);
  if (!parsed.success) return damaged("The link holds no program.", null);
  return accepted(parsed.output, Object.keys(held as object));
}

/** Takes what it understands, and names what it does not. */
function accepted(held: v.InferOutput<typeof shape>, keys: readonly string[]): ReadProgram {
  const problems: string[] = [];
  const { code, language = "typescript", title = "", autoRun = true } = held;
  for (const key of keys) if (!knownKeys.has(key)) problems.push(`${shown(key)}, which this page does not know`);
  if (language !== "typescript" && language !== "python") problems.push(`the language ${shown(language)}`);
  if (typeof title !== "string") problems.push("a title that is no text");
  if (typeof autoRun !== "boolean") problems.push("an unclear choice of when to run");
  return {
    kind: "read",
    program: {
      code,
      language: language === "python" ? "python" : "typescript",
      title: typeof title === "string" ? title.slice(0, MAX_TITLE) : "",
      autoRun: autoRun !== false,
    },
    problems,
  };
}

function shown(value: unknown): string {
  return `“${String(value).slice(0, 40)}”`;
}

function damaged(problem: string, text: string | null): ReadProgram {
  return { kind: "damaged", problem, code: codeIn(text) };
}

/** The code in the beginning of a program's JSON. */
function codeIn(text: string | null): string | null {
  const [, start] = /^\{"code":"((?:[^"\\]|\\.)*)/s.exec(text ?? "") ?? [];
  if (!start) return null;
  try {
    return JSON.parse(`"${start}"`) as string;
  } catch {
    return null;
  }
}

async function compressed(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

interface Inflated {
  /** As much of the text as there was. */
  readonly text: string | null;
  /** What was wrong with it. */
  readonly problem: string | null;
}

async function inflated(payload: string): Promise<Inflated> {
  const bytes = bytesOfBase64Url(payload);
  if (bytes === null) return { text: null, problem: "The link has characters in it that no link has." };
  const decoder = new TextDecoder();
  let text = "";
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
      if (text.length <= MAX_SHARED_CHARS) continue;
      await reader.cancel();
      return {
        text: null,
        problem: `The link's program is longer than ${MAX_SHARED_CHARS.toLocaleString("en")} characters.`,
      };
    }
    return { text: text + decoder.decode(), problem: null };
  } catch {
    return { text: text || null, problem: "The link is damaged: a part of it is missing or was changed." };
  }
}
