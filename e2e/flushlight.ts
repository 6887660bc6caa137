import { expect, type Locator, type Page } from "@playwright/test";

/** A statement as the list shows it. */
export interface ShownStatement {
  readonly sql: string;
  /** Each row of parameters as it is written: `[NULL, 1]`. */
  readonly params: readonly string[];
  readonly kind: string;
  readonly line: number;
}

/** The page as a person uses it. */
export class Flushlight {
  readonly page: Page;
  readonly statements: Locator;
  readonly status: Locator;
  readonly output: Locator;
  /** The lines that the program printed. */
  readonly printed: Locator;

  constructor(page: Page) {
    this.page = page;
    this.statements = page.getByTestId("statement");
    this.status = page.getByTestId("run-status");
    this.output = page.getByRole("region", { name: "Output" });
    this.printed = this.output.locator(".message-print");
  }

  /** Opens the page, or a link to it, waits for its first run, and brings the output to the front. */
  async open(link = "./"): Promise<void> {
    await this.page.goto(link);
    await this.settled();
    await this.show("Output");
  }

  /** Brings a pane to the front of its place: `Why`, `Output`, `Graph`, `Plan`, `Tables`, `Objects`. */
  async show(pane: string): Promise<void> {
    await this.page.getByRole("tab", { name: pane }).click();
  }

  /** Waits until the present text has run to its end. */
  async settled(): Promise<void> {
    await expect(this.status).toHaveAttribute("data-settled", "true", { timeout: 15_000 });
  }

  /** Does something that starts a run, and waits until the present text has run to its end. */
  async running(act: () => Promise<void>): Promise<void> {
    const before = Number(await this.status.getAttribute("data-run"));
    await act();
    await expect(async () => {
      expect(Number(await this.status.getAttribute("data-run"))).toBeGreaterThan(before);
    }).toPass({ timeout: 15_000 });
    await this.settled();
  }

  /** Puts a program in the place of the present one and runs it, to whatever end. */
  async run(program: string): Promise<void> {
    await this.page.evaluate((text) => window.flushlight?.open(text), program);
  }

  async chooseScenario(question: string): Promise<void> {
    await this.page.locator(".gallery-button").click();
    await this.page.getByRole("dialog", { name: "Scenarios" }).getByRole("button", { name: question }).click();
  }

  /** The statements in order, those of the schema left out. */
  async shownStatements(): Promise<readonly ShownStatement[]> {
    return this.statements.evaluateAll((elements) =>
      elements.map((element) => ({
        sql: element.querySelector(".sql")?.textContent ?? "",
        params: [...element.querySelectorAll(".parameters > div")].map((row) => row.textContent ?? ""),
        kind: element.getAttribute("data-kind") ?? "",
        line: Number(element.getAttribute("data-line")),
      })),
    );
  }

  /** The statements of one kind: `update`, `delete`, … */
  ofKind(kind: string): Locator {
    return this.page.locator(`[data-testid=statement][data-kind=${kind}]`);
  }

  /** One side of a relationship in the graph, as `Class.attribute`. */
  relationship(path: string): Locator {
    return this.page.locator(`[data-testid=relationship][data-relationship="${path}"]`);
  }

  /** The line that the editor's cursor is on. */
  get activeLine(): Locator {
    return this.page.locator(".monaco-editor .line-numbers.active-line-number");
  }

  /** Waits for the editor and gives it the focus. */
  async focusEditor(): Promise<void> {
    await expect(this.page.locator(".monaco-editor .view-line").first()).toBeVisible({ timeout: 30_000 });
    await this.page.getByRole("textbox", { name: "Program" }).focus();
  }

  /** Writes a line of the program anew. */
  async rewriteLine(line: number, text: string): Promise<void> {
    await this.goToLine(line);
    await this.page.keyboard.press("Home");
    await this.page.keyboard.press("Shift+End");
    await this.page.keyboard.insertText(text);
  }

  /** Puts the cursor on a line, by the editor's own command for it. */
  async goToLine(line: number): Promise<void> {
    await this.focusEditor();
    await this.page.keyboard.press("Control+g");
    const input = this.page.locator(".quick-input-widget input");
    await expect(input).toBeVisible();
    await input.fill(`:${line}`);
    await input.press("Enter");
    await expect(this.activeLine).toHaveText(String(line));
    await this.page.keyboard.press("End");
  }
}

/** The part of what the page offers to scripts that is used here; all of it is in `app/page/drive.ts`. */
interface Drive {
  ready(): Promise<void>;
  open(code: string, title?: string, language?: "typescript" | "python"): void;
  openScenario(id: string): void;
  text(): string;
  rerun(): Promise<DrivenRun>;
  settled(): Promise<DrivenRun>;
  statements(): readonly DrivenStatement[];
  why(index: number): string;
  step(direction: "forward" | "back", unit?: "statement" | "flush" | "line"): { readonly statement: number | null };
  goTo(statement: number | null): { readonly statement: number | null };
  select(what: string | null): void;
  selected(): string | null;
  link(): Promise<string>;
}

interface DrivenStatement {
  readonly index: number;
  readonly sql: string;
  readonly params: readonly (readonly unknown[])[];
  readonly kind: string;
  readonly line: number | null;
  readonly error: string | null;
}

interface DrivenRun {
  readonly outcome: string;
  readonly statements: number;
  readonly error: string | null;
  readonly output: readonly string[];
}

declare global {
  interface Window {
    flushlight?: Drive;
  }
}
