/**
 * Names that are decided when a statement is compiled. Such a name is a string holding tokens; each token says whose name it is
 * (a seed) and what it is made from (a base), and compiling replaces it by `base_1`, `base_2`, … in order of first appearance.
 * Being strings they can be joined, compared and used as keys before they are decided.
 */

const OPEN = "\uE004";
const CLOSE = "\uE005";
const TOKEN = /\uE004(\S+) ([^\uE005]*)\uE005/g;

let seeds = 0;
const seedOf = new WeakMap<object, number>();

// The number is identity only: no text depends on its value or order.
function seedNumber(owner: object): number {
  let seed = seedOf.get(owner);
  if (seed === undefined) {
    seed = ++seeds;
    seedOf.set(owner, seed);
  }
  return seed;
}

/** The name of `owner` made from `base`; `index` tells several names of one owner apart. */
export function anonymousName(owner: object, base: string, index?: number): string {
  const seed = seedNumber(owner);
  if (isAnonymous(base)) return `${base}${OPEN}${index === undefined ? seed : `${seed}.${index}`} ${CLOSE}`;
  return `${OPEN}${index === undefined ? seed : `${seed}.${index}`} ${base.replace(/[%() $]+/g, "_")}${CLOSE}`;
}

/** Like `anonymousName` for a bind parameter, whose base has no underscores at its ends. */
export function anonymousBindName(owner: object, base: string): string {
  const clean = isAnonymous(base) ? "param" : base.replace(/[%() $]+/g, "_").replace(/^_+|_+$/g, "");
  return `${OPEN}${seedNumber(owner)} ${clean}${CLOSE}`;
}

export function isAnonymous(name: string): boolean {
  return name.includes(OPEN);
}

/** The names decided within one compilation. */
export class AnonymousNames {
  private readonly decided = new Map<string, string>();
  private readonly counters = new Map<string, number>();

  /** Replaces every token in `name`. */
  resolve(name: string): string {
    if (!isAnonymous(name)) return name;
    return name.replace(TOKEN, (_token, seed: string, base: string) => this.decide(`${seed} ${base}`, base));
  }

  private decide(key: string, base: string): string {
    const known = this.decided.get(key);
    if (known !== undefined) return known;
    const count = this.counters.get(base) ?? 1;
    this.counters.set(base, count + 1);
    const value = `${base}_${count}`;
    this.decided.set(key, value);
    return value;
  }
}
