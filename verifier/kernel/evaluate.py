"""Certified evaluation of a term at a point.

Nothing here rounds: a value is a rational number or a ball that encloses it, or it is certainly
undefined (`UndefinedError`), or the precision or the fuel does not suffice to tell
(`UndeterminedError`). Everything that a `Refuted` rests on is in this module and in `points`.

An unknown smooth function may take any values at finitely many points, and so may each of its
derivatives there (a polynomial interpolates them); so each is chosen freely, once per point.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from verifier.kernel.flint import arb, fmpq
from verifier.kernel.points import (
    Sample,
    UndefinedError,
    UndeterminedError,
    Value,
    precision,
    rational,
    sign_of,
)
from verifier.kernel.term import Term

EXACT_BITS = 20_000
EVALUATION_FUEL = 20_000


def evaluate(term: Term, sample: Sample, bits: int) -> Value:
    """The value of the term at the sample. Raises `UndefinedError` or `UndeterminedError`."""
    with precision(bits):
        return _Evaluation(sample).of(term)


def evaluate_all(terms: Sequence[Term], sample: Sample, bits: int) -> list[Value | None]:
    """The values of several terms, None where one is undefined. Raises `UndeterminedError`."""
    values: list[Value | None] = []
    with precision(bits):
        evaluation = _Evaluation(sample)
        for term in terms:
            try:
                values.append(evaluation.of(term))
            except UndefinedError:
                values.append(None)
    return values


class _Evaluation:
    """One evaluation at one precision; terms without bound indices are evaluated once."""

    def __init__(self, sample: Sample) -> None:
        self.sample = sample
        self.closed: dict[Term, Value] = {}
        self.local: dict[Term, Value] = {}
        self.indices: dict[str, fmpq] = {}

    def of(self, term: Term) -> Value:
        memo = self.local if term.open else self.closed
        known = memo.get(term)
        if known is None:
            known = memo[term] = self.worked_out(term)
        return known

    def worked_out(self, term: Term) -> Value:
        operator = term.operator
        if operator == "number":
            return _number(term)
        self.sample.work += 1
        if self.sample.work > EVALUATION_FUEL:
            raise UndeterminedError("fuel")
        rule = _RULES.get(operator)
        if rule is None:
            raise UndeterminedError(f"no value for {operator}")
        value = rule(self, term)
        if type(value) is arb and not value.is_finite():
            raise UndeterminedError("overflow")
        return value

    def integer(self, term: Term) -> int:
        value = self.of(term)
        if not isinstance(value, fmpq) or value.denominator != 1:
            raise UndeterminedError("an index that is not an integer")
        return int(value.numerator)

    def variable(self, term: Term) -> Value:
        name = term.arguments[0]
        if name in self.indices:
            return self.indices[name]
        return self.sample.value(name, name)

    def entry(self, term: Term) -> Value:
        name = term.arguments[0]
        indices = ", ".join(str(self.integer(index)) for index in term.children)
        return self.sample.value(f"{name}[{indices}]", name + "[]")

    def add(self, term: Term) -> Value:
        first, *others = term.children
        total = self.of(first)
        for child in others:
            total = total + self.of(child)
        return total

    def multiply(self, term: Term) -> Value:
        first, *others = term.children
        total = self.of(first)
        for child in others:
            total = _bounded(total * self.of(child))
        return total

    def power(self, term: Term) -> Value:
        base, exponent = self.of(term.arguments[0]), _number(term.arguments[1])
        if exponent < 0 or exponent.denominator != 1:
            sign = sign_of(base)
            if sign == 0:
                if exponent < 0:
                    raise UndefinedError
                return base
            if sign < 0 and exponent.denominator != 1:
                raise UndefinedError
        return rational_power(base, exponent)

    def logarithm(self, term: Term) -> Value:
        value = self.of(term.arguments[0])
        if sign_of(value) <= 0:
            raise UndefinedError
        return fmpq(0) if isinstance(value, fmpq) and value == 1 else arb(value).log()

    def piecewise(self, term: Term) -> Value:
        relation, condition, then, otherwise = term.arguments
        sign = sign_of(self.of(condition))
        holds = sign > 0 or (sign == 0 and relation == ">=")
        return self.of(then if holds else otherwise)

    def kink(self, term: Term) -> Value:
        """At the kink itself only a derivative that certainly exists is given."""
        condition, positive, negative, left, right, _ = term.arguments
        sign = sign_of(self.of(condition))
        if sign:
            return self.of(positive if sign > 0 else negative)
        try:
            values = self.of(left) - self.of(right)
            slope = self.of(positive)
            slopes = slope - self.of(negative)
        except UndefinedError:
            raise UndeterminedError("a derivative where pieces meet") from None
        if any(not isinstance(v, fmpq) or v != 0 for v in (values, slopes)):
            raise UndeterminedError("a derivative where pieces meet")
        return slope

    def slope(self, term: Term) -> Value:
        """The derivative may exist where its formula is undefined."""
        try:
            return self.of(term.arguments[0])
        except UndefinedError:
            raise UndeterminedError("a derivative where its formula fails") from None

    def guard(self, term: Term) -> Value:
        self.of(term.arguments[1])
        return self.of(term.arguments[0])

    def sum(self, term: Term) -> Value:
        return self.fold(term, fmpq(0), lambda total, value: total + value)

    def product(self, term: Term) -> Value:
        return self.fold(term, fmpq(1), lambda total, value: _bounded(total * value))

    def fold(self, term: Term, start: Value, combine: Callable[[Value, Value], Value]) -> Value:
        body, name, lower, upper = term.arguments
        first, last = self.integer(lower), self.integer(upper)
        if last - first > EVALUATION_FUEL:
            raise UndeterminedError("fuel")
        total, outer = start, self.local
        try:
            for k in range(first, last + 1):
                self.indices[name] = fmpq(k)
                self.local = {}
                total = combine(total, self.of(body))
        finally:
            self.local = outer
            self.indices.pop(name, None)
        return total

    def delta(self, term: Term) -> Value:
        return fmpq(int(self.integer(term.arguments[0]) == self.integer(term.arguments[1])))

    def apply(self, term: Term) -> Value:
        name, orders, *arguments = term.arguments
        return self.sample.call(name, orders, tuple(self.of(a) for a in arguments))


@lru_cache(maxsize=4096)
def _number(term: Term) -> fmpq:
    return rational(term.arguments[0])


def _bounded(value: Value) -> Value:
    """The value, as a ball if it is a rational number too long to go on with."""
    if type(value) is fmpq and value.height_bits() > EXACT_BITS:
        return arb(value)
    return value


def rational_power(base: Value, exponent: fmpq) -> Value:
    """base^exponent, exact where it is rational and short; the power must be defined."""
    numerator, degree = int(exponent.numerator), int(exponent.denominator)
    if degree == 1:
        exact = isinstance(base, fmpq) and base.height_bits() * abs(numerator) <= EXACT_BITS
        return (base if exact else arb(base)) ** numerator
    if isinstance(base, fmpq) and degree == 2:
        above, below = base.numerator.isqrt(), base.denominator.isqrt()
        if above * above == base.numerator and below * below == base.denominator:
            return rational_power(fmpq(above, below), fmpq(numerator))
    return arb(base).root(degree) ** numerator


def _exact_at_zero(at_zero: int, function: Callable[[arb], arb]) -> Callable[..., Value]:
    def rule(evaluation: _Evaluation, term: Term) -> Value:
        value = evaluation.of(term.arguments[0])
        if isinstance(value, fmpq) and value == 0:
            return fmpq(at_zero)
        return function(arb(value))

    return rule


def _sigmoid(evaluation: _Evaluation, term: Term) -> Value:
    value = evaluation.of(term.arguments[0])
    if isinstance(value, fmpq) and value == 0:
        return fmpq(1, 2)
    return 1 / (1 + (-arb(value)).exp())


def _softplus(evaluation: _Evaluation, term: Term) -> Value:
    return arb(evaluation.of(term.arguments[0])).exp().log1p()


def _floor(evaluation: _Evaluation, term: Term) -> Value:
    """Exact; undetermined for a ball that holds a whole number."""
    value = evaluation.of(term.arguments[0])
    below = value.floor() if isinstance(value, fmpq) else value.floor().unique_fmpz()
    if below is None:
        raise UndeterminedError("a floor near a whole number")
    return fmpq(below)


def _magnitude(value: Value) -> Value:
    return value if sign_of(value) >= 0 else -value


def _root(evaluation: _Evaluation, term: Term) -> Value:
    magnitude = _magnitude(evaluation.of(term.arguments[0]))
    return (
        magnitude
        if sign_of(magnitude) == 0
        else rational_power(magnitude, fmpq(1, term.arguments[1]))
    )


def _ln_magnitude(evaluation: _Evaluation, term: Term) -> Value:
    magnitude = _magnitude(evaluation.of(term.arguments[0]))
    if sign_of(magnitude) == 0:
        raise UndefinedError
    return arb(magnitude).log()


_RULES: dict[str, Callable[[_Evaluation, Term], Value]] = {
    "number": lambda evaluation, term: _number(term),
    "variable": _Evaluation.variable,
    "entry": _Evaluation.entry,
    "pi": lambda evaluation, term: arb.pi(),
    "add": _Evaluation.add,
    "multiply": _Evaluation.multiply,
    "power": _Evaluation.power,
    "exp": _exact_at_zero(1, arb.exp),
    "ln": _Evaluation.logarithm,
    "erf": _exact_at_zero(0, arb.erf),
    "floor": _floor,
    "sin": _exact_at_zero(0, arb.sin),
    "cos": _exact_at_zero(1, arb.cos),
    "tanh": _exact_at_zero(0, arb.tanh),
    "sinh": _exact_at_zero(0, arb.sinh),
    "cosh": _exact_at_zero(1, arb.cosh),
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "piecewise": _Evaluation.piecewise,
    "kink": _Evaluation.kink,
    "guard": _Evaluation.guard,
    "slope": _Evaluation.slope,
    "sum": _Evaluation.sum,
    "product": _Evaluation.product,
    "delta": _Evaluation.delta,
    "apply": _Evaluation.apply,
    "magnitude": lambda evaluation, term: _magnitude(evaluation.of(term.arguments[0])),
    "root": _root,
    "ln_magnitude": _ln_magnitude,
}
