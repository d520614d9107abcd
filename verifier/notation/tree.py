"""The notation tree: a formula exactly as it was written, with its order, brackets and spans.

A tree means nothing by itself; `verifier.meaning` gives it a meaning in a context. Spans do not
take part in comparison, so two trees are equal when they are written the same way.

A tree without `Group` nodes is called bare: brackets are then implied by the nesting, and the
writers print those that are needed. `bare` removes the brackets that an author wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from operator import attrgetter, is_

from verifier.hints import Any, cast
from verifier.records import dataclass, field, fields
from verifier.values import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Node:
    """Any formula. `span` lies in the text that was read; `NOWHERE` for one made by a program."""

    span: Span = field(default=NOWHERE, compare=False, kw_only=True, repr=False)


class UnknownNode(Exception):  # noqa: N818 - names what was met
    """A writer met a kind of node that it cannot print."""

    def __init__(self, node: object) -> None:
        super().__init__(f"cannot print a node of the kind {type(node).__name__}")


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A numeral as written: `1`, `0.5`."""

    text: str


@dataclass(frozen=True, slots=True)
class Symbol(Node):
    """A name: `a`, `\\sigma`, or `sig` with the style `\\text`."""

    name: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Subscript(Node):
    """`base_{index}`."""

    base: Node
    index: Node


@dataclass(frozen=True, slots=True)
class Superscript(Node):
    """A raised index that is no power: `x^{(i)}` with bracket `(`, `W^{[l]}` with bracket `[`.

    With no bracket it is part of a name: `\\sigma^2` where an article has no `\\sigma`.
    """

    base: Node
    index: Node
    bracket: str


@dataclass(frozen=True, slots=True)
class Accent(Node):
    """`\\hat{y}`: `command` is `\\hat`."""

    command: str
    body: Node


