import type { Engine } from "./engine.ts";

/**
 * What a value of a column is in Python, where JavaScript's value does not tell: 5 of a Float column is 5.0, the text of a
 * Uuid column a UUID.
 * @returns the value as the codec writes it; `undefined` where nothing is special
 */
export function typedValue(engine: Engine, value: unknown, type: unknown): object | undefined {
  if (type === null || type === undefined) return undefined;
  if (typeof value === "number") {
    return Number.isInteger(value) && isFloat(engine, type) ? { f: floatText(value) } : undefined;
  }
  if (typeof value === "string") return isUuid(engine, type) ? { U: value } : undefined;
  if (engine.Decimal.isDecimal(value) && !("text" in value)) return decimal(engine, value, type);
  return undefined;
}

/** Whether values of this type need a look at all. */
export function isSpecial(engine: Engine, type: unknown): boolean {
  const found = plainType(engine, type);
  return isUuid(engine, type) || (found instanceof engine.TypeEngine && found.affinity === "numeric");
}

/** The driver's decimals have as many digits as the type says. */
function decimal(engine: Engine, value: InstanceType<Engine["Decimal"]>, type: unknown): object | undefined {
  const found = plainType(engine, type);
  if (!(found instanceof engine.TypeEngine) || !("effectiveDecimalReturnScale" in found)) return undefined;
  return { D: value.toFixed(found.effectiveDecimalReturnScale as number) };
}

const floatText = (value: number): string => (Object.is(value, -0) ? "-0.0" : `${value}`);

function plainType(engine: Engine, type: unknown): unknown {
  let found = type;
  while (found instanceof engine.TypeDecorator && found.processResultValue === undefined) found = found.implInstance;
  return found;
}

function isFloat(engine: Engine, type: unknown): boolean {
  const found = plainType(engine, type);
  return (
    found instanceof engine.TypeEngine && found.affinity === "numeric" && !("asdecimal" in found && found.asdecimal)
  );
}

function isUuid(engine: Engine, type: unknown): boolean {
  const found = plainType(engine, type);
  return found instanceof engine.TypeEngine && found.affinity === "uuid" && "asUuid" in found && found.asUuid === true;
}
