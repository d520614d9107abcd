"""Primes that make names: `k(x, x')`, `\\sum_{s'}`, `G'_t` beside `G_t`.

A prime is a derivative where its base is called, as in `f'(x)`, or where nothing shows what it is.
It makes another name where the primed letter stands at the place of a variable: between the commas
of a call, below a sum, in an index, or as what is differentiated by. `G'_t` is a member of another
family where an article has no derivatives at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from verifier.meaning.functions import BUILT_IN_FUNCTIONS
from verifier.meaning.names import bound_letter, function_of, name_of
from verifier.notation.kinds import parts_of
from verifier.notation.tree import (
    Apply,
    BigOperator,
    Chain,
    Derivative,
    Group,
    Node,
    Prime,
    Product,
    Subscript,
    Superscript,
    Symbol,
    Tuple,
    walk,
)
from verifier.records import replace

_TELLING = frozenset((Apply, BigOperator, Chain, Derivative, Prime, Product))
_TELLING |= {Subscript, Superscript, Tuple}
"""The kinds of nodes that are asked about primes; most nodes are letters and numbers."""


def primed_names(statements: Sequence[Chain], has_laws: bool = False) -> frozenset[str]:
    """The names that, with primes, are names of their own in an article.

    In an article about distributions the letters of these, as in `p(s' \\mid s)`, are none.
    """
    if not parts_of(statements, Prime):
        return frozenset()
    parts = [part for one in statements for part in walk(one) if type(part) in _TELLING]
    called = {
        found[0]
        for part in parts
        if isinstance(part, Apply) and (found := function_of(part.function)) is not None
    }
    called |= {name for part in parts for name in _before_brackets(part)}
    names = {name for part in parts for name in _at_places_of_variables(part)}
    if not any(type(part) is Derivative for part in parts) and not _has_nabla(statements):
        names |= {name for part in parts for name in _members(part)}
    letters = {name for part in parts for name in _letters_in(part)} if has_laws else set[str]()
    return frozenset(names - called - letters - BUILT_IN_FUNCTIONS)


def _before_brackets(node: Node) -> Iterator[str]:
    """L for `L_\\delta'(a)`, which is a derivative, whatever else L is."""
    pairs = pairwise(node.factors) if isinstance(node, Product) else ()
    heads = [first for first, second in pairs if isinstance(second, Group) and second.left == "("]
    if isinstance(node, Apply):
        heads.append(node.function)
    yield from (name for head in heads if (name := _primed(head)) is not None)


def _letters_in(node: Node) -> Iterator[str]:
    """The letters of distributions that carry primes."""
    from verifier.meaning.letters import BARS  # only asked of articles about distributions

    is_law = isinstance(node, Chain) and not BARS.isdisjoint(node.operators)
    lower = node.lower if isinstance(node, BigOperator) and node.upper is None else None
    for part in walk(node) if is_law else () if lower is None else walk(lower):
        base = _primed(part)
        if base is not None:
            yield base


def _has_nabla(statements: Sequence[Chain]) -> bool:
    symbols = parts_of(statements, Symbol)
    return any(symbol.name == "\\nabla" for symbol in symbols)


def _at_places_of_variables(node: Node) -> Iterator[str]:
    places: tuple[Node, ...] = ()
    match node:
        case Apply(argument=Group(body=inner)):
            places = _items(inner)
        case Tuple(items=items):
            places = items
        case BigOperator(lower=Node() as lower):
            places = _items(lower) if bound_letter(lower) is None else _first(lower)
        case Subscript(index=index) | Superscript(index=index):
            places = _items(index)
        case Derivative(variables=variables):
            places = tuple(variable for variable, _ in variables)
    for place in places:
        base = _primed(place)
        if base is not None:
            yield base


def _first(lower: Node) -> tuple[Node, ...]:
    return (lower.sides[0] if isinstance(lower, Chain) else lower,)


def _items(node: Node) -> tuple[Node, ...]:
    """What stands between the commas, and before and behind the bar of `p(s' \\mid s)`."""
    sides = node.sides if isinstance(node, Chain) else (node,)
    lists = (side.items if isinstance(side, Tuple) else (side,) for side in sides)
    return tuple(item for items in lists for item in items)


def _primed(node: Node) -> str | None:
    """x for `x'` and `x'_i`."""
    if not isinstance(node, Prime):
        return None
    base = node.base.base if isinstance(node.base, Subscript) else node.base
    return name_of(base)


def _members(node: Node) -> Iterator[str]:
    """G for `G'_t`."""
    if isinstance(node, Prime) and isinstance(node.base, Subscript):
        index, name = name_of(node.base.index), name_of(node.base.base)
        if index is not None and name is not None:
            yield name


def with_prime(node: Prime, names: frozenset[str]) -> Node | None:
    """The name that `x'` or `x'_i` is; None where it is none."""
    name = _primed(node)
    if name is None or name not in names:
        return None
    base = node.base
    if isinstance(base, Subscript):
        inner = with_prime(replace(node, base=base.base), names)
        return None if inner is None else replace(base, base=inner, span=node.span)
    if isinstance(base, Symbol):
        return replace(base, name=base.name + "'" * node.count, span=node.span)
    return None
