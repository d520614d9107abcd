"""Whether a rule that an author names can be the reason for a step of differentiation.

Each rule is about functions of a certain shape: the quotient rule about quotients. A step can be
due to a rule only if a function of that shape is differentiated in it, with every definition put
in. Where that cannot be told, as for a function that nobody has defined, the rule may be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.articles.article import Line
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.context import Context, mentioned
from verifier.meaning.derivatives import variable_name
from verifier.meaning.functions import CONSTANTS
from verifier.meaning.names import function_of, name_of
from verifier.notation import tree
from verifier.notation.tree import Derivative, Group, Node, Product, walk
from verifier.records import dataclass

_ELEMENTARY = frozenset(
    ("\\ln", "ln", "\\log", "log", "\\exp", "exp", "\\sin", "\\cos", "\\sinh", "\\cosh")
)
_NOT_SURE = lazy_pattern(
    r"\b(?:not?|without|instead|probabilit\w*|log\w*|bayes\w*|markov|counting|total|multivari\w*"
    r"|leibniz|general\w*|inverse|reverse|repeated\w*|matrix|vector|expectations?)\b",
    re.IGNORECASE,
)


class _Unclear(Exception):  # noqa: N818 - says what was met, and never leaves this module
    """It cannot be told what is differentiated."""


@dataclass(frozen=True, slots=True)
class Named:
    """A rule by the words for it, what it is about, and the shapes to which it applies."""

    rule: str
    words: re.Pattern[str]
    about: str
    shapes: frozenset[str]


def _row(rule: str, words: str, about: str, *shapes: str) -> Named:
    return Named(rule, lazy_pattern(rf"\b(?:{words})\b", re.IGNORECASE), about, frozenset(shapes))


NAMED = (
    _row("quotient-rule", "quotient[- ]rule", "a quotient", "quotient"),
    # A quotient is a product with a reciprocal, and a power one of equal factors.
    _row("product-rule", "product[- ]rule", "a product", "product", "quotient", "power"),
    _row("chain-rule", "chain[- ]rule", "a function of a function", "composition"),
    _row("derivative-of-power", "power[- ]rule", "a power", "power", "quotient", "variable"),
)


def misnamed(words: str, line: Line) -> tuple[Named, ...]:
    """The rules that a reason names, if none of them can be the reason for a step that is right."""
    named = tuple(row for row in NAMED if row.words.search(words))
    if not named or line.given is not None:
        return ()
    try:
        shapes = frozenset(_shapes_of(line))
    except _Unclear:
        return ()
    if not shapes or any(row.shapes & shapes for row in named) or _NOT_SURE.search(words):
        return ()
    return named


def _shapes_of(line: Line) -> Iterator[str]:
    """The shapes of all that is differentiated in a step; nothing when nothing is."""
    for side in (line.left, line.right):
        for part in walk(side):
            if isinstance(part, tree.Prime | tree.Cases | tree.Matrix):
                raise _Unclear
            if isinstance(part, Derivative):
                yield from _shapes_of_body(part, line.context)


def _shapes_of_body(node: Derivative, context: Context) -> Iterator[str]:
    if len(node.variables) != 1 or node.variables[0][1] != 1:
        raise _Unclear
    name = variable_name(node.variables[0][0], context)
    if name is None or name.endswith("[]"):
        raise _Unclear
    shapes = _Shapes(name, context)
    yield "differentiated"
    yield from shapes.of(shapes.written_out(node.body), frozenset())


class _Shapes:
    """Finds the shapes of formulas as functions of one variable."""

    def __init__(self, variable: str, context: Context) -> None:
        self.variable = variable
        self.context = context

    def varies(self, node: Node) -> bool:
        return any(self.context.depends(name, self.variable) for name in mentioned(node))

    def is_variable(self, node: Node) -> bool:
        while isinstance(node, Group) and node.left != "|":
            node = node.body
        return name_of(node) == self.variable

    def written_out(self, node: Node) -> Node:
        """The formula that a name stands for: to give it a name makes no function of a function."""
        for _ in self.context.definitions:
            definition = self.context.definitions.get(name_of(node) or "")
            if definition is None or definition.parameters or definition.indices:
                break
            node = definition.body
        return node

    def of(self, node: Node, above: frozenset[str]) -> Iterator[str]:
        """The shapes in a formula; `above` are the definitions that it was found in."""
        name = name_of(node)
        if name is not None:
            yield from self.of_name(name, above)
            return
        match node:
            case tree.Number():
                return
            case tree.Group(left="|") | tree.Tuple() | Derivative():
                raise _Unclear
            case tree.Group(body=body):
                yield from self.of(body, above)
                return
            case tree.Apply():
                yield from self.of_call(node, above)
                return
            case tree.BigOperator(command=command) if command != "\\sum":
                raise _Unclear
        yield from self.of_compound(node)
        for part in _operands(node):
            yield from self.of(part, above)

    def of_name(self, name: str, above: frozenset[str]) -> Iterator[str]:
        if name == self.variable:
            yield "variable"
            return
        if name in CONSTANTS:
            return
        definition = self.context.definitions.get(name)
        if not self.context.allows(name) or name in above or "[]" in name:
            raise _Unclear
        if definition is None:
            return
        if definition.parameters or definition.indices:
            raise _Unclear
        if self.context.depends(name, self.variable):
            yield "composition"
            yield from self.of(definition.body, above | {name})

    def of_call(self, node: tree.Apply, above: frozenset[str]) -> Iterator[str]:
        found = function_of(node.function)
        if found is None or found[0] not in _ELEMENTARY or found[1]:
            raise _Unclear
        if self.varies(node.argument):
            if not self.is_variable(node.argument):
                yield "composition"
            yield from self.of(node.argument, above)

    def of_compound(self, node: Node) -> Iterator[str]:
        inner: tuple[Node, ...] = ()
        match node:
            case tree.Sum() | tree.BigOperator():
                return
            case Product(factors=factors):
                if sum(map(self.varies, factors)) > 1:
                    yield "product"
            case tree.Fraction(denominator=denominator):
                inner = (denominator,)
                yield "quotient"
            case tree.Power(base=base, exponent=exponent):
                inner = (base, exponent)
                yield "power"
                if not isinstance(exponent, tree.Number):  # it may be negative
                    yield "quotient"
            case tree.Root(radicand=radicand):
                inner = (radicand,)
                yield "power"
            case _:
                raise _Unclear
        if any(self.varies(part) and not self.is_variable(part) for part in inner):
            yield "composition"


def _operands(node: Node) -> Iterator[Node]:
    """The parts of a formula that have a value; the bounds of a sum and an index have none."""
    if isinstance(node, tree.BigOperator):
        yield node.body
        return
    yield from tree.children(node)
