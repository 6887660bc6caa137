/**
 * What type an arithmetic expression has, by the affinities of its sides. One table instead of a method per type: rows are the
 * left side's affinity, then the operator, then the right side's; "self" keeps the left side's own type.
 */

/** The families that decide how operators combine types; a subclass shares its family's affinity. */
export type TypeAffinity =
  | "null"
  | "integer"
  | "numeric"
  | "string"
  | "boolean"
  | "date"
  | "time"
  | "datetime"
  | "interval"
  | "binary"
  | "json"
  | "uuid"
  | "array"
  | "tuple"
  | "tablevalue"
  | "other";

/** The part of an operator that types look at. */
export interface TypeOperator {
  readonly name: string;
  /** `a op b` equals `b op a`. */
  readonly commutative: boolean;
}

/** The part of a type that the table looks at. */
interface Adaptable {
  readonly visitName: string;
  readonly affinity: TypeAffinity;
  readonly isNull: boolean;
  readonly isConcatenable: boolean;
  adaptExpression(op: TypeOperator, other: Adaptable): Adapted<Adaptable>;
}

interface Adapted<T> {
  readonly op: string;
  readonly type: T;
}

type Outcome = "self" | TypeAffinity;
type Row = Readonly<Partial<Record<TypeAffinity, Outcome>>>;
type ByOperator = Readonly<Record<string, Row>>;

const ADAPTATIONS: Readonly<Partial<Record<TypeAffinity, ByOperator>>> = {
  integer: {
    add: { date: "date", integer: "self", numeric: "numeric" },
    mul: { interval: "interval", integer: "self", numeric: "numeric" },
    truediv: { integer: "numeric", numeric: "numeric" },
    floordiv: { integer: "self", numeric: "numeric" },
    sub: { integer: "self", numeric: "numeric" },
  },
  numeric: {
    mul: { interval: "interval", numeric: "self", integer: "self" },
    truediv: { numeric: "self", integer: "self" },
    add: { numeric: "self", integer: "self" },
    sub: { numeric: "self", integer: "self" },
  },
  datetime: { add: { interval: "self" }, sub: { interval: "self", datetime: "interval" } },
  date: {
    add: { integer: "self", interval: "datetime", time: "datetime" },
    sub: { integer: "self", date: "integer", interval: "datetime", datetime: "interval" },
  },
  time: { add: { date: "datetime", interval: "self" }, sub: { time: "interval", interval: "self" } },
  interval: {
    add: { date: "datetime", interval: "self", datetime: "datetime", time: "time" },
    sub: { interval: "self" },
    mul: { numeric: "self" },
    truediv: { numeric: "self" },
  },
};

const defaults = new Map<TypeAffinity, () => Adaptable>();

/** Types tell here which plain type stands for their affinity; keeps this table free of the classes. */
export function registerDefaultType(affinity: TypeAffinity, make: () => Adaptable): void {
  defaults.set(affinity, make);
}

/** Operator and result type of `left op right`. */
export function adaptOperator<T extends Adaptable>(left: T, op: TypeOperator, right: T): Adapted<T> {
  if (left.isNull) {
    // An unknown left side takes the known right side's rules, where order does not matter.
    if (right.isNull || !op.commutative) return { op: op.name, type: left };
    return right.adaptExpression(op, left) as Adapted<T>;
  }
  if (left.isConcatenable && op.name === "add" && (right.isConcatenable || right.isNull)) {
    return { op: "concat_op", type: left };
  }
  const stated = ADAPTATIONS[left.affinity]?.[op.name]?.[right.affinity];
  const outcome = stated ?? "self";
  // A result of the right side's kind is of the right side's own type, precision and all.
  if (
    outcome === right.affinity ||
    (stated === "self" && left.affinity === right.affinity && left.visitName === left.affinity)
  )
    return { op: op.name, type: right };
  if (outcome === "self" || outcome === left.affinity) return { op: op.name, type: left };
  return { op: op.name, type: (defaults.get(outcome)?.() as T | undefined) ?? left };
}
