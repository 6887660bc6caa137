import type { Selection } from "../run/selection.ts";
import { searchGallery } from "../scenarios/gallery.ts";
import { type Command, commandGroups, commands, type PageParts } from "./commands.ts";

/** What the palette offers: a command, or something of the run or the gallery to go to. */
export interface Offer {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly keys: string | null;
  readonly run: (page: PageParts) => void;
}

const MOST_OF_A_GROUP = 30;

/** What fits a search, in the order of its groups; without one, every command that can be done now. */
export function offersFor(search: string, page: PageParts): readonly Offer[] {
  const fitting = commandGroups.flatMap((group) =>
    commands.filter((command) => {
      const text = `${command.title} ${command.words ?? ""}`;
      return command.group === group && command.id !== "palette" && matches(text, search) && isAvailable(command, page);
    }),
  );
  const found = fitting.map(
    ({ id, group, title, keys, run }): Offer => ({ id, group, title, keys: keys?.[0] ?? null, run }),
  );
  return search.trim() === "" ? found : [...found, ...runOffers(search, page), ...galleryOffers(search)];
}

/** Whether all words of a search occur in a text. */
export function matches(text: string, search: string): boolean {
  const low = text.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => low.includes(word));
}

const isAvailable = (command: Command, page: PageParts): boolean => command.available?.(page) ?? true;

function galleryOffers(search: string): readonly Offer[] {
  return searchGallery(search)
    .slice(0, MOST_OF_A_GROUP)
    .map((scenario) => ({
      id: `scenario ${scenario.id}`,
      group: "Scenarios",
      title: scenario.question,
      keys: null,
      run: ({ desk }) => desk.load(scenario),
    }));
}

function runOffers(search: string, page: PageParts): readonly Offer[] {
  const model = page.workbench.store.getState().shown?.model;
  if (model === undefined) return [];
  const offers: Offer[] = [];
  const offer = (group: string, title: string, selection: Selection) => {
    if (!matches(`${group} ${title} select`, search)) return;
    if (offers.filter((each) => each.group === group).length >= MOST_OF_A_GROUP) return;
    offers.push({
      id: `${group} ${title} ${offers.length}`,
      group,
      title,
      keys: null,
      run: ({ workbench }) => workbench.select(selection, "page"),
    });
  };
  for (const { name, relationships } of model.schema?.classes ?? []) {
    offer("Classes and relationships", name, { kind: "class", name });
    for (const relationship of relationships) {
      const path = `${name}.${relationship.name}`;
      offer("Classes and relationships", path, { kind: "edge", relationship: path });
    }
  }
  for (const { name } of model.schema?.tables ?? []) offer("Tables", name, { kind: "table", name });
  for (const { index, sql } of model.statements) {
    offer("Statements", `${index + 1}. ${sql.replace(/\s+/g, " ").slice(0, 160)}`, {
      kind: "statement",
      statement: index,
    });
  }
  return offers;
}
