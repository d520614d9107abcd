"""Hypotheses: relations between terms that are assumed, such as `a != b` or `sum(y[k]) = 1`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from verifier.hints import Literal, NamedTuple
from verifier.kernel.domains import Domain, contains, domain_of
from verifier.kernel.evaluate import evaluate
from verifier.kernel.flint import fmpq
from verifier.kernel.points import (
    Sample,
    UndefinedError,
    UndeterminedError,
    exact,
    fraction,
    sign_of,
)
from verifier.kernel.structure import subtract
from verifier.kernel.substitution import substitute
from verifier.kernel.term import Term
from verifier.records import dataclass

Relation = Literal["=", "!=", ">", ">="]

ALLOWED_SIGNS: dict[str, frozenset[int]] = {
    "=": frozenset((0,)),
    "!=": frozenset((-1, 1)),
    ">": frozenset((1,)),
    ">=": frozenset((0, 1)),
}


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """The assumption `left relation right`, with a relation among = != > >=.

    Both sides are assumed to be defined as well.
    """

    left: Term
    relation: Relation
    right: Term

    @property
    def difference(self) -> Term:
        """left - right, whose sign the hypothesis restricts."""
        return subtract(self.left, self.right)

    def at(self, values: Mapping[str, Term]) -> Hypothesis:
        """The hypothesis with terms put in for variables."""
        sides = substitute(self.left, values), substitute(self.right, values)
        return Hypothesis(sides[0], self.relation, sides[1])


class Equation(NamedTuple):
    """The claim left = right over domains, under hypotheses."""

    left: Term
    right: Term
    domains: Mapping[str, Domain]
    hypotheses: Sequence[Hypothesis] = ()

    def at(self, values: Mapping[str, Term]) -> Equation:
        """The claim with terms put in for variables. Raises `UnsupportedTerm` if one is too large.

        It holds where the claim holds for every value in the domains of those variables.
        """
        sides = substitute(self.left, values), substitute(self.right, values)
        hypotheses = tuple(hypothesis.at(values) for hypothesis in self.hypotheses)
        return Equation(*sides, self.domains, hypotheses)


def holds(hypothesis: Hypothesis, sample: Sample, bits: int) -> bool:
    """Whether the hypothesis certainly holds at the sample.

    Raises `UndefinedError` or `UndeterminedError` where that cannot be said.
    """
    sign = sign_of(evaluate(hypothesis.difference, sample, bits))
    return sign in ALLOWED_SIGNS[hypothesis.relation]


def enforce(
    hypotheses: Sequence[Hypothesis], sample: Sample, domains: Mapping[str, Domain], bits: int
) -> None:
    """Changes one value for each equation in which some value occurs linearly, to satisfy it.

    Nothing depends on whether this succeeds: a witness is checked against every hypothesis.
    """
    settled: set[str] = set()
    for hypothesis in hypotheses:
        if hypothesis.relation == "=":
            try:
                _solve(hypothesis.difference, sample, domains, bits, settled)
            except (UndefinedError, UndeterminedError):
                continue


def _solve(
    term: Term, sample: Sample, domains: Mapping[str, Domain], bits: int, settled: set[str]
) -> None:
    start = evaluate(term, sample, bits)
    used = [name for name in sample.values if name not in settled]
    if isinstance(start, fmpq) and start == 0:
        settled.update(used[:1])
        return
    for name in used:
        before = sample.values[name]
        sample.values[name] = before + 1
        step = evaluate(term, sample, bits) - start
        if isinstance(step, fmpq) and step != 0:
            sample.values[name] = exact(before - start / step)
            after = evaluate(term, sample, bits)
            declared = name[: name.index("[")] + "[]" if "[" in name else name
            value = fraction(sample.values[name])
            solved = isinstance(after, fmpq) and after == 0
            if solved and contains(domain_of(declared, domains), value):
                settled.add(name)
                return
        sample.values[name] = before
