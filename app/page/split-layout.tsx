import type { ReactNode } from "react";
import { Group, type Layout, Panel, Separator } from "react-resizable-panels";
import { EditorPane } from "../panes/editor/editor-pane.tsx";
import { GraphPane } from "../panes/graph/graph-pane.tsx";
import { OutputPane } from "../panes/output/output-pane.tsx";
import { StatementsPane } from "../panes/statements/statements-pane.tsx";
import { TablesPane } from "../panes/tables/tables-pane.tsx";
import { AutoRunSwitch } from "./auto-run-switch.tsx";
import { Question } from "./question.tsx";

/** Program and output at the left, what became of it at the right; every border can be moved, and stays where it was put. */
export function SplitLayout() {
  return (
    <Split id="columns" orientation="horizontal">
      <Part id="left" size="45">
        <Split id="left-rows" orientation="vertical">
          <Part id="editor" size="75">
            <EditorPane about={<Question />} actions={<AutoRunSwitch />} />
          </Part>
          <Border orientation="vertical" label="Border between program and output" />
          <Part id="output" size="25">
            <OutputPane />
          </Part>
        </Split>
      </Part>
      <Border orientation="horizontal" label="Border between program and results" />
      <Part id="right" size="55">
        <Split id="right-rows" orientation="vertical">
          <Part id="statements" size="47">
            <StatementsPane />
          </Part>
          <Border orientation="vertical" label="Border between statements and graph" />
          <Part id="graph" size="34">
            <GraphPane />
          </Part>
          <Border orientation="vertical" label="Border between graph and tables" />
          <Part id="tables" size="19">
            <TablesPane />
          </Part>
        </Split>
      </Part>
    </Split>
  );
}

interface SplitProps {
  readonly id: string;
  readonly orientation: "horizontal" | "vertical";
  readonly children: ReactNode;
}

function Split({ id, orientation, children }: SplitProps) {
  return (
    <Group
      id={id}
      className="split"
      orientation={orientation}
      defaultLayout={keptLayout(id)}
      onLayoutChanged={(layout) => keepLayout(id, layout)}
    >
      {children}
    </Group>
  );
}

function Part({ id, size, children }: { readonly id: string; readonly size: string; readonly children: ReactNode }) {
  return (
    <Panel id={id} className="split-part" defaultSize={`${size}%`} minSize={72}>
      {children}
    </Panel>
  );
}

function Border({ orientation, label }: { readonly orientation: "horizontal" | "vertical"; readonly label: string }) {
  return <Separator className="split-border" data-along={orientation} aria-label={label} />;
}

const keyOf = (id: string) => `flushlight.split.${id}`;

function keptLayout(id: string): Layout | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(id)) ?? "null");
    if (typeof kept !== "object" || kept === null) return undefined;
    const sizes = Object.values(kept);
    return sizes.length > 0 && sizes.every((size) => typeof size === "number" && size >= 0)
      ? (kept as Layout)
      : undefined;
  } catch {
    return undefined;
  }
}

function keepLayout(id: string, layout: Layout): void {
  try {
    localStorage.setItem(keyOf(id), JSON.stringify(layout));
  } catch {
    // Without storage the borders start in their places next time.
  }
}
