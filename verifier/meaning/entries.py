"""Entries of a family inside a term, replaced by what they are at their index."""

from __future__ import annotations

from collections.abc import Callable

from verifier.kernel import terms
from verifier.kernel.substitution import open_binder, rebuild
from verifier.kernel.terms import Term

_BUILD = {"sum": terms.summation, "product": terms.product_over}


Value = Callable[[tuple[Term, ...]], Term]


def entries_expressed(term: Term, family: str, value: Value) -> Term:
    """The term with every entry `family[i]` replaced by `value((i,))`.

    Sums are opened first, so that the index of an entry may be bound in them.
    """
    if f"{family}[]" not in term.free:
        return term
    if term.operator in _BUILD:
        lower, upper = (entries_expressed(end, family, value) for end in term.arguments[2:])
        index, body = open_binder(term)
        opened = entries_expressed(body, family, value)
        return _BUILD[term.operator](opened, index, lower, upper)
    if term.operator == "entry" and term.arguments[0] == family:
        return value(tuple(entries_expressed(i, family, value) for i in term.arguments[1:]))
    return rebuild(term, lambda part: entries_expressed(part, family, value))
