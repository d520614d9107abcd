"""One point of the domain at which the formulas of a document are worked out.

The point is made of simple rational numbers, the same on every machine, and the kernel evaluates
the formulas there exactly or in balls: what is printed of a value is certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction

from verifier.kernel.domains import REAL, Array, Domain, Finite, Interval, contains
from verifier.kernel.evaluate import evaluate
from verifier.kernel.points import (
    Sample,
    UndefinedError,
    UndeterminedError,
    Value,
    rational,
    readable,
)
from verifier.meaning.context import Context
from verifier.meaning.elaborate import MeaningError, elaborate
from verifier.meaning.ranges import kernel_domains
from verifier.notation.tree import Node
from verifier.records import dataclass

_BITS = 80
_INDEX = re.compile(r"[0-9]+")
_SIZE = Fraction(2)
_REAL_VALUES = tuple(
    Fraction(*pair) for pair in [(4, 5), (3, 2), (-2, 5), (6, 5), (1, 2), (-3, 4), (2, 1), (5, 4)]
)
_PARTS = (Fraction(3, 4), Fraction(1, 2), Fraction(1, 4))


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A value with the part of the point that it depends on."""

    value: Value
    point: tuple[tuple[str, Fraction], ...]

    @property
    def text(self) -> str:
        """The value for reading: exact where it is short, else with its first digits."""
        return readable(self.value)

    @property
    def number(self) -> float:
        return float(self.value)


class SamplePoint:
    """Gives every free symbol of a context a value of its domain, in the order of the article."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.domains: Mapping[str, Domain] = kernel_domains(context)
        order = (name for name in context.domains if name not in context.definitions)
        self.places = {name: place for place, name in enumerate(order)}
        self.known: dict[Node, Evaluated | None] = {}

    def of(self, name: str, declared: str) -> Fraction:
        """The value of a symbol. Raises `UndeterminedError` for a function without a definition."""
        if declared.endswith("()"):
            raise UndeterminedError("an unknown function")
        place = self.places.get(declared.removesuffix("[]"), len(self.places))
        index = sum(map(int, _INDEX.findall(name))) if declared.endswith("[]") else 0
        return value_in(self.domains.get(declared, REAL), place + index)

    def evaluated(self, node: Node) -> Evaluated | None:
        """The value of a formula with everything written out; None where it has none here."""
        if node not in self.known:
            self.known[node] = self._evaluated(node)
        return self.known[node]

    def _evaluated(self, node: Node) -> Evaluated | None:
        sample = Sample(lambda name, declared, _: rational(self.of(name, declared)))
        try:
            value = evaluate(elaborate(node, self.context), sample, _BITS)
        except (MeaningError, UndefinedError, UndeterminedError):
            return None
        return Evaluated(value, self._used(sample.values))

    def _used(self, names: Iterable[str]) -> tuple[tuple[str, Fraction], ...]:
        known = sorted(names, key=lambda name: (self.places.get(name, len(self.places)), name))
        return tuple((name, self.of(name, name)) for name in known)


def value_in(domain: Domain, place: int) -> Fraction:
    """A simple value of a domain; which one depends on the place of the symbol in the article."""
    match domain:
        case Array(element):
            return value_in(element, place)
        case Finite(values):
            return values[-1 - place % len(values)]
        case Interval(Fraction() as lower, Fraction() as upper):
            return lower + (upper - lower) * _PARTS[place % len(_PARTS)]
    candidates = (_REAL_VALUES[(place + turn) % len(_REAL_VALUES)] for turn in range(8))
    return next((value for value in candidates if contains(domain, value)), _near(domain))


def _near(domain: Domain) -> Fraction:
    """A value of a half-line or of the natural numbers."""
    if isinstance(domain, Interval):
        if domain.lower is not None:
            return domain.lower + 1
        if domain.upper is not None:
            return domain.upper - 1
    return _SIZE
