"""Corrections as changes of the author's text: only what differs changes, and it is read again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from verifier.articles.places import read_side
from verifier.notation.tree import Node, Sum, Symbol, bare, rebuild
from verifier.repair.splice import applied, spliced
from verifier.values import NOWHERE, Replacement

CASES = (
    (r"a  + \tfrac{1}{2} b", r"a - \tfrac{1}{2}b", r"a  - \tfrac{1}{2} b"),
    (r"-y(1-a) + (a)1 - y", r"-y(1-a) + (a)(1 - y)", r"-y(1-a) + (a)(1 - y)"),
    (r"x^{2}\,y + z", r"(x^2 y + z)w", r"(x^{2}\,y + z)w"),
    (r"\cos[z]", r"-\cos[z]", r"-\cos[z]"),
    (r"\frac{u  -  v}{w}", r"\frac{u + v}{w}", r"\frac{u  +  v}{w}"),
    (r"e^{wx}", r"e^{wx + b}", r"e^{wx + b}"),
    (r"\ln(u)  \cdot v", r"\ln(u) + v", r"\ln(u) + v"),
    (r"2\, x", r"x", r"x"),
)


def tree(latex: str) -> Node:
    node = read_side(latex)
    assert node is not None, latex
    return node


def made(node: Node) -> Node:
    """The same tree, as one that stands nowhere."""
    return replace(rebuild(node, made), span=NOWHERE)


def replaced(original: str, corrected: str) -> str:
    """The text of a formula after it was corrected to what another formula says."""
    node = tree(original)
    change = spliced(node, made(tree(corrected)), original, read_side)
    assert change is not None
    return applied(original, node.span, change)


@pytest.mark.parametrize(("original", "corrected", "expected"), CASES)
def test_what_stays_keeps_its_text(original: str, corrected: str, expected: str) -> None:
    changed = replaced(original, corrected)
    assert "".join(changed.split()) == "".join(expected.split())
    assert bare(tree(changed)) == bare(tree(corrected))


def test_the_change_is_as_small_as_the_slip() -> None:
    text = r"\frac{a}{b} + x \left( p + q \right)"
    change = spliced(tree(text), tree(r"\frac{a}{b} + x (p - q)"), text, read_side)
    assert change is not None
    assert text[change.span.start : change.span.end] in (r"p + q", r"\left( p + q \right)")


def test_nothing_is_proposed_that_would_be_read_otherwise() -> None:
    node = tree("a + b")
    assert spliced(node, tree("a - b"), "a + b", lambda _: None) is None
    assert spliced(node, tree("a - b"), "a + b", lambda _: tree("a + b")) is None


def test_a_tree_that_stands_nowhere_has_no_change() -> None:
    nowhere = Sum(("", "+"), (Symbol("a"), Symbol("b")))
    assert spliced(nowhere, tree("a - b"), "a + b", read_side) is None


def test_a_change_is_applied_inside_its_side() -> None:
    node = tree("a + b")
    change = Replacement(node.span, "a - b")
    assert applied("a + b", node.span, change) == "a - b"
