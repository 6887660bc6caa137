/** Names for classes and attributes, made from the names of tables and columns as sqlacodegen makes them. */

/** Words whose plural is not made by rule. */
const IRREGULAR: Readonly<Record<string, string>> = {
  people: "person",
  children: "child",
  men: "man",
  women: "woman",
  mice: "mouse",
  geese: "goose",
  feet: "foot",
  teeth: "tooth",
  movies: "movie",
  cookies: "cookie",
  ties: "tie",
  shoes: "shoe",
  leaves: "leaf",
  shelves: "shelf",
  halves: "half",
  wolves: "wolf",
  knives: "knife",
  wives: "wife",
  lives: "life",
  analyses: "analysis",
  indices: "index",
  vertices: "vertex",
  matrices: "matrix",
  criteria: "criterion",
};
const UNCHANGED = new Set(["series", "species", "news", "data", "media", "metadata", "means", "gas", "bus", "lens"]);

/** `addresses` → `address`, `categories` → `category`; a word that is no plural stays. */
export function singular(word: string): string {
  const irregular = IRREGULAR[word];
  if (irregular !== undefined) return irregular;
  if (UNCHANGED.has(word) || !/[^s]s$|sses$/.test(word) || /(?:us|is)$/.test(word)) return word;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|zz|o)es$/.test(word) || /[^aeo]uses$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

/** `address` → `addresses`, `category` → `categories`. */
export function plural(word: string): string {
  const irregular = Object.keys(IRREGULAR).find((key) => IRREGULAR[key] === word);
  if (irregular !== undefined) return irregular;
  if (UNCHANGED.has(word)) return word;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|sh|ch|x|z)$/.test(word) ? `${word}es` : `${word}s`;
}

/** The words of a name in small letters: of `user_id`, `userId`, `UserID` and `User ID`, `user` and `id`. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Words as the name of a class. */
export function pascal(words: readonly string[]): string {
  return identifier(words.map(capital).join(""), "Table");
}

/** Words as the name of an attribute. */
export function camel(words: readonly string[]): string {
  return identifier(words.map((word, at) => (at === 0 ? word : capital(word))).join(""), "column");
}

/** A name that a program may use, whatever was left of it. */
function identifier(name: string, otherwise: string): string {
  if (name === "") return otherwise;
  return /^[\p{ID_Start}_$]/u.test(name) ? name : `_${name}`;
}

/** The words of one of what a table holds. */
export function oneOf(table: string): string[] {
  const words = wordsOf(table);
  return words.map((word, at) => (at === words.length - 1 ? singular(word) : word));
}

/** The words of many of what a table holds. */
export function manyOf(table: string): string[] {
  const words = oneOf(table);
  return words.map((word, at) => (at === words.length - 1 ? plural(word) : word));
}

/** Gives each name once; one that is taken gets an underscore, as sqlacodegen does it. */
export class Names {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  take(wanted: string): string {
    let name = wanted;
    while (this.#taken.has(name)) name += "_";
    this.#taken.add(name);
    return name;
  }

  has(name: string): boolean {
    return this.#taken.has(name);
  }
}
