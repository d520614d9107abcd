"""Terms that are certainly defined, as can be read off them: ln(1 + e^u) is, whatever u is.

What guards a derivative is the formula that was differentiated, and of it only this matters; its
normal form with all its logarithms takes much longer to find.
"""

from __future__ import annotations

from collections.abc import Callable

from verifier.kernel.domains import domain_of, is_integral
from verifier.kernel.hypotheses import ALLOWED_SIGNS
from verifier.kernel.structure import constant
from verifier.kernel.term import Term
from verifier.kernel.term_sign import TermSigns

Obligation = tuple[Term, str]


class Definedness:
    """What is certainly defined at every point of the domains; each term is looked at once."""

    def __init__(self, signs: TermSigns) -> None:
        self.signs = signs
        self.memo: dict[Term, tuple[Obligation, ...] | None] = {}

    def obligations_of(self, term: Term) -> tuple[Obligation, ...] | None:
        """What must hold for the term to be defined, if all of it certainly holds; else None.

        None says nothing: the term may still be defined everywhere.
        """
        if term.total:
            return ()
        if term not in self.memo:
            self.memo[term] = self.find(term)
        return self.memo[term]

    def find(self, term: Term) -> tuple[Obligation, ...] | None:
        own = _RULES.get(term.operator, _unknown)(self, term)
        if own is None:
            return None
        found = [own]
        for child in term.children:
            inner = self.obligations_of(child)
            if inner is None:
                return None
            found.append(inner)
        return tuple(dict.fromkeys(item for items in reversed(found) for item in items))

    def must(self, term: Term, relation: str) -> tuple[Obligation, ...] | None:
        """The obligation `term relation 0` if it holds wherever the term is defined."""
        holds = self.signs.of(term) <= ALLOWED_SIGNS[relation]
        return ((term, relation),) if holds else None

    def of_power(self, term: Term) -> tuple[Obligation, ...] | None:
        base, exponent = term.arguments[0], term.arguments[1].arguments[0]
        if exponent.denominator == 1:
            return self.must(base, "!=") if exponent < 0 else ()
        return self.must(base, ">" if exponent < 0 else ">=")

    def of_sum(self, term: Term) -> tuple[Obligation, ...] | None:
        """A sum over 1, …, h for a natural h; its summands are defined for every real index."""
        _, _, lower, upper = term.arguments
        if upper.operator == "variable":
            counts = is_integral(domain_of(upper.arguments[0], self.signs.domains))
        else:
            end = constant(upper)
            counts = end is not None and end.denominator == 1 and end >= 1
        return () if counts and constant(lower) == 1 else None


def _unknown(definedness: Definedness, term: Term) -> None:
    return None


def _nothing(definedness: Definedness, term: Term) -> tuple[Obligation, ...]:
    return ()


_RULES: dict[str, Callable[[Definedness, Term], tuple[Obligation, ...] | None]] = {
    **dict.fromkeys(("number", "variable", "entry", "pi", "add", "multiply", "guard"), _nothing),
    **dict.fromkeys(("exp", "erf", "sin", "cos", "sigmoid", "tanh"), _nothing),
    **dict.fromkeys(("softplus", "sinh", "cosh", "floor"), _nothing),
    "ln": lambda definedness, term: definedness.must(term.arguments[0], ">"),
    "power": Definedness.of_power,
    "sum": Definedness.of_sum,
}
