"""What the displays of an article are worth at a few points, to find those that belong together.

Nothing is decided here: values in floating point only suggest what the kernel is then asked.
"""

from __future__ import annotations

from verifier.articles.article import Bare, Line
from verifier.articles.one_example import of_one_example
from verifier.meaning.claims import kernel_domains
from verifier.meaning.context import Context
from verifier.meaning.elaborate import MeaningError, elaborate
from verifier.notation import tree
from verifier.notation.tree import Apply, Derivative, Fraction, Node, Power
from verifier.records import dataclass, field
from verifier.repair.screen import agree, values


@dataclass(frozen=True, slots=True)
class Value:
    """A formula, what it is worth at the points, and the variables that it depends on."""

    node: Node
    numbers: tuple[float | None, ...]
    free: frozenset[str]

    def agrees(self, other: Value) -> bool:
        return agree(self.numbers, other.numbers)

    def is_opposite(self, other: Value) -> bool:
        """Whether a value is the negative of another."""
        return agree(self.numbers, tuple(None if n is None else -n for n in other.numbers))


class Values:
    """The values of formulas in one context, those of one example where nothing is indexed."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.domains = kernel_domains(context)

    def of(self, node: Node) -> Value | None:
        """The value of a formula; None when it has no meaning or no variables.

        A formula that is defined at no point, such as `\\frac{y}{p 1 - p}`, agrees with none.
        """
        try:
            term = elaborate(of_one_example(node), self.context)
        except MeaningError:
            return None
        return Value(node, values(term, self.domains), term.free) if term.free else None


@dataclass(slots=True)
class Entry:
    """A display or a claim with its place among them, and its values as printed.

    `meant` are the values that it has after a slip in it is undone; `sign_is_told` says that it
    has been reported as the origin of a lost sign.
    """

    item: Bare | Line
    place: int
    printed: tuple[Value, ...]
    meant: list[Value] = field(default_factory=list)
    sign_is_told: bool = False

    @property
    def node(self) -> Node:
        """The formula; the right side of a claim."""
        return self.item.right if isinstance(self.item, Line) else self.item.node

    @property
    def all(self) -> tuple[Value, ...]:
        return (*self.meant, *self.printed)

    def agreeing(self, value: Value) -> Value | None:
        """The value of this display that agrees with another one."""
        return next((own for own in self.all if own.agrees(value)), None)


def entries(bare: tuple[Bare, ...], lines: tuple[Line, ...], worth: Values) -> list[Entry]:
    """The displays without a relation and the claims of an article, in order."""
    items: list[Bare | Line] = sorted((*bare, *lines), key=lambda item: item.span)
    found = []
    for place, item in enumerate(items):
        if isinstance(item, Bare):
            sides: tuple[Node, ...] = (item.node, *item.others)
        else:
            sides = (item.right, item.left) if item.given is None else ()
        printed = tuple(v for side in sides if (v := worth.of(side)) is not None)
        found.append(Entry(item, place, printed))
    return found


def size(node: Node) -> int:
    """How much there is to a formula: its leaves, with functions, fractions and powers."""
    parts = tuple(tree.children(node))
    own = 1 if not parts or isinstance(node, Apply | Fraction | Power) else 0
    return own + sum(size(part) for part in parts)


def is_to_be_worked_out(node: Node) -> bool:
    """Whether a derivative of an expression stands in a formula, `\\frac{d}{dx}[x^2]`."""
    return any(isinstance(part, Derivative) and part.applied for part in tree.walk(node))
