import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** `npm test` finds or gets a Chromium and names it here; without it, Debian's, else Playwright's own. */
const usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));
const executablePath = process.env.CHROMIUM || usual;

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  // Runs are timed by the clock: two at once on two cores would disturb each other.
  workers: 1,
  timeout: 60_000,
  // A machine that is shared may stand still for seconds; what passes only the second time is told as flaky.
  retries: process.env.CI === undefined ? 0 : 1,
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [["list"]],
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // Chromium cannot sandbox itself when root runs it, as in a container.
      args: process.getuid?.() === 0 ? ["--no-sandbox", "--disable-gpu"] : [],
    },
    trace: "retain-on-failure",
  },
});
