"""Names that are not there."""

_HINTS = {
    "eagerload": "It is joinedload().",
    "create_session": "Use Session() or sessionmaker().",
    "subqueryload_all": "Use subqueryload(A.b).subqueryload(B.c).",
    "joinedload_all": "Use joinedload(A.b).joinedload(B.c).",
    "relation": "It is relationship().",
    "comparable_property": "Use a hybrid_property.",
}


def missing_name(module, name):
    """The error for a name that a module of this package does not have."""
    hint = _HINTS.get(name)
    text = f"module '{module}' has no attribute '{name}'"
    return AttributeError(text if hint is None else f"{text}. {hint}")
