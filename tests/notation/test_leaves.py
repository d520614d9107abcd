"""No writer drops or refuses a part: every kind of node, every leaf."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notation.trees import statements
from verifier.notation import tree
from verifier.notation.mathml_element import markup
from verifier.notation.tree import (
    Accent,
    Apply,
    BigOperator,
    Cases,
    Chain,
    Derivative,
    Fraction,
    Group,
    Hole,
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
    UnknownNode,
    children,
    rebuild,
    walk,
)
from verifier.notation.write_latex import write_latex
from verifier.notation.write_mathml import presentation
from verifier.notation.write_text import write_line, write_text
from verifier.notation.write_typst import write_typst
from verifier.records import dataclass


def text_lines(node: Node) -> str:
    """The two-dimensional text as one string."""
    return "\n".join(write_text(node).lines)


def mathml(node: Node) -> str:
    """What a page shows, without the annotation."""
    return markup(presentation(node))


WRITERS: list[Callable[[Node], str]] = [write_latex, write_typst, text_lines, write_line]
LEAF = Symbol("Q")
A, B, C, D = map(Symbol, "abcd")
KINDS: list[Node] = [
    Accent("\\hat", A),
    Apply(Symbol("f"), A),
    Apply(Symbol("\\ln"), A),
    Apply(Symbol("!"), A),
    Apply(Symbol("\\binom"), Group("(", Tuple((A, B)), ")")),
    BigOperator("\\sum", Chain((A, B), ("=",)), C, D),
    Cases(((A, Chain((B, C), (">",))), (D, None))),
    Chain((A, B, C), ("=", "\\approx"), ("", "first", "second")),
    Derivative("\\partial", A, ((B, 2), (C, 1))),
    Derivative("d", A, ((B, 1),), applied=True),
    Fraction(A, B),
    Fraction(A, B, "/"),
    Group("(", A, ")"),
    Group("{", A, "}"),
    Group("|", A, "|", sized=True),
    Matrix("bmatrix", ((A, B), (C, D))),
    Matrix("array", ((A, B), (C, D))),
    Number("7"),
    Power(A, B),
    Prime(A, 2),
    Product((A, B, C), ("", "\\cdot")),
    Root(A, B),
    Subscript(A, B),
    Sum(("-", "+"), (A, B)),
    Superscript(A, B, "["),
    Symbol("w", "\\mathbf"),
    Apply(A, Group("(", Tuple((B, C, D)), ")")),
    Chain((Hole(), A), ("=",)),
]


def test_every_kind_is_among_the_samples() -> None:
    kinds = {kind for kind in vars(tree).values() if isinstance(kind, type)}
    kinds = {kind for kind in kinds if issubclass(kind, Node) and kind is not Node}
    sampled = {type(part) for sample in KINDS for part in walk(sample)}
    assert sampled == kinds


def variants(node: Node) -> Iterator[Node]:
    """The tree with one of its leaves replaced, for each leaf."""
    if not list(children(node)):
        if isinstance(node, Symbol | Number):
            yield LEAF
        return
    for index, child in enumerate(children(node)):
        for variant in variants(child):
            yield _with_child(node, index, variant)


def _with_child(node: Node, index: int, new: Node) -> Node:
    count = -1

    def change(child: Node) -> Node:
        nonlocal count
        count += 1
        return new if count == index else child

    return rebuild(node, change)


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("sample", KINDS, ids=lambda node: type(node).__name__)
def test_every_leaf_of_every_kind_is_printed(writer: Callable[[Node], str], sample: Node) -> None:
    written = writer(sample)
    for variant in variants(sample):
        assert writer(variant).count("Q") == 1
        assert writer(variant) != written


@pytest.mark.parametrize("writer", WRITERS)
@given(tree=statements(), data=st.data())
@settings(max_examples=60, deadline=None)
def test_every_leaf_is_printed(
    writer: Callable[[Node], str], tree: Chain, data: st.DataObject
) -> None:
    variant = data.draw(st.sampled_from(list(variants(tree))))
    assert writer(variant).count("Q") == 1, variant


@dataclass(frozen=True, slots=True)
class Unknown(Node):
    """A kind that no writer knows."""


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("around", [lambda node: node, lambda node: Fraction(A, node)])
def test_an_unknown_kind_is_refused(
    writer: Callable[[Node], str], around: Callable[[Node], Node]
) -> None:
    with pytest.raises(UnknownNode, match="Unknown"):
        writer(around(Unknown()))
