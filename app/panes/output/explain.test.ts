import { expect, it } from "vitest";
import { documentationOf, explain } from "./explain.ts";

const error = (name: string, message = "", phase: "syntax" | "mapping" | "run" | "limit" = "run") => ({
  name,
  message,
  phase,
});

it("names the column that must not be NULL, and the ways out", () => {
  const message = "(sqlite3.IntegrityError) NOT NULL constraint failed: logs.person_id\n[SQL: UPDATE logs …]";
  const { what, tryThis } = explain(error("IntegrityError", message));
  expect(what).toBe(
    "A statement would have put NULL into logs.person_id, which the table forbids; the database rejected it.",
  );
  expect(tryThis).toContain('cascade: "all, delete-orphan"');
});

it("explains a limit as a limit, whatever its name", () => {
  expect(explain(error("LimitReached", "", "limit")).tryThis).toContain("loop");
});

it("has words for an error that it does not know", () => {
  expect(explain(error("SomethingError")).what).toBe("The program ended with an error that it did not catch.");
});

it("links to SQLAlchemy's page for SQLAlchemy's codes only", () => {
  expect(documentationOf("gkpj")).toBe("https://sqlalche.me/e/20/gkpj");
  expect(documentationOf(null)).toBeNull();
  expect(documentationOf("../evil")).toBeNull();
});
