import { Tabs } from "radix-ui";
import { useEffect, useState } from "react";
import { useWorkbench, useWorkbenchState } from "../run/use-workbench.ts";
import { errorOf } from "../run/workbench.ts";
import { PaneGuard } from "../ui/pane-guard.tsx";
import { isPaneId, type PaneId, withFront } from "./arrangement.ts";
import { paneKinds } from "./pane-kinds.tsx";
import { useArrangement, useArrangementStore } from "./use-arrangement.ts";

const everyPane: readonly PaneId[] = ["editor", "statements", "why", "graph", "tables", "objects", "plan", "output"];

const keepMounted = { forceMount: true } as const;

/** One pane at a time, chosen at the lower edge. */
export function PhoneLayout({ panes = everyPane }: { readonly panes?: readonly PaneId[] }) {
  const workbench = useWorkbench();
  const hasEditor = panes.includes("editor");
  const arrangement = useArrangementStore();
  const asked = useArrangement(({ single }) => single);
  const tab = panes.includes(asked) ? asked : (panes[0] ?? "statements");
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
        if (hasEditor) arrangement.setState((state) => withFront(state, "editor"));
      }),
    [workbench, arrangement, hasEditor],
  );
  return (
    <Tabs.Root
      className="phone"
      value={tab}
      onValueChange={(id) => isPaneId(id) && arrangement.setState((state) => withFront(state, id))}
    >
      {panes.map((id) => {
        const Shown = paneKinds[id].pane;
        return (
          // The editor, once made, stays: it holds what can be undone.
          <Tabs.Content key={id} value={id} className="phone-pane" {...(id === "editor" && edited ? keepMounted : {})}>
            <PaneGuard title={paneKinds[id].label}>
              <Shown />
            </PaneGuard>
          </Tabs.Content>
        );
      })}
      <Tabs.List className="phone-tabs" aria-label="Panes">
        {panes.map((id) => {
          const { label, icon: Icon } = paneKinds[id];
          return (
            <Tabs.Trigger key={id} value={id} className="phone-tab">
              <Icon size={18} aria-hidden />
              {label}
              {id === "output" && failed ? <span className="phone-alert" role="img" aria-label="has an error" /> : null}
            </Tabs.Trigger>
          );
        })}
      </Tabs.List>
    </Tabs.Root>
  );
}
