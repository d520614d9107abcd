"""Proof by induction on a natural number that bounds a sum or product.

The claim A(n) = B(n) holds for all n = 1, 2, ... if it holds for n = 1, ..., b and if, for every
n >= b, A(n) = B(n) with both sides defined implies A(n + 1) = B(n + 1) with both sides defined. The
step is proved with the claim for n as a hypothesis; so a telescoping sum, a geometric series and a
product need no closed form of their own. b is larger than 1 where a range is shorter than n: the
step then begins at a range that is not empty, from which single terms can be split off.

No hypothesis and no index range may depend on n, and a condition that is left may not either: it
then means the same at every n.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from verifier.kernel.domains import NATURAL, IndexRange, is_integral
from verifier.kernel.hypotheses import Equation, Hypothesis
from verifier.kernel.proof import Condition, Equal, Outcome
from verifier.kernel.structure import add, constant, number, variable
from verifier.kernel.term import Term, UnsupportedTerm, walk

MOST_BASE_CASES = 4

Prover = Callable[[Equation], Outcome]


def by_induction(equation: Equation, prove: Prover) -> Equal | None:
    """An induction that `prove` can carry out, on one of the bounds; None if there is none."""
    for name in _candidates(equation):
        try:
            found = _induction(name, equation, prove)
        except UnsupportedTerm:
            continue
        if found is not None:
            return found
    return None


def _candidates(equation: Equation) -> Iterator[str]:
    """The natural numbers that bound a range and of which nothing else is assumed."""
    left, right, domains, hypotheses = equation
    bounds: set[str] = set()
    for term in walk(left, right):
        if term.operator in ("sum", "product"):
            bounds |= term.arguments[2].free | term.arguments[3].free
    free = left.free | right.free
    taken = {d.upper for name, d in domains.items() if isinstance(d, IndexRange) and name in free}
    for hypothesis in hypotheses:
        taken |= hypothesis.left.free | hypothesis.right.free
    for name in sorted((bounds & free) - taken):
        if name in domains and is_integral(domains[name]):
            yield name


def _induction(name: str, equation: Equation, prove: Prover) -> Equal | None:
    cases = 1 + _largest_decrement(name, equation.left, equation.right)
    if cases > MOST_BASE_CASES:
        return None
    n = variable(name)
    claims = [equation.at({name: number(value)}) for value in range(1, cases + 1)]
    here = equation.at({name: add(n, number(cases - 1))})
    after = equation.at({name: add(n, number(cases))})
    assumed = Hypothesis(here.left, "=", here.right)
    step = Equation(
        after.left,
        after.right,
        {**equation.domains, name: NATURAL},
        (*equation.hypotheses, assumed),
    )
    conditions: dict[str, Condition] = {}
    shown = 0
    for claim in (*claims, step):
        outcome = prove(claim)
        if not isinstance(outcome, Equal) or not outcome.defined:
            return None
        conditions.update({condition.text: condition for condition in outcome.conditions})
        shown = cases + outcome.cases
    if any(name in condition.term.free for condition in conditions.values()):
        return None
    found = tuple(conditions[text] for text in sorted(conditions))
    return Equal(found, shown, induction=name)


def _largest_decrement(name: str, *terms: Term) -> int:
    """The largest c for which a range begins at l and ends at n - c + l - 1."""
    largest = 0
    for term in walk(*terms):
        if term.operator in ("sum", "product") and name in term.arguments[3].free:
            lower, upper = term.arguments[2:]
            first, last = constant(lower), Fraction(0)
            if upper.operator == "add":
                last = constant(upper.children[-1]) or last
            decrement = (first or Fraction(1)) - 1 - last
            if decrement.denominator == 1:
                largest = max(largest, int(decrement))
    return largest
