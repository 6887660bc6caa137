import { ArgumentError } from "../errors.ts";

/**
 * Python objects as bytes ("PickleType"): refused, as there are none here.
 * @throws ArgumentError always, with what to use instead
 */
export function PickleType(): never {
  throw new ArgumentError(
    "PickleType keeps Python objects, and there are none here. Use JSON, or LargeBinary with a TypeDecorator.",
  );
}
