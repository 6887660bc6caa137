import type { Profiler } from "node:inspector";
import { expect, test } from "vitest";
import { phasesOf } from "./phases.ts";

const frame = (functionName: string, url: string): Profiler.ProfileNode["callFrame"] => {
  return { functionName, url, scriptId: "1", lineNumber: 0, columnNumber: 0 };
};

test("a sample counts for the innermost function whose file says what it is there for", () => {
  const nodes: Profiler.ProfileNode[] = [
    { id: 1, callFrame: frame("(root)", ""), children: [2, 6, 7] },
    { id: 2, callFrame: frame("run", "file:///x/tools/bench/workloads.js"), children: [3, 4] },
    // An attribute that the program reads, and one that is read to load.
    { id: 3, callFrame: frame("get", "file:///x/src-engine/instrumentation/attribute.js") },
    { id: 4, callFrame: frame("load", "file:///x/src-engine/loading/instance-loader.js"), children: [5] },
    { id: 5, callFrame: frame("get", "file:///x/src-engine/instrumentation/attribute.js") },
    { id: 6, callFrame: frame("(garbage collector)", "") },
    { id: 7, callFrame: frame("(idle)", "") },
  ];
  const profile = { nodes, samples: [3, 5, 6, 7], timeDeltas: [10, 20, 10, 1000], startTime: 0, endTime: 1040 };
  const shares = phasesOf(profile);
  expect(shares).toMatchObject({ build: 0.25, load: 0.5, collect: 0.25, driver: 0, other: 0 });
});
