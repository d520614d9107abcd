"""The letters of an article about probabilities: what a distribution is of.

In `p(x \\mid z)` the letters x and z stand for values of random variables. Each takes finitely many
values here, numbered from 1; s' and s_{t+1} take the same values as s, and so does S_t.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from verifier.meaning.names import DOTS, name_of
from verifier.notation.tree import (
    Accent,
    Apply,
    Chain,
    Fraction,
    Group,
    Node,
    Number,
    Prime,
    Product,
    Subscript,
    Superscript,
    Symbol,
    Tuple,
)
from verifier.notation.write_latex import write_latex

BARS = frozenset(("\\mid", "|", "\\vert"))
"""The relations that stand before what is given: `p(x \\mid z)`."""
_PLACEHOLDERS = frozenset(("\\cdot", ".", "\\ast", "*", *DOTS))
_NOT_OF_LETTERS = frozenset(("\\bar", "\\overline", "\\neg"))


def letter_of(node: Node) -> str | None:
    """The letter that a tree is: `x`, `s'`, `x_{t-1}`, `\\hat{y}`; None for anything else.

    A bar over a letter is often its complement or its mean, and no letter of its own.
    """
    if isinstance(node, Symbol):
        return None if node.name in _PLACEHOLDERS else name_of(node)
    if isinstance(node, Prime):
        base = letter_of(node.base)
        return None if base is None else base + "'" * node.count
    if isinstance(node, Accent):
        base = letter_of(node.body)
        return None if base is None or node.command in _NOT_OF_LETTERS else name_of(node)
    if isinstance(node, Subscript | Superscript):
        return None if letter_of(node.base) is None else write_latex(node)
    return None


def kind_of(letter: str) -> str:
    """The letter whose values it takes: s for `s'`, `s_{t+1}` and `S_t`."""
    plain = letter.rstrip("'")
    base = plain.split("_")[0].split("^")[0] or plain
    return base.lower() if len(base) == 1 else base


def is_random(node: Node) -> bool:
    """Whether a name is written like a random variable: a capital letter, with any index."""
    while isinstance(node, Subscript | Superscript | Prime):
        node = node.base
    return isinstance(node, Symbol) and len(node.name) == 1 and node.name.isupper()


def is_estimate(node: Node) -> bool:
    """Whether a name is written like an estimate from random data: `\\hat\\theta`."""
    while isinstance(node, Subscript | Superscript):
        node = node.base
    return isinstance(node, Accent) and node.command in ("\\hat", "\\widehat")


def items_of(node: Node) -> tuple[Node, ...]:
    """The parts between the commas."""
    while isinstance(node, Group):
        node = node.body
    return node.items if isinstance(node, Tuple) else (node,)


def argument_letter(node: Node) -> str | None:
    """The letter of one argument of a distribution: x in `p(x)`, and in `P(X = x)`."""
    if isinstance(node, Chain) and node.operators == ("=",):
        return None if letter_of(node.sides[0]) is None else letter_of(node.sides[1])
    return letter_of(node)


def given_parts(argument: Node) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """What stands before the bar and what is given behind it; parameters behind `;` are left out.

    >>> given_parts(Chain((Symbol("x"), Symbol("z")), ("\\\\mid",)))[1]
    (Symbol(name='z', style=''),)
    """
    inner = argument.body if isinstance(argument, Group) else argument
    if isinstance(inner, Chain) and inner.operators[-1:] == (";",):
        kept = inner.sides[:-1]
        inner = kept[0] if len(kept) == 1 else Chain(kept, inner.operators[:-1], span=inner.span)
    if isinstance(inner, Chain) and len(inner.sides) == 2 and inner.operators[0] in BARS:
        return items_of(inner.sides[0]), items_of(inner.sides[1])
    return items_of(inner), ()


def has_bar(argument: Node) -> bool:
    """Whether something is given in an argument: `p(x \\mid z)`."""
    inner = argument.body if isinstance(argument, Group) else argument
    return isinstance(inner, Chain) and bool(BARS & set(inner.operators))


def calls_in(node: Node) -> Iterator[Apply]:
    """The calls that a node is or, as a product such as `c H (X)`, has among its factors."""
    if isinstance(node, Apply):
        yield node
    elif isinstance(node, Product):
        pairs = zip(node.factors, node.operators, node.factors[1:], strict=False)
        for function, operator, argument in pairs:
            called = isinstance(argument, Group) and argument.left in ("(", "[")
            if not operator and called and not isinstance(function, Group | Number | Fraction):
                yield Apply(function, argument, span=node.span)


def is_an_example(letter: str, sizes: Mapping[str, str]) -> bool:
    """Whether a letter carries an index that runs: `x_i` is one of many samples."""
    names = re.findall(r"\\?[A-Za-z]+", letter)[1:]
    return any(name in sizes for name in names)
