"""Values at a point: exact rationals where possible, else Arb balls.

A ball is a midpoint and a radius that certainly enclose the true value, so two disjoint balls are
two different numbers. A `Sample` is a point whose values are chosen when they are first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from verifier.kernel.flint import arb, ctx, fmpq

Value = fmpq | arb

LONGEST_FRACTION = 40


class UndefinedError(Exception):
    """The term is certainly not defined at the point."""


class UndeterminedError(Exception):
    """The precision or the fuel does not suffice, or the point lacks a value."""


class Sample:
    """A point: values by readable name (`x`, `x[1]`, `u'(1)`), chosen when first asked for.

    `choose(name, declared_name, values)` gives a value for a name that has none yet, and may look
    at the values so far; it raises `UndeterminedError` if it has none to give. `sides` are the
    values of the two terms compared there, computed with so many `bits`.
    """

    def __init__(self, choose: Callable[[str, str, Sample], fmpq]) -> None:
        self.choose = choose
        self.work = 0
        self.sides: tuple[Value, ...] = ()
        self.bits = 0
        self.values: dict[str, fmpq] = {}
        self.calls: dict[tuple[str, tuple[int, ...]], list[tuple[tuple[Value, ...], fmpq]]] = {}

    def value(self, name: str, declared: str) -> fmpq:
        known = self.values.get(name)
        if known is None:
            known = self.values[name] = self.choose(name, declared, self)
        return known

    def call(self, name: str, orders: tuple[int, ...], arguments: tuple[Value, ...]) -> fmpq:
        """The chosen value of a function; the same one again for the same arguments."""
        known = self.calls.setdefault((name, orders), [])
        for other, value in known:
            if all(_certainly_equal(a, b) for a, b in zip(arguments, other, strict=True)):
                return value
        from verifier.kernel.text import function_name  # few terms have unknown functions

        written = ", ".join(map(readable, arguments))
        value = self.value(f"{function_name(name, orders)}({written})", name + "()")
        known.append((arguments, value))
        return value


def _certainly_equal(left: Value, right: Value) -> bool:
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return bool(left == right)
    if arb(left).overlaps(arb(right)):
        raise UndeterminedError("two arguments too close to tell apart")
    return False


def sign_of(value: Value) -> int:
    """-1, 0 or 1. Raises `UndeterminedError` for a ball that holds zero."""
    if isinstance(value, fmpq):
        return int(value > 0) - int(value < 0)
    if value > 0:
        return 1
    if value < 0:
        return -1
    raise UndeterminedError("the sign of a value close to zero")


def exact(value: Value) -> fmpq:
    """The value, which must be rational. Raises `UndeterminedError` for a ball."""
    if isinstance(value, fmpq):
        return value
    raise UndeterminedError("a value that is not rational")


def certainly_different(left: Value, right: Value) -> bool:
    """Whether the two values are certainly not the same number, at the precision in force."""
    difference = left - right
    if isinstance(difference, fmpq):
        return bool(difference != 0)
    return not difference.contains(0)


class precision:  # noqa: N801 (used like a function: `with precision(64):`)
    """Balls are computed with this many bits inside."""

    __slots__ = ("before", "bits")

    def __init__(self, bits: int) -> None:
        self.bits = bits

    def __enter__(self) -> None:
        self.before = ctx.prec
        ctx.prec = self.bits

    def __exit__(self, *problem: object) -> None:
        ctx.prec = self.before


def readable(value: Value, digits: int = 6) -> str:
    """An exact value as it is if short, any other rounded, with a sign that it goes on."""
    if isinstance(value, fmpq):
        written = str(value)
        if len(written) <= LONGEST_FRACTION:
            return written
        with precision(64 + 8 * digits):
            value = arb(value)
            digits = max(digits, 12)
    rounded: str = value.str(digits, radius=False)
    return f"{rounded}…" if "e" not in rounded else rounded.replace("e", "…e")


def fraction(value: fmpq) -> Fraction:
    """The same number as a Python fraction."""
    return Fraction(int(value.numerator), int(value.denominator))


def rational(value: Fraction) -> fmpq:
    """The same number as a FLINT rational."""
    return fmpq(value.numerator, value.denominator)
