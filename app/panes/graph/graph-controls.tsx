import { CircleHelp, Crosshair, Tags } from "lucide-react";
import { Popover } from "radix-ui";
import { useId } from "react";
import type { FateOperation, ModelSnapshot } from "../../../src-engine/trace/events.ts";
import type { Layers } from "../../graph/labels.ts";
import { useWorkbench } from "../../run/use-workbench.ts";
import { operationWords } from "./fate-words.ts";
import { namesOnlyFrom, searchFrom, useGraphView } from "./graph-view.ts";
import { Legend } from "./legend.tsx";

const layerWords: Readonly<Record<Layers, string>> = { both: "both layers", orm: "ORM", database: "database" };

interface GraphControlsProps {
  readonly schema: ModelSnapshot;
}

/** What is foreseen, and how the graph is drawn. */
export function GraphControls({ schema }: GraphControlsProps) {
  const { layers, namesOnly, steps, subject } = useGraphView();
  const mapped = new Set(schema.classes.map(({ table }) => table));
  const boxes = schema.classes.length + schema.tables.filter(({ name }) => !mapped.has(name)).length;
  const many = boxes >= searchFrom;
  const names = namesOnly ?? boxes >= namesOnlyFrom;
  return (
    <div className="graph-controls">
      <Foresight schema={schema} />
      <span className="graph-controls-space" />
      {many ? <Search schema={schema} /> : null}
      {many ? (
        <label className="graph-choice" title="Shows only what is near the chosen class">
          <Crosshair size={13} aria-hidden />
          <select
            aria-label="How far around the chosen class"
            value={steps ?? "all"}
            disabled={subject === null}
            onChange={({ target }) =>
              useGraphView.setState({ steps: target.value === "all" ? null : Number(target.value) })
            }
          >
            <option value="all">all</option>
            <option value="1">1 step</option>
            <option value="2">2 steps</option>
            <option value="3">3 steps</option>
          </select>
        </label>
      ) : null}
      <select
        className="graph-select"
        aria-label="Layers"
        value={layers}
        onChange={({ target }) => useGraphView.setState({ layers: target.value as Layers })}
      >
        {(Object.keys(layerWords) as Layers[]).map((each) => (
          <option key={each} value={each}>
            {layerWords[each]}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="button button-small"
        aria-pressed={names}
        aria-label="Names only"
        title="Names only: no columns, no labels"
        onClick={() => useGraphView.setState({ namesOnly: !names })}
      >
        <Tags size={14} aria-hidden />
      </button>
      <Popover.Root>
        <Popover.Trigger className="button button-small" aria-label="Legend" title="Legend">
          <CircleHelp size={14} aria-hidden />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content className="legend" align="end" sideOffset={6} collisionPadding={8}>
            <Legend />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </div>
  );
}

/** "When a User is deleted": the sentence that the drawing finishes. */
function Foresight({ schema }: GraphControlsProps) {
  const { subject, operation } = useGraphView();
  const workbench = useWorkbench();
  return (
    <fieldset className="foresight">
      <legend className="visually-hidden">What to foresee</legend>
      <span>When a</span>
      <select
        className="graph-select"
        aria-label="Class"
        value={subject?.className ?? ""}
        onChange={({ target }) =>
          workbench.select(target.value === "" ? { kind: "none" } : { kind: "class", name: target.value }, "graph")
        }
      >
        <option value="">class …</option>
        {schema.classes.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <span>is</span>
      <select
        className="graph-select"
        aria-label="Operation"
        value={operation}
        onChange={({ target }) => useGraphView.setState({ operation: target.value as FateOperation })}
      >
        {(Object.keys(operationWords) as FateOperation[]).map((each) => (
          <option key={each} value={each}>
            {operationWords[each]}
          </option>
        ))}
      </select>
    </fieldset>
  );
}

/** Finds a class or a table by its name and brings it to the middle. */
function Search({ schema }: GraphControlsProps) {
  const list = useId();
  const workbench = useWorkbench();
  const mapped = new Set(schema.classes.map(({ table }) => table));
  const tables = schema.tables.filter(({ name }) => !mapped.has(name));
  const go = (text: string, sure: boolean) => {
    const wanted = text.trim().toLowerCase();
    if (wanted === "") return false;
    const fits = (name: string) => (sure ? name.toLowerCase().includes(wanted) : name.toLowerCase() === wanted);
    const class_ =
      schema.classes.find(({ name }) => name.toLowerCase() === wanted) ?? schema.classes.find((c) => fits(c.name));
    const table = class_ ? undefined : tables.find(({ name }) => fits(name));
    if (class_) workbench.select({ kind: "class", name: class_.name }, "graph");
    else if (table) workbench.select({ kind: "table", name: table.name }, "graph");
    else return false;
    useGraphView.setState(({ sought }) => ({ sought: sought + 1 }));
    return true;
  };
  return (
    <>
      <input
        className="graph-search"
        type="search"
        list={list}
        placeholder="Find a class"
        aria-label="Find a class"
        autoComplete="off"
        onChange={({ target }) => go(target.value, false)}
        onKeyDown={({ key, currentTarget }) => {
          if (key === "Enter") go(currentTarget.value, true);
        }}
      />
      <datalist id={list}>
        {[...schema.classes, ...tables].map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
