"""What a name is, as the reader and the writers see it: both ask the same questions of a tree."""

from __future__ import annotations

from verifier.notation.consulted import Names
from verifier.notation.tree import (
    Accent,
    Apply,
    Cases,
    Chain,
    Derivative,
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
    walk,
)
from verifier.notation.vocabulary import GREEK, is_prefix_function, spellings_of

# `n!` is this symbol applied to `n`.
FACTORIAL = Symbol("!")

# `\\binom{n}{k}` is this symbol applied to `(n, k)`.
BINOMIAL = Symbol("\\binom")

_SCRIPTED = (Subscript, Superscript, Prime, Power)
_BEARERS = (Symbol, Number, Group, Accent, Root, Matrix, Cases, *_SCRIPTED)
# A square bracket after these is an argument; after any other letter it only groups.
SQUARE_FUNCTIONS = frozenset(["f", "g", "h", "F", "G", "E", "P", "L", "J"])


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


def is_nabla(node: Node) -> bool:
    """Whether the node is `\\nabla` alone, without an index or an exponent."""
    return isinstance(node, Symbol) and node.name == "\\nabla"


def has_gradient(node: Node) -> bool:
    """Whether a derivative or a nabla is written in a formula."""
    return any(isinstance(part, Derivative) or is_nabla(part) for part in walk(node))


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


def reads_as_call(function: Node, group: Group, vocabulary: Names) -> bool:
    """Whether a bracket right after the node is the argument of a function, and no factor.

    It is when the name is a known function, is primed, or the bracket holds a list or a relation.
    A known function of one letter that stands without an argument inside the bracket (`h(1-h)`)
    is a factor; so is a probability with an index (`p_i(x - y)`), unless a name alone is in the
    bracket.
    """
    if group.left not in ("(", "["):
        return False
    listed = isinstance(group.body, (Tuple, Chain))
    if isinstance(function, Derivative):
        return not function.applied and group.left == "(" and listed
    if isinstance(function, Apply):
        return group.left == "(" and _is_variable(named_symbol(function.argument), vocabulary)
    symbol = named_symbol(function)
    if symbol is None or not _takes(function, symbol, group, listed, vocabulary):
        return False
    return not vocabulary.is_scalar(symbol)  # asked last, since most often it does not matter


def _takes(function: Node, symbol: Symbol, group: Group, listed: bool, vocabulary: Names) -> bool:
    """Whether a bracket is the argument of a name that is not known to be a number."""
    if symbol.name == "E" and group.left == "[":
        return not isinstance(function, Power)
    if isinstance(function, Power) and not _is_powered_function(function, symbol):
        return False
    if not vocabulary.is_function(symbol) or listed:
        return listed or (group.left == "(" and has_prime(function))
    square = group.left == "[" and len(symbol.name) == 1 and symbol.name not in SQUARE_FUNCTIONS
    return not square and not _is_factor_before(function, symbol, group.body)


def may_stand_apart(function: Node, group: Group) -> bool:
    """Whether a space before the bracket makes it a factor: `h\\,(y - t)`.

    So it is for names of one letter, which are often functions in one line and numbers in the
    next, and where the bracket holds neither a list nor a relation.
    """
    symbol = named_symbol(function.argument if isinstance(function, Apply) else function)
    if symbol is None or has_prime(function) or isinstance(group.body, (Tuple, Chain)):
        return False
    return len(symbol.name) == 1 or symbol.name in GREEK


def _is_variable(symbol: Symbol | None, vocabulary: Names) -> bool:
    return symbol is not None and not vocabulary.is_scalar(symbol)


def _is_factor_before(function: Node, symbol: Symbol, body: Node) -> bool:
    if symbol.style or (len(symbol.name) > 1 and symbol.name not in GREEK):
        return False
    indexed = isinstance(function, Subscript)
    if indexed and symbol.name in ("p", "q", "P") and _is_plain_index(function):
        return named_symbol(body) is None
    return _holds_alone(symbol, body, indexed)


def _is_plain_index(function: Node) -> bool:
    assert isinstance(function, Subscript)
    index = function.index
    return isinstance(index, Number) or (isinstance(index, Symbol) and len(index.name) == 1)


def _is_powered_function(node: Power, symbol: Symbol) -> bool:
    """`f^{-1}(x)` or `f^2(x)`, but not `\\sigma^2(x)`, where sigma may be a deviation."""
    if is_minus_one(node.exponent):
        return True
    sure = symbol.name in SQUARE_FUNCTIONS or has_prime(node)
    return isinstance(node.exponent, Number) and sure


def _holds_alone(symbol: Symbol, node: Node, indexed: bool) -> bool:
    """Whether the name stands in the node without an argument of its own."""
    if isinstance(node, Symbol):
        return node.name == symbol.name
    parts = list(children(node))
    if isinstance(node, Apply) and named_symbol(node.function) == symbol:
        parts = [node.argument]
    elif isinstance(node, (Subscript, Superscript, Prime, Power)) and node.base == symbol:
        squared = isinstance(node, Power) and isinstance(node.exponent, Number)
        if squared or (indexed and isinstance(node, Subscript)):
            return True
        parts = parts[1:]
    return any(_holds_alone(symbol, part, indexed) for part in parts)


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
