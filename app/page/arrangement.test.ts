import { expect, test } from "vitest";
import { arrangementOf, arrangementText, ordinary, withFront } from "./arrangement.ts";

test("the ordinary arrangement needs no words", () => {
  expect(arrangementText(ordinary)).toBe("");
  expect(arrangementOf("")).toEqual(ordinary);
});

test("names the panes in front and the one that fills the page", () => {
  const arrangement = { ...withFront(withFront(ordinary, "objects"), "output"), maximised: "graph" as const };
  expect(arrangementText(arrangement)).toBe("output,objects,graph!");
  expect(arrangementOf("output,objects,graph!")).toEqual({ ...arrangement, single: "graph" });
});

test("leaves out names that it does not know", () => {
  expect(arrangementOf("plan,nonsense,<b>!")).toEqual(withFront(ordinary, "plan"));
});

test("a pane that fills the page makes room for one that is asked for", () => {
  expect(withFront(arrangementOf("graph!"), "why").maximised).toBeNull();
  expect(withFront(arrangementOf("graph!"), "plan").maximised).toBe("plan");
});
