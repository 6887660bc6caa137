"""What is wrong with a program before it runs."""

import json

FILENAME = "scenario.py"


def check(source):
    """The mistake in a program's text as JSON: ``message``, ``line``, ``column``; ``None`` where there is none."""
    try:
        compile(source, FILENAME, "exec", dont_inherit=True)
    except SyntaxError as error:
        return json.dumps({"message": error.msg, "line": error.lineno or 1, "column": error.offset})
    except ValueError as error:
        return json.dumps({"message": str(error), "line": 1, "column": None})
    return None
