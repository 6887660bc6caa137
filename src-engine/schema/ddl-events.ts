/** What is called around the creation and removal of a table or of all ("DDL Events"). */
export type DdlListener = (target: unknown, connection: unknown) => void;

export interface DdlEvents {
  readonly beforeCreate: DdlListener[];
  readonly afterCreate: DdlListener[];
  readonly beforeDrop: DdlListener[];
  readonly afterDrop: DdlListener[];
}
