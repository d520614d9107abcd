"""MathML: what a page shows says the same as the tree, and is well-formed whatever the names."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from tests.notation.mathml_reader import latex_of
from tests.notation.trees import statements
from verifier.notation.mathml_element import clean, leaves
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import (
    Accent,
    Chain,
    Group,
    Node,
    Number,
    Power,
    Product,
    Subscript,
    Symbol,
    UnknownNode,
    bare,
    rebuild,
)
from verifier.notation.write_latex import write_latex
from verifier.notation.write_mathml import presentation, write_mathml


def formula(latex: str) -> Node:
    (statement,) = read_latex(latex).statements
    return statement if len(statement.sides) > 1 else statement.sides[0]


def text(latex: str) -> str:
    """The characters that a reader sees, without what is invisible."""
    shown = "".join(leaf.text for leaf in leaves(presentation(formula(latex))))
    return shown.replace("\u2062", "").replace("\u2061", "")


def plain(node: Node) -> Node:
    """Without brackets that only group, and whatever the size of the others."""
    node = rebuild(bare(node), plain)
    return replace(node, sized=False) if isinstance(node, Group) else node


@given(statements())
@settings(max_examples=60, deadline=None)
def test_what_is_shown_reads_as_what_was_meant(tree: Chain) -> None:
    back = read_latex(latex_of(presentation(tree)))
    source = read_latex(write_latex(tree))
    assert not back.problems
    assert list(map(plain, back.statements)) == list(map(plain, source.statements))


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\frac{\partial L}{\partial w} = x (a - y)", "∂L∂w=x(a−y)"),
        (r"-[y \ln a + (1 - y) \ln(1 - a)]", "−[ylna+(1−y)ln(1−a)]"),
        (r"2^{70}", "270"),
        (r"\sum_{i=1}^{m} a^{(i)}", "∑i=1ma(i)"),
        (r"\mathbb{R}", "ℝ"),
        (r"\hat{y} \cdot \vec{v}", "y^⋅v→"),
        (r"a < b", "a<b"),
        (r"f''(x)", "f′′(x)"),
        (r"dz", "dz"),
    ],
)
def test_the_characters_of_a_formula(latex: str, expected: str) -> None:
    assert text(latex) == expected


def test_a_large_exponent_stays_one() -> None:
    shown = write_mathml(Power(Number("2"), Number("70")))
    assert "<msup><mn>2</mn><mn>70</mn></msup>" in shown


def test_a_typeface_over_a_formula_is_that_of_its_letters() -> None:
    shown = write_mathml(Accent("\\mathbf", Number("1")))
    assert "<mi>𝟏</mi>" in shown
    assert "mathbf" not in shown.partition("<annotation")[0]
    row = Accent("\\mathbf", Subscript(Symbol("x"), Number("1")))
    assert "<msub><mi>𝐱</mi><mi>𝟏</mi></msub>" in write_mathml(row)


def test_an_unknown_accent_is_refused() -> None:
    with pytest.raises(UnknownNode):
        write_mathml(Accent("\\unknown", Symbol("x")))


def test_letters_are_italic_and_words_upright() -> None:
    assert "<mi>a</mi>" in write_mathml(Symbol("a"))
    assert "<mi>ln</mi>" in write_mathml(formula(r"\ln a"))
    assert '<mi mathvariant="normal">e</mi>' in write_mathml(Symbol("e", "\\mathrm"))
    assert "<mtext>the loss</mtext>" in write_mathml(Symbol("the loss", "\\text"))


def test_brackets_stretch_only_round_what_is_tall() -> None:
    assert write_mathml(formula("(a + b)")).count('stretchy="false"') == 2
    assert "stretchy" not in write_mathml(formula(r"\left(\frac{a}{b}\right)"))


def test_a_product_is_not_a_call() -> None:
    assert "<mi>x</mi><mo>\u2062</mo>" in write_mathml(formula("x(a - y)"))
    assert "<mi>f</mi><mo>\u2061</mo>" in write_mathml(formula("f(x)"))
    assert "<mo>⋅</mo>" in write_mathml(Product((Symbol("a"), Symbol("b")), ("\\cdot",)))


def test_the_source_is_in_an_annotation() -> None:
    element = ElementTree.fromstring(write_mathml(formula(r"a < \frac12"), display=True))
    annotation = element.find("semantics/annotation")
    assert annotation is not None
    assert annotation.get("encoding") == "application/x-tex"
    assert annotation.text == r"a < \frac{1}{2}"
    assert element.get("displaystyle") == "true"


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "]]>", "\"'&", "</annotation>"])
def test_names_of_strangers_are_escaped(name: str) -> None:
    shown = write_mathml(Symbol(name, "\\text"))
    element = ElementTree.fromstring(shown)
    assert name in "".join(element.find(".//mtext").itertext())  # type: ignore[union-attr]
    assert "<script" not in shown
    assert "]]>" not in shown


def test_characters_that_reorder_or_break_a_page_are_replaced() -> None:
    assert clean("a\u202eb\x00c\x1bd\ne") == "a\ufffdb\ufffdc\ufffdd e"
