import { extname } from "node:path";
import { parseArgs } from "node:util";

/** What is to be recorded, and how. */
export interface Order {
  /** What stands after the `#` of the page's address: the presentation, played. */
  readonly hash: string;
  readonly output: string;
  readonly format: Format;
  readonly size: { readonly width: number; readonly height: number };
  readonly theme: "light" | "dark";
}

const formats = ["webm", "mp4", "gif"] as const;
export type Format = (typeof formats)[number];

export const usage =
  "usage: npm run -s record -- LINK|SCENARIO [-o FILE.webm|.mp4|.gif] [--speed STATEMENTS-A-SECOND] [--size 1280x720] [--theme light|dark]";

/**
 * Reads the command line.
 * @throws Error that says what it does not understand
 */
export function orderOf(argv: readonly string[]): Order {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      output: { type: "string", short: "o", default: "flushlight.webm" },
      speed: { type: "string", default: "0.4" },
      size: { type: "string", default: "1280x720" },
      theme: { type: "string", default: "light" },
    },
  });
  const [what, ...others] = positionals;
  if (what === undefined || others.length > 0) throw new Error(usage);
  const speed = Number(values.speed);
  if (!(speed > 0 && speed <= 100)) throw new Error(`The speed is ${values.speed}: it has to be between 0 and 100.`);
  const format = formats.find((each) => extname(values.output).toLowerCase() === `.${each}`);
  if (format === undefined) throw new Error(`${values.output} ends in none of .webm, .mp4 and .gif.`);
  if (values.theme !== "light" && values.theme !== "dark") throw new Error("The theme is light or dark.");
  return {
    hash: playedHash(what, speed),
    output: values.output,
    format,
    size: sizeOf(values.size),
    theme: values.theme,
  };
}

/** The address of a link or a scenario, as a presentation that plays by itself. */
export function playedHash(what: string, speed: number): string {
  const hash = what.includes("#") ? what.slice(what.indexOf("#") + 1) : what;
  if (!/^[\w.-]+(?:&|$)/.test(hash)) throw new Error(`“${what}” is neither a link to a program nor a scenario.`);
  const kept = hash.split("&").filter((part) => !/^(?:play|present|embed|safe|step)(?:=|$)/.test(part));
  return `#${[...kept, `play=${speed}`, "present"].join("&")}`;
}

/** Even, because videos want it so. */
function sizeOf(text: string): Order["size"] {
  const [, width, height] = /^(\d{3,4})x(\d{3,4})$/.exec(text) ?? [];
  if (width === undefined || height === undefined) throw new Error(`The size is ${text}: it has to be like 1280x720.`);
  return { width: Number(width) & ~1, height: Number(height) & ~1 };
}
