"""Formulas at a point: numbers put in for symbols, and for families of numbers.

A point may say `y = 1/3`, and for all entries of a family at once `x^{(i)} = i`. Sums whose
bounds are numbers then are written out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from verifier.kernel import terms
from verifier.kernel.domains import NATURAL
from verifier.kernel.substitution import open_binder, rebuild, rename
from verifier.kernel.terms import Term
from verifier.meaning.context import Context
from verifier.meaning.elaborate import MeaningError, elaborate
from verifier.meaning.names import entry_of, name_of
from verifier.notation.tree import Node, Number, Superscript
from verifier.values import NOWHERE

LONGEST_SUM = 100
_INDEX = "ι"


@dataclass(frozen=True, slots=True)
class Assignment:
    """`head = value`: a symbol, or every entry of a family where the index is a letter."""

    head: Node
    value: Node

    @property
    def family(self) -> tuple[str, str] | None:
        """The family and its index letter, when the head is such as `x^{(i)}`."""
        entry = entry_of(self.head) if isinstance(self.head, Superscript) else None
        if entry is None or isinstance(entry[1], Number):
            return None
        index = name_of(entry[1])
        return None if index is None else (entry[0], index)


def held_at(point: Iterable[Assignment], context: Context) -> frozenset[str]:
    """The defined symbols and families that a point gives values to."""
    names = set()
    for assignment in point:
        family = assignment.family
        name = f"{family[0]}[]" if family is not None else name_of(assignment.head)
        if name is not None and name in context.definitions:
            names.add(name)
    return frozenset(names)


def at_point(node: Node, point: tuple[Assignment, ...], context: Context) -> Term:
    """The term of a formula with the numbers of a point put in.

    Raises `MeaningError` for a formula or a number without a meaning.
    """
    term = elaborate(node, context, held_at(point, context))
    numbers = {
        name: elaborate(assignment.value, context)
        for assignment in point
        if assignment.family is None and (name := name_of(assignment.head)) is not None
    }
    term = _written_out(terms.substitute(term, numbers))
    for assignment in point:
        if assignment.family is not None:
            family, index = assignment.family
            value = elaborate(assignment.value, context.with_domain(index, NATURAL))
            term = _with_family(term, family, index, value)
    return term


def _with_family(term: Term, family: str, index: str, value: Term) -> Term:
    """Every entry of a family replaced by its value at that index."""
    if term.operator == "entry" and term.arguments[0] == family and len(term.arguments) == 2:
        position = _with_family(term.arguments[1], family, index, value)
        return terms.substitute(value, {index: position})
    return rebuild(term, lambda part: _with_family(part, family, index, value))


def _written_out(term: Term) -> Term:
    """Sums and products over a range of numbers as sums and products of terms."""
    if term.operator in ("sum", "product"):
        lower, upper = (_written_out(bound) for bound in term.arguments[2:])
        if lower.operator == upper.operator == "number":
            first, last = int(lower.arguments[0]), int(upper.arguments[0])
            if last - first >= LONGEST_SUM:
                raise MeaningError(NOWHERE, f"a sum of {last - first + 1} terms", "a short sum")
            opened, body = open_binder(term)
            body = rename(body, opened, _INDEX)
            parts = [
                _written_out(terms.substitute(body, {_INDEX: terms.number(k)}))
                for k in range(first, last + 1)
            ]
            return terms.add(*parts) if term.operator == "sum" else terms.multiply(*parts)
    return rebuild(term, _written_out)
