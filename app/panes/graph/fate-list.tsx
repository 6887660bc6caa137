import type { ClassFate } from "../../run/class-fates.ts";
import type { FateView } from "./fate-view.ts";
import { doer, fateWords, namesDoer, pathWords, reasonWords } from "./fate-words.ts";

/** What becomes of each class and table, why, and on which way. */
export function FateList({ view }: { readonly view: FateView }) {
  return (
    <ul className="fates">
      {view.fates.map((fate) => (
        <li key={keyOf(fate)}>
          <b>{fate.className}</b>
          {fate.when ? (
            <span className="fates-when"> {fate.when === "loaded" ? "if loaded" : "if not loaded"}</span>
          ) : null}{" "}
          <span className="fate" data-kind={fate.kind}>
            {fateWords[fate.kind]}
          </span>
          {namesDoer(fate.kind) ? <span className="fates-by"> {doer(fate.by)}</span> : null}
          <p>
            {reasonWords(fate, view.operation)}
            {fate.path.length > 1 ? <span className="fates-path"> · by way of {pathWords(fate.path)}</span> : null}
          </p>
        </li>
      ))}
    </ul>
  );
}

function keyOf(fate: ClassFate): string {
  return [fate.className, fate.kind, fate.by, fate.reason, fate.when, ...fate.path.map(({ along }) => along)].join(" ");
}
