import { Boxes, Code, ListTree, type LucideIcon, MessageSquareText, Network, Route, Rows3, Table } from "lucide-react";
import type { ComponentType } from "react";
import { EditorPane } from "../panes/editor/editor-pane.tsx";
import { GraphPane } from "../panes/graph/graph-pane.tsx";
import { ObjectsPane } from "../panes/objects/objects-pane.tsx";
import { OutputPane } from "../panes/output/output-pane.tsx";
import { PlanPane } from "../panes/plan/plan-pane.tsx";
import { StatementsPane } from "../panes/statements/statements-pane.tsx";
import { TablesPane } from "../panes/tables/tables-pane.tsx";
import { WhyPane } from "../panes/why/why-pane.tsx";
import type { PaneId } from "./arrangement.ts";
import { AutoRunSwitch } from "./auto-run-switch.tsx";
import { Question } from "./question.tsx";

interface PaneKind {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly pane: ComponentType;
}

/** What each pane is called and shown by. */
export const paneKinds: Readonly<Record<PaneId, PaneKind>> = {
  editor: {
    label: "Program",
    icon: Code,
    pane: () => <EditorPane about={<Question />} actions={<AutoRunSwitch />} />,
  },
  why: { label: "Why", icon: Route, pane: WhyPane },
  output: { label: "Output", icon: MessageSquareText, pane: OutputPane },
  statements: { label: "Statements", icon: Rows3, pane: StatementsPane },
  graph: { label: "Graph", icon: Network, pane: GraphPane },
  plan: { label: "Plan", icon: ListTree, pane: PlanPane },
  tables: { label: "Tables", icon: Table, pane: TablesPane },
  objects: { label: "Objects", icon: Boxes, pane: ObjectsPane },
};
