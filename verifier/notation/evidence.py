"""Which names a formula itself shows to be functions, and which may be.

`v'(x)` shows that `v` is one, and so does `\\frac{d}{dx} v(x)`: then `v(x)` is a call wherever it
stands. `C(w)` only suggests it, for nobody puts a single name into brackets to multiply by it.
"""

from __future__ import annotations

from verifier.notation.consulted import Consulted
from verifier.notation.names import has_prime, is_name, named_symbol
from verifier.notation.tree import (
    Apply,
    Derivative,
    Group,
    Node,
    Power,
    Product,
    Subscript,
    Symbol,
)
from verifier.notation.vocabulary import spellings_of
from verifier.records import dataclass, field, replace
from verifier.values import Span


@dataclass(slots=True)
class Evidence:
    """What was seen while a formula was read.

    `products` are products with a name before a bracket that was not taken for a call, with the
    place of the name among the factors. Whether the name is that of a number is asked only where
    it matters.
    """

    vocabulary: Consulted
    functions: set[Symbol] = field(default_factory=set)
    products: list[tuple[Product, int]] = field(default_factory=list)

    def called(self, function: Node) -> None:
        """Takes in that the name was read as a function."""
        symbol = named_symbol(function)
        if symbol is not None and has_prime(function) and not self.vocabulary.is_function(symbol):
            self.functions.add(symbol)

    def differentiated(self, node: Derivative) -> None:
        """Takes in `\\frac{d}{dx} v(x)`, where the bracket holds a variable of the derivative."""
        body = node.body
        if not isinstance(body, Product):
            return
        variables = [variable for variable, _ in node.variables]
        for left, right in zip(body.factors, body.factors[1:], strict=False):
            symbol = named_symbol(left)
            bracket = isinstance(right, Group) and right.left == "(" and right.body in variables
            if bracket and symbol is not None and not self.vocabulary.is_scalar(symbol):
                self.functions.add(symbol)

    def product(self, node: Product) -> None:
        """Takes in a product in which a name stands before a bracket."""
        for position, (left, right) in enumerate(zip(node.factors, node.factors[1:], strict=False)):
            if node.operators[position] or not isinstance(right, Group):
                continue
            self._differentiated_at(left, right)
            if right.left in ("(", "[") and _may_be_called(left):
                self.products.append((node, position))

    def _differentiated_at(self, left: Node, right: Group) -> None:
        """Takes in `\\frac{dv}{dx}(x)`: then v is a function."""
        if not isinstance(left, Derivative) or left.applied or right.left != "(":
            return
        symbol = left.body if isinstance(left.body, Symbol) else None
        if symbol is not None and right.body in [variable for variable, _ in left.variables]:
            self.functions.add(symbol)

    @property
    def missed(self) -> frozenset[str]:
        """The functions that were taken for a factor somewhere, as a vocabulary lists them."""
        if not self.functions:
            return frozenset()
        factors = {_name(node, position) for node, position in self.products}
        return frozenset(
            spellings_of(symbol)[0]
            for symbol in self.functions & factors
            if not self.vocabulary.is_scalar(symbol)
        )

    def possible_calls(self) -> list[tuple[Product, Node]]:
        """Each product that may be a call, with the call.

        That is so where a single name is in the bracket, and then for every bracket behind the
        same name.
        """
        suggested = {
            _name(node, position)
            for node, position in self.products
            if is_name(_bracket(node, position).body)
            and not self.vocabulary.is_scalar(_name(node, position))
        }
        return [
            (node, _with_call(node, position))
            for node, position in self.products
            if _name(node, position) in suggested
        ]


def _may_be_called(node: Node) -> bool:
    """Whether the node is a name, or one with an exponent before its index, as in `s^2_p(x)`."""
    if isinstance(node, Power) and isinstance(node.base, Subscript):
        node = node.base
    return is_name(node) and named_symbol(node) is not None


def _name(node: Product, position: int) -> Symbol:
    symbol = named_symbol(node.factors[position])
    assert symbol is not None, "only products with a name there are taken in"
    return symbol


def _bracket(node: Product, position: int) -> Group:
    group = node.factors[position + 1]
    assert isinstance(group, Group), "only products with a bracket there are taken in"
    return group


def _with_call(node: Product, position: int) -> Node:
    left, right = node.factors[position : position + 2]
    span = Span(left.span.start, right.span.end)
    call: Node = Apply(left, right, span=span)
    if isinstance(left, Power):  # the square of the value
        call = Power(Apply(left.base, right, span=span), left.exponent, span=span)
    factors = (*node.factors[:position], call, *node.factors[position + 2 :])
    operators = node.operators[:position] + node.operators[position + 1 :]
    return replace(node, factors=factors, operators=operators) if operators else call
