"""What an erratum marks: the parts that differ, as small as they are, and no loose brackets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.handout.samples import formula
from tests.notation.trees import expressions
from verifier.handout.web.changes import CHANGED, compared
from verifier.notation.mathml_element import Element, leaves
from verifier.notation.tree import Group, Node
from verifier.notation.write_mathml import presentation


def marked(element: Element) -> list[str]:
    """The texts of the marked parts, each in one piece."""
    if CHANGED in element.attributes:
        return ["".join(leaf.text for leaf in leaves(element))]
    return [text for part in element.parts for text in marked(part)]


def plain(element: Element) -> Element:
    """The element without classes."""
    attributes = tuple(item for item in element.attributes if item[0] != "class")
    return Element(element.tag, tuple(map(plain, element.parts)), element.text, attributes)


@pytest.mark.parametrize(
    ("printed", "correct", "only_printed", "only_correct"),
    [
        ("x e^{w x}", "x e^{w x + b}", [], ["+", "b"]),
        (r"\frac{y}{a} + \frac{1}{a}", r"\frac{y}{a} - \frac{1}{a}", ["+"], ["−"]),
        (r"\left[\frac{y}{a} - 1\right]", r"-\left[\frac{y}{a} - 1\right]", [], ["−"]),
        ("-y(1 - a) + (a)1 - y", "-y(1 - a) + a(1 - y)", [], ["(", ")"]),
        (r"\ln(a) + 1", r"\ln a + 2", ["1"], ["2"]),
        (r"\sqrt{a + b}", r"\sqrt{a - b}", ["+"], ["−"]),
        ("a", r"\frac{1}{a}", ["a"], ["1a"]),
        ("a_1 b", "a_2 b", ["1"], ["2"]),
    ],
)
def test_the_changed_part_is_marked_and_nothing_else(
    printed: str, correct: str, only_printed: list[str], only_correct: list[str]
) -> None:
    left, right = compared(formula(printed), formula(correct))
    assert marked(left) == only_printed
    assert marked(right) == only_correct


@settings(max_examples=40, deadline=None)
@given(expressions, expressions)
def test_marks_change_nothing_else_and_are_there_when_something_changed(
    one: Node, other: Node
) -> None:
    left, right = compared(one, other)
    assert plain(left) == plain(presentation(one))
    assert plain(right) == plain(presentation(other))
    if plain(left) != plain(right):
        same = [leaf.text for leaf in leaves(left)] == [leaf.text for leaf in leaves(right)]
        brackets = any(isinstance(part, Group) for part in (one, other))
        assert same or brackets or marked(left) + marked(right)


@settings(max_examples=20, deadline=None)
@given(expressions)
def test_equal_formulas_have_no_marks(node: Node) -> None:
    left, right = compared(node, node)
    assert marked(left) == marked(right) == []
