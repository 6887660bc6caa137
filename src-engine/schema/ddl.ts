/** Data definition statements ("DDL Expression Constructs"). */
import { ClauseElement } from "../sql/element.ts";
import type { Constraint, ForeignKeyConstraint, Index } from "./constraints.ts";
import type { Table } from "./table.ts";

export interface IfOptions {
  /** Renders IF NOT EXISTS, or IF EXISTS. */
  readonly checkExists?: boolean;
}

export class CreateTable extends ClauseElement {
  readonly kind = "create_table" as const;
  readonly table: Table;
  readonly ifNotExists: boolean;
  /** The foreign keys to render; those left out are added by ALTER TABLE. Null renders all. */
  readonly foreignKeys: readonly ForeignKeyConstraint[] | null;

  constructor(table: Table, options: IfOptions & { foreignKeys?: readonly ForeignKeyConstraint[] | null } = {}) {
    super();
    this.table = table;
    this.ifNotExists = options.checkExists ?? false;
    this.foreignKeys = options.foreignKeys ?? null;
  }
}

export class DropTable extends ClauseElement {
  readonly kind = "drop_table" as const;
  readonly table: Table;
  readonly ifExists: boolean;

  constructor(table: Table, options: IfOptions = {}) {
    super();
    this.table = table;
    this.ifExists = options.checkExists ?? false;
  }
}

export class CreateIndex extends ClauseElement {
  readonly kind = "create_index" as const;
  readonly index: Index;
  readonly ifNotExists: boolean;

  constructor(index: Index, options: IfOptions = {}) {
    super();
    this.index = index;
    this.ifNotExists = options.checkExists ?? false;
  }
}

export class DropIndex extends ClauseElement {
  readonly kind = "drop_index" as const;
  readonly index: Index;
  readonly ifExists: boolean;

  constructor(index: Index, options: IfOptions = {}) {
    super();
    this.index = index;
    this.ifExists = options.checkExists ?? false;
  }
}

export class AddConstraint extends ClauseElement {
  readonly kind = "add_constraint" as const;
  readonly constraint: Constraint;

  constructor(constraint: Constraint) {
    super();
    this.constraint = constraint;
  }
}

export class DropConstraint extends ClauseElement {
  readonly kind = "drop_constraint" as const;
  readonly constraint: Constraint;

  constructor(constraint: Constraint) {
    super();
    this.constraint = constraint;
  }
}

/** Any statement as text. */
export class Ddl extends ClauseElement {
  readonly kind = "ddl" as const;
  readonly statement: string;

  constructor(statement: string) {
    super();
    this.statement = statement;
  }
}
