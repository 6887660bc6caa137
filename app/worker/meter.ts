import type { LimitKind, Limits } from "../protocol/limits.ts";
import { describeLimit } from "../protocol/limits.ts";

/** Thrown in the middle of whatever the program does when it has used up what it may use. */
export class LimitReached extends Error {
  override readonly name = "LimitReached";
}

/** Rounds of loops between two looks at the clock. */
const ROUNDS = 256;

/**
 * Measures what a run uses. Once a limit is reached it stays so: each later use throws again, so that a program which
 * catches everything gets no further.
 */
export class Meter {
  readonly limits: Limits;
  readonly #now: () => number;
  readonly #locate: () => number | null;
  readonly #started: number;
  #reached: LimitKind | null = null;
  #line: number | null = null;
  #rounds = 0;
  #statements = 0;
  #lines = 0;

  constructor(limits: Limits, clock: { now(): number; locate(): number | null }) {
    this.limits = limits;
    this.#now = () => clock.now();
    this.#locate = () => clock.locate();
    this.#started = clock.now();
  }

  /** The limit that was reached first. */
  get reached(): LimitKind | null {
    return this.#reached;
  }

  /** The line of the program at which it was. */
  get reachedAt(): number | null {
    return this.#line;
  }

  get statements(): number {
    return this.#statements;
  }

  elapsed(): number {
    return this.#now() - this.#started;
  }

  /** One round of a loop, or one call of a function. True when it looked at the clock, which it does not do each time. */
  tick(): boolean {
    if (++this.#rounds % ROUNDS !== 0 && this.#reached === null) return false;
    this.check();
    return true;
  }

  /** One statement on its way to the database. */
  statement(): void {
    if (this.#statements >= this.limits.statements) this.reach("statements");
    this.check();
    this.#statements++;
  }

  /** One line of output. */
  line(): void {
    if (this.#lines >= this.limits.outputLines) this.reach("output");
    this.check();
    this.#lines++;
  }

  /** @throws LimitReached when the time is over, or any limit has been reached before */
  check(): void {
    if (this.#reached !== null) this.reach(this.#reached);
    if (this.elapsed() > this.limits.deadlineMs) this.reach("deadline");
  }

  /** @throws LimitReached always */
  reach(kind: LimitKind): never {
    if (this.#reached === null) {
      this.#reached = kind;
      this.#line = this.#locate();
    }
    throw new LimitReached(describeLimit(this.#reached, this.limits));
  }
}
