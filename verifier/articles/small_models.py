"""Formulas about distributions with numbers put in: two values, and a probability for each.

A sum over the values of a letter is written out, `\\sum_i p_i \\ln p_i` with i = 1 and 2, and every
member and every call of a name, `p_i`, `P(i)`, `P(x_i)`, has the number that the model gives it at
that place. What is left is a number, of which the kernel says whether it is 0 and what sign it has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction as Rational

from verifier.kernel.terms import Term
from verifier.meaning.context import Context
from verifier.meaning.elaborate import elaborate
from verifier.meaning.errors import MeaningError
from verifier.meaning.functions import BUILT_IN_FUNCTIONS, CONSTANTS
from verifier.meaning.names import bound_letter, name_of
from verifier.notation.tree import (
    Apply,
    BigOperator,
    Fraction,
    Group,
    Node,
    Number,
    Subscript,
    Sum,
    Superscript,
    Symbol,
    children,
    rebuild,
    walk,
)
from verifier.notation.write_latex import write_latex
from verifier.records import dataclass, field

VALUES = 2
_PLACES = tuple(Number(str(place)) for place in range(1, VALUES + 1))


@dataclass(frozen=True, slots=True)
class Model:
    """The numbers of each name, one for each place, and the names of the numbers of places.

    A name whose numbers are all the same may stand without a place.
    """

    numbers: Mapping[str, tuple[Rational, ...]]
    sizes: frozenset[str] = field(default_factory=frozenset)
    places: int = VALUES


def value_in(side: Node, model: Model) -> Term:
    """The number that a formula is in a model. Raises `MeaningError` where it is none."""
    return elaborate(_closed(side, model), Context())


def names_in(side: Node) -> frozenset[str]:
    """The names of which a formula has members, calls, or themselves; indices are none."""
    return frozenset(_names(side))


def sizes_in(side: Node) -> frozenset[str]:
    """The letters that end the sums in a formula."""
    sums = (part for part in walk(side) if isinstance(part, BigOperator))
    return frozenset(name for s in sums if s.upper and (name := name_of(s.upper)) is not None)


def _names(node: Node) -> Iterator[str]:
    if isinstance(node, BigOperator):
        yield from _names(node.body)
        return
    member = _member(node)
    if member is not None:
        yield member[0]
        return
    if isinstance(node, Apply) and name_of(node.function) in BUILT_IN_FUNCTIONS:
        yield from _names(node.argument)
        return
    if isinstance(node, Symbol) and node.name not in CONSTANTS:
        yield write_latex(node)
        return
    for part in children(node):
        yield from _names(part)


def _member(node: Node) -> tuple[str, Node] | None:
    """The name and the place of `p_i`, `x^{(i)}` and `P(x_i)`; the last index of several."""
    if isinstance(node, Apply) and name_of(node.function) not in BUILT_IN_FUNCTIONS:
        inner = node.argument.body if isinstance(node.argument, Group) else node.argument
        plain = isinstance(inner, Symbol | Subscript | Number | Superscript)
        return (write_latex(node.function), inner) if plain else None
    if isinstance(node, Superscript) and not node.bracket:
        return None
    if isinstance(node, Subscript | Superscript):
        inside = _member(node.base)
        return (write_latex(node.base) if inside is None else inside[0]), node.index
    return None


def _closed(node: Node, model: Model) -> Node:
    """The formula with its sums written out and with numbers for its names."""
    if isinstance(node, BigOperator):
        return _written_out(node, model)
    member = _member(node)
    if member is not None and member[0] in model.numbers:
        return _number(model.numbers[member[0]], member[1], node)
    name = write_latex(node) if isinstance(node, Symbol) else ""
    if name in model.numbers:
        return _number(model.numbers[name], None, node)
    if name in model.sizes:
        return Number(str(model.places))
    return rebuild(node, lambda part: _closed(part, model))


def _number(numbers: tuple[Rational, ...], place: Node | None, node: Node) -> Node:
    found = [part for part in walk(place) if isinstance(part, Number)] if place else []
    at = int(found[-1].text) - 1 if found and found[-1].text.isdigit() else 0
    if (not found and len({*numbers}) > 1) or not 0 <= at < len(numbers):
        raise MeaningError(node.span, "a member at an unknown place", "one of the model")
    value = numbers[at]
    shown = Fraction(Number(str(abs(value.numerator))), Number(str(value.denominator)))
    return Group("(", shown if value >= 0 else Sum(("-",), (shown,)), ")")


def _written_out(node: BigOperator, model: Model) -> Node:
    letter = bound_letter(node.lower)
    if letter is None or node.command != "\\sum":
        raise MeaningError(node.span, "more than a sum over a letter", "one sum")
    terms = [
        Group("(", _closed(_at(node.body, letter, place), model), ")")
        for place in _PLACES[: model.places]
    ]
    return terms[0] if len(terms) == 1 else Sum(("", *("+" for _ in terms[1:])), tuple(terms))


def _at(node: Node, letter: str, place: Node) -> Node:
    if name_of(node) == letter:
        return place
    return rebuild(node, lambda part: _at(part, letter, place))
