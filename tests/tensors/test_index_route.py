"""The route by indices: every line is written, decided, and read off as the true gradient."""

from __future__ import annotations

import pytest

from verifier import library
from verifier.articles.check import check_article
from verifier.articles.read_article import read_article
from verifier.notation.write_text import write_line
from verifier.prover.proof import Proof
from verifier.tensors import build
from verifier.tensors.decide import Setting
from verifier.tensors.index_steps import by_indices
from verifier.tensors.matrices import Matrix, Named
from verifier.values import Proved, Refuted

W, A, G = build.named("W", "n", "k"), build.named("A", "k", "m"), build.named("G", "n", "m")
X, B = build.named("X", "n", "n"), build.named("b", "n")
LAYER = build.plus(build.times(W, A), B)
RIGHT = build.times(G, build.transpose(A))


def lines(proof: Proof) -> list[str]:
    route = proof.routes[1]
    assert all(step.proved for step in route.steps)
    return [write_line(step.formula) for d in route.derivations[:-1] for step in d.steps]


def test_a_layer_is_derived_as_by_hand() -> None:
    found = lines(library.prove(library.load("network"), "dJ/dW[l]"))
    assert found == [
        "Σ_(k,p) (∂J/∂Zₖₚ^[l]) (∂Zₖₚ^[l]/∂Wᵢⱼ^[l])",
        "Σ_(k,p) (∂J/∂Zₖₚ^[l]) ∂/∂Wᵢⱼ^[l] [Σᵣ Wₖᵣ^[l] Aᵣₚ^[l-1] + bₖ^[l]]",
        "Σ_(k,p) (∂J/∂Zₖₚ^[l]) Σᵣ δᵢₖ δⱼᵣ Aᵣₚ^[l-1]",
        "Σₖ (∂J/∂Zᵢₖ^[l]) Aⱼₖ^[l-1]",
        "((∂J/∂Z^[l]) A^[l-1]ᵀ)ᵢⱼ",
    ]


def steps(seed: Matrix, body: Matrix, by: Named, gradient: Matrix) -> tuple[type, type, type]:
    found = by_indices(seed, body, by, build.named("Z", "n", "m"), gradient, Setting())
    assert found is not None
    return type(found.derivation), type(found.contraction), type(found.reading)


def test_a_wrong_reading_is_refuted() -> None:
    assert steps(G, LAYER, W, RIGHT) == (Proved, Proved, Proved)
    wrong = build.times(build.hadamard(build.constant(2), G), build.transpose(A))
    assert steps(G, LAYER, W, wrong) == (Proved, Proved, Refuted)


@pytest.mark.parametrize(
    ("body", "gradient"),
    [
        (build.trace(build.inverse(X)), build.negative(build.inverse(build.times(X, X)))),
        (build.determinant(X), build.hadamard(build.determinant(X), build.inverse(X))),
        (build.elementwise("ln", build.determinant(X)), build.inverse(X)),
    ],
)
def test_inverses_and_determinants_have_entries(body: Matrix, gradient: Matrix) -> None:
    transposed = build.transpose(gradient)
    assert steps(build.constant(1), body, X, transposed) == (Proved, Proved, Proved)
    assert steps(build.constant(1), body, X, gradient)[2] is Refuted


def test_what_has_no_formula_for_its_derivative_is_left_out() -> None:
    ramp = build.elementwise("relu", G)
    assert by_indices(G, ramp, G, G, G, Setting()) is None


ARTICLE = r"""
Let $U \in \mathbb{R}^{p \times q}$, $i, j \in \mathbb{R}^{q}$ and $k \in \mathbb{R}$.

$$h = k U i$$

$$c = j^\top j + \| h \|^2$$

$$\frac{\partial c}{\partial U} = 2 k h i^\top$$
"""


def test_letters_of_the_article_are_no_indices() -> None:
    article = read_article(ARTICLE, "letters.md")
    assert all(claim.status == "proved" for claim in check_article(article).claims)
    for line in lines(library.prove(article, "dc/dU")):
        assert not any(letter in line for letter in ("Σⱼ", "Σₖ", "Σᵢ", "Σ_(k"))
