import { Search, X } from "lucide-react";
import { type RefObject, useMemo } from "react";
import type { RunModel } from "../../run/run-model.ts";
import { type Chip, chipCounts, type Filter, isActive, noFilter, objectChoices, tableChoices } from "./filter.ts";

interface FilterBarProps {
  readonly run: RunModel;
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
  readonly input: RefObject<HTMLInputElement | null>;
  /** The person is done with the filter and goes to the list. */
  readonly onLeave: () => void;
}

const chipNames: Record<Chip, string> = {
  select: "SELECT",
  insert: "INSERT",
  update: "UPDATE",
  delete: "DELETE",
  schema: "schema",
  other: "other",
  failed: "rejected",
  repeats: "repeated",
};

/** What is shown of the statements: by words, kind, table, object. */
export function FilterBar({ run, filter, onChange, input, onLeave }: FilterBarProps) {
  const counts = useMemo(() => chipCounts(run), [run]);
  const tables = useMemo(() => tableChoices(run), [run]);
  const objects = useMemo(() => objectChoices(run), [run]);
  const toggle = (chip: Chip) => {
    const chips = new Set(filter.chips);
    if (!chips.delete(chip)) chips.add(chip);
    onChange({ ...filter, chips });
  };
  return (
    <search className="filter-bar" aria-label="Filter statements" data-testid="statement-filter">
      <label className="filter-text">
        <Search size={13} aria-hidden />
        <input
          ref={input}
          type="text"
          inputMode="search"
          aria-label="Find in statements"
          aria-keyshortcuts="/"
          placeholder="Find in SQL, values, causes"
          autoComplete="off"
          spellCheck={false}
          value={filter.text}
          onChange={(event) => onChange({ ...filter, text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === "Escape" && filter.text !== "") onChange({ ...filter, text: "" });
            else if (event.key === "Escape" || event.key === "Enter" || event.key === "ArrowDown") onLeave();
            else return;
            event.preventDefault();
          }}
        />
      </label>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset does not lay its parts out in a row */}
      <div role="group" className="filter-chips" aria-label="Kinds">
        {[...counts].map(([chip, count]) => (
          <button
            key={chip}
            type="button"
            className="filter-chip"
            data-chip={chip}
            data-testid={`filter-${chip}`}
            aria-pressed={filter.chips.has(chip)}
            onClick={() => toggle(chip)}
          >
            {chipNames[chip]} <span>{count.toLocaleString("en-US")}</span>
          </button>
        ))}
      </div>
      {tables.length > 1 || filter.table !== null ? (
        <Choose
          label="Table"
          all="all tables"
          value={filter.table}
          choices={tables}
          onChange={(table) => onChange({ ...filter, table })}
        />
      ) : null}
      {objects.length > 1 || filter.object !== null ? (
        <Choose
          label="Object"
          all="all objects"
          value={filter.object === null ? null : String(filter.object)}
          choices={objects}
          onChange={(object) => onChange({ ...filter, object: object === null ? null : Number(object) })}
        />
      ) : null}
      {isActive(filter) ? (
        <button type="button" className="filter-clear" onClick={() => onChange(noFilter)} data-testid="filter-clear">
          <X size={13} aria-hidden /> Clear
        </button>
      ) : null}
    </search>
  );
}

interface ChooseProps {
  readonly label: string;
  readonly all: string;
  readonly value: string | null;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string | null) => void;
}

function Choose({ label, all, value, choices, onChange }: ChooseProps) {
  const missing = value !== null && !choices.some((choice) => choice.value === value);
  return (
    <select
      className="filter-choice"
      aria-label={label}
      data-active={value !== null || undefined}
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}
    >
      <option value="">{all}</option>
      {missing ? <option value={value}>{value}</option> : null}
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}
