import { test as base } from "@playwright/test";
import { Flushlight } from "../flushlight.ts";
import { type Counting, serveBuilt, serveCounting } from "./server.ts";

interface Fixtures {
  /** The built page as a person uses it. */
  readonly flushlight: Flushlight;
  /** What the browser complained of: refused by a policy, not found, thrown and not caught. */
  readonly complaints: readonly string[];
}

interface WorkerFixtures {
  /** Where the built page is served. */
  readonly built: string;
  readonly counting: Counting;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  built: [
    async ({ browserName: _ }, use) => {
      const server = await serveBuilt();
      await use(server.url);
      await server.close();
    },
    { scope: "worker" },
  ],
  counting: [
    async ({ browserName: _ }, use) => {
      const server = await serveCounting();
      await use(server);
      await server.close();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ built }, use) => use(built),
  flushlight: async ({ page }, use) => use(new Flushlight(page)),
  complaints: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await use(complaints);
  },
});

export { expect } from "@playwright/test";
