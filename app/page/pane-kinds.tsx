import { Boxes, Code, ListTree, type LucideIcon, MessageSquareText, Network, Route, Rows3, Table } from "lucide-react";
import type { ComponentType } from "react";
import { EditorPane } from "../panes/editor/editor-pane.tsx";
import { type Later, later } from "../ui/later.tsx";
import { Pane } from "../ui/pane.tsx";
import type { PaneId } from "./arrangement.ts";
import { AutoRunSwitch } from "./auto-run-switch.tsx";
import { idle } from "./idle.ts";
import { Question } from "./question.tsx";

interface PaneKind {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly pane: ComponentType;
}

/** Every pane but the program's is fetched beside the first run; until then its frame is there. */
const panes = {
  why: later(async () => (await import("../panes/why/why-pane.tsx")).WhyPane, frame("Why")),
  output: later(async () => (await import("../panes/output/output-pane.tsx")).OutputPane, frame("Output")),
  statements: later(
    async () => (await import("../panes/statements/statements-pane.tsx")).StatementsPane,
    frame("Statements"),
  ),
  graph: later(async () => (await import("../panes/graph/graph-pane.tsx")).GraphPane, frame("Graph")),
  plan: later(async () => (await import("../panes/plan/plan-pane.tsx")).PlanPane, frame("Plan")),
  tables: later(async () => (await import("../panes/tables/tables-pane.tsx")).TablesPane, frame("Tables")),
  objects: later(async () => (await import("../panes/objects/objects-pane.tsx")).ObjectsPane, frame("Objects")),
} satisfies Partial<Record<PaneId, Later<object>>>;

/** A pane's frame with nothing in it. */
function frame(title: string): ComponentType {
  return () => <Pane title={title}>{null}</Pane>;
}

/** Fetches what is not to be seen yet, one after the other, so that it is there when it is asked for. */
export async function preloadPanes(): Promise<void> {
  for (const pane of Object.values(panes)) {
    await idle();
    await pane.preload();
  }
}

/** What each pane is called and shown by. */
export const paneKinds: Readonly<Record<PaneId, PaneKind>> = {
  editor: {
    label: "Program",
    icon: Code,
    pane: () => <EditorPane about={<Question />} actions={<AutoRunSwitch />} />,
  },
  why: { label: "Why", icon: Route, pane: panes.why },
  output: { label: "Output", icon: MessageSquareText, pane: panes.output },
  statements: { label: "Statements", icon: Rows3, pane: panes.statements },
  graph: { label: "Graph", icon: Network, pane: panes.graph },
  plan: { label: "Plan", icon: ListTree, pane: panes.plan },
  tables: { label: "Tables", icon: Table, pane: panes.tables },
  objects: { label: "Objects", icon: Boxes, pane: panes.objects },
};
