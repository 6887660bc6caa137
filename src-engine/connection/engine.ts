import type { Dialect } from "../compiler/dialect.ts";
import { sqlite } from "../dialects/sqlite.ts";
import { ArgumentError } from "../errors.ts";
import type { DdlBind, DdlConnection } from "../schema/create-drop.ts";
import { repr } from "../types/repr.ts";
import { Connection } from "./connection.ts";
import { DdlExecution } from "./ddl-execution.ts";
import { type Driver, driverFactory } from "./driver.ts";
import { forgetWarnings } from "./execute.ts";
import { SharedTransactions } from "./shared-transactions.ts";

export interface EngineOptions {
  /** `PRAGMA foreign_keys=ON` on the connection: SQLite ignores foreign keys unless told ("SQLite: Foreign Key Support"). */
  readonly foreignKeys?: boolean;
  /** A database of the caller's own, in place of the one that the host would open. */
  readonly driver?: Driver;
  /** Called with the database once it is open, before the first statement. */
  readonly onConnect?: (driver: Driver) => void;
  /** Its connections may have transactions open side by side, as with Python's driver for SQLite. */
  readonly sharedTransactions?: boolean;
}

/** A database and how to speak to it ("Core: Engine Configuration"). All its connections share one database in memory. */
export class Engine implements DdlBind {
  readonly url: string;
  readonly dialect: Dialect;
  readonly #options: EngineOptions;
  #driver: Driver | null = null;

  constructor(url: string, dialect: Dialect, options: EngineOptions) {
    this.url = url;
    this.dialect = dialect;
    this.#options = options;
    forgetWarnings();
  }

  /** The open database; it is opened by the first to need it. */
  get driver(): Driver {
    this.#driver ??= this.#open();
    return this.#driver;
  }

  connect(): Connection {
    return new Connection(this.driver, this.dialect);
  }

  /** Runs `work` in a transaction, which is committed when it returns and rolled back when it throws. */
  begin<T>(work: (connection: Connection) => T): T {
    const connection = this.connect();
    try {
      const result = work(connection);
      connection.commit();
      return result;
    } finally {
      connection.close();
    }
  }

  /** Creates or drops tables in a transaction of its own. */
  runDdl(work: (connection: DdlConnection) => void): void {
    this.begin((connection) => work(new DdlExecution(connection)));
  }

  /** Closes the database; the next connection opens a new one. */
  dispose(): void {
    this.#driver?.close();
    this.#driver = null;
  }

  #open(): Driver {
    const opened = this.#options.driver ?? driverFactory()?.(this.url);
    if (opened === undefined) {
      throw new ArgumentError(
        "No database driver is set up: the host must call setDriverFactory() before an engine connects.",
      );
    }
    const driver = this.#options.sharedTransactions ? new SharedTransactions(opened) : opened;
    if (this.#options.foreignKeys) driver.execute("PRAGMA foreign_keys=ON");
    this.#options.onConnect?.(driver);
    return driver;
  }
}

const URL_PATTERN = /^(?<backend>[a-z0-9]+)(?:\+(?<driver>\w+))?:\/\//;

/**
 * An engine for a database URL such as `"sqlite://"`. Every database here is SQLite in memory, whatever the path.
 * @throws ArgumentError for text that is no database URL or names a database that is not supported
 */
export function createEngine(url: string, options: EngineOptions = {}): Engine {
  if (typeof url !== "string") throw new ArgumentError(`Expected string or URL object, got ${repr(url)}`);
  const backend = URL_PATTERN.exec(url)?.groups?.backend;
  if (backend === undefined) {
    throw new ArgumentError(
      `Could not parse SQLAlchemy URL from given URL string: '${url}'. A URL begins with "sqlite://".`,
    );
  }
  if (backend !== "sqlite") {
    throw new ArgumentError(
      `Can't connect to '${backend}' here: statements run on SQLite in memory. Write createEngine("sqlite://").`,
    );
  }
  return new Engine(url, sqlite, options);
}
