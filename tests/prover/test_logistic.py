"""The shape of the proofs of the logistic neuron: which rules occur, in which order.

Only names of rules are compared, and a few formulas that a reader of the article expects.
"""

from __future__ import annotations

from functools import cache

import pytest

from tests.prover.formulas import formula, latex
from verifier import library
from verifier.notation import tree
from verifier.numeric import check
from verifier.prover.engine import find_goal
from verifier.prover.proof import Derivation, Proof, Route
from verifier.values import Proved

GOALS = ("dL/da", "da/dz", "dL/dz", "dL/dw", "dL/db")

LOGARITHM = [
    "exponential-of-logarithm",
    "differentiate-both-sides",
    "derivative-of-exponential",
    "exponential-of-logarithm",
    "solve",
]
COST_BY_ACTIVATION = ["definition", "sum-rule", "derivative-of-logarithm", "multiply-out"]
ONE_FRACTION = ["common-denominator", "one-fraction", "expand", "collect"]
ADD_ONE_SUBTRACT_ONE = ["split-fraction", "add-and-subtract", "split-fraction", "recognise"]
ACTIVATION = [
    "definition",
    "reciprocal-as-power",
    "derivative-of-power",
    "derivative-of-exponential",
    "multiply-out",
    *ADD_ONE_SUBTRACT_ONE,
]
ALONG_THE_GRAPH = [
    "chain-rule",
    "local-derivatives",
    "common-denominator",
    "one-fraction",
    "cancel",
    "expand",
    "collect",
]
COST_REWRITTEN = [
    "definition",
    "definition",
    "one-fraction",
    "collect",
    "logarithm-of-reciprocal",
    "logarithm-of-quotient",
    "logarithm-of-exponential",
    "expand",
    "collect",
    "remove-brackets",
    "write-as-logarithm",
    "sum-of-logarithms",
    "expand",
    "product-of-exponentials",
]
COST_DIFFERENTIATED = [
    "definition",
    "sum-rule",
    "derivative-of-logarithm",
    "derivative-of-exponential",
    "multiply-out",
]

# For each goal and route: the leading rules of each derivation, the main one last.
SHAPES: dict[tuple[str, str], list[list[str]]] = {
    ("dL/da", "chain"): [LOGARITHM, [*COST_BY_ACTIVATION, *ONE_FRACTION]],
    ("dL/da", "direct"): [
        ["definition", "expand", "remove-brackets"],
        [*COST_BY_ACTIVATION, *ONE_FRACTION],
    ],
    ("da/dz", "chain"): [ACTIVATION],
    ("da/dz", "direct"): [
        ["definition", "extend-fraction"],
        [
            "definition",
            "quotient-rule",
            "derivative-of-exponential",
            "multiply-out",
            "expand",
            "collect",
            "extend-fraction",
            *ADD_ONE_SUBTRACT_ONE,
        ],
    ],
    ("dL/dz", "chain"): [LOGARITHM, COST_BY_ACTIVATION, ACTIVATION, ALONG_THE_GRAPH],
    ("dL/dz", "direct"): [
        COST_REWRITTEN,
        [*COST_DIFFERENTIATED, "extend-fraction", "recognise"],
    ],
    ("dL/dw", "chain"): [
        LOGARITHM,
        COST_BY_ACTIVATION,
        ACTIVATION,
        ["definition", "constant-factor-rule"],
        ALONG_THE_GRAPH,
    ],
    ("dL/dw", "direct"): [
        [*COST_REWRITTEN, "definition"],
        [*COST_DIFFERENTIATED, "recognise", "extend-fraction", "recognise", "factor"],
    ],
    ("dL/db", "chain"): [
        LOGARITHM,
        COST_BY_ACTIVATION,
        ACTIVATION,
        ["definition", "derivative-of-variable"],
        ALONG_THE_GRAPH,
    ],
    ("dL/db", "direct"): [
        [*COST_REWRITTEN, "definition"],
        [*COST_DIFFERENTIATED, "recognise", "extend-fraction", "recognise"],
    ],
}
CLOSED_FORMS = {
    "dL/da": r"\frac{a - y}{a(1 - a)}",
    "da/dz": "a(1 - a)",
    "dL/dz": "a - y",
    "dL/dw": "x(a - y)",
    "dL/db": "a - y",
}
WITHOUT_WORDS = {"sum-rule", "constant-factor-rule", "derivative-of-constant", "chain-rule"}


@cache
def proof(goal: str) -> Proof:
    return library.prove(library.load("logistic"), goal)


