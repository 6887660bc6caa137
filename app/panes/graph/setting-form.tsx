import type { CascadeOption } from "../../../src-engine/trace/events.ts";
import type { GraphKey, GraphSide } from "../../graph/graph-model.ts";
import { cascadeValue } from "./settings.ts";
import { useSetting } from "./use-setting.ts";

const options: readonly CascadeOption[] = [
  "save-update",
  "merge",
  "refresh-expire",
  "expunge",
  "delete",
  "delete-orphan",
];

/** A side's settings, to be changed in the program. */
export function SideSettings({ side: { path, relationship, cascade } }: { readonly side: GraphSide }) {
  const { refused, change } = useSetting();
  const { passiveDeletes } = relationship;
  const toggle = (option: CascadeOption, on: boolean) => {
    const chosen = on ? [...relationship.cascade, option] : relationship.cascade.filter((each) => each !== option);
    change({ kind: "cascade", relationship: path, value: cascadeValue(chosen) });
  };
  return (
    <form className="settings" aria-label={`Settings of ${path}`} onSubmit={(event) => event.preventDefault()}>
      <fieldset>
        <legend>
          cascade <output>“{cascade}”</output>
        </legend>
        {options.map((option) => (
          <label key={option}>
            <input
              type="checkbox"
              checked={relationship.cascade.includes(option)}
              onChange={({ target }) => toggle(option, target.checked)}
            />
            {option}
          </label>
        ))}
      </fieldset>
      <label>
        passive_deletes
        <select
          value={String(passiveDeletes)}
          onChange={({ target: { value } }) =>
            change({
              kind: "passive-deletes",
              relationship: path,
              value: value === "all" ? "all" : value === "true",
            })
          }
        >
          <option value="false">False</option>
          <option value="true">True</option>
          <option value="all">"all"</option>
        </select>
      </label>
      <Refused text={refused} />
    </form>
  );
}

const actions: readonly string[] = ["CASCADE", "SET NULL", "RESTRICT"];

/** A foreign key's settings, to be changed in the program. */
export function KeySettings({ graphKey }: { readonly graphKey: GraphKey }) {
  const { refused, change } = useSetting();
  const { column, target, onDelete, nullable, primaryKey } = graphKey;
  const known = onDelete === null || actions.includes(onDelete) ? actions : [...actions, onDelete];
  return (
    <form className="settings" aria-label={`Settings of ${column}`} onSubmit={(event) => event.preventDefault()}>
      <label>
        ON DELETE
        <select
          value={onDelete ?? ""}
          onChange={({ target: { value } }) =>
            change({ kind: "on-delete", column, target, value: value === "" ? null : value })
          }
        >
          <option value="">none</option>
          {known.map((action) => (
            <option key={action} value={action}>
              {action}
            </option>
          ))}
        </select>
      </label>
      <label title={primaryKey ? "A column of the primary key is never NULL" : undefined}>
        <input
          type="checkbox"
          checked={!nullable}
          disabled={primaryKey}
          onChange={({ target: { checked } }) => change({ kind: "nullable", column, value: !checked })}
        />
        NOT NULL
      </label>
      <Refused text={refused} />
    </form>
  );
}

function Refused({ text }: { readonly text: string | null }) {
  return (
    <p className="settings-refused" role="status">
      {text}
    </p>
  );
}
