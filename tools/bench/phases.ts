import { type Profiler, Session } from "node:inspector/promises";

/**
 * What the engine is at, in the order of a flush. `build` is the program's own work: making objects, setting and reading
 * attributes. `sync` copies keys between objects. `other` is what cannot be told, such as starting.
 */
export const PHASES = ["build", "plan", "sync", "compile", "bind", "driver", "load", "collect", "other"] as const;
export type Phase = (typeof PHASES)[number];

/** The first that matches a file and function tells the phase. What has none here works for its caller. */
const RULES: readonly (readonly [phase: Phase, file: RegExp, name?: RegExp])[] = [
  ["driver", /^wasm:|\/sql\.js\/|\/app\/worker\//],
  ["compile", /\/src-engine\/(?:dialects|sql|schema)\//],
  ["bind", /\/compiler\/compiled\.|\/connection\//],
  ["compile", /\/compiler\//],
  [
    "compile",
    /\/loading\/(?:select-build|select-plan|from-clauses|orm-join|user-joins|loader-options|load-element|path)\./,
  ],
  ["compile", /\/unit-of-work\/persistence\/statements\./],
  ["load", /\/loading\//],
  ["bind", /\/unit-of-work\/persistence\//],
  ["sync", /\/unit-of-work\/sync\./],
  ["sync", /\/unit-of-work\/dependency\//, /process|synchron/i],
  ["plan", /\/(?:unit-of-work|cascade)\/|\/session\/(?:flush|session-objects|session-transaction)\./],
  ["build", /\/session\/(?:query|orm-)/],
  ["build", /\/tools\/bench\/workloads\./],
];

/** Runs work under the profiler of V8. */
export async function profiled(work: () => void): Promise<Profiler.Profile> {
  const session = new Session();
  session.connect();
  try {
    await session.post("Profiler.enable");
    await session.post("Profiler.setSamplingInterval", { interval: 200 });
    await session.post("Profiler.start");
    work();
    return (await session.post("Profiler.stop")).profile;
  } finally {
    session.disconnect();
  }
}

/** Waiting, and what the profiler itself does in our thread. */
const NO_WORK = /^(?:\(idle\)|\(root\)|dispatch)$/;

function ownPhase({ functionName, url }: Profiler.ProfileNode["callFrame"]): Phase | null {
  if (functionName === "(garbage collector)") return "collect";
  const file = functionName.startsWith("wasm-") ? "wasm:" : url;
  return RULES.find(([, files, names]) => files.test(file) && (names?.test(functionName) ?? true))?.[0] ?? null;
}

/**
 * Shares of the time by phase. A sample counts for the innermost function whose file says what it is there for: an attribute
 * that is read to bind it is `bind`, one that the program reads is `build`.
 */
export function phasesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Record<Phase, number> {
  const phases = new Map<number, Phase | null>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  // A node comes before those that it called.
  for (const node of nodes) {
    const inherited = phases.get(node.id) ?? null;
    const phase = ownPhase(node.callFrame) ?? inherited;
    phases.set(node.id, phase);
    for (const child of node.children ?? []) phases.set(child, phase);
  }
  const times = Object.fromEntries(PHASES.map((phase) => [phase, 0])) as Record<Phase, number>;
  let total = 0;
  samples.forEach((id, i) => {
    if (NO_WORK.test(byId.get(id)?.callFrame.functionName ?? "")) return;
    const time = timeDeltas[i] ?? 0;
    times[phases.get(id) ?? "other"] += time;
    total += time;
  });
  for (const phase of PHASES) times[phase] /= total;
  return times;
}
