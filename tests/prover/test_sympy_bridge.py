"""Formulas as SymPy expressions, SymPy's proposals, and its second opinion."""

from __future__ import annotations

import pytest
import sympy

from tests.prover.formulas import formula, latex
from tests.prover.networks import article, context
from verifier import library
from verifier.meaning.elaborate import MeaningError
from verifier.prover.sympy_bridge import (
    definitions,
    expanded,
    factored,
    second_opinion,
    symbol,
    to_sympy,
)

NEURON = context(
    article(
        "z = w x + b",
        r"\phi(u) = \frac{1}{1 + e^{-u}}",
        r"a = \phi(z)",
        r"L = \frac12 (a - y)^2",
        where=r"$w, x, b, y, c \in \mathbb{R}$",
    )
)
w, x, b, y, z, a, c = (symbol(name) for name in "wxbyzac")
i = sympy.Symbol("i", integer=True)

EXPRESSIONS = [
    (r"\frac{x}{y} - 2 w^2", x / y - 2 * w**2),
    (r"e^{-x} + \exp(y)", sympy.exp(-x) + sympy.exp(y)),
    (r"\ln x + \log y", sympy.log(x) + sympy.log(y)),
    (r"\sigma(x)", 1 / (1 + sympy.exp(-x))),
    (r"\text{softplus}(x)", sympy.log(1 + sympy.exp(x))),
    (r"\tanh^2(x)", sympy.tanh(x) ** 2),
    (r"\sqrt{x} + \sqrt[3]{y}", sympy.sqrt(x) + y ** sympy.Rational(1, 3)),
    (r"|x|", sympy.Abs(x)),
    (r"0.5 x", x / 2),
    (r"2 \pi e", 2 * sympy.pi * sympy.E),
    (r"\phi(x y)", 1 / (1 + sympy.exp(-x * y))),
    (r"\sum_{i=1}^3 i x", sympy.Sum(i * x, (i, 1, 3))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), EXPRESSIONS)
def test_a_formula_as_an_expression(text: str, expected: sympy.Expr) -> None:
    assert to_sympy(formula(text), NEURON) == expected


def test_the_definitions_are_handed_out() -> None:
    found = definitions(NEURON)
    assert set(found) == {"z", "a", "L"}
    assert found["z"] == w * x + b
    assert found["a"] == 1 / (1 + sympy.exp(-z))
    logistic = library.definitions(library.load("logistic"))
    assert logistic["L"] == -y * sympy.log(a) - (1 - y) * sympy.log(1 - a)


def test_definitions_are_put_in_except_those_to_keep() -> None:
    whole = expanded(formula("L"), NEURON)
    assert whole.free_symbols == {w, x, b, y}
    assert expanded(formula("L"), NEURON, frozenset({"z"})).free_symbols == {z, y}
    assert expanded(formula("L"), NEURON, frozenset({"L"})) == symbol("L")


def test_what_sympy_has_no_form_for_is_said() -> None:
    with pytest.raises(MeaningError, match="one of"):
        to_sympy(formula("g(x)"), NEURON)


FACTORED = [
    ("x^2 - y^2", "(x - y)(x + y)"),
    ("2 x^2 + 2 x y", "2x(x + y)"),
    ("e^z x - e^z y", "e^{z}(x - y)"),
]


@pytest.mark.parametrize(("text", "expected"), FACTORED)
def test_a_proposal_to_factor(text: str, expected: str) -> None:
    found = factored(formula(text))
    assert found is not None
    assert latex(found) == expected


@pytest.mark.parametrize("text", ["x", "x + y", r"\frac{1}{x} + y"])
def test_nothing_is_proposed_where_nothing_factors(text: str) -> None:
    assert factored(formula(text)) is None


def test_the_second_opinion_is_yes_or_nothing() -> None:
    """SymPy confirms, or has no opinion; a refutation is the business of the kernel."""
    assert second_opinion("L", "w", formula("x (a - y) a (1 - a)"), NEURON) is True
    assert second_opinion("L", "w", formula("x (a + y) a (1 - a)"), NEURON) is None
