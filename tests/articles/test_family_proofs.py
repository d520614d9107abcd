"""Derivatives by one entry of a family of numbers, by the chain rule and by direct expansion."""

from __future__ import annotations

import pytest

from verifier import library
from verifier.articles.family_proofs import family_goals
from verifier.articles.read_article import read_article
from verifier.notation.write_text import write_line
from verifier.prover.proof import Proof

SOFTMAX = r"""
Let $t_i, s_i \in \mathbb{R}$ for $i = 1, \dots, n$ with $n \in \mathbb{N}$.

$$q_i = \frac{e^{s_i}}{\sum_{k=1}^n e^{s_k}}$$

$$C = -\sum_{i=1}^n t_i \ln q_i$$

$$\frac{\partial C}{\partial s_j} = q_j \sum_{i=1}^n t_i - t_j$$

$$\frac{\partial C}{\partial t_j} = -\ln q_j$$
"""


def formulas(proof: Proof, route: int) -> list[str]:
    assert proof.complete
    return [write_line(step.formula) for step in proof.routes[route].main.steps]


def test_the_filter_of_a_convolution_has_both_routes() -> None:
    proof = library.prove(library.load("convolution-1d"), "dL/dw_j")
    assert formulas(proof, 0) == [
        "Σᵢ₌₁ⁿ (∂L/∂yᵢ) (∂yᵢ/∂wⱼ)",
        "Σᵢ₌₁ⁿ gᵢ ∂/∂wⱼ [b + Σₗ₌₁ᵏ wₗ xᵢ₊ₗ₋₁]",
        "Σᵢ₌₁ⁿ gᵢ Σₗ₌₁ᵏ δⱼₗ xᵢ₊ₗ₋₁",
        "Σᵢ₌₁ⁿ gᵢ xᵢ₊ⱼ₋₁",
    ]
    assert formulas(proof, 1)[0] == "∂/∂wⱼ [Σᵢ₌₁ⁿ gᵢ (b + Σₗ₌₁ᵏ wₗ xᵢ₊ₗ₋₁)]"
    assert formulas(proof, 1)[-1] == "Σᵢ₌₁ⁿ gᵢ xᵢ₊ⱼ₋₁"
    assert len(proof.misprints) + sum(len(s.misprints) for r in proof.routes for s in r.steps)


@pytest.mark.parametrize("goal", ["dC/ds_j", "dC/dt_j"])
def test_other_names_and_sums_that_do_not_end(goal: str) -> None:
    article = read_article(SOFTMAX, "softmax.md")
    proof = library.prove(article, goal)
    assert proof.complete
    assert write_line(proof.closed_form) in ("qⱼ Σᵢ₌₁ⁿ tᵢ - tⱼ", "-ln qⱼ")


def test_a_wrong_line_of_the_article_is_no_step() -> None:
    wrong = SOFTMAX.replace("t_i - t_j", "t_i + t_j")
    proof = library.prove(read_article(wrong, "softmax.md"), "dC/ds_j")
    assert proof.complete
    assert "+ tⱼ" not in write_line(proof.closed_form)


def test_goals_of_numbers_stand_beside_those_of_matrices() -> None:
    article = library.load("convolution-1d")
    assert family_goals(article) == ("dL/dw_j", "dL/db")
    assert {"dL/dw_j", "dJ/dX"} <= set(library.goals(article))
