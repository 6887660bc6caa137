import { expect, it } from "vitest";
import { documentationOf } from "./documentation.ts";

it("links to SQLAlchemy's page for SQLAlchemy's codes only", () => {
  expect(documentationOf("gkpj")).toBe("https://sqlalche.me/e/20/gkpj");
  expect(documentationOf(null)).toBeNull();
  expect(documentationOf("../evil")).toBeNull();
});
