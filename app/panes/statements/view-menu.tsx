import { Check, SlidersHorizontal } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import type { Grouping } from "./rows.ts";
import type { ShownDialect, ViewOptions } from "./view-options.ts";

interface ViewMenuProps {
  readonly options: ViewOptions;
  readonly onChange: (options: ViewOptions) => void;
  readonly onFoldAll: () => void;
  readonly onUnfoldAll: () => void;
}

const groupings: readonly (readonly [Grouping, string])[] = [
  ["line", "By line of the program"],
  ["flush", "By flush"],
  ["none", "No groups"],
];

const dialects: readonly (readonly [ShownDialect, string])[] = [
  ["sqlite", "SQLite, which runs it"],
  ["postgresql", "PostgreSQL"],
  ["mysql", "MySQL"],
];

/** How statements are shown. */
export function ViewMenu({ options, onChange, onFoldAll, onUnfoldAll }: ViewMenuProps) {
  const grouped = options.grouping !== "none";
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="button button-small" aria-label="View" title="How statements are shown">
        <SlidersHorizontal size={14} aria-hidden /> <span className="action-word">View</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="statements-menu" align="end" sideOffset={4} collisionPadding={8}>
          <DropdownMenu.Label>Groups</DropdownMenu.Label>
          <DropdownMenu.RadioGroup
            value={options.grouping}
            onValueChange={(grouping) => onChange({ ...options, grouping: grouping as Grouping })}
          >
            {groupings.map(([grouping, label]) => (
              <DropdownMenu.RadioItem key={grouping} value={grouping}>
                <Tick /> {label}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Item disabled={!grouped} onSelect={onFoldAll}>
            <span className="menu-tick" /> Fold all groups
          </DropdownMenu.Item>
          <DropdownMenu.Item disabled={!grouped} onSelect={onUnfoldAll}>
            <span className="menu-tick" /> Unfold all groups
          </DropdownMenu.Item>
          <DropdownMenu.Separator />
          <DropdownMenu.Label>Parameters</DropdownMenu.Label>
          <DropdownMenu.RadioGroup
            value={options.inline ? "inline" : "apart"}
            onValueChange={(value) => onChange({ ...options, inline: value === "inline" })}
          >
            <DropdownMenu.RadioItem value="apart">
              <Tick /> Apart, as the driver gets them
            </DropdownMenu.RadioItem>
            <DropdownMenu.RadioItem value="inline">
              <Tick /> In their places
            </DropdownMenu.RadioItem>
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator />
          <DropdownMenu.Label>SQL of</DropdownMenu.Label>
          <DropdownMenu.RadioGroup
            value={options.dialect}
            onValueChange={(dialect) => onChange({ ...options, dialect: dialect as ShownDialect })}
          >
            {dialects.map(([dialect, label]) => (
              <DropdownMenu.RadioItem key={dialect} value={dialect}>
                <Tick /> {label}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator />
          <DropdownMenu.Label>Between statements</DropdownMenu.Label>
          <Switch
            on={options.showTransitions}
            onChange={(showTransitions) => onChange({ ...options, showTransitions })}
          >
            How objects change state
          </Switch>
          <Switch on={options.showOutput} onChange={(showOutput) => onChange({ ...options, showOutput })}>
            What the program prints
          </Switch>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface SwitchProps {
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly children: ReactNode;
}

function Switch({ on, onChange, children }: SwitchProps) {
  return (
    <DropdownMenu.CheckboxItem checked={on} onCheckedChange={onChange} onSelect={(event) => event.preventDefault()}>
      <Tick /> {children}
    </DropdownMenu.CheckboxItem>
  );
}

function Tick() {
  return (
    <span className="menu-tick">
      <DropdownMenu.ItemIndicator>
        <Check size={13} aria-hidden />
      </DropdownMenu.ItemIndicator>
    </span>
  );
}
