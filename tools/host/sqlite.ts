import initSqlJs, { type SqlJsStatic } from "sql.js";
import { SqlJsDriver } from "../../app/worker/sqljs-driver.ts";

const sqlJs: SqlJsStatic = await initSqlJs();

/** Opens a new, empty database in memory. */
export function openDatabase(): SqlJsDriver {
  return new SqlJsDriver(new sqlJs.Database());
}

/** The same, telling besides what becomes of its rows. */
export function openRecordedDatabase(): SqlJsDriver {
  return new SqlJsDriver(new sqlJs.Database(), sqlJs);
}
