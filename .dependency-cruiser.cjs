/**
 * The import directions of the project, written down once. `npm run imports` checks them; type-only imports count.
 * Each room may import itself, the rooms after the colon, and all that those may import.
 */

const ENGINE_ROOMS = {
  types: [],
  sql: ["types"],
  schema: ["sql"],
  compiler: ["schema"],
  dialects: ["compiler"],
  trace: [],
  events: [],
  connection: ["dialects", "trace"],
  mapping: ["schema", "trace", "events"],
  instrumentation: ["mapping", "trace"],
  loading: ["instrumentation", "connection"],
  reflection: ["connection"],
  cascade: ["instrumentation"],
  "unit-of-work": ["cascade", "connection", "loading"],
  session: ["unit-of-work", "reflection"],
  preview: ["session"],
};

/** In app each room's list is complete: nothing is inherited. */
const APP_ROOMS = {
  protocol: [],
  languages: ["protocol"],
  worker: ["protocol", "languages"],
  run: ["protocol"],
  scenarios: [],
  draft: [],
  share: ["protocol", "run", "scenarios"],
  graph: [],
  styles: [],
  ui: ["styles"],
  export: ["protocol", "run", "share", "scenarios", "graph", "ui"],
  panes: ["protocol", "languages", "run", "graph", "export", "scenarios", "share", "styles", "ui"],
  page: ["protocol", "languages", "run", "scenarios", "draft", "share", "styles", "ui", "export", "panes"],
};

const TEST = "\\.test\\.tsx?$";

function reachable(room, seen = new Set()) {
  for (const next of ENGINE_ROOMS[room]) {
    if (!seen.has(next)) {
      seen.add(next);
      reachable(next, seen);
    }
  }
  return seen;
}

const either = (names) => `(?:${names.join("|")})`;

const engineRules = Object.keys(ENGINE_ROOMS).map((room) => ({
  name: `engine-${room}`,
  comment: `src-engine/${room} may import only: ${[...reachable(room)].join(", ") || "nothing"}, errors.ts, shapes.ts.`,
  severity: "error",
  from: { path: `^src-engine/${room}/`, pathNot: TEST },
  to: {
    path: "^src-engine/",
    pathNot: [`^src-engine/${either([room, ...reachable(room)])}/`, "^src-engine/(errors|shapes)\\.ts$"],
  },
}));

const appRules = Object.entries(APP_ROOMS).map(([room, allowed]) => ({
  name: `app-${room}`,
  comment: `app/${room} may import only: ${allowed.join(", ") || "nothing"}.`,
  severity: "error",
  from: { path: `^app/${room}/`, pathNot: TEST },
  to: { path: "^app/", pathNot: `^app/${either([room, ...allowed])}/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "resolvable",
      comment: "Every import leads to a file or a package. Scenarios import the engine by the name it has in the page.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: ["^virtual:", "^flushlight$", "\\?"] },
    },
    ...engineRules,
    {
      name: "engine-errors",
      comment: "src-engine/errors.ts and shapes.ts import nothing.",
      severity: "error",
      from: { path: "^src-engine/(errors|shapes)\\.ts$" },
      to: {},
    },
    {
      name: "engine-one-index",
      comment: "src-engine/index.ts is the public API and the only index file; no room goes through it.",
      severity: "error",
      from: { path: "^src-engine/", pathNot: TEST },
      to: { path: "^src-engine/.*index\\.ts$" },
    },
    {
      name: "engine-rooms-are-known",
      comment: "A new room of src-engine has to be entered in the table.",
      severity: "error",
      from: { path: "^src-engine/[^/]+/", pathNot: `^src-engine/${either(Object.keys(ENGINE_ROOMS))}/` },
      to: {},
    },
    {
      name: "engine-alone",
      comment: "The engine knows nothing of the page, the tools or the tests of either.",
      severity: "error",
      from: { path: "^src-engine/", pathNot: TEST },
      to: { path: "^(?:app|tools|e2e)/" },
    },
    {
      name: "engine-packages",
      comment: "The engine uses a decimal and a Temporal library, and nothing of Node.",
      severity: "error",
      from: { path: "^src-engine/", pathNot: TEST },
      to: {
        dependencyTypesNot: ["local", "type-only"],
        path: "^(?!src-engine/|\\.)",
        pathNot: "^node_modules/(?:decimal\\.js|temporal-polyfill|temporal-spec|temporal-utils)/",
      },
    },
    ...appRules,
    {
      name: "app-rooms-are-known",
      comment: "A new room of app has to be entered in the table.",
      severity: "error",
      from: { path: "^app/[^/]+/", pathNot: `^app/${either(Object.keys(APP_ROOMS))}/` },
      to: {},
    },
    {
      name: "app-panes-apart",
      comment: "Panes share the run model and the selection, never each other's code.",
      severity: "error",
      from: { path: "^app/panes/([^/]+)/" },
      to: { path: "^app/panes/([^/]+)/", pathNot: "^app/panes/$1/" },
    },
    {
      name: "app-languages-apart",
      comment: "One language knows nothing of another; what converts between them knows both.",
      severity: "error",
      from: { path: "^app/languages/([^/]+)/", pathNot: "^app/languages/convert/" },
      to: { path: "^app/languages/([^/]+)/", pathNot: "^app/languages/$1/" },
    },
    {
      name: "engine-through-its-door",
      comment: "Outside src-engine there is only its index and the vocabulary of its trace.",
      severity: "error",
      from: { path: "^(?:app|tools|e2e)/" },
      to: { path: "^src-engine/", pathNot: "^src-engine/(?:index\\.ts$|trace/)" },
    },
    {
      name: "engine-in-the-worker-only",
      comment: "The page knows the engine's types; its code runs in the worker.",
      severity: "error",
      from: {
        path: "^app/",
        pathNot: ["^app/(?:worker|scenarios)/", "^app/languages/python/bridge/engine\\.ts$", TEST],
      },
      to: { path: "^src-engine/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "app-alone",
      comment: "The page knows nothing of the tools and the end-to-end tests.",
      severity: "error",
      from: { path: "^app/", pathNot: TEST },
      to: { path: "^(?:tools|e2e)/" },
    },
    {
      name: "app-in-the-browser",
      comment: "The page has nothing of Node.",
      severity: "error",
      from: { path: "^app/", pathNot: TEST },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "tools-headless",
      comment:
        "Command-line tools run programs as the worker does, and know nothing of the page but its words; the bench measures what it makes of a run.",
      severity: "error",
      from: { path: "^tools/" },
      to: {
        path: "^(?:e2e/|app/)",
        pathNot:
          "^app/(?:(?:worker|languages|protocol|scenarios|run/moments)/|run/(?:causes|run-model)\\.ts$|ui/words\\.ts$)",
      },
    },
    {
      name: "e2e-outside",
      comment: "End-to-end tests use the page as a person does; they may read scenarios and recordings.",
      severity: "error",
      from: { path: "^e2e/" },
      to: { path: "^(?:src-engine|app|tools)/", pathNot: "^(?:app/scenarios|app/protocol|tools/parity)/" },
    },
    {
      name: "no-development-package",
      comment: "What is shipped uses no package that is there for development only.",
      severity: "error",
      from: { path: "^(?:app|src-engine)/", pathNot: TEST },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"], pathNot: "^node_modules/@types/" },
    },
    {
      name: "declared-package",
      comment: "Every package is in package.json.",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"], pathNot: "^node_modules/@types/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["^dist/", "\\.css$"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["types", "import", "browser", "require", "node", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs", ".json", ".d.ts"],
    },
  },
};
