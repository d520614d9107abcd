"""Differentiation layer by layer: what each layer says, and that the kernel agrees with all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.prover.formulas import context, formula, latex, trees
from verifier.kernel.domains import POSITIVE
from verifier.meaning.claims import Claim, judge
from verifier.meaning.elaborate import MeaningError
from verifier.notation import tree
from verifier.notation.tree import Derivative, Node, Symbol
from verifier.notation.vocabulary import DEFAULT
from verifier.prover.differentiate import Differentiator, Stage
from verifier.prover.elementary import elementary_functions, outermost, spelt
from verifier.prover.remark import text_of
from verifier.rules.calculus import ELEMENTARY, STRUCTURAL
from verifier.rules.table import RULES
from verifier.values import NOWHERE, Proved

CONTEXT = context(POSITIVE, ("x", "y", "a", "c", "n", "z", "w", "b"))
X = Symbol("x")


def differentiator(*, reciprocal_as_power: bool = True) -> Differentiator:
    return Differentiator(CONTEXT, X, reciprocal_as_power=reciprocal_as_power)


def layers(body: Node, by: Differentiator) -> list[tuple[Node, tuple[str, ...]]]:
    """The derivative after each layer, with the rules of the layer."""
    found: list[tuple[Node, tuple[str, ...]]] = []
    current = by.of(body)
    for _ in range(60):
        stage = by.next(tree.bare(current))
        if stage is None:
            return found
        found.append((stage.node, stage.rules))
        current = stage.node
    raise AssertionError(f"no end: {latex(current)}")


def proved(left: Node, right: Node) -> bool:
    verdict = judge(Claim(left, right, CONTEXT, NOWHERE)).verdict
    return isinstance(verdict, Proved)


# A body, what one layer makes of its derivative by x (DD is the operator), and the rules it names.
LAYERS: list[tuple[str, str, tuple[str, ...]]] = [
    ("7", "0", ("derivative-of-constant",)),
    (r"y^2 e^y", "0", ("derivative-of-constant",)),
    ("x", "1", ("derivative-of-variable",)),
    ("c x", "c", ("constant-factor-rule",)),
    (r"\frac{x}{c}", r"\frac{1}{c}", ("constant-factor-rule",)),
    ("-(y x + c)", "-y", ("sum-rule", "constant-factor-rule", "derivative-of-constant")),
    ("x + c x", "1 + c", ("sum-rule", "derivative-of-variable", "constant-factor-rule")),
    (r"x^2 + \ln x", r"DD x^2 + DD \ln x", ("sum-rule",)),
    (r"x^2 - y", "2 x", ("derivative-of-constant", "derivative-of-power")),
    ("c x^2", r"c \cdot 2 x", ("constant-factor-rule", "derivative-of-power")),
    ("x^n", "n x^{n - 1}", ("derivative-of-power",)),
    ("(c x)^3", r"3 (c x)^2 \cdot c", ("derivative-of-power", "chain-rule")),
    ("(1 + e^x)^2", r"2 (1 + e^x) \cdot DD [1 + e^x]", ("derivative-of-power", "chain-rule")),
    ("e^{-x}", r"e^{-x} \cdot (-1)", ("derivative-of-exponential", "chain-rule")),
    (r"\ln(c + x)", r"\frac{1}{c + x}", ("derivative-of-logarithm", "chain-rule")),
    (r"\frac{1}{1 + e^x}", r"DD (1 + e^x)^{-1}", ("reciprocal-as-power",)),
    (
        r"\frac{3}{2 x}",
        r"\frac{3}{2} DD x^{-1}",
        ("constant-factor-rule", "reciprocal-as-power"),
    ),
    (
        r"\frac{x}{1 + x^2}",
        r"\frac{1 + x^2 - x DD [1 + x^2]}{(1 + x^2)^2}",
        ("quotient-rule",),
    ),
    (r"x e^x", r"e^x + x DD e^x", ("product-rule",)),
    (r"x^2 \cdot x", r"3 x^2", ("derivative-of-power",)),
    (r"(-x) e^x", r"-(e^x + x DD e^x)", ("constant-factor-rule", "product-rule")),
]


@pytest.mark.parametrize(("body", "expected", "rules"), LAYERS, ids=lambda part: str(part))
def test_one_layer(body: str, expected: str, rules: tuple[str, ...]) -> None:
    by = differentiator()
    stage = by.next(by.of(formula(body)))
    assert stage is not None
    written = expected.replace("DD", r"\frac{\partial}{\partial x}")
    assert tree.bare(stage.node) == formula(written), latex(stage.node)
    assert set(stage.rules) == set(rules)
    assert proved(by.of(formula(body)), stage.node)


def test_a_reciprocal_by_the_quotient_rule_when_asked() -> None:
    stage = differentiator(reciprocal_as_power=False).layer(formula(r"\frac{1}{1 + e^x}"))
    expected = r"-\frac{\frac{\partial}{\partial x} [1 + e^x]}{(1 + e^x)^2}"
    assert tree.bare(stage.node) == formula(expected)
    assert stage.rules == ("quotient-rule",)


BODIES = [
    r"x^3 - 2 x + 1",
    r"\frac{1}{1 + e^{-x}}",
    r"\frac{e^x - e^{-x}}{e^x + e^{-x}}",
    r"\ln(1 + e^{c x + y})",
    r"x \ln x - x",
    r"x^2 e^{-x} \ln x",
    r"\frac{x}{1 + e^{-x}}",
    r"\sqrt{1 + x^2}",
    r"\sin(x^2) \cos x",
    r"(\tanh(c x))^2",
    r"e^{e^{\sin x}}",
    r"\frac{c}{x^2 (1 + x)}",
    r"-[y \ln(\frac{x}{1 + x}) + (1 - y) \ln(1 - \frac{x}{1 + x})]",
    r"\frac{1}{\sqrt{2 \pi} x} e^{-\frac{y^2}{2 x^2}}",
    r"\text{softplus}(\sigma(x))",
]


@pytest.mark.parametrize("power", [True, False])
@pytest.mark.parametrize("text", BODIES)
def test_every_layer_is_proved_and_no_derivative_is_left(text: str, power: bool) -> None:
    body = spelt(formula(text), CONTEXT)
    by = differentiator(reciprocal_as_power=power)
    found = layers(body, by)
    for node, rules in found:
        assert proved(by.of(body), node), latex(node)
        assert set(rules) <= set(RULES)
    assert not any(isinstance(part, Derivative) for part in tree.walk(found[-1][0]))


@settings(max_examples=60, deadline=None)
@given(body=trees)
def test_the_derivative_of_any_formula_is_that_of_the_kernel(body: Node) -> None:
    by = differentiator()
    found = layers(body, by)
    assert found == [] or proved(by.of(body), found[-1][0]), latex(found[-1][0])


# An instance of each row in an inner function, so that the chain rule takes part.
INNER = {
    "derivative-of-power": "(1 + x)^n",
    "derivative-of-exponential": "e^{c x}",
    "derivative-of-logarithm": r"\ln(1 + x^2)",
    "derivative-of-sigmoid": r"\sigma(-x)",
    "derivative-of-tanh": r"\tanh(2 x)",
    "derivative-of-softplus": r"\text{softplus}(x^2)",
    "derivative-of-square-root": r"\sqrt{1 + x}",
    "derivative-of-sine": r"\sin(x^2)",
    "derivative-of-cosine": r"\cos(c x)",
}


def test_every_row_of_the_table_has_an_instance_here() -> None:
    assert {rule.name for rule in ELEMENTARY} <= set(INNER)


@pytest.mark.parametrize("rule", [rule.name for rule in ELEMENTARY])
def test_a_row_is_used_plainly_and_in_a_composition(rule: str) -> None:
    plain = next(
        f for r, f in zip(ELEMENTARY, elementary_functions(), strict=True) if r.name == rule
    )
    by = differentiator()
    for body in (plain, formula(INNER[rule])):
        found = layers(body, by)
        assert any(rule in rules for _, rules in found)
        assert proved(by.of(body), found[-1][0])
    assert any("chain-rule" in rules for _, rules in layers(formula(INNER[rule]), by))


def test_every_structural_rule_is_named_by_some_layer() -> None:
    named = {
        rule
        for body, _, _ in LAYERS
        for _, rules in layers(formula(body), differentiator())
        for rule in rules
    }
    assert {rule.name for rule in STRUCTURAL} <= named


# Spelling -----------------------------------------------------------------------------------

SPELLINGS = [
    (r"\log x", r"\ln x"),
    (r"\exp(-x)", r"e^{-x}"),
    (r"\mathrm{e}^{-x}", r"e^{-x}"),
    (r"\text{sig}(x)", r"\sigma(x)"),
    (r"\operatorname{sigmoid}(x)", r"\sigma(x)"),
    (r"\tanh^2(x)", r"(\tanh(x))^2"),
    (r"\ln \exp(x)", r"\ln e^x"),
    (r"\max(0, x)", r"\max(0, x)"),
]


@pytest.mark.parametrize(("text", "expected"), SPELLINGS)
def test_functions_are_spelt_as_the_rules_spell_them(text: str, expected: str) -> None:
    assert spelt(formula(text), CONTEXT) == formula(expected)


def test_a_symbol_called_e_is_not_eulers_number() -> None:
    known = CONTEXT.with_domain("e", POSITIVE)
    own = spelt(formula("e^2 x"), known)
    assert own != formula("e^2 x")
    assert outermost(spelt(formula("e^x"), known), lambda node: node == X) is None
    with pytest.raises(MeaningError, match="another name for e"):
        spelt(formula(r"e + \exp(x)"), known)


# What cannot be differentiated --------------------------------------------------------------


@pytest.mark.parametrize(
    "text", [r"\max(0, x)", r"|x - c|", r"g(x)", r"x^x", r"2^x", r"\sum_{i=1}^n x"]
)
def test_a_function_without_a_rule_is_named_in_the_message(text: str) -> None:
    by = differentiator()
    with pytest.raises(MeaningError, match="no rule for the derivative of"):
        by.next(by.of(formula(text)))


def test_the_derivative_of_a_linear_sum_says_what_each_term_gives() -> None:
    stage: Stage | None = differentiator().next(differentiator().of(formula("w x + b")))
    assert stage is not None
    assert text_of(stage.remark, DEFAULT) == "w x gives w, b is constant"
