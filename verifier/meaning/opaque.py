"""Quantities of which only the name is known: maxima over a letter, tails of infinite sums.

They are unknown functions of the symbols behind them. Their names begin with marks that no author
can write.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from verifier.kernel import terms
from verifier.kernel.term import walk
from verifier.kernel.terms import Term

TAIL = "∞·"
EXTREMA = {"max": "max·", "min": "min·"}
_MARKS = (TAIL, *EXTREMA.values())


def is_opaque(name: str) -> bool:
    """Whether a name stands for such a quantity."""
    return name.startswith(_MARKS)


def opaque(name: str, behind: Set[str], *arguments: Term) -> Term:
    """The quantity of this name, as a function of the numbers among the symbols behind it."""
    plain = sorted(one for one in behind if not one.endswith(("[]", "()")))
    return terms.apply(name, (*arguments, *map(terms.variable, plain)))


def opaque_in(*found: Term) -> Iterator[Term]:
    """The quantities in terms of which only the names are known."""
    for part in walk(*found):
        if part.operator == "apply" and is_opaque(part.arguments[0]):
            yield part


def maxima_in(term: Term) -> frozenset[Term]:
    """The maxima and minima over letters in a term."""
    marks = (*EXTREMA.values(), "\\max", "\\min", "\\sup", "\\inf")
    found = (part for part in walk(term) if part.operator == "apply")
    return frozenset(part for part in found if part.arguments[0].startswith(marks))
