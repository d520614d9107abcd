"""Searching for a point at which two terms certainly differ.

A refutation is a point of the domain, in rational numbers, at which both sides are defined and
have certainly different values. How the point was found does not matter: `compare` evaluates both
sides there with certified arithmetic, and the point is checked to lie in the domain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from verifier.kernel.domains import REAL, Domain, IndexRange, Interval, contains, is_integral
from verifier.kernel.evaluate import evaluate, evaluate_all
from verifier.kernel.flint import fmpq
from verifier.kernel.hypotheses import ALLOWED_SIGNS, Equation, Hypothesis, enforce, holds
from verifier.kernel.points import (
    Sample,
    UndefinedError,
    UndeterminedError,
    certainly_different,
    exact,
    fraction,
    precision,
    rational,
    sign_of,
)
from verifier.kernel.sampling import (
    Chooser,
    below_one,
    distinct,
    general,
    overriding,
    positive,
    rotating,
    scalar_domain,
)
from verifier.kernel.structure import constant
from verifier.kernel.term import Term, walk

QUICK_BITS = (64,)
THOROUGH_BITS = (64, 256, 2048)
REFUTATION_FUEL = 150_000
_EXTREMES = (0, 1, -1, 3, -30, 10**9, -(10**9))


class Question:
    """Two terms, the domains of their variables and the hypotheses between them."""

    def __init__(
        self,
        left: Term,
        right: Term,
        domains: Mapping[str, Domain],
        hypotheses: Sequence[Hypothesis],
    ) -> None:
        self.equation = Equation(left, right, domains, hypotheses)
        self.left, self.right = left, right
        self.domains, self.hypotheses = domains, hypotheses
        self.work = 0
        self.known_domains: dict[str, Domain] = {}
        self.both_defined: list[tuple[Sample, int]] = []
        self.meets_one_defined: Sample | None = None

    def try_point(self, choose: Chooser, precisions: Sequence[int]) -> Sample | None:
        """The sample if the sides certainly differ there."""
        for bits in precisions:
            sample = Sample(choose)
            try:
                enforce(self.hypotheses, sample, self.domains, bits)
                different = self.differ(sample, bits)
                if different:
                    return sample if self.admits(sample, bits) else None
                if different is False:
                    return None
            except UndeterminedError:
                continue
            finally:
                self.work += sample.work
        return None

    def differ(self, sample: Sample, bits: int) -> bool | None:
        """Whether both sides are defined and certainly different; None if not separated."""
        left, right = evaluate_all((self.left, self.right), sample, bits)
        if left is None or right is None:
            if (left is None) != (right is None) and self.meets_one_defined is None:
                self.meets_one_defined = sample if self.admits(sample, bits) else None
            return False
        with precision(bits):
            if certainly_different(left, right):
                sample.sides, sample.bits = (left, right), bits
                return True
        if self.admits(sample, bits):
            self.both_defined.append((sample, bits))
        return False if isinstance(left - right, fmpq) else None

    def admits(self, sample: Sample, bits: int) -> bool:
        """Whether the point lies in the domain and satisfies the hypotheses, for certain.

        The hypotheses come first: they may ask for values that the sides did not ask for.
        """
        if not self.domains and not self.hypotheses:
            return True  # every name is real
        try:
            if not all(holds(hypothesis, sample, bits) for hypothesis in self.hypotheses):
                return False
        except (UndefinedError, UndeterminedError):
            return False
        checked: set[str] = set()
        while len(checked) < len(sample.values):  # the end of a range is asked for on the way
            for name in [name for name in sample.values if name not in checked]:
                checked.add(name)
                if not self.inside(name, sample.values[name], sample):
                    return False
        return True

    def can_meet(self, conditions: Sequence[tuple[Term, str]]) -> bool:
        """Whether the conditions certainly hold at a point tried at which both sides are defined.

        Conditions on a bound index are taken to hold.
        """
        closed = [
            pair for pair in conditions if not any(t.operator == "index" for t in walk(pair[0]))
        ]
        return any(
            all(_holds(term, relation, sample, bits) for term, relation in closed)
            for sample, bits in self.both_defined
        )

    def domain_of(self, name: str) -> Domain:
        """The domain of a value of a sample."""
        known = self.known_domains.get(name)
        if known is None:
            known = scalar_domain(declared_name(name), self.domains)
            self.known_domains[name] = known
        return known

    def inside(self, name: str, value: fmpq, sample: Sample) -> bool:
        domain = self.domain_of(name)
        if domain is REAL:
            return True
        if isinstance(domain, IndexRange) and value > sample.value(domain.upper, domain.upper):
            return False
        return contains(domain, fraction(value))


def _holds(term: Term, relation: str, sample: Sample, bits: int) -> bool:
    try:
        return sign_of(evaluate(term, sample, bits)) in ALLOWED_SIGNS[relation]
    except (UndefinedError, UndeterminedError):
        return False


def declared_name(name: str) -> str:
    """The name under which a value of a sample is declared: `x`, `x[]` for `x[1]`, `u()`."""
    if name.endswith("]") and "[" in name:
        return name[: name.index("[")] + "[]"
    if name.endswith(")") and "(" in name:
        return name[: name.index("(")].rstrip("'").split("_(")[0] + "()"
    return name


def quick_refutation(question: Question) -> Sample | None:
    """A first look at one point of different small numbers; finds most errors."""
    return question.try_point(distinct(question.domains), QUICK_BITS)


def thorough_refutation(question: Question) -> Sample | None:
    """Points without a pattern, extreme ones and ones at the borders of definedness.

    The number of evaluations of sub-terms is limited; a question as such is not.
    """
    for choose in choosers(question):
        if question.work > REFUTATION_FUEL:
            break
        sample = question.try_point(choose, THOROUGH_BITS)
        if sample is not None:
            return sample
    return None


def choosers(question: Question) -> Iterator[Chooser]:
    """The points to try for a question, simple ones first."""
    for shift, stride in ((2, 3), (0, 1), (4, 1), (3, 1), (5, 2), (1, 0), (2, 0), (0, 0)):
        yield rotating(shift, stride, question.domains)
    for seed in range(3):
        yield positive(general(seed, False, question.domains), question.domains)
    for seed in range(2):
        yield below_one(general(seed, False, question.domains), question.domains)
    for seed in range(12):
        yield general(seed, seed % 2 == 1, question.domains)
    yield from _special_choosers(question)


def _special_choosers(question: Question) -> Iterator[Chooser]:
    left, right, domains = question.left, question.right, question.domains
    guards = list(_guards(left, right))
    names = sorted(name for name in left.free | right.free if name[-1] not in ")]")
    for base in (rotating(1, 1, domains), general(7, False, domains)):
        for name in names:
            domain = scalar_domain(name, domains)
            if is_integral(domain):
                continue
            values = [fmpq(value) for value in _EXTREMES]
            if isinstance(domain, Interval):
                values += [rational(e) for e in (domain.lower, domain.upper) if e is not None]
            for guard in guards:
                values += _around_root(guard, name, base)
            for value in dict.fromkeys(fraction(value) for value in values):
                if contains(domain, value):
                    yield overriding({name: rational(value)}, base)


def _guards(*terms: Term) -> Iterator[Term]:
    """Terms whose sign decides whether, or by which piece, another is defined."""
    for term in walk(*terms):
        if term.operator == "piecewise":
            yield term.arguments[1]
        elif term.operator in ("ln", "kink"):
            yield term.arguments[0]
        elif term.operator == "power":
            exponent = constant(term.arguments[1])
            if exponent is not None and (exponent < 0 or exponent.denominator != 1):
                yield term.arguments[0]


def _around_root(guard: Term, name: str, base: Chooser) -> list[fmpq]:
    """The root of a guard that is linear in the variable, and points on both sides of it."""
    if name not in guard.free or guard.open:
        return []
    values = []
    try:
        for k in range(3):
            sample = Sample(overriding({name: fmpq(k)}, base))
            values.append(exact(evaluate(guard, sample, 64)))
    except (UndefinedError, UndeterminedError):
        return []
    first, second, third = values
    if third - second != second - first or second == first:
        return []
    root = first / (first - second)
    near = fmpq(1, 4096)
    return [root, root + 1, root - 1, root + near, root - near]
