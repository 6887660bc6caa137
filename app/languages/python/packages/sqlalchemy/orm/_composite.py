"""Values made of several columns."""

import dataclasses


def composite_values(value):
    """What a composite value is made of."""
    own = getattr(value, "__composite_values__", None)
    if own is not None:
        return own()
    if dataclasses.is_dataclass(value):
        return [getattr(value, field.name) for field in dataclasses.fields(value)]
    if isinstance(value, tuple):
        return value
    raise TypeError(f"Composite class {type(value).__name__} needs __composite_values__() or to be a dataclass")