@dataclass(frozen=True, slots=True)
class Prime(Node):
    """`f'`, `[e^{f(x)}]''`: a derivative by the only variable, or part of a name."""

    base: Node
    count: int


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """Signed terms in the order written: `-y + x` has the signs `-`, `+`.

    The first sign is `-`, `+` or the empty string; a single term always has the sign `-` or `+`.
    """

    signs: tuple[str, ...]
    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Product(Node):
    """Factors in the order written; `operators[k]` stands before `factors[k + 1]`.

    An operator is the empty string (juxtaposition), `\\cdot`, `\\times`, `*` or `\\odot`.
    """

    factors: tuple[Node, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fraction(Node):
    """`\\frac{numerator}{denominator}`, or inline with the command `/`."""

    numerator: Node
    denominator: Node
    command: str = "\\frac"


@dataclass(frozen=True, slots=True)
class Power(Node):
    """`base^{exponent}`."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Root(Node):
    """`\\sqrt[degree]{radicand}`."""

    radicand: Node
    degree: Node | None = None


@dataclass(frozen=True, slots=True)
class Apply(Node):
    """A function of an argument: `\\ln a`, `\\sigma(z)`, `f(x, y)` (the argument a `Group`)."""

    function: Node
    argument: Node


@dataclass(frozen=True, slots=True)
class Tuple(Node):
    """Items separated by commas, inside brackets."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Group(Node):
    """Brackets as written; `|` on both sides is the absolute value. `sized`: `\\left … \\right`."""

    left: str
    body: Node
    right: str
    sized: bool = False


@dataclass(frozen=True, slots=True)
class Derivative(Node):
    """`\\frac{\\partial L}{\\partial w}`, or the operator before its operand when `applied`.

    `operator` is `\\partial` or `d`; `variables` holds each variable with its order.
    """

    operator: str
    body: Node
    variables: tuple[tuple[Node, int], ...]
    applied: bool = False


@dataclass(frozen=True, slots=True)
class BigOperator(Node):
    """`\\sum_{lower}^{upper} body`, likewise `\\prod`; `lower` is often the chain `i = 1`."""

    command: str
    lower: Node | None
    upper: Node | None
    body: Node


@dataclass(frozen=True, slots=True)
class Cases(Node):
    """`\\begin{cases}`: values with their conditions; `None` for `otherwise`."""

    rows: tuple[tuple[Node, Node | None], ...]


@dataclass(frozen=True, slots=True)
class Matrix(Node):
    """`\\begin{bmatrix}`: rows of cells; an empty cell is a `Hole`."""

    environment: str
    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Hole(Node):
    """Nothing is written where a side of a relation is expected."""


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """`sides[0] operators[0] sides[1] …`; one side and no operator when there is no relation.

    `reasons[k]` is the text that the author set beside `sides[k]`, or the empty string.
    """

    sides: tuple[Node, ...]
    operators: tuple[str, ...]
    reasons: tuple[str, ...] = ()


def children(node: Node) -> Iterator[Node]:
    """The direct parts of a node, in the order written."""
    return iter(_reader(type(node))(node))


# The fields of a kind of node that can hold other nodes; none for a leaf.
_inner_fields: Any = cache(lambda kind: tuple(f.name for f in fields(kind) if "Node" in f.type))


def _reader_of(kind: type[Any]) -> Any:
    """What finds the direct parts of a kind of node: most hold one or two, or a tuple of them."""
    types = {item.name: str(item.type) for item in fields(kind) if "Node" in str(item.type)}
    kinds = [*types.values()]
    if not kinds:
        return lambda node: ()
    get: Any = attrgetter(*types)
    if kinds in (["tuple[Node, ...]"], ["Node", "Node"]):
        return get
    if kinds == ["Node"]:
        return lambda node: (get(node),)
    return lambda node: tuple(_nodes_in((get(node),)))


_reader: Any = cache(_reader_of)


def _nodes_in(value: tuple[object, ...]) -> Iterator[Node]:
    for part in value:
        if isinstance(part, Node):
            yield part
        elif isinstance(part, tuple):
            yield from _nodes_in(part)


def walk(node: Node) -> Iterator[Node]:
    """The node and all its parts, outside in, left to right.

    They are kept by the identity of the node, for an article is gone through often.
    """
    known = _walked.get(id(node))
    if known is not None:
        return iter(known[1])
    found, waiting = list[Node](), [node]
    while waiting:
        part = waiting.pop()
        found.append(part)
        waiting += _reader(type(part))(part)[::-1]
    if len(found) <= LARGEST_KEPT:
        if len(_walked) >= MOST_KEPT:
            _walked.clear()
        _walked[id(node)] = node, found
    return iter(found)


LARGEST_KEPT, MOST_KEPT = 1000, 4000
_walked: dict[int, tuple[Node, list[Node]]] = {}  # with the node, so that no other has its identity


def rebuild(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with each direct part changed, itself if none is; fields of leaves are not read."""
    changes: dict[str, Any] = {}
    for name in _inner_fields(type(node)):
        old = getattr(node, name)
        new = change(old) if isinstance(old, Node) else _changed(old, change)
        if new is not old:
            changes[name] = new
    if not changes:
        return node
    kind: Any = type(node)
    values = [changes[n] if n in changes else getattr(node, n) for n in kind.__match_args__]
    return cast(Node, kind(*values, span=node.span))


def _changed(value: object, change: Callable[[Node], Node]) -> object:
    if isinstance(value, tuple):
        parts = tuple([change(p) if isinstance(p, Node) else _changed(p, change) for p in value])
        return value if all(map(is_, parts, value)) else parts
    return value


def bare(node: Node) -> Node:
    """The tree without the brackets that only group; `|u|` keeps its bars, `f(x, y)` its tuple."""
    if isinstance(node, Group) and node.left not in ("|", "\\|", "\\lfloor", "\\lceil"):
        return bare(node.body)
    return rebuild(node, bare)
