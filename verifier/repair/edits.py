"""Small edits of a formula: the slips that authors make, undone one at a time.

An `Edit` is a changed tree with the slips that it undoes and a cost: how much of the formula it
touches. Generators are rows of `GENERATORS`: each takes one node of a tree and yields what may
stand in its place. Trees keep the brackets that the author wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from math import inf

from verifier.meaning.names import name_of
from verifier.notation import tree
from verifier.notation.parts import with_part
from verifier.notation.tree import Apply, BigOperator, Group, Node, Product, Sum, Symbol
from verifier.records import dataclass, replace
from verifier.repair.probability_edits import PROBABILITY
from verifier.repair.slips import ONE, TWO, Generator, Replacement, Scope, bracketed, negated
from verifier.repair.structure_edits import STRUCTURE
from verifier.repair.symbol_edits import SYMBOLS

GENERATORS = (*STRUCTURE, *SYMBOLS, *PROBABILITY)


@dataclass(frozen=True, slots=True)
class Slip:
    """One change: `code` names the defect, `part` is what was changed into `instead`."""

    code: str
    part: Node
    instead: Node


@dataclass(frozen=True, slots=True)
class Edit:
    """A formula with one change or two; the cost says how much of it they touch."""

    node: Node
    cost: float
    slips: tuple[Slip, ...]


class Editor:
    """The edits of formulas with one scope.

    Formulas that are one edit apart share most of their parts: what may stand in the place of a
    part is worked out once. It is kept by the identity of the part, for equal parts stand in
    different places of the text.
    """

    def __init__(self, scope: Scope, generators: Sequence[Generator] = GENERATORS) -> None:
        self.scope, self.generators = scope, generators
        self._known: dict[int, tuple[Node, tuple[Replacement, ...]]] = {}

    def edits(self, node: Node, most: int, highest_cost: float = inf) -> Iterator[Edit]:
        """The first formulas that are one edit away; those of a higher cost are not made."""
        for part, put, (proposed, code, cost) in islice(self._proposals(node), most):
            if cost <= highest_cost:
                instead = proposed if isinstance(proposed, Node) else proposed()
                yield Edit(put(instead), cost, (Slip(code, part, instead),))

    def _proposals(self, node: Node) -> Iterator[tuple[Node, _Put, Replacement]]:
        for part, put in _places(node, _itself):
            for replacement in self._replacements(part):
                yield part, put, replacement
        for replacement in _of_the_whole(node, self.scope):
            yield node, _itself, replacement

    def _replacements(self, part: Node) -> tuple[Replacement, ...]:
        known = self._known.get(id(part))
        if known is None:
            found = (item for row in self.generators for item in row(part, self.scope))
            known = self._known[id(part)] = part, tuple(found)
        return known[1]


_Put = Callable[[Node], Node]


def _itself(node: Node) -> Node:
    return node


def _places(node: Node, put: _Put) -> Iterator[tuple[Node, _Put]]:
    """Every part of a tree with the function that puts something else in its place."""
    yield node, put
    for index, part in enumerate(tree.children(node)):
        yield from _places(part, _putting(node, index, put))


def _putting(node: Node, index: int, put: _Put) -> _Put:
    return lambda instead: put(with_part(node, index, instead))


def _of_the_whole(node: Node, scope: Scope) -> Iterator[Replacement]:
    """A sign, a number, the size of a sum or a symbol that the whole formula is multiplied by."""
    yield negated(node), "wrong-sign", 0.9
    half = tree.Fraction(ONE, TWO)
    for factor, cost in ((TWO, 1.4), (half, 1.4)):
        yield _times(factor, node), "missing-factor", cost
    for size in scope.sizes:
        yield (
            _times(tree.Fraction(ONE, Symbol(size)), node),
            "missing-factor",
            1.4,
        )
        yield _times(Symbol(size), node), "missing-factor", 1.6
    for symbol in scope.symbols:
        yield _times(symbol, node), "missing-factor", 1.8
        yield tree.Fraction(node, symbol), "missing-factor", 2.2
    for letter in scope.indices:
        yield BigOperator("\\sum", Symbol(letter), None, bracketed(node)), "missing-sum", 1.8
    for operator in scope.operators:
        yield replace(operator, body=_operand(node), applied=True), "missing-derivative", 1.2
    yield from _everywhere(node, scope)


def _operand(node: Node) -> Node:
    return node if isinstance(node, Group | Apply) else Group("(", node, ")")


def _times(factor: Node, node: Node) -> Node:
    if isinstance(node, Product):
        return Product((factor, *node.factors), ("", *node.operators))
    return Product((factor, bracketed(node)), ("",))


def _everywhere(node: Node, scope: Scope) -> Iterator[Replacement]:
    """A term that was lost wherever a part occurs: `w x` for `w x + b`, twice in a fraction."""
    counts: dict[Node, int] = {}
    for part in tree.walk(node):
        if isinstance(part, Product) or name_of(part) is not None:
            counts[part] = counts.get(part, 0) + 1
    for part, count in counts.items():
        if count < 2 or not isinstance(part, Product):
            continue
        for symbol in scope.symbols:
            for sign in ("+", "-"):
                longer = Sum(("", sign), (part, symbol))
                yield partial(_replaced, node, part, longer), "missing-term", 2


def _replaced(node: Node, part: Node, instead: Node) -> Node:
    if node == part:
        return instead
    return tree.rebuild(node, lambda inner: _replaced(inner, part, instead))
