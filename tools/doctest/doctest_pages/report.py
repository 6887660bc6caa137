"""Failures as text: where, what was typed, and what is shown against what came."""
import difflib

from .run import Outcome


def failure_text(outcome: Outcome) -> str:
    """Lines of the page that did not come are marked `-`, lines that came instead `+`."""
    example = outcome.example
    first, *others = example.source.rstrip("\n").split("\n")
    typed = [f">>> {first}", *(f"... {line}" for line in others)]
    compared = difflib.ndiff(_lines(example.want), _lines(outcome.got))
    body = typed + [line.rstrip() for line in compared if not line.startswith("?")]
    return "\n".join([f"✗ {example.page}:{example.line}", *(f"    {line}" for line in body)])


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]
