"""Tables whose keys are polynomials."""

from __future__ import annotations

from collections.abc import Hashable

from verifier.hints import Generic, TypeVar
from verifier.kernel.flint import fmpz_mpoly

Value = TypeVar("Value")


class Table(Generic[Value]):
    """What is known about polynomials of one ring, under a question about them.

    FLINT's polynomials have no hash, and each time that one is written as text some memory is lost;
    so they are looked up by their length and degree, and then compared.
    """

    __slots__ = ("rows",)

    def __init__(self) -> None:
        self.rows: dict[tuple[Hashable, ...], list[tuple[fmpz_mpoly, Value]]] = {}

    def get(self, p: fmpz_mpoly, *question: Hashable) -> Value | None:
        for other, value in self.rows.get((len(p), p.total_degree(), *question), ()):
            if p == other:
                return value
        return None

    def put(self, value: Value, p: fmpz_mpoly, *question: Hashable) -> None:
        """Takes in a value for a polynomial that has none yet."""
        self.rows.setdefault((len(p), p.total_degree(), *question), []).append((p, value))
