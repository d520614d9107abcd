"""Domains: the sets over which an equality is claimed.

A variable without a declared domain is real. A variable is declared under its name, an array x
(a family of numbers indexed by integers) under `x[]`, an unknown function u under `u()`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from verifier.records import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """The real numbers between two ends; an end that is None is infinite."""

    lower: Fraction | None
    upper: Fraction | None
    lower_closed: bool
    upper_closed: bool


@dataclass(frozen=True, slots=True)
class Nonzero:
    """The real numbers other than zero."""


@dataclass(frozen=True, slots=True)
class Natural:
    """The integers 1, 2, 3, ..."""


@dataclass(frozen=True, slots=True)
class IndexRange:
    """The integers 1, ..., m, where m is the value of the variable `upper`."""

    upper: str


@dataclass(frozen=True, slots=True)
class Finite:
    """A finite set of rational numbers, in increasing order."""

    values: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Array:
    """Families of elements of one domain, indexed by integers."""

    element: Domain


Domain = Interval | Nonzero | Natural | IndexRange | Finite | Array

_ZERO, _ONE = Fraction(0), Fraction(1)
_ALL_SIGNS = frozenset((-1, 0, 1))
REAL = Interval(None, None, False, False)
POSITIVE = Interval(_ZERO, None, False, False)
NONNEGATIVE = Interval(_ZERO, None, True, False)
NONZERO = Nonzero()
UNIT_OPEN = Interval(_ZERO, _ONE, False, False)
UNIT_CLOSED = Interval(_ZERO, _ONE, True, True)
NATURAL = Natural()
BINARY = Finite((_ZERO, _ONE))


def interval(
    lower: Fraction | None, upper: Fraction | None, lower_closed: bool, upper_closed: bool
) -> Domain:
    """The interval with these ends. Raises ValueError if it is empty or a single number."""
    if lower is not None and upper is not None and lower >= upper:
        raise ValueError("the lower end of an interval must be below the upper one")
    return Interval(lower, upper, lower_closed, upper_closed)


def index_range(upper: str) -> Domain:
    """1, ..., m for the variable m named `upper`."""
    return IndexRange(upper)


def array(element: Domain) -> Domain:
    """A family x[i] whose elements all lie in the domain `element`."""
    if isinstance(element, Array):
        raise TypeError("an array of arrays is an array with two indices")
    return Array(element)


def finite(*values: int | Fraction) -> Domain:
    """The set of these numbers. Raises ValueError if there are none."""
    if not values:
        raise ValueError("an empty domain")
    return Finite(tuple(sorted({Fraction(value) for value in values})))


def contains(domain: Domain, value: Fraction) -> bool:
    """Whether the number lies in the domain (for an array: whether it may be an element).

    An index range contains every positive integer here, as its upper end is a variable.
    """
    match domain:
        case Interval(lower, upper, lower_closed, upper_closed):
            above = lower is None or value > lower or (lower_closed and value == lower)
            below = upper is None or value < upper or (upper_closed and value == upper)
            return above and below
        case Nonzero():
            return value != 0
        case Finite(values):
            return value in values
        case Array(element):
            return contains(element, value)
    return value.denominator == 1 and value >= 1


def is_integral(domain: Domain) -> bool:
    """Whether the domain holds indices: integers from 1."""
    return isinstance(domain, Natural | IndexRange)


def possible_signs(domain: Domain) -> frozenset[int]:
    """The signs that the elements of the domain have."""
    if domain is REAL:
        return _ALL_SIGNS
    match domain:
        case Interval(lower, upper, lower_closed, upper_closed):
            # Numerators are compared, for the sign of a fraction is that of its numerator.
            below = -1 if lower is None else lower.numerator
            above = 1 if upper is None else upper.numerator
            signs = [-1] if below < 0 else []
            if (below < 0 or (below == 0 and lower_closed)) and (
                above > 0 or (above == 0 and upper_closed)
            ):
                signs.append(0)
            return frozenset([*signs, 1] if above > 0 else signs)
        case Nonzero():
            return frozenset((-1, 1))
        case Finite(values):
            return frozenset((value > 0) - (value < 0) for value in values)
        case Array(element):
            return possible_signs(element)
    return frozenset((1,))


def domain_of(name: str, domains: Mapping[str, Domain]) -> Domain:
    """The declared domain of a variable, array (`x[]`, its elements) or function (`u()`)."""
    domain = domains.get(name, REAL)
    return domain.element if isinstance(domain, Array) else domain


def describe(domain: Domain) -> str:
    """The domain as a reader would write it."""
    match domain:
        case Interval():
            return _describe_interval(domain)
        case Nonzero():
            return "ℝ \\ {0}"
        case Natural():
            return "{1, 2, …}"
        case IndexRange(upper):
            return f"{{1, …, {upper}}}"
        case Finite(values):
            return "{" + ", ".join(map(str, values)) + "}"
        case Array(element):
            return f"families in {describe(element)}"
    raise TypeError(f"not a domain: {domain!r}")


def _describe_interval(domain: Interval) -> str:
    if domain.lower is None and domain.upper is None:
        return "ℝ"
    lower = "-∞" if domain.lower is None else str(domain.lower)
    upper = "∞" if domain.upper is None else str(domain.upper)
    opening, closing = "(["[domain.lower_closed], ")]"[domain.upper_closed]
    return f"{opening}{lower}, {upper}{closing}"
