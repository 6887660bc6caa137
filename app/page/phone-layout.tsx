import { Code, type LucideIcon, MessageSquareText, Network, Rows3, Table } from "lucide-react";
import { Tabs } from "radix-ui";
import { type ComponentType, useEffect, useState } from "react";
import { EditorPane } from "../panes/editor/editor-pane.tsx";
import { GraphPane } from "../panes/graph/graph-pane.tsx";
import { OutputPane } from "../panes/output/output-pane.tsx";
import { StatementsPane } from "../panes/statements/statements-pane.tsx";
import { TablesPane } from "../panes/tables/tables-pane.tsx";
import { useWorkbench, useWorkbenchState } from "../run/use-workbench.ts";
import { errorOf } from "../run/workbench.ts";
import { AutoRunSwitch } from "./auto-run-switch.tsx";
import { Question } from "./question.tsx";

interface TabOf {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly pane: ComponentType;
}

const tabs: readonly TabOf[] = [
  {
    id: "editor",
    label: "Program",
    icon: Code,
    pane: () => <EditorPane about={<Question />} actions={<AutoRunSwitch />} />,
  },
  { id: "statements", label: "Statements", icon: Rows3, pane: StatementsPane },
  { id: "graph", label: "Graph", icon: Network, pane: GraphPane },
  { id: "tables", label: "Tables", icon: Table, pane: TablesPane },
  { id: "output", label: "Output", icon: MessageSquareText, pane: OutputPane },
];

const keepMounted = { forceMount: true } as const;

/** One pane at a time, chosen at the lower edge. */
export function PhoneLayout() {
  const workbench = useWorkbench();
  const [tab, setTab] = useState("statements");
  const [edited, setEdited] = useState(false);
  useEffect(() => {
    if (tab === "editor") setEdited(true);
  }, [tab]);
  const failed = useWorkbenchState((state) => state.latest !== null && errorOf(state.latest.model) !== null);
  // Going to a line means going to the program.
  useEffect(
    () =>
      workbench.store.subscribe(({ selection, selectedBy }, before) => {
        if (selection === before.selection || selection.kind !== "line" || selectedBy === "editor") return;
        setTab("editor");
      }),
    [workbench],
  );
  return (
    <Tabs.Root className="phone" value={tab} onValueChange={setTab}>
      {tabs.map(({ id, pane: ShownPane }) => (
        // The editor, once made, stays: it holds what can be undone.
        <Tabs.Content key={id} value={id} className="phone-pane" {...(id === "editor" && edited ? keepMounted : {})}>
          <ShownPane />
        </Tabs.Content>
      ))}
      <Tabs.List className="phone-tabs" aria-label="Panes">
        {tabs.map(({ id, label, icon: Icon }) => (
          <Tabs.Trigger key={id} value={id} className="phone-tab">
            <Icon size={18} aria-hidden />
            {label}
            {id === "output" && failed ? <span className="phone-alert" role="img" aria-label="has an error" /> : null}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
    </Tabs.Root>
  );
}
