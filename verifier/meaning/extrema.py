"""Maxima and minima over a letter: `\\max_a Q(s, a)`, `\\min_{i : y_i = 1} x_i`.

For any set of values, max(g + c) = max g + c where c does not depend on the letter, and
max(c g) = c max g for c >= 0, c min g for c < 0. What is left is a quantity of which only the name
is known; the same formula over the same values names the same quantity.
"""

from __future__ import annotations

from verifier.kernel import terms
from verifier.kernel.terms import Term
from verifier.meaning.errors import MeaningError
from verifier.meaning.names import name_of
from verifier.meaning.opaque import EXTREMA, opaque
from verifier.meaning.scope import Scope
from verifier.notation.tree import Apply, Chain, Node, Number, Subscript, Tuple
from verifier.notation.write_latex import write_latex

_KINDS = {"\\max": "max", "\\sup": "max", "\\min": "min", "\\inf": "min"}
_OPPOSITE = {"max": "min", "min": "max"}


def extremum(node: Apply, scope: Scope) -> Term | None:
    """The maximum or minimum over a letter that a call is; None for any other call."""
    function = node.function
    kind = _KINDS.get(name_of(function.base) or "") if isinstance(function, Subscript) else None
    if kind is None or scope.context.laws is not None or not scope.context.lenient:
        return None
    assert isinstance(function, Subscript)
    letters = _letters(function.index)
    if not letters:
        raise MeaningError(function.span, "an extremum over nothing", "one over a letter")
    inside, bound = scope, []
    for letter in letters:
        inside, variable = inside.with_index(letter)
        bound.append(variable)
    body = inside.term(node.argument)
    values = "" if name_of(function.index) in letters else write_latex(function.index)
    return _of(kind, body, tuple(bound), values)


def _letters(index: Node) -> tuple[str, ...]:
    """The letters over which an extremum is taken: i in `i`, `i : y_i = 1` and `0 \\le i < n`."""
    if isinstance(index, Chain):
        sides = index.sides[1:] if isinstance(index.sides[0], Number) else index.sides
        return _letters(sides[0])
    items = index.items if isinstance(index, Tuple) else (index,)
    names = [name_of(item) for item in items]
    return tuple(name for name in names if name) if all(names) else ()


def _of(kind: str, body: Term, bound: tuple[str, ...], values: str) -> Term:
    if body.free.isdisjoint(bound):
        return body
    if body.operator == "add":
        outside = [part for part in body.children if part.free.isdisjoint(bound)]
        inside = [part for part in body.children if not part.free.isdisjoint(bound)]
        if outside or len(inside) == 1:
            return terms.add(_of(kind, terms.add(*inside), bound, values), *outside)
    if body.operator == "multiply":
        outside = [part for part in body.children if part.free.isdisjoint(bound)]
        inside = [part for part in body.children if not part.free.isdisjoint(bound)]
        if outside:
            return _scaled(kind, terms.multiply(*outside), terms.multiply(*inside), bound, values)
    places = {name: terms.variable(f"k{number}") for number, name in enumerate(bound)}
    shown = terms.substitute(body, places)
    return opaque(f"{EXTREMA[kind]}{values}{shown!r}", body.free - set(bound))


def _scaled(kind: str, scale: Term, body: Term, bound: tuple[str, ...], values: str) -> Term:
    same = terms.multiply(scale, _of(kind, body, bound, values))
    if scale.operator == "number":
        if scale.arguments[0] >= 0:
            return same
        return terms.multiply(scale, _of(_OPPOSITE[kind], body, bound, values))
    turned = terms.multiply(scale, _of(_OPPOSITE[kind], body, bound, values))
    return terms.piecewise(">=", scale, same, turned)
