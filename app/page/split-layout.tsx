import type { ReactNode } from "react";
import { Group, type Layout, Panel, Separator } from "react-resizable-panels";
import { Place } from "./place.tsx";

/** Program and explanation at the left, what became of it at the right; every border can be moved, and stays where it was put. */
export function SplitLayout() {
  return (
    <Split id="columns" orientation="horizontal">
      <Part id="left" size="42">
        <Split id="left-rows" orientation="vertical">
          <Part id="program" size="58">
            <Place id="program" />
          </Part>
          <Border orientation="vertical" label="Border between program and explanation" />
          <Part id="explanation" size="42">
            <Place id="explanation" />
          </Part>
        </Split>
      </Part>
      <Border orientation="horizontal" label="Border between program and results" />
      <Part id="right" size="58">
        <Split id="right-rows" orientation="vertical">
          <Part id="statements" size="40">
            <Place id="statements" />
          </Part>
          <Border orientation="vertical" label="Border between statements and graph" />
          <Part id="model" size="34">
            <Place id="model" />
          </Part>
          <Border orientation="vertical" label="Border between graph and tables" />
          <Part id="data" size="26">
            <Place id="data" />
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

const keyOf = (id: string) => `flushlight.split.2.${id}`;

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
