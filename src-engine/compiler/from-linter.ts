import type { ClauseElement } from "../sql/element.ts";

/** Notes which FROM elements of a statement are related by some condition, and tells of those that are not. */
export class FromLinter {
  private readonly names = new Map<ClauseElement, string>();
  private readonly say: (message: string) => void;
  private readonly edges: (readonly [ClauseElement, ClauseElement])[] = [];

  constructor(say: (message: string) => void) {
    this.say = say;
  }

  addFrom(from: ClauseElement, name: string): void {
    this.names.set(origin(from), name);
  }

  /** Every element of one side is related to every element of the other. */
  relate(left: readonly ClauseElement[], right: readonly ClauseElement[]): void {
    for (const a of left) for (const b of right) this.edges.push([origin(a), origin(b)]);
  }

  warn(statement = "SELECT"): void {
    const rest = new Set(this.names.keys());
    // The reference starts anywhere; the last one gives the text that reads naturally for two.
    const start = [...rest].at(-1);
    if (!start) return;
    const stack: ClauseElement[] = [start];
    let edges = this.edges;
    rest.delete(start);
    while (stack.length > 0 && rest.size > 0) {
      const node = stack.shift() as ClauseElement;
      rest.delete(node);
      for (const [a, b] of edges) {
        if (a === node) stack.unshift(b);
        else if (b === node) stack.unshift(a);
      }
      edges = edges.filter(([a, b]) => a !== node && b !== node);
    }
    if (rest.size === 0) return;
    const froms = [...rest].map((from) => `"${this.names.get(from)}"`).join(", ");
    this.say(
      `${statement} statement has a cartesian product between FROM element(s) ${froms} and FROM element "${this.names.get(start)}".  Apply join condition(s) between each element to resolve.`,
    );
  }
}

function origin(from: ClauseElement): ClauseElement {
  let node = from;
  while (node.cloneOf !== null) node = node.cloneOf;
  return node;
}
