import type { ClassFate } from "../../run/class-fates.ts";
import { byUrgency, type FateView } from "./fate-view.ts";
import { doer, fateWords, namesDoer, pathWords, reasonWords } from "./fate-words.ts";

/** What becomes of each class and table, why, and on which way; what stays as it is can be looked at too. */
export function FateList({ view }: { readonly view: FateView }) {
  const [touched, untouched] = [true, false].map((wanted) =>
    view.fates.filter(({ kind }) => (kind !== "untouched") === wanted).toSorted(byUrgency),
  );
  return (
    <>
      {touched && touched.length > 0 ? <Fates view={view} fates={touched} /> : null}
      {untouched && untouched.length > 0 ? (
        <details open={(touched?.length ?? 0) <= 1}>
          <summary>What stays as it is</summary>
          <Fates view={view} fates={untouched} />
        </details>
      ) : null}
    </>
  );
}

function Fates({ view, fates }: { readonly view: FateView; readonly fates: readonly ClassFate[] }) {
  return (
    <ul className="fates">
      {fates.map((fate) => (
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
