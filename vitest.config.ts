import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src-engine/**/*.test.ts", "app/**/*.test.ts", "app/**/*.test.tsx", "tools/**/*.test.ts"],
    environment: "node",
  },
});
