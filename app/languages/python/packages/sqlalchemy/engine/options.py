"""Execution options as the engine takes them."""

from .._facade.wire import Options

_NAMES = {
    "synchronize_session": "synchronizeSession",
    "populate_existing": "populateExisting",
    "yield_per": "yieldPer",
    "autoflush": "autoflush",
    "render_nulls": "renderNulls",
    "dml_strategy": "dmlStrategy",
    "identity_token": None,
    "stream_results": None,
    "isolation_level": None,
    "compiled_cache": None,
    "logging_token": None,
    "schema_translate_map": "schemaTranslateMap",
    "include_deleted": "include_deleted",
}


def execution_options(given):
    """Options by the engine's names; a name that nobody knows is kept for listeners."""
    return Options({_NAMES.get(key, key): value for key, value in given.items() if _NAMES.get(key, key) is not None})
