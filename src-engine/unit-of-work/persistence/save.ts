import type { InstanceState } from "../../instrumentation/state.ts";
import type { Mapper } from "../../mapping/mapper.ts";
import { type FlushContext, takeConnection } from "../flush-context.ts";
import { finishSaves } from "./finish.ts";
import { insertRows } from "./insert.ts";
import { organizeSaves, sortStates } from "./organize.ts";
import { hierarchyTables } from "./table-mapping.ts";
import { updateRows } from "./update.ts";

/** Writes the rows of objects of one hierarchy: per table the UPDATEs, then the INSERTs ("ORM: Unit of Work"). */
export function saveObjects(base: Mapper, states: readonly InstanceState[], flush: FlushContext): void {
  takeConnection(flush);
  if (!base.batch && states.length > 1) {
    for (const state of sortStates(states)) saveObjects(base, [state], flush);
    return;
  }
  const saves = organizeSaves(states, flush);
  const updates = saves.filter((save) => save.hasRow);
  const inserts = saves.filter((save) => !save.hasRow);
  for (const [table, mapper] of hierarchyTables(base)) {
    updateRows(table, mapper, updates, flush);
    insertRows(table, mapper, inserts, flush);
  }
  finishSaves(saves, flush);
}
