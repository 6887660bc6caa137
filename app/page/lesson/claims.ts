import { momentAt } from "../../run/moments/moments.ts";
import type { RunModel, Statement } from "../../run/run-model.ts";
import { momentAfter } from "../../run/workbench.ts";
import type { Claim, Quiz } from "../../scenarios/lesson.ts";

/** The choice that a run bears out; `null` where none or several are, as after the program was changed. */
export function rightChoice(run: RunModel, { choices }: Quiz): number | null {
  const right = choices.flatMap(({ claim }, place) => (holds(run, claim) ? [place] : []));
  return right.length === 1 ? (right[0] ?? null) : null;
}

/** Whether something is so in a run. */
export function holds(run: RunModel, claim: Claim): boolean {
  switch (claim.kind) {
    case "writes": {
      const written = run.statements.filter((each) => writes.has(each.kind) && isWithin(each.line, claim.lines));
      return sameTexts(written.map(headOf), claim.statements);
    }
    case "loads":
      return (
        run.statements.filter(({ kind, line }) => kind === "select" && isWithin(line, claim.lines)).length ===
        claim.count
      );
    case "rows": {
      const statement = claim.after === undefined ? undefined : run.statements[claim.after];
      if (claim.after !== undefined && statement === undefined) return false;
      const { tables } = momentAt(run, statement === undefined ? null : momentAfter(run, statement));
      const table = tables.find(({ name }) => name === claim.table);
      return table?.rows.filter((row) => row.change !== "removed").length === claim.count;
    }
    case "prints":
      return run.messages.some(
        (message) => message.kind === "output" && message.line === claim.line && message.text.includes(claim.text),
      );
    default:
      return claim satisfies never;
  }
}

const writes: ReadonlySet<Statement["kind"]> = new Set(["insert", "update", "delete"]);

function headOf({ kind, table }: Statement): string {
  return `${kind.toUpperCase()} ${table}`;
}

function isWithin(line: number | null, [first, last]: readonly [number, number]): boolean {
  return line !== null && line >= first && line <= last;
}

function sameTexts(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((text, place) => text === others[place]);
}
