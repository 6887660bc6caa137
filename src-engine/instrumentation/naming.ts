import { moduleOf } from "./identity-key.ts";
import type { InstanceState } from "./state.ts";

/** An instance as the reference's texts name it: `<User at 0x7f…>`. The address is made up, and stays the same in a run. */
export function stateText(state: InstanceState): string {
  return `<${state.mapper.className} at 0x${(0x7f0000000000 + state.id * 0x40).toString(16)}>`;
}

/** A class as the reference's texts name it: `<User>`. */
export function stateClassText(state: InstanceState): string {
  return `<${state.mapper.className}>`;
}

/** `<scenario.User object at 0x…>`, Python's own way to print an instance without a `__repr__`. */
export function objectText(state: InstanceState): string {
  return `<${moduleOf(state.mapper)}.${state.mapper.className} object at 0x${(0x7f0000000000 + state.id * 0x40).toString(16)}>`;
}
