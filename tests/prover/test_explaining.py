"""Finding symbols again, taking logarithms apart, inverse functions, and meeting in one form."""

from __future__ import annotations

import pytest

from tests.prover.formulas import formula, latex
from tests.prover.networks import article, context
from verifier.meaning.context import Context
from verifier.notation import tree
from verifier.notation.vocabulary import DEFAULT
from verifier.prover.closing import close
from verifier.prover.inverse import derivative_of_inverse, derivative_of_logarithm
from verifier.prover.logarithms import simplify_logarithms
from verifier.prover.recognise import recognise, recognise_itself
from verifier.prover.reconcile import better, meet
from verifier.prover.remark import text_of
from verifier.prover.trace import Draft, Trace, reason_of
from verifier.values import Proved, Refuted

WHERE = r"$z, x, y, w, b \in \mathbb{R}$"


def trace(text: str, *definitions: str, where: str = WHERE) -> Trace:
    """A derivation that begins with a formula, among definitions."""
    return Trace(context(article(*definitions, where=where)), formula(text))


def rules(found: Trace) -> list[str]:
    return [step.rules[0] for step in found.steps]


def expect_proved(found: Trace) -> None:
    assert [latex(step.formula) for step in found.steps if not step.proved] == []


# Finding symbols again ----------------------------------------------------------------------

SIGMOID = r"a = \frac{1}{1 + e^{-z}}"
TANH = r"a = \frac{e^z - e^{-z}}{e^z + e^{-z}}"
ADD_AND_SUBTRACT = ["add-and-subtract", "split-fraction", "recognise"]

# A definition, a formula, what is found in it, and the rules that explain it.
FOUND: list[tuple[str, str, str, list[str]]] = [
    (SIGMOID, r"\frac{1}{1 + e^{-z}} - y", "a - y", ["recognise"]),
    (SIGMOID, r"\frac{x}{1 + e^{-z}}", "x a", ["recognise"]),
    (SIGMOID, r"\frac{e^z}{1 + e^z}", "a", ["extend-fraction", "recognise"]),
    (SIGMOID, r"\frac{e^{-z}}{1 + e^{-z}}", "1 - a", ADD_AND_SUBTRACT),
    (SIGMOID, r"\frac{1}{1 + e^z}", "1 - a", ["extend-fraction", *ADD_AND_SUBTRACT]),
    (SIGMOID, r"\frac{e^{-z}}{(1 + e^{-z})^2}", "a (1 - a)", ["split-fraction", *ADD_AND_SUBTRACT]),
    (SIGMOID, r"y \ln \frac{1}{1 + e^{-z}}", r"y \ln a", ["recognise"]),
    (TANH, r"\frac{(e^z + e^{-z})^2 - (e^z - e^{-z})^2}{(e^z + e^{-z})^2}", "1 - a^2",
     ["split-fraction", "recognise"]),
    (TANH, r"\frac{4}{(e^z + e^{-z})^2}", "1 - a^2", ["expand", "split-fraction", "recognise"]),
    (TANH, r"\frac{4 e^{2 z}}{(1 + e^{2 z})^2}", "1 - a^2",
     ["extend-fraction", "expand", "split-fraction", "recognise"]),
    (r"a = \tanh(z)", r"1 - (\tanh(z))^2", "1 - a^2", ["recognise"]),
    (r"a = w x + b", r"\ln(1 + e^{w x + b}) - y (w x + b)", r"\ln(1 + e^a) - y a", ["recognise"]),
    (r"a = w x", r"w x + b + 1", "a + b + 1", ["recognise"]),
    (r"a = w + x", r"w + b + x", "a + b", ["recognise"]),
    (SIGMOID, r"e^z + y", r"e^z + y", []),
]  # fmt: skip


@pytest.mark.parametrize(("definition", "text", "expected", "expected_rules"), FOUND)
def test_a_symbol_is_found_again_and_explained(
    definition: str, text: str, expected: str, expected_rules: list[str]
) -> None:
    found = trace(text, definition)
    recognise(found, ("a",))
    assert found.current == formula(expected), latex(found.current)
    assert rules(found) == expected_rules
    expect_proved(found)


def test_a_symbol_that_is_a_plain_sum_or_product_is_not_put_back_for_itself() -> None:
    found = trace("x y + 1", "a = x y")
    recognise_itself(found, "a")
    assert found.steps == []
    found = trace("2 e^{x y}", "a = e^{x y}")
    recognise_itself(found, "a")
    assert found.current == formula("2 a")


