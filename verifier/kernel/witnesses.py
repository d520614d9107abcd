"""A refutation made easy to check by hand: simple numbers, and values that are seen to differ.

A point costs more the harder its numbers and the two values are to read. One number after the
other is replaced by a cheaper one as long as the sides still certainly differ; numbers that are not
zero and not all the same come first, since a point at which everything vanishes shows little.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from verifier.kernel.domains import REAL, Domain, Finite, is_integral
from verifier.kernel.evaluate import evaluate
from verifier.kernel.flint import arb, fmpq
from verifier.kernel.hypotheses import Equation
from verifier.kernel.points import (
    Sample,
    UndefinedError,
    UndeterminedError,
    Value,
    fraction,
    precision,
    rational,
    readable,
)
from verifier.kernel.proof import Equal
from verifier.kernel.prove import prove
from verifier.kernel.refute import REFUTATION_FUEL, Question
from verifier.kernel.sampling import distinct, overriding, simple_values
from verifier.kernel.structure import entry, number
from verifier.kernel.substitution import replace, substitute, written_out
from verifier.kernel.term import Term, UnsupportedTerm
from verifier.values import Witness

MOST_STEPS = 60
MOST_STEPS_FOR_A_SIMPLE_NUMBER = 2
_COSTS = {"1": 0, "2": 2, "3": 4, "-1": 4, "1/2": 4, "0": 5}
_SIMPLE_ENOUGH = 2
_FEW_NUMBERS, _MANY_NUMBERS = 2, 8
_MOST_COSTS = max(_COSTS.values())
_ROUNDED, _REPEATED, _ZERO = 14, 3, 3
_SHORT = 4
_EXACT_BITS = 400
_DENOMINATOR = 5040
_CLOSE = 1e-6
_LARGEST_SCALED = 1e12


def simplest(question: Question, sample: Sample) -> Sample:
    """A point that is easier to read, at which the sides certainly differ as well."""
    search = _Search(question, sample)
    for name in sorted(sample.values):
        if is_integral(question.domain_of(name)) and name in search.best.values:
            search.replace_by_simpler(name)  # a shorter range needs fewer numbers
    search.set_to_zero()
    for in_brackets in (False, True):  # a new x also renames the values u(x) and x[m]
        for name in sorted(search.best.values):
            integral = is_integral(question.domain_of(name))
            if (name[-1] in ")]") is in_brackets and name in search.best.values and not integral:
                search.replace_by_simpler(name)
    return _needed(question, search.best) if question.hypotheses else search.best


def _needed(question: Question, sample: Sample) -> Sample:
    """The point without the values that only satisfying the hypotheses asked for."""

    def choose(name: str, declared: str, asking: Sample) -> fmpq:
        if name not in sample.values:
            raise UndeterminedError(f"no value for {name}")
        return sample.values[name]

    return question.try_point(choose, (sample.bits,)) or sample


class _Search:
    """The best point so far, and the steps left to better it."""

    def __init__(self, question: Question, sample: Sample) -> None:
        self.question, self.best, self.steps = question, sample, MOST_STEPS
        self.cost = self.cost_of(sample)

    def cost_of(self, sample: Sample) -> int:
        return self.cost_of_values(sample.values) + sum(map(_cost_of_result, sample.sides))

    def cost_of_values(self, values: Mapping[str, fmpq]) -> int:
        total, seen = 0, []
        for name, value in values.items():
            domain = self.question.domain_of(name)
            total += _cost(value, domain)
            if domain is REAL or not is_integral(domain):
                total += _REPEATED if value in seen else 0
                seen.append(value)
        return total

    def is_rounded(self) -> bool:
        """Whether one of the two values is not known as a rational number."""
        return any(isinstance(side, arb) for side in self.best.sides)

    def set_to_zero(self) -> None:
        """Zeros can make the values exact, as in sigmoid(0) = 1/2; then they are worth it."""
        if not self.is_rounded() or len(self.best.values) > _MANY_NUMBERS:
            return
        start, cost = self.best, self.cost
        for name in sorted(start.values):
            if self.best.values.get(name, 0) != 0:
                found = self.at(name, fmpq(0))
                self.best = self.best if found is None else found
        self.cost = self.cost_of(self.best)
        if self.cost >= cost:
            self.best, self.cost = start, cost

    def replace_by_simpler(self, name: str) -> None:
        current, domain = self.best.values[name], self.question.domain_of(name)
        cost = _cost(current, domain)
        few_numbers = len(self.best.values) <= _FEW_NUMBERS
        if cost <= _SIMPLE_ENOUGH and not (few_numbers and self.is_rounded()):
            return
        few = MOST_STEPS_FOR_A_SIMPLE_NUMBER if cost <= _MOST_COSTS else MOST_STEPS
        others = {other: v for other, v in self.best.values.items() if other != name}
        rest, used = self.cost_of_values(others), list(others.values())
        for value, own in _cheapest_first(domain):
            least = rest + own + (_REPEATED if value in used else 0)
            if least >= self.cost or value == current:
                continue
            few -= 1
            if few < 0:
                return
            found = self.at(name, value)
            cost = self.cost if found is None else self.cost_of(found)
            if found is not None and cost < self.cost:
                self.best, self.cost = found, cost
                return

    def at(self, name: str, value: fmpq) -> Sample | None:
        """The best point with one number changed, if the sides certainly differ there too."""
        self.steps -= 1
        if self.steps < 0 or self.question.work > 2 * REFUTATION_FUEL:
            return None
        values = {**self.best.values, name: value}
        choose = overriding(values, distinct(self.question.domains))
        return self.question.try_point(choose, (self.best.bits,))


def _cost(value: fmpq, domain: Domain) -> int:
    if domain is not REAL:
        if is_integral(domain):
            return int(value.numerator)
        if isinstance(domain, Finite) and value == 0:
            return 1
    written = str(value)
    return _COSTS.get(written, 2 + _MOST_COSTS + 2 * len(written))


def _cost_of_result(value: Value) -> int:
    if isinstance(value, arb):
        return _ROUNDED
    if value == 0:
        return _ZERO
    length = len(str(value))
    return 0 if length <= _SHORT else min(length, _ROUNDED)


@lru_cache(maxsize=512)
def _cheapest_first(domain: Domain) -> tuple[tuple[fmpq, int], ...]:
    """Simple members of the domain with their costs."""
    pairs = [(value, _cost(value, domain)) for value in map(rational, simple_values(domain))]
    return tuple(sorted(pairs, key=lambda pair: pair[1]))


def witness(question: Question, sample: Sample) -> Witness:
    """The sample as the witness of a refutation, its values written so that they differ."""
    left = _shown(question.left, sample, 6)
    right = _shown(question.right, sample, 6)
    for digits in (12, 25, 60, 150):
        if _digits(left) != _digits(right):
            break
        left = _shown(question.left, sample, digits)
        right = _shown(question.right, sample, digits)
    point = sorted((name, fraction(value)) for name, value in sample.values.items())
    return Witness(tuple(point), left, right)


def _digits(written: str) -> str:
    """What a reader sees to tell two values apart: 1.000… is no better than 1."""
    bare = written.replace("…", "")
    return bare.rstrip("0").rstrip(".") if "." in bare and "e" not in bare else bare


def _shown(term: Term, sample: Sample, digits: int) -> str:
    try:
        value = evaluate(term, sample, 64 + 8 * digits)
        exact = None if isinstance(value, fmpq) else _exact_value(term, value, sample)
        return readable(value if exact is None else exact, digits)
    except UndefinedError:
        return "undefined"
    except UndeterminedError:
        return "unknown"


def _exact_value(term: Term, value: arb, sample: Sample) -> fmpq | None:
    """The rational number that a ball seems to enclose, if the prover shows that it is the value.

    So sqrt(2)^2 - 2 is shown as 0. Only what is printed depends on it.
    """
    guess = _simple_number_near(value)
    if guess is None:
        return None
    with precision(_EXACT_BITS):
        if not arb(evaluate(term, sample, _EXACT_BITS)).contains(arb(guess)):
            return None
    try:
        outcome = prove(Equation(_at(term, sample), number(fraction(guess)), {}))
    except UnsupportedTerm:
        return None
    return guess if isinstance(outcome, Equal) and not outcome.conditions else None


def _at(term: Term, sample: Sample) -> Term:
    """The term with the numbers of the sample put in for variables and for entries of families."""
    values = {name: number(fraction(known)) for name, known in sample.values.items()}
    entries = {}
    for name, value in values.items():
        place = _entry_at(name)
        if place is not None:
            entries[entry(place[0], *map(number, place[1]))] = value
    return replace(written_out(substitute(term, values)), entries)


def _entry_at(name: str) -> tuple[str, list[int]] | None:
    """The family and the indices of `x[1, 2]` or `A^[3][1, 2]`; None for names such as `A^[L]`."""
    family, opened, inside = name.rpartition("[")
    indices = inside.removesuffix("]").split(",")
    if not opened or not inside.endswith("]"):
        return None
    if not all(index.strip().removeprefix("-").isdigit() for index in indices):
        return None
    return family, [int(index) for index in indices]


def _simple_number_near(value: arb) -> fmpq | None:
    """A number with a small denominator that lies in the ball, if there is one."""
    scaled = float(value) * _DENOMINATOR
    if not abs(scaled) < _LARGEST_SCALED or not abs(scaled - round(scaled)) < _CLOSE:
        return None
    guess = fmpq(round(scaled), _DENOMINATOR)
    with precision(_EXACT_BITS):
        return guess if value.contains(arb(guess)) else None


def value_text(term: Term, point: Mapping[str, Fraction]) -> str:
    """The value at a point for reading: exact, rounded, `undefined` or `unknown`."""

    def choose(name: str, declared: str, sample: Sample) -> fmpq:
        if name not in point:
            raise UndeterminedError(f"the point gives no value for {name}")
        return rational(point[name])

    return _shown(term, Sample(choose), 6)
