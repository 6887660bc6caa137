import { compare, type Difference } from "./compare.ts";
import type { Json, RecordedStep, Recording, Scenario } from "./document.ts";
import { perform } from "./steps.ts";
import { World } from "./world.ts";

/** What became of one scenario. */
export interface Outcome {
  readonly scenario: Scenario;
  readonly recording: Recording;
  readonly difference: Difference | null;
  /** The engine's stack at the error that made the difference, where there was one. */
  readonly stack: string | null;
}

/** Runs one scenario on the engine and compares it with its recording. Never throws: a crash is a difference. */
export function runScenario(scenario: Scenario): Outcome {
  const { recording, stacks } = performScenario(scenario);
  const difference = compare(scenario, recording);
  return { scenario, recording, difference, stack: difference === null ? null : (stacks.get(difference.at) ?? null) };
}

interface Performed {
  readonly recording: Recording;
  readonly stacks: ReadonlyMap<Difference["at"], string>;
}

function performScenario(scenario: Scenario): Performed {
  const stacks = new Map<Difference["at"], string>();
  const world = new World(scenario);
  const record = (at: Difference["at"], thing: () => unknown): RecordedStep => {
    world.lastStack = null;
    const recorded = world.record(thing);
    if (world.lastStack !== null) stacks.set(at, world.lastStack);
    return recorded;
  };
  try {
    const { events: _, ...mapping } = record("mapping", () => world.map());
    if (mapping.error !== undefined) return { recording: { mapping }, stacks };

    const created = record("ddl", () => world.models.base.metadata.createAll(world.engine));
    const ddl = created.events.flatMap((e) => ("sql" in e && !e.sql.startsWith("PRAGMA") ? [e.sql] : []));

    world.openSession();
    const steps = scenario.steps.map((step, index) => record(index + 1, () => perform(world, step)));
    const closed = record("rows", () => world.closeSession());
    const rows = closed.error === undefined ? tableRows(world) : { closing: [[closed.error.message]] };
    return { recording: { mapping, ddl, steps, rows }, stacks };
  } finally {
    world.dispose();
  }
}

/** Every table's rows as the database has them. */
function tableRows(world: World): Record<string, Json[][]> {
  const rows: Record<string, Json[][]> = {};
  for (const { name } of world.models.base.metadata.tables.values()) {
    if (!exists(world, name)) continue;
    const result = world.driver.execute(`SELECT * FROM "${name}"`);
    rows[name] = result.rows.map((row) => row.map((value) => world.render(value)));
  }
  return rows;
}

/** False for a table whose CREATE failed. */
function exists(world: World, table: string): boolean {
  return world.driver.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).rows.length > 0;
}
