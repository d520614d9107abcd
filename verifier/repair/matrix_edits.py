"""Slips in formulas of matrices: transposes, the order of factors, products, layers, sums.

The edits of numbers (signs, factors, terms, brackets) are tried for matrices as well; these are the
ones that numbers have no use for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from verifier.meaning.names import name_of
from verifier.notation.tree import (
    Accent,
    Apply,
    Derivative,
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
)
from verifier.records import replace
from verifier.repair.slips import Generator, Replacement, Scope, bracketed
from verifier.tensors.products import ELEMENTWISE
from verifier.tensors.spelling import inverse_transpose, is_transpose

TRANSPOSE = Symbol("\\top")
ODOT = "\\odot"
ONES = Accent("\\mathbf", Number("1"))
_WHOLE = Symbol | Subscript | Superscript | Accent | Group


def _transposes(node: Node, scope: Scope) -> Iterator[Replacement]:
    """`A` as `A^T`, `A^T` as `A`, `A^{-1}` as `A^{-T}`, and the bracket in `(A B)^T` opened."""
    if isinstance(node, Power):
        if is_transpose(node.exponent) or inverse_transpose(node.exponent) is not None:
            yield node.base, "missing-transpose", 1.1
        return
    if isinstance(node, _WHOLE) and name_of(node) not in ("e", "\\partial", "\\nabla"):
        if isinstance(node, Group) and not isinstance(node.body, Sum | Product | Apply):
            return
        yield Power(node, TRANSPOSE), "missing-transpose", 1
    elif isinstance(node, Apply | Derivative):
        yield Power(Group("(", node, ")"), TRANSPOSE), "missing-transpose", 1.3


def _order(node: Node, scope: Scope) -> Iterator[Replacement]:
    """The factors of a product in another order: two neighbours changed, or all turned round."""
    if not isinstance(node, Product):
        return
    count = len(node.factors)
    for place in range(count - 1):
        factors = list(node.factors)
        factors[place : place + 2] = [factors[place + 1], factors[place]]
        yield replace(node, factors=tuple(factors)), "wrong-order", 1.2
    if count > 2:
        operators = tuple(reversed(node.operators))
        turned = replace(node, factors=tuple(reversed(node.factors)), operators=operators)
        yield turned, "wrong-order", 1.5
        yield replace(node, factors=(*node.factors[1:], node.factors[0])), "wrong-order", 1.5
        yield replace(node, factors=(node.factors[-1], *node.factors[:-1])), "wrong-order", 1.5


def _order_and_transpose(node: Node, scope: Scope) -> Iterator[Replacement]:
    """`A B` as `B^T A` and the like: who turns the factors round forgets or adds a transpose."""
    if not isinstance(node, Product) or len(node.factors) != 2 or node.operators[0] in ELEMENTWISE:
        return
    first, second = node.factors
    for left in _turned(second):
        for right in _turned(first):
            if (left, right) != (second, first):
                yield replace(node, factors=(left, right)), "wrong-order", 1.8


def _turned(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Power) and is_transpose(node.exponent):
        yield node.base
    elif isinstance(node, _WHOLE):
        yield Power(node, TRANSPOSE)


def _kind_of_product(node: Node, scope: Scope) -> Iterator[Replacement]:
    """`\\odot` for the matrix product, and the other way round."""
    if not isinstance(node, Product):
        return
    for place, operator in enumerate(node.operators):
        other = "" if operator in ELEMENTWISE else ODOT
        operators = (*node.operators[:place], other, *node.operators[place + 1 :])
        yield replace(node, operators=operators), "wrong-operator", 1.1


def _activations(node: Node, scope: Scope) -> Iterator[Replacement]:
    """`\\tanh(c)` for `c`: the function of a layer that is left out."""
    if isinstance(node, Symbol | Subscript | Superscript) and name_of(node) not in ("e", "\\nabla"):
        for function in ("\\tanh", "\\sigma"):
            yield Apply(Symbol(function), Group("(", node, ")")), "wrong-function", 1.9


def _layers(node: Node, scope: Scope) -> Iterator[Replacement]:
    """The layer before, or the one after: `A^{[l]}` for `A^{[l-1]}`."""
    if isinstance(node, Subscript | Superscript):
        for index in _neighbours(node.index):
            yield replace(node, index=index), "wrong-index", 1


def _letters(node: Node, scope: Scope) -> Iterator[Replacement]:
    """Another letter at an entry: `X_{ik}` for `X_{jk}`."""
    if not isinstance(node, Subscript):
        return
    index = node.index
    letters = index.factors if isinstance(index, Product) else (index,)
    if not all(name_of(letter) in scope.indices for letter in letters):
        return
    for place, letter in enumerate(letters):
        for other in scope.indices:
            if other == name_of(letter):
                continue
            changed = (*letters[:place], Symbol(other), *letters[place + 1 :])
            whole = replace(index, factors=changed) if isinstance(index, Product) else changed[0]
            yield replace(node, index=whole), "wrong-index", 1


def _letters_exchanged(node: Node, scope: Scope) -> Iterator[Replacement]:
    """Two letters in each other's place: `u_i v_j` for `u_j v_i`."""
    if not isinstance(node, Product):
        return
    for place, one in enumerate(scope.indices):
        for other in scope.indices[place + 1 :]:
            yield _exchanged(node, {one: Symbol(other), other: Symbol(one)}), "wrong-index", 1.5


def _exchanged(node: Node, letters: Mapping[str, Symbol]) -> Node:
    if isinstance(node, Symbol) and node.name in letters:
        return letters[node.name]
    return rebuild(node, lambda part: _exchanged(part, letters))


def _neighbours(index: Node) -> Iterator[Node]:
    match index:
        case Number(text=text) if text.isdigit():
            yield from (Number(str(int(text) + step)) for step in (-1, 1) if int(text) + step >= 0)
        case Symbol():
            yield from (Sum(("", sign), (index, Number("1"))) for sign in "-+")
        case Sum(signs=("", _), terms=(Symbol() as letter, Number(text="1"))):
            yield letter


def _sums(node: Node, scope: Scope) -> Iterator[Replacement]:
    """The sum over the rows or over the columns: `\\mathbf{1}^T A`, `A \\mathbf{1}`."""
    if isinstance(node, Group | Symbol | Subscript | Superscript | Accent):
        row = Power(ONES, TRANSPOSE)
        yield Product((row, bracketed(node)), ("",)), "missing-sum", 1.8
        yield Product((bracketed(node), ONES), ("",)), "missing-sum", 1.8


MATRICES: Sequence[Generator] = (
    _transposes,
    _order,
    _order_and_transpose,
    _kind_of_product,
    _activations,
    _layers,
    _letters,
    _letters_exchanged,
    _sums,
)
"""The generators of this file."""