def leading(rules: tuple[str, ...]) -> str:
    """The rule that a step is about, when others only carry it inwards."""
    telling = [rule for rule in rules if rule not in WITHOUT_WORDS]
    plain = [rule for rule in rules if rule != "derivative-of-constant"]
    return next(iter([*telling, *(rule for rule in plain if rule != "sum-rule"), *plain]))


def route(goal: str, name: str) -> Route:
    return next(route for route in proof(goal).routes if route.name == name)


def shape(derivation: Derivation) -> list[str]:
    return [leading(step.rules) for step in derivation.steps]


@pytest.mark.parametrize(("goal", "name"), SHAPES)
def test_the_rules_in_their_order(goal: str, name: str) -> None:
    assert [shape(part) for part in route(goal, name).derivations] == SHAPES[goal, name]


@pytest.mark.parametrize("goal", GOALS)
def test_everything_is_proved_and_agrees(goal: str) -> None:
    found = proof(goal)
    assert [step for step in found.steps if not isinstance(step.verdict, Proved)] == []
    assert isinstance(found.agreement, Proved)
    assert found.complete
    assert found.second_opinion is True
    assert [latex(route.main.result) for route in found.routes] == [CLOSED_FORMS[goal]] * 2
    assert latex(found.closed_form) == CLOSED_FORMS[goal]
    assert found.routes[0].main.result == found.routes[1].main.result


@pytest.mark.parametrize("goal", GOALS)
def test_no_step_needs_a_condition(goal: str) -> None:
    """The proofs hold on the whole domain: the kernel proves each step without conditions."""
    verdicts = [step.verdict for step in proof(goal).steps]
    assert all(isinstance(verdict, Proved) and not verdict.conditions for verdict in verdicts)


@pytest.mark.parametrize("goal", GOALS)
def test_numbers_agree_at_a_hundred_thousand_points(goal: str) -> None:
    numbers = proof(goal).numeric
    assert numbers is not None
    assert numbers.points == 100_000
    assert numbers.skipped == 0
    assert numbers.largest_error < 1e-13


FORMULAS = [
    ("dL/dz", "chain", r"-y + ya + a - ay"),
    ("dL/dz", "chain", r"\frac{-y(1 - a) + a(1 - y)}{a(1 - a)} \cdot a(1 - a)"),
    ("da/dz", "chain", r"\frac{1}{1 + e^{-z}} \cdot \frac{1 + e^{-z} - 1}{1 + e^{-z}}"),
    ("da/dz", "chain", r"-(1 + e^{-z})^{-2} \cdot e^{-z} \cdot (-1)"),
    ("dL/dw", "direct", r"\ln(e^{z}(1 + e^{-z})) - yz"),
    ("dL/dw", "direct", r"\ln(1 + e^{wx + b}) - y(wx + b)"),
    ("dL/da", "direct", r"-y \ln a - \ln(1 - a) + y \ln(1 - a)"),
]


@pytest.mark.parametrize(("goal", "name", "text"), FORMULAS)
def test_the_formulas_of_the_article_are_among_the_steps(goal: str, name: str, text: str) -> None:
    assert formula(text) in [tree.bare(step.formula) for step in route(goal, name).steps]


@pytest.mark.parametrize("goal", GOALS)
def test_no_step_repeats_or_only_shuffles(goal: str) -> None:
    for derivation in (part for route in proof(goal).routes for part in route.derivations):
        if any(step.left is not None for step in derivation.steps):
            continue
        formulas = [derivation.subject, *(step.formula for step in derivation.steps)]
        assert len({latex(formula) for formula in formulas}) == len(formulas)
        assert all("reorder" not in step.rules for step in derivation.steps)


@pytest.mark.parametrize("goal", GOALS)
def test_every_step_says_why(goal: str) -> None:
    assert all(step.reason and step.rules for step in proof(goal).steps)


def test_one_route_alone_is_the_same_route() -> None:
    article = library.load("logistic")
    for name in ("chain", "direct"):
        alone = library.prove(article, "dL/dw", (name,))
        assert [route.name for route in alone.routes] == [name]
        assert alone.complete
        assert latex(alone.closed_form) == CLOSED_FORMS["dL/dw"]


def test_another_closed_form_would_be_noticed() -> None:
    """With a wrong sign the numeric check shows a large error."""
    goal = find_goal("dL/dw", library.load("logistic").context)
    wrong = find_goal("dL/db", goal.context)
    assert check(goal, proof("dL/dw").closed_form, 1000).largest_error < 1e-13
    assert check(wrong, proof("dL/dw").closed_form, 1000).largest_error > 0.1
