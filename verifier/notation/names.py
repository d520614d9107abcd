"""What a name is, as the reader and the writers see it: both ask the same questions of a tree."""

from __future__ import annotations

from collections.abc import Callable

from verifier.notation.tree import (
    Accent,
    Apply,
    Cases,
    Chain,
    Fraction,
    Group,
    Matrix,
    Node,
    Number,
    Power,
    Prime,
    Product,
    Root,
    Subscript,
    Sum,
    Superscript,
    Symbol,
    Tuple,
    children,
)
from verifier.notation.vocabulary import (
    GREEK,
    SEPARATORS,
    Vocabulary,
    is_prefix_function,
    spellings_of,
)

# `n!` is this symbol applied to `n`.
FACTORIAL = Symbol("!")

_SCRIPTED = (Subscript, Superscript, Prime, Power)
_BEARERS = (Symbol, Number, Group, Accent, Root, Matrix, Cases, *_SCRIPTED)
# A square bracket after these is an argument; after any other letter it only groups.
SQUARE_FUNCTIONS = frozenset(["f", "g", "h", "F", "G", "E", "P"])


def is_name(node: Node) -> bool:
    """Whether the node names a quantity, so that `^{(i)}` is an index of it.

    Euler's number is none: `e^{(a+b)}` is a power.
    """
    while isinstance(node, (Subscript, Superscript, Prime)):
        node = node.base
    return isinstance(node, Accent) or (isinstance(node, Symbol) and node != Symbol("e"))


def named_symbol(node: Node) -> Symbol | None:
    """The symbol under indices, primes, exponents and accents."""
    while True:
        if isinstance(node, (Subscript, Superscript, Prime, Power)):
            node = node.base
        elif isinstance(node, Accent):
            node = node.body
        else:
            return node if isinstance(node, Symbol) else None


def has_prime(node: Node) -> bool:
    """Whether a prime hangs on the name."""
    while isinstance(node, (Subscript, Superscript, Prime, Power)):
        if isinstance(node, Prime):
            return True
        node = node.base
    return False


def is_minus_one(node: Node) -> bool:
    """Whether the node is `-1`, the exponent of an inverse function."""
    return node == Sum(("-",), (Number("1"),))


def is_coefficient(node: Node) -> bool:
    """Whether the node is a constant before what an operator acts on: `\\nabla \\frac12 w^2`."""
    return isinstance(node, Number) or (isinstance(node, Fraction) and node.command != "/")


def is_transposed_call(node: Node) -> bool:
    """`f(x)^T`; the transpose is that of the gradient in `\\nabla f(x)^T`."""
    if not isinstance(node, Power) or not isinstance(node.exponent, Symbol):
        return False
    return node.exponent.name in ("T", "\\top", "\\intercal") and is_call(node.base)


def is_call(node: Node) -> bool:
    """Whether the node is a function with its argument in brackets: `f(x)`."""
    return isinstance(node, Apply) and not is_prefix(node.function)


def is_prefix(function: Node) -> bool:
    """Whether the function takes its argument without brackets: `\\ln a`, `\\nabla L`."""
    symbol = named_symbol(function)
    return symbol is not None and (is_prefix_function(symbol) or is_operator(symbol))


def is_operator(symbol: Symbol) -> bool:
    """Whether the symbol acts on the one factor after it: `\\nabla`, `\\partial`."""
    return not symbol.style and symbol.name in ("\\nabla", "\\partial")


def bears_scripts(node: Node) -> bool:
    """Whether a script written after the node belongs to the whole of it."""
    return isinstance(node, _BEARERS) or is_call(node)


def takes_argument(
    function: Node,
    bracket: str,
    vocabulary: Vocabulary,
    separated: Callable[[], bool],
    alone: Callable[[Symbol], bool],
) -> bool:
    """Whether a bracket right after the node holds the argument of a function.

    It does when the name is a known function, is primed, or the bracket holds a comma, a
    semicolon or a condition bar (`separated`). A known function of one letter that stands
    without an argument inside the bracket (`alone`: `h(1-h)`) is a factor.
    """
    symbol = named_symbol(function)
    if symbol is None or vocabulary.is_scalar(symbol):
        return False
    if isinstance(function, Power) and not _is_powered_function(function, symbol):
        return False
    if vocabulary.is_function(symbol):
        known = bracket == "(" or len(symbol.name) > 1 or symbol.name in SQUARE_FUNCTIONS
        return known and not alone(symbol)
    return separated() or (bracket == "(" and has_prime(function))


def _is_powered_function(node: Power, symbol: Symbol) -> bool:
    """`f^{-1}(x)` or `f^2(x)`, but not `\\sigma^2(x)`, where sigma may be a deviation."""
    if is_minus_one(node.exponent):
        return True
    sure = symbol.name in SQUARE_FUNCTIONS or has_prime(node)
    return isinstance(node.exponent, Number) and sure


def reads_as_call(function: Node, group: Group, vocabulary: Vocabulary) -> bool:
    """Whether the reader takes the bracket right after the node as the argument of a function."""
    if group.left not in ("(", "["):
        return False
    if isinstance(function, Apply):
        symbol = named_symbol(function.argument)
        return group.left == "(" and symbol is not None and not vocabulary.is_scalar(symbol)
    return takes_argument(
        function,
        group.left,
        vocabulary,
        lambda: _has_separator(group.body),
        lambda symbol: _holds_alone(symbol, group.body),
    )


def defined_functions(statement: Chain) -> frozenset[str]:
    """The names that a statement defines as functions, as a vocabulary lists them.

    `C(w) = …` and `C: A \\to B` define `C`; where `C` is not known to be a function, the first is
    read as a product, and should be read again.
    """
    if not statement.operators:
        return frozenset()
    first, operator = statement.sides[0], statement.operators[0]
    name: Node = first
    if operator in ("=", ":=", "\\equiv", "\\triangleq") and isinstance(first, Product):
        name, *rest = first.factors
        plain = len(rest) == 1 and isinstance(rest[0], Group) and rest[0].left == "("
        if not plain or named_symbol(_body(rest[0])) is None:
            return frozenset()
    elif operator != ":":
        return frozenset()
    symbol = named_symbol(name)
    return frozenset() if symbol is None else frozenset(spellings_of(symbol)[:1])


def _body(node: Node) -> Node:
    return node.body if isinstance(node, Group) else node


def _has_separator(body: Node) -> bool:
    return isinstance(body, Tuple) or (
        isinstance(body, Chain) and not SEPARATORS.isdisjoint(body.operators)
    )


def _holds_alone(symbol: Symbol, node: Node) -> bool:
    if symbol.style or (len(symbol.name) > 1 and symbol.name not in GREEK):
        return False
    if isinstance(node, Symbol):
        return node.name == symbol.name
    if isinstance(node, Apply) and named_symbol(node.function) == symbol:
        return _holds_alone(symbol, node.argument)
    if isinstance(node, (Subscript, Superscript, Prime, Power)) and node.base == symbol:
        plain = isinstance(node, Power) and isinstance(node.exponent, Number)
        return plain or any(_holds_alone(symbol, part) for part in list(children(node))[1:])
    return any(_holds_alone(symbol, part) for part in children(node))
