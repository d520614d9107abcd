"""Gradients by differentials: every line is proved, the sweep agrees with the index calculus."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier import library
from verifier.articles.article import Article
from verifier.articles.matrix_proofs import goal_text, matrix_goal
from verifier.notation.write_text import write_line
from verifier.tensors import build
from verifier.tensors.decide import Setting
from verifier.tensors.differential_rules import NoDifferential
from verifier.tensors.differentials import derive
from verifier.tensors.matrices import Matrix
from verifier.tensors.write import written
from verifier.values import Proved

ARTICLES = (
    "network",
    "softmax",
    "linear-regression",
    "gaussian",
    "batchnorm",
    "layernorm",
    "attention",
)
W = build.named("W", "n", "k")
A = build.named("A", "k", "m")
B = build.named("b", "n")
X = build.named("X", "n", "n")
G = build.named("G", "n", "m")


@pytest.mark.parametrize("name", ARTICLES)
def test_every_step_of_the_longest_ways_is_proved(name: str) -> None:
    article = library.load(name)
    goals = library.goals(article)
    assert goals
    prove_all(article, (goals[0], goals[-1]))


@pytest.mark.fuzz
@pytest.mark.parametrize("name", ARTICLES)
def test_every_step_of_every_goal_is_proved(name: str) -> None:
    article = library.load(name)
    prove_all(article, library.goals(article))


def prove_all(article: Article, goals: tuple[str, ...]) -> None:
    for goal in goals:
        proof = library.prove(article, goal)
        assert proof.complete, (goal, [step.reason for step in proof.steps if not step.proved])
        assert len(proof.routes) == 2


def gradient(body: Matrix, variable: str) -> str:
    named = {"W": W, "A": A, "b": B}[variable]
    proof = derive(G, body, named, Setting())
    assert all(isinstance(line.verdict, Proved) for line in proof.lines)
    assert proof.gradient.shape == named.shape
    return write_line(written(proof.gradient))


def test_the_gradients_of_a_layer_are_read_off() -> None:
    layer = build.plus(build.times(W, A), B)
    assert gradient(layer, "W") == "G Aᵀ"
    assert gradient(layer, "A") == "Wᵀ G"
    assert gradient(layer, "b") == "G 𝟏"


def test_a_constant_and_a_power_have_their_slopes() -> None:
    square = build.elementwise_power(build.times(W, A), Fraction(2))
    assert gradient(square, "W") == "2 (G ⊙ W A) Aᵀ"


def through_inverse(body: Matrix) -> str:
    proof = derive(build.constant(1), body, X, Setting())
    assert all(isinstance(line.verdict, Proved) for line in proof.lines)
    assert all(
        any("invertible" in condition for condition in line.verdict.conditions)
        for line in proof.lines
        if isinstance(line.verdict, Proved)
    )
    return write_line(written(proof.gradient))


def test_a_gradient_is_derived_through_an_inverse() -> None:
    square = build.named("Q", "n", "n")
    trace = build.trace(build.times(square, build.inverse(X)))
    assert through_inverse(trace) == "-X⁻ᵀ Qᵀ X⁻ᵀ"
    ridge = build.plus(build.times(X, build.transpose(X)), build.identity("n"))
    form = build.times(build.times(build.transpose(B), build.inverse(ridge)), B)
    assert through_inverse(form).endswith("(X Xᵀ + I)⁻¹ X")


def test_a_gradient_is_derived_through_a_determinant() -> None:
    determinant = build.determinant(X)
    assert through_inverse(build.elementwise("ln", determinant)) == "X⁻ᵀ"
    assert through_inverse(determinant) == "det(X) X⁻ᵀ"


def test_what_does_not_occur_has_no_differential() -> None:
    with pytest.raises(NoDifferential):
        derive(G, build.times(W, A), B, Setting())


def test_goals_are_typed_with_or_without_the_raised_bracket() -> None:
    given = library.load("network").given
    for text in ("dJ/dW[l]", "dJ/dW^[l]", "∂J/∂W[l]"):
        name = matrix_goal(text, given)
        assert name is not None
        assert goal_text(name) == "W[l]"
    assert matrix_goal("dJ/dQ", given) is None


def test_the_step_from_layer_to_layer_holds_for_every_layer() -> None:
    proof = library.prove(library.load("network"), "dJ/dZ[l-1]")
    assert write_line(proof.closed_form) == "W^[l]ᵀ ∂J/∂Z^[l] ⊙ g′^[l-1](Z^[l-1])"
    titles = [derivation.title for derivation in proof.routes[0].derivations]
    assert any("depends on it only through" in title for title in titles)
