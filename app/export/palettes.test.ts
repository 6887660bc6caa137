import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { palettes } from "./palettes.ts";

it("has the colours of the style sheet", () => {
  const tokens = readFileSync(new URL("../styles/tokens.css", import.meta.url), "utf8");
  const pairs = new Map(
    [...tokens.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\);/g)].map(([, name, light, dark]) => [
      name,
      [light, dark],
    ]),
  );
  const names = Object.keys(palettes.light) as (keyof typeof palettes.light)[];
  for (const name of names) expect([palettes.light[name], palettes.dark[name]], name).toEqual(pairs.get(name));
});
