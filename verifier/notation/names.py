"""What a name is, as the reader and the writers see it: both ask the same questions of a tree."""

from __future__ import annotations

from verifier.notation.tree import (
    Accent,
    Apply,
    Cases,
    Chain,
    Group,
    Matrix,
    Node,
    Number,
    Power,
    Prime,
    Root,
    Subscript,
    Sum,
    Superscript,
    Symbol,
    Tuple,
    children,
)
from verifier.notation.vocabulary import GREEK, SEPARATORS, Vocabulary, is_prefix_function

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
    while isinstance(node, (Subscript, Superscript, Prime)):
        if isinstance(node, Prime):
            return True
        node = node.base
    return False


def is_minus_one(node: Node) -> bool:
    """Whether the node is `-1`, the exponent of an inverse function."""
    return node == Sum(("-",), (Number("1"),))


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


def reads_as_call(function: Node, group: Group, vocabulary: Vocabulary) -> bool:
    """Whether the reader takes the bracket right after the node as the argument of a function.

    The same rules as in `Functions.calls`, asked of a tree.
    """
    symbol = named_symbol(function)
    if symbol is None or vocabulary.is_scalar(symbol) or group.left not in ("(", "["):
        return False
    if isinstance(function, Power) and not is_minus_one(function.exponent):
        return False
    if vocabulary.is_function(symbol):
        known = group.left == "(" or len(symbol.name) > 1 or symbol.name in SQUARE_FUNCTIONS
        return known and not _holds_alone(symbol, group.body)
    return group.left == "(" and (has_prime(function) or _has_separator(group.body))


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
