"""Points to try: simple ones first, then general ones; the same on every machine.

A `Sample` asks for a value when an evaluation first needs it. The choosers here answer with the
simplest members of the declared domain in a rotating pattern, or with numbers from a small
generator of our own that is seeded by the name, so that no library version changes a witness.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from zlib import crc32

from verifier.kernel.domains import (
    REAL,
    Array,
    Domain,
    Finite,
    IndexRange,
    Interval,
    Natural,
    contains,
    domain_of,
)
from verifier.kernel.flint import fmpq
from verifier.kernel.points import Sample, UndeterminedError, fraction, rational

Chooser = Callable[[str, str, Sample], fmpq]

_SIMPLE = tuple(
    Fraction(*pair)
    for pair in [(0, 1), (1, 1), (-1, 1), (1, 2), (2, 1), (-2, 1), (3, 1), (-1, 2), (1, 3), (4, 1)]
)
_TELLING = (*map(Fraction, (2, 1, 3, -1)), Fraction(1, 2), Fraction(5), Fraction(-2))
_PARTS = tuple(Fraction(*pair) for pair in [(1, 2), (1, 4), (3, 4), (1, 3), (2, 3), (1, 8), (7, 8)])
_SCALES = (1, 1, 40, 2000, 10**7)
_COUNT = 10


def scalar_domain(declared: str, domains: Mapping[str, Domain]) -> Domain:
    """The domain of a variable, of the elements of an array or of the values of a function."""
    return domain_of(declared, domains)


@lru_cache(maxsize=512)
def simple_values(domain: Domain) -> tuple[Fraction, ...]:
    """Members of the domain that are easy to read, the simplest first."""
    match domain:
        case Natural() | IndexRange():
            return tuple(Fraction(k) for k in (1, 2, 3, 4))
        case Finite(values):
            return values
        case Array(element):
            return simple_values(element)
        case Interval(lower, upper, _, _):
            candidates = [*_SIMPLE, *_inner_values(lower, upper)]
        case _:
            candidates = list(_SIMPLE)
    inside = [value for value in dict.fromkeys(candidates) if contains(domain, value)]
    return tuple(inside[:_COUNT])


def _inner_values(lower: Fraction | None, upper: Fraction | None) -> list[Fraction]:
    values: list[Fraction] = []
    if lower is not None:
        values += [lower] + [Fraction(floor(lower) + k) for k in range(1, 6)]
    if upper is not None:
        values += [upper] + [Fraction(ceil(upper) - k) for k in range(1, 6)]
    if lower is not None and upper is not None:
        values += [lower + (upper - lower) * part for part in _PARTS]
    return values


def _length(domain: IndexRange, sample: Sample) -> int:
    """The number of indices; raises `UndeterminedError` at a point where there are none."""
    upper = sample.value(domain.upper, domain.upper)
    if upper < 1:
        raise UndeterminedError("a range without an index")
    return int(upper.numerator)


def rotating(shift: int, stride: int, domains: Mapping[str, Domain]) -> Chooser:
    """Gives the k-th name that is asked for the simple value number shift + stride * k."""

    def choose(name: str, declared: str, sample: Sample) -> fmpq:
        domain = scalar_domain(declared, domains)
        values = simple_values(domain)
        position = shift + stride * len(sample.values)
        if isinstance(domain, IndexRange):
            return fmpq(1 + position % _length(domain, sample))
        if isinstance(domain, Natural):
            return fmpq(2 + shift % 3)
        return rational(values[position % len(values)])

    return choose


def distinct(domains: Mapping[str, Domain]) -> Chooser:
    """Gives different names different small numbers, inside their domains and not zero."""

    def choose(name: str, declared: str, sample: Sample) -> fmpq:
        domain = scalar_domain(declared, domains)
        values = telling_values(domain)
        position = len(sample.values)
        if isinstance(domain, IndexRange):
            return fmpq(1 + position % _length(domain, sample))
        if isinstance(domain, Natural):
            return fmpq(2)
        return values[position % len(values)]

    return choose


def positive(otherwise: Chooser, domains: Mapping[str, Domain]) -> Chooser:
    """Gives the positive numbers of the same size, where the domain has them.

    A sum of many logarithms is defined at few points whose signs follow another pattern.
    """

    def choose(name: str, declared: str, sample: Sample) -> fmpq:
        value = otherwise(name, declared, sample)
        other = fmpq(1) if value == 0 else abs(value)
        return other if contains(scalar_domain(declared, domains), fraction(other)) else value

    return choose


def below_one(otherwise: Chooser, domains: Mapping[str, Domain]) -> Chooser:
    """Gives |v|/(1 + |v|) for v, where the domain has that.

    `\\sum_i y_i \\ln p_i + (1 - y_i) \\ln(1 - p_i)` is defined where all of them are probabilities.
    """

    def choose(name: str, declared: str, sample: Sample) -> fmpq:
        value = otherwise(name, declared, sample)
        other = fmpq(1, 2) if value == 0 else abs(value) / (1 + abs(value))
        return other if contains(scalar_domain(declared, domains), fraction(other)) else value

    return choose


@lru_cache(maxsize=512)
def telling_values(domain: Domain) -> tuple[fmpq, ...]:
    """Small members of the domain at which little vanishes and little coincides."""
    if isinstance(domain, Finite):
        return tuple(rational(value) for value in reversed(domain.values))
    ends = (domain.lower, domain.upper) if isinstance(domain, Interval) else ()
    telling = [value for value in _TELLING if contains(domain, value)]
    inner = [value for value in simple_values(domain) if value != 0 and value not in ends]
    chosen = list(dict.fromkeys([*telling, *inner]))[:_COUNT] or simple_values(domain)
    return tuple(rational(value) for value in chosen)


def general(seed: int, wide: bool, domains: Mapping[str, Domain]) -> Chooser:
    """Gives numbers without a pattern; `wide` ones may be very large or very close to an end."""

    def choose(name: str, declared: str, sample: Sample) -> fmpq:
        domain = scalar_domain(declared, domains)
        noise = _Noise(crc32(f"{seed} {name}".encode()))
        if isinstance(domain, IndexRange):
            return fmpq(1 + noise.below(_length(domain, sample)))
        if isinstance(domain, Natural):
            return fmpq(1 + (seed + 1) % 4)
        for _ in range(100):
            value = _general_value(domain, noise, wide)
            if contains(domain, fraction(value)):
                return value
        raise UndeterminedError("no point found in the domain")

    return choose


def _general_value(domain: Domain, noise: _Noise, wide: bool) -> fmpq:
    if isinstance(domain, Finite):
        return rational(domain.values[noise.below(len(domain.values))])
    scale = _SCALES[noise.below(len(_SCALES))] if wide else 1
    interval = domain if isinstance(domain, Interval) else REAL
    assert isinstance(interval, Interval)
    if interval.lower is None and interval.upper is None:
        return fmpq((noise.below(81) - 40) * scale, 16)
    step = fmpq(noise.below(61) * scale, 16 * (scale if noise.below(2) else 1))
    if interval.upper is None:
        assert interval.lower is not None
        return rational(interval.lower) + step
    if interval.lower is None:
        return rational(interval.upper) - step
    width = rational(interval.upper - interval.lower)
    return rational(interval.lower) + width * fmpq(noise.below(33), 32)


class _Noise:
    """The SplitMix64 generator (Steele, Lea, Flood 2014)."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def below(self, bound: int) -> int:
        self.state = (self.state + 0x9E3779B97F4A7C15) % 2**64
        mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB % 2**64
        return (mixed ^ (mixed >> 31)) % bound


def overriding(values: Mapping[str, fmpq], otherwise: Chooser) -> Chooser:
    """Gives the values listed, and any other by `otherwise`."""

    def choose(name: str, declared: str, sample: Sample) -> fmpq:
        known = values.get(name)
        return otherwise(name, declared, sample) if known is None else known

    return choose
