import { Repeat2 } from "lucide-react";
import type { LoadsOneByOne, Repeat } from "../../run/repeats.ts";
import type { StatementIndex } from "../../run/run-model.ts";
import { counted } from "../../ui/words.ts";
import type { ListView } from "./row-actions.ts";

const done: Record<LoadsOneByOne["why"], string> = {
  lazy: "loaded",
  deferred: "loaded",
  expired: "refreshed",
};

/** What was loaded one by one, and what would load it at once. */
export function RepeatNote({ repeat, view }: { readonly repeat: LoadsOneByOne; readonly view: ListView }) {
  const { statements, objects, what, why, fix } = repeat;
  return (
    <div className="repeat-note" data-testid="repeat" data-kind="one-by-one" data-what={what}>
      <Repeat2 size={14} className="repeat-icon" aria-hidden />
      <div>
        <p>
          <b>N+1</b> · {counted(statements.length, "SELECT")} for {counted(objects, "object")}: <code>{what}</code> is{" "}
          {done[why]} one by one.
        </p>
        <Advice repeat={repeat} view={view} />
        {fix.option === null ? null : (
          <button
            type="button"
            className="text-button"
            onClick={() => view.actions.copy(`.${fix.option}`, "the loader option")}
          >
            Copy option
          </button>
        )}
      </div>
    </div>
  );
}

function Advice({ repeat: { what, fix }, view }: { readonly repeat: LoadsOneByOne; readonly view: ListView }) {
  const fewer = fix.saved > 0 ? `: ${counted(fix.saved, "statement")} fewer.` : ".";
  if (fix.option === null) {
    return (
      <p>
        A commit or <code>expire</code> let go of what they held. One query for all <code>{what.split(".")[0]}</code>{" "}
        objects refreshes them at once{fewer} <code>expireOnCommit: false</code> on the session keeps what they hold.
      </p>
    );
  }
  return (
    <p>
      Add <code>.{fix.option}</code>{" "}
      {fix.query === null ? (
        "to a query that loads them first"
      ) : (
        <>
          to <QueryLink query={fix.query} view={view} />
        </>
      )}
      {fewer}
    </p>
  );
}

function QueryLink({ query, view }: { readonly query: StatementIndex; readonly view: ListView }) {
  const line = view.run.statements[query]?.line ?? null;
  return (
    <button type="button" className="text-button" onClick={() => view.actions.selectStatement(query)}>
      {line === null ? `the query that is statement ${query + 1}` : `the query on line ${line}`}
    </button>
  );
}

/** A mark on a statement that is one of several, which leads to the others. */
export function RepeatMark(props: {
  readonly repeat: Repeat;
  readonly statement: StatementIndex;
  readonly view: ListView;
}) {
  const { repeat, statement, view } = props;
  const { statements, kind } = repeat;
  const place = statements.indexOf(statement);
  const next = statements[(place + 1) % statements.length] ?? statement;
  const name = kind === "duplicates" ? "duplicate" : "N+1";
  const meaning =
    kind === "duplicates"
      ? "The same SELECT with the same parameters, and nothing written in between."
      : "The same SELECT for another object.";
  return (
    <button
      type="button"
      className="repeat-mark"
      data-testid="repeat-mark"
      data-kind={kind}
      title={`${meaning} Goes to ${place + 1 < statements.length ? "the next" : "the first"} of them.`}
      onClick={(event) => {
        event.stopPropagation();
        view.actions.selectStatement(next);
      }}
    >
      {name} {place + 1} of {statements.length}
    </button>
  );
}