def test_the_remark_names_what_is_multiplied_above_and_below() -> None:
    found = trace(r"\frac{e^z}{1 + e^z}", SIGMOID)
    recognise(found, ("a",))
    assert found.steps[0].reason == "multiply above and below by e⁻ᶻ"
    assert found.steps[1].reason == "a = 1/(1 + e⁻ᶻ)"


# Logarithms ---------------------------------------------------------------------------------

COST = r"-[y \ln \frac{1}{1 + e^{-z}} + (1 - y) \ln(1 - \frac{1}{1 + e^{-z}})]"
REWRITTEN = [
    (r"\ln \frac{1}{1 + e^{-z}}", r"-\ln(1 + e^{-z})"),
    (COST, r"\ln(1 + e^z) - y z"),
    (r"z + \ln(1 + e^{-z})", r"\ln(1 + e^z)"),
    (r"-\ln \frac{e^x}{e^x + e^y}", r"\ln(e^x + e^y) - x"),
    (r"\ln(1 + x^2)", r"\ln(1 + x^2)"),
    (r"x^2 + y", r"x^2 + y"),
    (r"3 \ln e^{2 x}", r"6 x"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), REWRITTEN)
def test_logarithms_are_taken_apart_and_put_together(text: str, expected: str) -> None:
    found = trace(text)
    simplify_logarithms(found)
    assert found.current == formula(expected), latex(found.current)
    expect_proved(found)


def test_each_rule_of_logarithms_is_a_step_of_its_own() -> None:
    found = trace(COST)
    simplify_logarithms(found)
    assert rules(found) == [
        "one-fraction", "collect", "logarithm-of-reciprocal", "logarithm-of-quotient",
        "logarithm-of-exponential", "expand", "collect", "remove-brackets", "write-as-logarithm",
        "sum-of-logarithms", "expand", "product-of-exponentials",
    ]  # fmt: skip
    assert [step.reason for step in found.steps][-4:] == [
        "z = ln eᶻ",
        "sum of logarithms: the logarithm of the product",
        "expand",
        "eᶻ e⁻ᶻ = 1",
    ]


# Inverse functions --------------------------------------------------------------------------


def test_the_derivative_of_the_logarithm_from_the_rule_of_its_inverse() -> None:
    found = derivative_of_logarithm()
    assert text_of(found.heading, DEFAULT) == "why the derivative of ln x is 1/x"
    assert [step.rules[0] for step in found.steps] == [
        "exponential-of-logarithm", "differentiate-both-sides", "derivative-of-exponential",
        "exponential-of-logarithm", "solve",
    ]  # fmt: skip
    assert all(isinstance(step.verdict, Proved) for step in found.steps)
    assert found.result == formula(r"\frac{1}{x}")


def test_the_lemma_uses_only_its_rule() -> None:
    """It is made from the row of the table, so it works in any context without a symbol x."""
    found = derivative_of_inverse("exponential-of-logarithm", "u", Context())
    assert found == derivative_of_logarithm()


# Meeting in one form ------------------------------------------------------------------------

MEETING = [
    ("x (a - y)", "x a - x y", "x (a - y)"),
    (r"\frac{e^z}{1 + e^z}", r"\frac{1}{1 + e^{-z}}", r"\frac{1}{1 + e^{-z}}"),
    ("2 (z - y) + 3", "2 z - 2 y + 3", "2 z - 2 y + 3"),
    ("(a - y) x", "x (a - y)", "x (a - y)"),
    ("x^2 - y^2", "(x - y) (x + y)", "x^2 - y^2"),
    ("w", "w", "w"),
]


@pytest.mark.parametrize(("first", "second", "expected"), MEETING)
def test_two_forms_are_led_to_one(first: str, second: str, expected: str) -> None:
    known = context(article(where=r"$z, x, y, w, a \in \mathbb{R}$"))
    traces = []
    for text in (first, second):
        found = Trace(known, formula(text))
        found.write(formula(text), "definition")
        traces.append(found)
    closed = meet(traces, "x")
    assert closed == formula(expected)
    for found in traces:
        assert tree.bare(found.steps[-1].formula) == closed
        expect_proved(found)


