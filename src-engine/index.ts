/**
 * Flushlight's engine: an ORM with SQLAlchemy's semantics. This is its public API; names are SQLAlchemy's in camelCase.
 */
import { wire } from "./session/wiring.ts";

wire();

export { Decimal } from "decimal.js";
export { Connection } from "./connection/connection.ts";
export { CursorResult } from "./connection/cursor-result.ts";
// Databases ("Engine Configuration").
export { type Driver, type DriverResult, setDriverFactory } from "./connection/driver.ts";
export { createEngine, Engine, type EngineOptions } from "./connection/engine.ts";
export { MappingResult, Result, ScalarResult } from "./connection/result.ts";
export { type Row, type RowOf, type RowShape, rowMapping, rowNames, rowShape, rowValue } from "./connection/row.ts";
export * from "./errors.ts";
export { validates } from "./instrumentation/attribute-events.ts";
export { attributeKeyedDict, KeyedCollection, keyfuncMapping } from "./instrumentation/keyed-collection.ts";
export { InstrumentedList } from "./instrumentation/list-collection.ts";
export { InstrumentedSet } from "./instrumentation/set-collection.ts";
export { Bundle } from "./loading/bundle.ts";
export { withLoaderCriteria } from "./loading/loader-criteria.ts";
export {
  containsEager,
  defaultload,
  defer,
  immediateload,
  joinedload,
  Load,
  lazyload,
  loadOnly,
  noload,
  raiseload,
  selectinload,
  selectinPolymorphic,
  subqueryload,
  undefer,
  undeferGroup,
  withExpression,
} from "./loading/loader-options.ts";
export { addAttributes } from "./mapping/add-attributes.ts";
export { aliased, withPolymorphic } from "./mapping/alias-class.ts";
export { aliasedEntityOf } from "./mapping/aliased.ts";
export { associationProxy } from "./mapping/association-proxy.ts";
export { AssociationDict, AssociationList, AssociationSet } from "./mapping/association-views.ts";
export { backref, column, foreignKey, mappedColumn, relationship } from "./mapping/attribute-specs.ts";
export { type AutomapBase, type AutomapClass, automapBase, type PrepareOptions } from "./mapping/automap.ts";
export { mapperOf } from "./mapping/class-mapper.ts";
export { composite } from "./mapping/composite.ts";
// Mapping ("ORM Mapped Class Configuration", "Relationship Configuration").
export { type DeclarativeBase, declarativeBase, makeInstance } from "./mapping/declarative.ts";
export type { Collection, SetCollection } from "./mapping/declarative-types.ts";
export { columnProperty, queryExpression } from "./mapping/expression-specs.ts";
export { HybridComparator, hybridMethod, hybridProperty } from "./mapping/hybrid.ts";
export { foreign, remote } from "./mapping/join-flags.ts";
export { Mapper } from "./mapping/mapper.ts";
export { type PolymorphicUnionOptions, polymorphicUnion } from "./mapping/polymorphic-union.ts";
export { clearMappers, configureMappers, Registry } from "./mapping/registry.ts";
export { synonym } from "./mapping/synonym.ts";
export { withParent } from "./mapping/with-parent.ts";
// What an operation would do ("ORM: Cascades", foreseen).
export { observePredictions, previewObject } from "./preview/predictions.ts";
export { type PreviewOptions, previewFates } from "./preview/preview-fates.ts";
export { Inspector } from "./reflection/inspector.ts";
export {
  CheckConstraint,
  ForeignKeyConstraint,
  Index,
  PrimaryKeyConstraint,
  UniqueConstraint,
} from "./schema/constraints.ts";
export {
  AddConstraint,
  CreateIndex,
  CreateTable,
  Ddl as DDL,
  DropConstraint,
  DropIndex,
  DropTable,
} from "./schema/ddl.ts";
export { Computed, DefaultClause, FetchedValue, Identity, Sequence } from "./schema/defaults.ts";
// Schema ("Schema Definition Language").
export { MetaData } from "./schema/metadata.ts";
export { Column, ForeignKey, Table } from "./schema/table.ts";
export { AppenderQuery } from "./session/appender-query.ts";
export {
  delAttribute,
  flagModified,
  getAttribute,
  getHistory,
  setAttribute,
  setCommittedValue,
} from "./session/attribute-access.ts";
export { type CompiledText, compileFor, parameterRow, renderTypeFor, sourceSql } from "./session/compile-for.ts";
export { event } from "./session/event.ts";
export { AttributeInspection, InstanceInspection as InstanceState, inspect } from "./session/inspect.ts";
export { modelSnapshot } from "./session/model-snapshot.ts";
export { type GetOptions, objectSession, type SessionOptions } from "./session/object-session.ts";
export { isInstance, makeTransient, makeTransientToDetached } from "./session/object-state.ts";
export { delete_, insert, update } from "./session/orm-dml.ts";
export { ORMExecuteState } from "./session/orm-execute-state.ts";
export { select } from "./session/orm-select.ts";
export { Query } from "./session/query.ts";
// Sessions and queries ("Using the Session", "ORM Querying Guide").
export { Session } from "./session/session.ts";
export { type ScopedSession, type SessionMaker, scopedSession, sessionmaker } from "./session/session-factories.ts";
export { SessionTransaction } from "./session/session-transaction.ts";
export { WriteOnlyCollection } from "./session/write-only-collection.ts";
// Expressions and statements ("SQL Statements and Expressions API").
export * from "./sql/builders.ts";
export { ColumnElement, FromClause } from "./sql/element.ts";
export { tableValued } from "./sql/from-clause.ts";
export { func } from "./sql/functions.ts";
export { TextClause } from "./sql/literals.ts";
export type * from "./trace/events.ts";
export { type Locate, type TraceSink, trace } from "./trace/recorder.ts";
// Column types ("Column and Data Types").
export { BINARY, BLOB, LargeBinary, VARBINARY } from "./types/binary.ts";
export { BOOLEAN, Boolean } from "./types/boolean.ts";
export { DATE, DATETIME, Date, DateTime, Interval, TIME, TIMESTAMP, Time } from "./types/datetime.ts";
export { TypeDecorator } from "./types/decorator.ts";
export { JSON, JSON_NULL } from "./types/json.ts";
export {
  BIGINT,
  BigInteger,
  DECIMAL,
  DOUBLE,
  DOUBLE_PRECISION,
  Double,
  FLOAT,
  Float,
  INT,
  INTEGER,
  Integer,
  NUMERIC,
  Numeric,
  REAL,
  SMALLINT,
  SmallInteger,
} from "./types/numeric.ts";
export { PickleType } from "./types/pickle.ts";
export {
  CHAR,
  CLOB,
  Enum,
  NCHAR,
  NVARCHAR,
  String_ as String,
  TEXT,
  Text,
  Unicode,
  UnicodeText,
  VARCHAR,
} from "./types/string.ts";
export { Temporal } from "./types/temporal.ts";
export { TypeEngine } from "./types/type-engine.ts";
export { UUID, Uuid } from "./types/uuid.ts";
