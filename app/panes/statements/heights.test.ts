import fc from "fast-check";
import { expect, it } from "vitest";
import { Heights } from "./heights.ts";

it("finds where rows begin and which row is where, as adding up does, whatever was measured since", () => {
  const height = fc.integer({ min: 1, max: 90 });
  const changes = fc.array(fc.tuple(fc.nat(60), height));
  fc.assert(
    fc.property(fc.array(height, { minLength: 1, maxLength: 60 }), changes, fc.nat(6_000), (initial, changed, at) => {
      const plain = [...initial];
      const heights = new Heights(Float64Array.from(initial));
      for (const [place, next] of changed) {
        if (place >= plain.length) continue;
        expect(heights.set(place, next)).toBe(next - (plain[place] ?? 0));
        plain[place] = next;
      }
      let sum = 0;
      let found = plain.length - 1;
      for (const [place, own] of plain.entries()) {
        expect(heights.offset(place)).toBe(sum);
        if (at >= sum && at < sum + own) found = place;
        sum += own;
      }
      expect(heights.total).toBe(sum);
      expect(heights.at(at)).toBe(found);
    }),
  );
});

it("takes no rows", () => {
  const heights = new Heights(new Float64Array(0));
  expect([heights.total, heights.at(10)]).toEqual([0, 0]);
});