def test_symbols_are_written_out_where_nothing_else_helps() -> None:
    known = context(article("u = x^2", "v = x", where=r"$x \in \mathbb{R}$"))
    first, second = Trace(known, formula("u - v^2")), Trace(known, formula("0"))
    for found in (first, second):
        found.write(found.subject, "definition")
    assert meet([first, second], "x") == formula("0")
    assert [step.reason for step in first.steps][1:3] == ["u = x²", "v = x"]
    expect_proved(first)


def test_the_shorter_form_is_better() -> None:
    assert better(formula("x y + x z"), formula("x (y + z)")) == formula("x (y + z)")
    assert better(formula("a"), formula("b")) == formula("a")


# Closing ------------------------------------------------------------------------------------

CLOSED = [
    (r"(1 - \frac{y}{x}) \cdot x", "x - y", ["common-denominator", "one-fraction", "cancel"]),
    (r"(1 - \frac{y}{x}) \cdot (-x)", "y - x", []),
    ("-y + y x + x - x y", "x - y", ["collect"]),
    ("(x - y) z", "z (x - y)", []),
    ("-(x - y)", "y - x", ["remove-brackets"]),
    (r"-(x - y) \cdot z", "z (y - x)", ["remove-brackets"]),
    ("x w - x y + z", "x (w - y) + z", ["factor"]),
    ("2 (x - y) - 2 (x + y)", "-4 y", ["expand", "collect"]),
    (r"\frac12 [2 (x - y) - 2 x]", "-y", []),
    (r"e^z (1 + x) - e^z", r"x e^z", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "expected_rules"), CLOSED)
def test_closing_a_derivation(text: str, expected: str, expected_rules: list[str]) -> None:
    found = trace(text, where=r"$x, y > 0$, $w, z \in \mathbb{R}$")
    found.write(found.subject, "local-derivatives")
    close(found)
    assert found.current == formula(expected), latex(found.current)
    expect_proved(found)
    if expected_rules:
        assert [rule for rule in rules(found)[1:] if rule != "reorder"] == expected_rules


def test_other_factors_stay_while_fractions_are_added() -> None:
    rest = r"\cdot \frac{e^z}{1 + e^z} \cdot w"
    found = trace(rf"(1 - \frac{{y}}{{x}}) {rest}")
    found.write(found.subject, "local-derivatives")
    close(found)
    extended = formula(
        r"\left( \frac{x}{x} - \frac{y}{x} \right) \cdot \frac{e^z}{1 + e^z} \cdot w"
    )
    assert tree.bare(found.steps[1].formula) == extended


# Writing down -------------------------------------------------------------------------------


def test_a_step_that_changes_nothing_is_not_written() -> None:
    found = trace("x + y")
    found.write(formula("y + x"), "reorder")
    found.write(formula("y + x"), "collect")
    assert rules(found) == ["reorder"]


def test_a_wrong_step_is_not_proposed_and_no_refuted_draft_is_accepted() -> None:
    found = trace("x + y")
    assert not found.propose(formula("x - y"), "collect")
    draft = Draft(found.current)
    draft.move(formula("y + x"), "reorder")
    draft.move(formula("x y"), "factor")
    assert not found.accept(draft.moves)
    assert found.steps == []
    found.write(formula("x - y"), "collect")
    assert isinstance(found.steps[0].verdict, Refuted)


def test_the_numbers_are_written_as_the_article_writes_them() -> None:
    for number in ("0.5", r"\frac{1}{2}"):
        found = trace("x", f"a = {number} x")
        found.write(formula(r"\frac{1}{2} x + \frac{1}{2} x"), "split-fraction")
        assert found.current == formula(f"{number} x + {number} x")


def test_a_reason_names_the_telling_rules() -> None:
    assert reason_of(("sum-rule", "derivative-of-power")) == ("derivative of a power",)
    assert reason_of(("constant-factor-rule", "sum-rule")) == ("differentiate term by term",)
    assert reason_of(("derivative-of-variable",)) == ("a variable has derivative 1",)
    assert reason_of(("expand",), ("because",)) == ("because",)


def test_a_draft_may_not_grow_without_limit() -> None:
    draft = Draft(formula("x - x"))
    draft.move(formula(" + ".join(["x y z"] * 12)), "expand")
    draft.move(formula("0"), "collect")
    assert not draft.shorter
