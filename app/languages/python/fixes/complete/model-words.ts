/** Words for classes and tables that a program only hints at. */

const IRREGULAR: Readonly<Record<string, string>> = { children: "child", people: "person", men: "man", women: "woman" };

/** `addresses` → `address`; a word that is no plural stays. */
export function oneOf(word: string): string {
  const lower = word.toLowerCase();
  if (Object.hasOwn(IRREGULAR, lower)) return IRREGULAR[lower] ?? word;
  if (/[^aeiou]ies$/.test(lower)) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|ch|sh)es$/.test(lower)) return word.slice(0, -2);
  return /[^su]s$/.test(lower) ? word.slice(0, -1) : word;
}

/** `blog_post` → `BlogPost`. */
export const pascal = (word: string): string =>
  word
    .split("_")
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join("");

/** `BlogPost` → `blog_post`. */
export const tableOf = (name: string): string =>
  name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "_").toLowerCase();
