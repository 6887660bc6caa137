"""A page of reStructuredText as the examples in it."""
import dataclasses
import os
import re
from collections.abc import Callable, Iterator

# What the documentation's own builder reads: where shown SQL begins and ends.
_MARK = re.compile(r"\{(?:stop|sql|opensql|execsql|printsql)\}")
_SWITCH = re.compile(r"\.\. doctest-(enable|disable)")
_INCLUDE = re.compile(r"\.\. doctest-include (.+\.rst)")
_PROMPT = re.compile(r"( *)>>>(?: (.*)|$)")
_CONTINUATION = re.compile(r" *\.\.\.(?: (.*)|$)")
_DIRECTIVE = re.compile(r"#\s*doctest:\s*([^\n'\"]*)$", re.MULTILINE)
_TRACEBACK = re.compile(
    r"Traceback \((?:most recent call last|innermost last)\):[^\S\n]*\n.*?^(?P<message>\w.*)", re.MULTILINE | re.DOTALL
)


@dataclasses.dataclass(frozen=True)
class Example:
    """What stands at one prompt, and what is shown below it."""

    page: str
    line: int
    source: str
    want: str

    @property
    def wanted_error(self) -> str | None:
        """The last lines of the traceback that is shown: class and message; None where no error is shown."""
        match = _TRACEBACK.match(self.want)
        return match.group("message") if match else None

    def switched(self, option: str) -> bool | None:
        """Whether a comment in the source switches one of doctest's options on or off; None where none does."""
        for directive in _DIRECTIVE.findall(self.source):
            for word in directive.replace(",", " ").split():
                if word[1:] == option and word[0] in "+-":
                    return word[0] == "+"
        return None


def read_page(path: str, read: Callable[[str], str]) -> Iterator[list[Example]]:
    """The examples of a page in order, in parts: where a page includes another, the other is a part of its own.

    `read` gives the text of a path.
    """
    lines: list[str] = []
    first, enabled = 1, True
    for number, line in enumerate(read(path).splitlines(), 1):
        if include := _INCLUDE.match(line):
            yield examples_in(lines, path, first)
            lines, first = [], number
            included = os.path.join(os.path.dirname(path), include.group(1))
            yield examples_in(read(included).splitlines(), included, 1)
        if switch := _SWITCH.match(line):
            enabled = switch.group(1) == "enable"
        lines.append(line if enabled else "")
    yield examples_in(lines, path, first)


def examples_in(lines: list[str], page: str, first: int) -> list[Example]:
    """Every prompt with its continuation lines, and what follows up to an empty line or the next prompt."""
    lines = [_MARK.sub("", line) for line in lines]
    examples: list[Example] = []
    at = 0
    while at < len(lines):
        prompt = _PROMPT.match(lines[at])
        if prompt is None:
            at += 1
            continue
        line = first + at
        source = [prompt.group(2) or ""]
        at += 1
        while at < len(lines) and (continuation := _CONTINUATION.match(lines[at])):
            source.append(continuation.group(1) or "")
            at += 1
        want: list[str] = []
        while at < len(lines) and lines[at].strip() and not _PROMPT.match(lines[at]):
            want.append(_without_indent(lines[at], len(prompt.group(1))))
            at += 1
        examples.append(Example(page, line, "\n".join(source) + "\n", "".join(f"{text}\n" for text in want)))
    return [example for example in examples if not _only_comment(example.source)]


def _without_indent(line: str, indent: int) -> str:
    return line[indent:] if line[:indent].isspace() else line.lstrip()


def _only_comment(source: str) -> bool:
    return all(not line.strip() or line.lstrip().startswith("#") for line in source.splitlines())
