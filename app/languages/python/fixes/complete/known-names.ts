/** Where the names that programs use come from. */
const LISTS: readonly (readonly [module: string, names: string])[] = [
  [
    "sqlalchemy",
    "ARRAY BIGINT BigInteger BLOB BOOLEAN Boolean CHAR CheckConstraint CLOB Column Computed DATE DATETIME Date DateTime DDL DECIMAL DOUBLE Double Enum FLOAT FetchedValue Float ForeignKey ForeignKeyConstraint INT INTEGER Identity Index Integer Interval JSON LargeBinary MetaData NCHAR NUMERIC NVARCHAR Numeric PickleType PrimaryKeyConstraint REAL SMALLINT Sequence SmallInteger String TEXT TIME TIMESTAMP Table Text Time TypeDecorator Unicode UnicodeText UniqueConstraint Uuid VARCHAR alias all_ and_ any_ asc between bindparam case cast collate column create_engine cte delete desc distinct event except_ exists extract false func insert inspect intersect join lateral literal literal_column not_ null nulls_first nulls_last or_ outerjoin over select subquery table tablesample text true tuple_ type_coerce union union_all update values within_group",
  ],
  [
    "sqlalchemy.orm",
    "AttributeEvents Bundle DeclarativeBase DeclarativeBaseNoMeta DynamicMapped InstanceState Load Mapped MappedAsDataclass Mapper Query Session WriteOnlyMapped aliased attribute_keyed_dict backref class_mapper clear_mappers close_all_sessions column_property composite configure_mappers contains_eager declarative_base declarative_mixin declared_attr defaultload defer deferred dynamic_loader foreign immediateload joinedload lazyload load_only make_transient make_transient_to_detached mapped_column noload object_mapper object_session polymorphic_union query_expression raiseload reconstructor registry relationship remote scoped_session selectin_polymorphic selectinload sessionmaker subqueryload synonym undefer undefer_group validates with_expression with_loader_criteria with_parent with_polymorphic",
  ],
  [
    "sqlalchemy.exc",
    "ArgumentError CompileError DataError DatabaseError DBAPIError IntegrityError InterfaceError InternalError InvalidRequestError MultipleResultsFound NoResultFound NoSuchTableError OperationalError PendingRollbackError ProgrammingError SADeprecationWarning SAWarning SQLAlchemyError StatementError",
  ],
  [
    "sqlalchemy.orm.exc",
    "DetachedInstanceError FlushError ObjectDeletedError ObjectDereferencedError StaleDataError UnmappedClassError UnmappedInstanceError",
  ],
  ["sqlalchemy.ext.associationproxy", "association_proxy AssociationProxy"],
  ["sqlalchemy.ext.hybrid", "hybrid_property hybrid_method"],
  ["sqlalchemy.ext.orderinglist", "ordering_list"],
  ["sqlalchemy.ext.mutable", "MutableDict MutableList MutableSet"],
  ["sqlalchemy.orm.collections", "attribute_mapped_collection column_mapped_collection mapped_collection"],
  ["sqlalchemy.orm.attributes", "flag_modified get_history set_attribute InstrumentedAttribute"],
  ["sqlalchemy.engine", "Engine"],
  ["flask_sqlalchemy", "SQLAlchemy"],
  ["decimal", "Decimal"],
  ["typing", "Any ClassVar Dict List Optional Set Tuple Union"],
  ["collections", "OrderedDict defaultdict Counter"],
  ["dataclasses", "dataclass"],
  ["contextlib", "contextmanager"],
  ["functools", "partial reduce wraps"],
  ["typing_extensions", "Annotated"],
];

const MODULE_OF = new Map(LISTS.flatMap(([module, names]) => names.split(" ").map((name) => [name, module] as const)));

/** The module that a name is imported from; `undefined` for a name that nobody knows. */
export const moduleOf = (name: string): string | undefined => MODULE_OF.get(name);

/** Modules that programs name as such. */
export const MODULES = new Set(
  "sqlalchemy enum json uuid datetime random itertools functools operator time math re sys os logging warnings contextlib decimal".split(
    " ",
  ),
);
