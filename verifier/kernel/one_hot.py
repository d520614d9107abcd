"""Families of zeros and ones that sum to one: y[k] = delta(k, c) for one index c.

If every y[k] is 0 or 1 and y[1] + ... + y[K] = 1, there is exactly one c in 1, ..., K with
y[c] = 1, so y[k] may be replaced by delta(k, c) wherever k certainly lies in 1, ..., K. What holds
for every c then holds for every such family.
"""

from __future__ import annotations

from collections.abc import Mapping

from verifier.kernel.domains import BINARY, Domain, IndexRange, domain_of, index_range
from verifier.kernel.hypotheses import Equation, Hypothesis
from verifier.kernel.structure import ONE, delta
from verifier.kernel.substitution import rebuild
from verifier.kernel.term import Term, make


def with_position(equation: Equation) -> Equation | None:
    """The claim about c in the place of a family; None if no hypothesis makes one one-hot."""
    for hypothesis in equation.hypotheses:
        for total, one in (
            (hypothesis.left, hypothesis.right),
            (hypothesis.right, hypothesis.left),
        ):
            if hypothesis.relation == "=" and one is ONE and total.operator == "sum":
                found = _replaced(equation, hypothesis, total)
                if found is not None:
                    return found
    return None


def _replaced(equation: Equation, hypothesis: Hypothesis, total: Term) -> Equation | None:
    body, index, lower, upper = total.arguments
    if body.operator != "entry" or body.arguments[1:] != (make("variable", index),):
        return None
    name: str = body.arguments[0]
    if domain_of(name + "[]", equation.domains) != BINARY:
        return None
    if lower is not ONE or upper.operator != "variable":
        return None
    others = [other for other in equation.hypotheses if other is not hypothesis]
    terms = [equation.left, equation.right]
    terms += [side for other in others for side in (other.left, other.right)]
    if not all(_stays_inside(term, name, upper, equation.domains, {}) for term in terms):
        return None
    position = make("variable", f"argmax({name})")

    def change(term: Term) -> Term:
        if name + "[]" not in term.free:
            return term
        if term.operator == "entry" and term.arguments[0] == name:
            return delta(term.arguments[1], position)
        return rebuild(term, change)

    changed = [
        Hypothesis(change(other.left), other.relation, change(other.right)) for other in others
    ]
    domains = {**equation.domains, position.arguments[0]: index_range(upper.arguments[0])}
    return Equation(change(equation.left), change(equation.right), domains, changed)


def _stays_inside(
    term: Term, name: str, upper: Term, domains: Mapping[str, Domain], bound: dict[str, bool]
) -> bool:
    """Whether each index of the family lies in 1, ..., upper; `bound` says which indices do."""
    if name + "[]" not in term.free:
        return True
    if term.operator == "entry" and term.arguments[0] == name:
        if len(term.children) != 1 or term.children[0].operator != "variable":
            return False
        index: str = term.children[0].arguments[0]
        if index in bound:
            return bound[index]
        return domains.get(index) == IndexRange(upper.arguments[0])
    if term.operator in ("sum", "product"):
        body, index, first, last = term.arguments
        inside = {**bound, index: first is ONE and last is upper}
        return _stays_inside(body, name, upper, domains, inside) and all(
            _stays_inside(end, name, upper, domains, bound) for end in (first, last)
        )
    return all(_stays_inside(child, name, upper, domains, bound) for child in term.children)
