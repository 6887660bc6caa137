/** Dates and times ("Generic CamelCase Types": Date, Time, DateTime, Interval); values are Temporal's. */
import { BuiltinError } from "../errors.ts";
import { registerDefaultType } from "./adaptation.ts";
import { typeName } from "./repr.ts";
import {
  type Duration,
  dateToPlain,
  isDuration,
  isPlainDate,
  isPlainDateTime,
  isPlainTime,
  type PlainDate,
  type PlainDateTime,
  type PlainTime,
  Temporal,
} from "./temporal.ts";
import {
  type BindProcessor,
  callable,
  type LiteralProcessor,
  type ResultProcessor,
  type TypeDialect,
  TypeEngine,
} from "./type-engine.ts";

const GlobalDate = globalThis.Date;

/** ISO text with a space and, unless they are zero, microseconds: Python's isoformat(" "). */
function pythonIso(value: PlainDateTime | PlainTime): string {
  const micro = value.millisecond * 1000 + value.microsecond;
  const digits = micro === 0 ? 0 : 6;
  return value.toString({ fractionalSecondDigits: digits as 0 | 6 }).replace("T", " ");
}

abstract class TemporalType<V> extends TypeEngine<V> {
  protected override reprParts(): string[] {
    return (this as { timezone?: boolean }).timezone ? ["timezone=True"] : [];
  }

  /** Turns what may be given into the type's own kind of value; anything else stays as it is. */
  abstract normalize(value: unknown): unknown;

  override compareValues(a: unknown, b: unknown): boolean {
    if (a === b) return true;
    if (a === null || b === null || a === undefined || b === undefined) return false;
    const left = this.normalize(a);
    const right = this.normalize(b);
    return typeof left === "object" && typeof right === "object" && String(left) === String(right);
  }

  override identityKey(value: unknown): string | number {
    return value === null || value === undefined ? "null" : `t${String(this.normalize(value))}`;
  }
}

export interface TimezoneOptions {
  readonly timezone?: boolean;
}

export class DateTimeType extends TemporalType<PlainDateTime> {
  readonly visitName: string = "datetime";
  readonly affinity = "datetime";
  readonly timezone: boolean;

  constructor(options: TimezoneOptions = {}) {
    super();
    this.timezone = options.timezone ?? false;
  }

  override normalize(value: unknown): unknown {
    return value instanceof GlobalDate ? dateToPlain(value) : value;
  }

  override ownLiteralProcessor(): LiteralProcessor {
    return (value) => {
      const plain = this.normalize(value);
      return `'${isPlainDateTime(plain) ? pythonIso(plain) : String(plain)}'`;
    };
  }
}

export class DateType extends TemporalType<PlainDate> {
  readonly visitName: string = "date";
  readonly affinity = "date";

  override normalize(value: unknown): unknown {
    return value instanceof GlobalDate ? dateToPlain(value).toPlainDate() : value;
  }

  override ownLiteralProcessor(): LiteralProcessor {
    return (value) => {
      const plain = this.normalize(value);
      return `'${isPlainDateTime(plain) ? plain.toPlainDate().toString() : String(plain)}'`;
    };
  }
}

export class TimeType extends TemporalType<PlainTime> {
  readonly visitName: string = "time";
  readonly affinity = "time";
  readonly timezone: boolean;

  constructor(options: TimezoneOptions = {}) {
    super();
    this.timezone = options.timezone ?? false;
  }

  override normalize(value: unknown): unknown {
    return value instanceof GlobalDate ? dateToPlain(value).toPlainTime() : value;
  }

  override ownLiteralProcessor(): LiteralProcessor {
    return (value) => {
      const plain = this.normalize(value);
      if (isPlainDateTime(plain)) return `'${pythonIso(plain.toPlainTime())}'`;
      return `'${isPlainTime(plain) ? pythonIso(plain) : String(plain)}'`;
    };
  }
}

export interface IntervalOptions {
  readonly native?: boolean;
  readonly secondPrecision?: number | null;
  readonly dayPrecision?: number | null;
}

/** A duration; stored as the moment that lies so far after 1970 where the database has no interval. */
export class IntervalType extends TemporalType<Duration> {
  readonly visitName: string = "interval";
  readonly affinity = "interval";
  readonly native: boolean;
  private readonly stored = new DateTimeType();

  constructor(options: IntervalOptions = {}) {
    super();
    this.native = options.native ?? true;
  }

  override normalize(value: unknown): unknown {
    return isDuration(value) ? Temporal.Duration.from({ nanoseconds: value.total("nanoseconds") }) : value;
  }

  override compareValues(a: unknown, b: unknown): boolean {
    if (a === b) return true;
    return isDuration(a) && isDuration(b) && Temporal.Duration.compare(a, b) === 0;
  }

  override ownBindProcessor(dialect: TypeDialect): BindProcessor {
    const store = this.stored.bindProcessor(dialect);
    return (value) => {
      if (value === null || value === undefined) return null;
      if (!isDuration(value)) {
        throw new BuiltinError(
          "TypeError",
          `unsupported operand type(s) for +: 'datetime.datetime' and '${typeName(value)}'`,
        );
      }
      const moment = epoch().add(value);
      return store ? store(moment) : moment.toString();
    };
  }

  override ownResultProcessor(dialect: TypeDialect): ResultProcessor<Duration> {
    const restore = this.stored.resultProcessor(dialect);
    return (value) => {
      const moment = restore ? restore(value) : value;
      return moment === null ? null : epoch().until(moment as PlainDateTime, { largestUnit: "day" });
    };
  }
}

function epoch(): PlainDateTime {
  return new Temporal.PlainDateTime(1970, 1, 1);
}

export class DateTimeSqlType extends DateTimeType {
  override readonly visitName = "DATETIME";
}
export class TimestampSqlType extends DateTimeType {
  override readonly visitName = "TIMESTAMP";
}
export class DateSqlType extends DateType {
  override readonly visitName = "DATE";
}
export class TimeSqlType extends TimeType {
  override readonly visitName = "TIME";
}

const DateCallable = callable(DateType);

export { DateCallable as Date };
export const DateTime = callable(DateTimeType);
export const Time = callable(TimeType);
export const Interval = callable(IntervalType);
export const DATETIME = callable(DateTimeSqlType);
export const TIMESTAMP = callable(TimestampSqlType);
export const DATE = callable(DateSqlType);
export const TIME = callable(TimeSqlType);

registerDefaultType("date", () => new DateType());
registerDefaultType("time", () => new TimeType());
registerDefaultType("datetime", () => new DateTimeType());
registerDefaultType("interval", () => new IntervalType());

export { isDuration, isPlainDate, isPlainDateTime, isPlainTime };
