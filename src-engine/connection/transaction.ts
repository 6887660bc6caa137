import { InvalidRequestError } from "../errors.ts";
import { keepShape } from "../shapes.ts";
import type { TransactionAction } from "../trace/events.ts";

/** What a transaction needs of the connection that it is on. */
export interface TransactionHost {
  /** Sends a transaction statement and tells the trace. */
  control(action: TransactionAction, savepoint: string | null): void;
  root: RootTransaction | null;
  nested: NestedTransaction | null;
}

/** A transaction on a connection ("Core: Working with Transactions"). */
export abstract class Transaction {
  protected readonly host: TransactionHost;
  isActive = true;

  constructor(host: TransactionHost) {
    this.host = host;
  }

  abstract commit(): void;
  abstract rollback(): void;

  /** Ends the transaction; what is not committed is rolled back. */
  close(): void {
    this.rollback();
  }
}

export class RootTransaction extends Transaction {
  constructor(host: TransactionHost) {
    super(host);
    host.control("BEGIN", null);
    host.root = this;
  }

  override commit(): void {
    if (!this.isActive) throw new InvalidRequestError("This transaction is inactive");
    try {
      this.host.control("COMMIT", null);
    } finally {
      this.#end();
    }
  }

  override rollback(): void {
    if (!this.isActive) return;
    try {
      this.host.control("ROLLBACK", null);
    } finally {
      this.#end();
    }
  }

  #end(): void {
    this.isActive = false;
    if (this.host.nested !== null) this.host.nested.isActive = false;
    this.host.nested = null;
    this.host.root = null;
  }
}

keepShape(new RootTransaction({ control() {}, root: null, nested: null }));

/** A savepoint. */
export class NestedTransaction extends Transaction {
  readonly #name: string;
  readonly #enclosing: NestedTransaction | null;

  constructor(host: TransactionHost, name: string) {
    super(host);
    this.#name = name;
    this.#enclosing = host.nested;
    host.control("SAVEPOINT", name);
    host.nested = this;
  }

  override commit(): void {
    if (!this.isActive) throw new InvalidRequestError("This nested transaction is inactive");
    try {
      this.host.control("RELEASE SAVEPOINT", this.#name);
    } finally {
      this.#end();
    }
  }

  override rollback(): void {
    try {
      if (this.isActive && this.host.root?.isActive) this.host.control("ROLLBACK TO SAVEPOINT", this.#name);
    } finally {
      this.#end();
    }
  }

  #end(): void {
    this.isActive = false;
    if (this.host.nested === this) this.host.nested = this.#enclosing;
  }
}
