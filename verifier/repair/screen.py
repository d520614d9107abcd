"""A fast look at candidates: values in floating point at a few points.

Nothing is decided here. A candidate whose values agree at all points goes on to the kernel; one
that differs is dropped. All points are fixed by the names, so reports are reproducible.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from zlib import crc32

from verifier.kernel.domains import Array, Domain, Finite, IndexRange, Interval, Natural
from verifier.kernel.terms import Term

POINTS = 3
SIZE = 3
AGREEMENT = 1e-9
DEEPEST = 150
FLAT = 2
"""A term that is no deeper costs less than to remember it."""
LONGEST = 200
MOST_WORK = 20_000
"""How many parts of a formula are worked out at one point; what has more is not looked at."""
MOST_KNOWN = 50_000
"""How many values are kept at one point."""


class NoValue(Exception):  # noqa: N818 (it reports a fact about a point)
    """The term has no floating-point value at the point."""


def values(term: Term, domains: Mapping[str, Domain]) -> tuple[float | None, ...]:
    """The values at the points; None where there is none."""
    return Screen(domains).values(term)


class Screen:
    """The points for some domains; what terms have in common is worked out once for all of them."""

    def __init__(self, domains: Mapping[str, Domain]) -> None:
        self._points = [_Point(number, domains) for number in range(POINTS)]

    def values(self, term: Term) -> tuple[float | None, ...]:
        """The values at the points; None where there is none."""
        return tuple(point.value(term) for point in self._points)

    def fits(self, term: Term, wanted: tuple[float | None, ...]) -> bool:
        """Whether a term has the wanted values, two of them at least; most fail at the first."""
        known = 0
        for point, value in zip(self._points, wanted, strict=True):
            own = None if value is None else point.value(term)
            if own is not None and value is not None:
                if not _close(own, value):
                    return False
                known += 1
        return known >= 2


def agree(left: tuple[float | None, ...], right: tuple[float | None, ...]) -> bool:
    """Whether all values agree and at least two of them exist."""
    known = [(a, b) for a, b in zip(left, right, strict=True) if a is not None and b is not None]
    return len(known) >= 2 and all(_close(a, b) for a, b in known)


def _close(left: float, right: float) -> bool:
    return abs(left - right) <= AGREEMENT * max(1.0, abs(left), abs(right))


def _fixed(name: str, point: int) -> float:
    """A number strictly between 0 and 1 that depends on the name and the point alone."""
    return (crc32(f"{point}:{name}".encode()) % 9973 + 1) / 9975


def coordinate(name: str, domain: Domain | None, point: int) -> float:
    """Where a variable is put at a point of its domain."""
    share = _fixed(name, point)
    match domain:
        case Natural():
            return float(SIZE)
        case IndexRange():
            return float(1 + int(share * SIZE))
        case Finite(values=numbers):
            return float(numbers[int(share * len(numbers))])
        case Array(element=element):
            return coordinate(name, element, point)
        case Interval(lower=lower, upper=upper):
            if lower is not None and upper is not None:
                return float(lower) + (float(upper) - float(lower)) * share
            if lower is not None:
                return float(lower) + 0.2 + 2 * share
            if upper is not None:
                return float(upper) - 0.2 - 2 * share
    # Logarithms and roots of a number that nobody restricts have values between 0 and 1.
    return share if point < POINTS - 1 else 3 * share - 1.2


class _Point:
    """The values of terms at one point, each worked out once."""

    def __init__(self, point: int, domains: Mapping[str, Domain]) -> None:
        self.point = point
        self.domains = domains
        self.indices: dict[str, float] = {}
        self.known: dict[object, float] = {}
        self.entries: dict[tuple[object, ...], float] = {}
        self.work = 0

    def value(self, term: Term) -> float | None:
        """The value of a term; None where it has none, or none that is found in time."""
        self.work = 0
        self.indices.clear()  # a sum that had no value has left its index behind
        if len(self.known) > MOST_KNOWN:
            self.known.clear()
        try:
            return self.of(term)
        except (NoValue, OverflowError, ValueError, ZeroDivisionError):
            return None

    def of(self, term: Term) -> float:
        """The value, worked out once for each value of the indices that are bound around it."""
        key: object = term
        if term.open and term.depth > FLAT:
            inside = (item for item in self.indices.items() if item[0] in term.free)
            key = (term, *inside)
        kept = not term.open or term.depth > FLAT
        known = self.known.get(key) if kept else None
        if known is not None:
            return known
        self.work += 1
        rule = _RULES.get(term.operator)
        if rule is None or term.depth > DEEPEST or self.work > MOST_WORK:
            raise NoValue(term.operator)
        value = rule(self, term)
        if not math.isfinite(value):
            raise NoValue(term.operator)
        if kept:
            self.known[key] = value
        return value

    def variable(self, term: Term) -> float:
        name = term.arguments[0]
        if name in self.indices:
            return self.indices[name]
        return coordinate(name, self.domains.get(name), self.point)

    def entry(self, term: Term) -> float:
        name, *indices = term.arguments
        key = (name, *[round(self.of(index)) for index in indices])
        known = self.entries.get(key)
        if known is None:
            place, domain = ",".join(map(str, key[1:])), self.domains.get(f"{name}[]")
            known = self.entries[key] = coordinate(f"{name}[{place}]", domain, self.point)
        return known

    def power(self, term: Term) -> float:
        base, exponent = self.of(term.arguments[0]), self.of(term.arguments[1])
        if base < 0 and exponent != round(exponent):
            raise NoValue("power")
        return float(base**exponent)

    def piecewise(self, term: Term) -> float:
        relation, condition, then, otherwise = term.arguments
        value = self.of(condition)
        holds = value > 0 or (relation == ">=" and value == 0)
        return self.of(then if holds else otherwise)

    def kink(self, term: Term) -> float:
        condition, above, below = term.arguments[:3]
        return self.of(above if self.of(condition) > 0 else below)

    def fold(self, term: Term, start: float, combine: Callable[[float, float], float]) -> float:
        body, name, lower, upper = term.arguments
        total, first, last = start, round(self.of(lower)), round(self.of(upper))
        if last - first > LONGEST:
            raise NoValue("a long sum")
        for k in range(first, last + 1):
            self.indices[name] = float(k)
            total = combine(total, self.of(body))
        self.indices.pop(name, None)
        return total

    def apply(self, term: Term) -> float:
        name, orders, *arguments = term.arguments
        inner = sum((k + 1) * self.of(part) for k, part in enumerate(arguments))
        return math.sin(inner * (1 + _fixed(name, 0)) + sum(orders) * 1.5707963267948966 + 0.3)


def _of_one(function: Callable[[float], float]) -> Callable[[_Point, Term], float]:
    return lambda point, term: function(point.of(term.arguments[0]))


def _sigmoid(u: float) -> float:
    return 1 / (1 + math.exp(-u)) if u >= 0 else math.exp(u) / (1 + math.exp(u))


def _product(point: _Point, term: Term) -> float:
    result = 1.0
    for part in term.arguments:
        result *= point.of(part)
    return result


_RULES: Mapping[str, Callable[[_Point, Term], float]] = {
    "number": lambda point, term: float(term.arguments[0]),
    "variable": _Point.variable,
    "entry": _Point.entry,
    "pi": lambda point, term: math.pi,
    "add": lambda point, term: math.fsum(point.of(part) for part in term.arguments),
    "multiply": _product,
    "power": _Point.power,
    "exp": _of_one(math.exp),
    "ln": _of_one(math.log),
    "erf": _of_one(math.erf),
    "floor": _of_one(math.floor),
    "sin": _of_one(math.sin),
    "cos": _of_one(math.cos),
    "tanh": _of_one(math.tanh),
    "sinh": _of_one(math.sinh),
    "cosh": _of_one(math.cosh),
    "sigmoid": _of_one(_sigmoid),
    "softplus": _of_one(lambda u: max(u, 0) + math.log1p(math.exp(-abs(u)))),
    "piecewise": _Point.piecewise,
    "kink": _Point.kink,
    "guard": lambda point, term: point.of(term.arguments[0]),
    "sum": lambda point, term: point.fold(term, 0.0, lambda a, b: a + b),
    "product": lambda point, term: point.fold(term, 1.0, lambda a, b: a * b),
    "delta": lambda point, term: float(
        round(point.of(term.arguments[0])) == round(point.of(term.arguments[1]))
    ),
    "apply": _Point.apply,
}
