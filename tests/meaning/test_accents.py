"""`\\hat{y_k}` and `\\hat{y}_k` are one name."""

from __future__ import annotations

import pytest

from tests.notation.outline import outline
from verifier.articles.check import check_article
from verifier.articles.read_article import read_article
from verifier.meaning.accents import with_accents_inside
from verifier.notation.read_latex import read_latex

SAME = (
    (r"\hat{y_k}", r"\hat{y}_k"),
    (r"\hat{y^{(i)}}", r"\hat{y}^{(i)}"),
    (r"\vec{x_{ij}}", r"\vec{x}_{ij}"),
    (r"\mathbf{x_i}", r"\mathbf{x}_i"),
    (r"\boldsymbol{\theta_1}^2", r"\boldsymbol{\theta}_1^2"),
    (r"\frac{\hat{y_k}}{\bar{a_j}}", r"\frac{\hat{y}_k}{\bar{a}_j}"),
)
OTHERS = (r"\hat{x^2}", r"\overline{x_i y_i}", r"\hat{f(x)}", r"\hat{y}", r"\mathbf{x}")


def outlined(latex: str) -> str:
    (statement,) = read_latex(latex).statements
    return outline(with_accents_inside(statement))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_name_in_two_spellings(one: str, other: str) -> None:
    assert outlined(one) == outlined(other)


@pytest.mark.parametrize("latex", OTHERS)
def test_what_is_no_such_name_stays(latex: str) -> None:
    (statement,) = read_latex(latex).statements
    assert outlined(latex) == outline(statement)


@pytest.mark.parametrize(
    ("right", "expected"),
    [
        (r"2 (\hat{y_k} - y_k)", []),
        (r"2 (\hat{y}_k + y_k)", ["wrong-sign"]),
        (r"2 (\hat{y_k} + y_k)", ["wrong-sign"]),
    ],
)
def test_both_spellings_in_one_article(right: str, expected: list[str]) -> None:
    text = (
        r"Let $m \in \mathbb{N}$. $$L = \sum_{k=1}^m (\hat{y_k} - y_k)^2$$ "
        rf"$$\frac{{\partial L}}{{\partial \hat{{y}}_k}} = {right}$$"
    )
    report = check_article(read_article(text, "a.md"))
    assert [item.code for item in report.diagnostics] == expected
    for item in report.diagnostics:
        assert item.suggestion == right.replace("+", "-")
