"""Sums over examples that an author does not index: the formula for one example.

In `-\\frac{1}{m} \\sum_{i=1}^m y \\ln a + (1 - y) \\ln(1 - a)` no term carries the index, so
nothing is summed; what follows in such an article is about one example. The formula without the
sum and without the factor 1/m of its mean is that reading. A sum whose index is used stays.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.meaning.context import Context, Definition
from verifier.meaning.names import bound_letter, entries_of, name_of
from verifier.notation.tree import (
    BigOperator,
    Chain,
    Fraction,
    Group,
    Node,
    Number,
    Power,
    Product,
    Subscript,
    Sum,
    Superscript,
    Symbol,
    rebuild,
    walk,
)
from verifier.records import replace

NUMBERS_OF_EXAMPLES = ("m", "n", "N", "M")


def of_one_example(node: Node) -> Node:
    """The formula without sums over examples that are not indexed; itself if there are none."""
    sizes = set(_sizes(node))
    return _without(node, sizes) if sizes else node


def context_of_one_example(context: Context) -> Context:
    """The context in which every definition speaks of one example."""
    definitions = {
        name: replace(definition, body=of_one_example(definition.body))
        for name, definition in context.definitions.items()
    }
    if definitions == context.definitions:
        return context
    return replace(context, definitions=definitions)


def _sizes(node: Node) -> Iterator[str]:
    """The numbers of examples over which the sums without an index run."""
    for part in walk(node):
        if isinstance(part, BigOperator) and _is_not_indexed(part):
            upper = None if part.upper is None else name_of(part.upper)
            yield from NUMBERS_OF_EXAMPLES if upper is None else (upper,)


def _is_not_indexed(node: BigOperator) -> bool:
    if node.command != "\\sum":
        return False
    lower = node.lower
    if lower is None:
        return node.upper is None
    if isinstance(lower, Chain) and lower.operators != ("=",):
        return False
    index, parts = bound_letter(lower), tuple(walk(node.body))
    # In `\sum_x x_j (a - y)` the x is the example, and x_j one of its numbers.
    bases = {id(part.base) for part in parts if isinstance(part, Subscript)}
    named = {name_of(part) for part in parts if id(part) not in bases}
    return index is not None and index not in named and len(named - {None}) > 0


def _without(node: Node, sizes: set[str]) -> Node:
    if isinstance(node, BigOperator) and _is_not_indexed(node):
        body = _without(node.body, sizes)
        return Group("(", body, ")", span=node.span) if isinstance(body, Sum) else body
    if isinstance(node, Product):
        kept = [k for k, factor in enumerate(node.factors) if not _is_mean(factor, sizes)]
        factors = tuple(_without(node.factors[k], sizes) for k in kept)
        if len(factors) == 1:
            return factors[0]
        if factors:
            operators = tuple(node.operators[k - 1] for k in kept[1:])
            return Product(factors, operators, span=node.span)
    if isinstance(node, Fraction):
        below = _without_size(node.denominator, sizes)
        if below is None:
            return _without(node.numerator, sizes)
        if below is not node.denominator:
            return replace(node, numerator=_without(node.numerator, sizes), denominator=below)
    return rebuild(node, lambda part: _without(part, sizes))


def _without_size(node: Node, sizes: set[str]) -> Node | None:
    """A denominator without the number of examples: 2 for `2m`, None for `m`."""
    if name_of(node) in sizes:
        return None
    if isinstance(node, Product) and len(node.factors) == 2:
        first, second = node.factors
        if name_of(second) in sizes:
            return first
        if name_of(first) in sizes:
            return second
    return node


def _is_mean(node: Node, sizes: set[str]) -> bool:
    """Whether a factor is `\\frac{1}{m}` or `m^{-1}` for one of these numbers."""
    if isinstance(node, Fraction):
        return isinstance(node.numerator, Number) and name_of(node.denominator) in sizes
    return isinstance(node, Power) and name_of(node.base) in sizes


# Sums that are indexed ------------------------------------------------------------------------


def contexts_of_a_term(context: Context) -> Iterator[Context]:
    """What one example of a sum means: with its index, `x_i`, and as authors write it, `x`."""
    found = {
        name: term
        for name, definition in context.definitions.items()
        if (term := _term(definition.body)) is not None
    }
    if not found:
        return
    for dropped in (False, True):
        definitions = dict(context.definitions)
        for name, (body, index) in found.items():
            changed = _without_index(body, index) if dropped else body
            definitions[name] = replace(definitions[name], body=changed)
        if dropped:
            _add_examples(definitions)
        yield replace(context, definitions=definitions)


def _term(node: Node) -> tuple[Node, str] | None:
    """A formula with the term of its only sum in the place of the sum or mean, and its index."""
    sums = [part for part in walk(node) if isinstance(part, BigOperator)]
    is_total = len(sums) == 1 and sums[0].command == "\\sum" and sums[0] in _added_up(node)
    lower = sums[0].lower if is_total else None
    index = bound_letter(lower)
    if index is None:
        return None
    upper = None if sums[0].upper is None else name_of(sums[0].upper)
    sizes = set(NUMBERS_OF_EXAMPLES) if upper is None else {upper}
    return _without(_opened(node), sizes), index


def _added_up(node: Node) -> Iterator[BigOperator]:
    """The sums to which a formula is proportional, or that it is a sum of: no denominator is one.

    `e^{z_i} / \\sum_k e^{z_k}` is no sum over examples.
    """
    if isinstance(node, BigOperator):
        yield node
        return
    parts: tuple[Node, ...] = ()
    if isinstance(node, Fraction):
        parts = (node.numerator,)
    elif isinstance(node, Group):
        parts = (node.body,)
    elif isinstance(node, Sum | Product):
        parts = node.terms if isinstance(node, Sum) else node.factors
    for part in parts:
        yield from _added_up(part)


def _opened(node: Node) -> Node:
    """The formula with the body of its sum, in brackets, in the place of the sum."""
    if isinstance(node, BigOperator):
        return Group("(", node.body, ")", span=node.span)
    return rebuild(node, _opened)


def _without_index(node: Node, index: str) -> Node:
    """`x` for `x_i` and `x^{(i)}`."""
    entry = entries_of(node)
    if entry is not None and [name_of(part) for part in entry[1]] == [index]:
        assert isinstance(node, Subscript | Superscript)
        return node.base
    return rebuild(node, lambda part: _without_index(part, index))


def _add_examples(definitions: dict[str, Definition]) -> None:
    """With `a = …` for `a^{(i)} = …`, where `a` alone has no definition."""
    for name, definition in tuple(definitions.items()):
        base = name.removesuffix("[]")
        if len(definition.indices) == 1 and base != name and base not in definitions:
            body = _without_index(definition.body, definition.indices[0])
            definitions[base] = Definition(base, body, head=Symbol(base))
