/** The engine's public API, as the host of a program hands it over. The bridge imports nothing of the engine at run time. */
export type Engine = typeof import("../../../../src-engine/index.ts");
