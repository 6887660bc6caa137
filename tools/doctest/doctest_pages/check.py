"""Whether what an example printed or raised is what the page shows."""
import re

_ELLIPSIS = "..."


def shows(want: str, got: str) -> bool:
    """Compares text as doctest's ELLIPSIS and NORMALIZE_WHITESPACE do: `...` is anything, white space is one space."""
    if (want, got) in (("1\n", "True\n"), ("0\n", "False\n")):
        return True
    want = " ".join(re.sub(r"(?m)^<BLANKLINE>\s*?$", "", want).split())
    got = " ".join(got.split())
    return want == got or _fits(want.split(_ELLIPSIS), got)


def _fits(pieces: list[str], text: str) -> bool:
    """True where the pieces occur in order, the first at the beginning, the last at the end."""
    if len(pieces) == 1:
        return False
    first, *middle, last = pieces
    start, end = len(first), len(text) - len(last)
    if start > end or not text.startswith(first) or not text.endswith(last):
        return False
    for piece in middle:
        found = text.find(piece, start, end)
        if found < 0:
            return False
        start = found + len(piece)
    return True


def same_error(want: str, got: str) -> bool:
    """Compares the classes of errors; neither their modules nor their messages, as doctest's IGNORE_EXCEPTION_DETAIL."""
    return _class_name(want) == _class_name(got)


def _class_name(message: str) -> str:
    return message.split("\n", 1)[0].split(":", 1)[0].rpartition(".")[2].strip()
