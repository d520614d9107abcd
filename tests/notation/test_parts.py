"""Putting a part in the place of another gives the tree that was written so."""

from __future__ import annotations

import pytest

from verifier.notation.parts import with_joined, with_part
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Node, Product, Symbol, children

FORMULAS = (
    "a + b - c",
    "x y z",
    "\\frac{a}{b}",
    "x_i^{2}",
    "\\sqrt[n]{a}",
    "f(x, y)",
    "\\sum_{i=1}^n x_i",
    "\\sum_i x_i",
    "\\frac{\\partial^2 L}{\\partial a \\partial b}",
    "\\begin{cases} a & b > 0 \\\\ c & \\text{otherwise} \\end{cases}",
    "\\begin{bmatrix} a & b \\\\ c & d \\end{bmatrix}",
    "-a",
)


def _read(latex: str) -> Node:
    return read_latex(latex).statements[0].sides[0]


@pytest.mark.parametrize("latex", FORMULAS)
def test_each_part_is_replaced_and_no_other(latex: str) -> None:
    node, other = _read(latex), Symbol("other")
    parts = list(children(node))
    assert parts
    for index in range(len(parts)):
        found = list(children(with_part(node, index, other)))
        assert found == [*parts[:index], other, *parts[index + 1 :]]


def test_there_is_no_part_behind_the_last() -> None:
    with pytest.raises(IndexError):
        with_part(_read("a + b"), 2, Symbol("other"))


def test_two_factors_become_one() -> None:
    def joined(one: Node, other: Node, sign: str) -> Node | None:
        return Symbol("b c") if (one, other, sign) == (Symbol("b"), Symbol("c"), "") else None

    product = _read("a b c \\cdot d")
    assert isinstance(product, Product)
    found = with_joined(product, joined)
    assert found == Product((Symbol("a"), Symbol("b c"), Symbol("d")), ("", "\\cdot"))
    whole = _read("b c")
    assert isinstance(whole, Product)
    assert with_joined(whole, joined) == Symbol("b c")
