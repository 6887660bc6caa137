import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { contentSecurityPolicy } from "./tools/build/content-security-policy.ts";
import { engineTypes } from "./tools/build/engine-types.ts";
import { pythonFiles } from "./tools/build/python-files.ts";
import { sandboxWorker } from "./tools/build/sandbox-worker.ts";
import { serviceWorker } from "./tools/build/service-worker.ts";

export default defineConfig({
  // Relative, so that the built page works at any path.
  base: "./",
  plugins: [
    react(),
    sandboxWorker("sandbox-worker", "app/worker/worker.ts"),
    sandboxWorker("python-worker", "app/worker/python-worker.ts", { compressed: true }),
    pythonFiles("app/languages/python/packages"),
    engineTypes("src-engine/index.ts"),
    contentSecurityPolicy(),
    serviceWorker("tools/build/sw.template.js"),
  ],
  build: {
    target: "es2022",
    // Monaco's TypeScript worker is what it is; it is loaded when the editor is.
    chunkSizeWarningLimit: 8_000,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
