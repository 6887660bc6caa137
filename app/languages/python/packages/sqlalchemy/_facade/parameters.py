"""Parameters as log lines and errors show them: long ones are cut."""

_CHARACTERS = 300
_SETS = 10


def parameters_text(parameters, many):
    """One set as a tuple, several as a list of tuples; of many, only the first and the last."""
    if not many:
        return _tuple_text(parameters)
    texts = [_tuple_text(row) for row in parameters]
    if len(texts) <= _SETS:
        return f"[{', '.join(texts)}]"
    note = f" ... displaying {_SETS} of {len(texts)} total bound parameter sets ... "
    return f"[{', '.join(texts[: _SETS - 2])} {note} {', '.join(texts[-2:])}]"


def _tuple_text(values):
    texts = [_value_text(value) for value in values]
    return f"({texts[0]},)" if len(texts) == 1 else f"({', '.join(texts)})"


def _value_text(value):
    text = repr(value)
    if len(text) <= _CHARACTERS:
        return text
    half = _CHARACTERS // 2
    return f"{text[:half]} ... ({len(text) - _CHARACTERS} characters truncated) ... {text[-half:]}"
