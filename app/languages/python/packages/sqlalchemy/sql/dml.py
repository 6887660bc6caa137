"""INSERT, UPDATE, DELETE ("Insert, Updates, Deletes")."""

from .._facade.wire import Options, wraps
from .elements import ClauseElement, _options
from .selectable import Executable, step


class UpdateBase(Executable, ClauseElement):
    def returning(self, *cols, sort_by_parameter_order=False):
        more = [Options(sortByParameterOrder=True)] if sort_by_parameter_order else []
        return self._invoke("returning", *cols, *more)

    def return_defaults(self, *cols, **_):
        return self._invoke("returnDefaults", *cols)

    def cte(self, name=None, recursive=False, nesting=False):
        return self._invoke("cte", name, _options(recursive=recursive or None))

    def add_cte(self, *ctes, nest_here=False):
        return self._invoke("addCte", *ctes)

    def prefix_with(self, *prefixes, dialect="*"):
        return self._invoke("prefixWith", *prefixes)

    def with_dialect_options(self, **_):
        return self

    @property
    def table(self):
        return self._get("table")

    @property
    def exported_columns(self):
        return self._get("exportedColumns")

    def values(self, *args, **kwargs):
        if args and isinstance(args[0], (list, tuple)) and not kwargs:
            rows = args[0]
            if rows and isinstance(rows[0], dict):
                return self._invoke("values", list(rows))
            return self._invoke("values", list(rows) if rows else {})
        given = {**(args[0] if args else {}), **kwargs}
        return self._invoke("values", given)

    def inline(self):
        return self._invoke("inline")


@wraps("Insert", "OrmInsert")
class Insert(UpdateBase):
    def from_select(self, names, select, include_defaults=True):
        return self._invoke("fromSelect", list(names), select, Options(includeDefaults=include_defaults))

    @property
    def excluded(self):
        return self._get("excluded")

    @property
    def inserted(self):
        return self._get("inserted")

    def on_conflict_do_nothing(self, index_elements=None, index_where=None, constraint=None):
        return self._invoke("onConflictDoNothing", _conflict(index_elements, index_where, constraint))

    def on_conflict_do_update(self, index_elements=None, index_where=None, set_=None, where=None, constraint=None):
        options = _conflict(index_elements, index_where, constraint)
        options.fields.update(_options(set=dict(set_ or {}), where=where).fields)
        return self._invoke("onConflictDoUpdate", options)

    def on_duplicate_key_update(self, *args, **kw):
        return self._invoke("onDuplicateKeyUpdate", *(args if args else [kw]))


def _conflict(index_elements, index_where, constraint):
    elements = None if index_elements is None else list(index_elements)
    return _options(indexElements=elements, indexWhere=index_where, constraint=constraint)


@wraps("Update", "OrmUpdate")
class Update(UpdateBase):
    where = step("where")
    filter = step("where")
    ordered_values = step("orderedValues")

    def filter_by(self, **kwargs):
        return self._invoke("filterBy", kwargs)

    @property
    def whereclause(self):
        return self._get("whereclause")


@wraps("Delete", "OrmDelete")
class Delete(UpdateBase):
    where = step("where")
    filter = step("where")

    def filter_by(self, **kwargs):
        return self._invoke("filterBy", kwargs)

    @property
    def whereclause(self):
        return self._get("whereclause")
