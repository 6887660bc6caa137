/** Column and ForeignKey under a name of their own; they are defined with Table. */
export { Column, type ColumnOptions, ForeignKey } from "./table.ts";
