"""What is said about a formula that has no meaning where it stands."""

from __future__ import annotations

from verifier.values import Span


class MeaningError(Exception):
    """A formula has no meaning in its context: the place, what was found, what was expected."""

    def __init__(self, span: Span, found: str, expected: str) -> None:
        super().__init__(f"found {found}, expected {expected}")
        self.span = span
        self.found = found
        self.expected = expected


class UndeclaredSymbol(MeaningError):  # noqa: N818 - names what was met
    """A symbol or function that nothing declares and nothing defines."""
