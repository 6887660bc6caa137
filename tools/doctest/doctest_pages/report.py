"""Runs pages and says what came of them."""
import difflib
from collections.abc import Callable

from .run import Outcome, run_pages


def report(paths: list[str], read: Callable[[str], str]) -> int:
    """Prints what failed and ends with `N passed, M failed`; gives how many failed."""
    passed = failed = 0
    for outcome in run_pages(paths, read):
        if outcome.passed:
            passed += 1
        else:
            failed += 1
            print(failure_text(outcome))
    print(f"{passed} passed, {failed} failed")
    return failed


def failure_text(outcome: Outcome) -> str:
    """Where, what was typed, and lines of the page that did not come as `-`, lines that came instead as `+`."""
    example = outcome.example
    first, *others = example.source.rstrip("\n").split("\n")
    typed = [f">>> {first}", *(f"... {line}" for line in others)]
    compared = difflib.ndiff(_lines(example.want), _lines(outcome.got))
    body = typed + [line.rstrip() for line in compared if not line.startswith("?")]
    return "\n".join([f"✗ {example.page}:{example.line}", *(f"    {line}" for line in body)])


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]
