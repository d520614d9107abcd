"""Every row of the table: proved by the kernel, with an example that holds and one that fails."""

from __future__ import annotations

import pytest

from verifier.meaning.context import Context
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Symbol, walk
from verifier.rules.examples import (
    conditions_of,
    context_of,
    equation,
    statement_of,
    verdict_of,
)
from verifier.rules.matching import pattern_variables
from verifier.rules.rule import Rule
from verifier.rules.table import RULES, SECTIONS
from verifier.values import Proved, Refuted, Verdict

ROWS = [rule for rules in SECTIONS.values() for rule in rules]
CONSTANTS = {"e"}


def is_proved(verdict: Verdict) -> bool:
    """Proved on the whole declared domain: what it needs stands in the row."""
    return isinstance(verdict, Proved) and verdict.conditions == ()


@pytest.mark.parametrize("rule", ROWS, ids=lambda rule: rule.name)
def test_the_row_is_true_and_its_mistake_is_false(rule: Rule) -> None:
    statement = statement_of(rule)
    if statement is not None:
        assert is_proved(verdict_of(rule, statement))
    else:
        assert rule.statement
    assert is_proved(verdict_of(rule, equation(rule.holds)))
    false = verdict_of(rule, equation(rule.fails))
    assert isinstance(false, Refuted)
    assert false.witness.left != false.witness.right


@pytest.mark.parametrize("rule", ROWS, ids=lambda rule: rule.name)
def test_the_row_is_complete(rule: Rule) -> None:
    assert rule.title
    assert bool(rule.left) == bool(rule.right)
    assert len(conditions_of(rule)) == len(rule.where)
    for text in rule.where:
        assert read_latex(text).problems == ()
    statement = statement_of(rule)
    if statement is not None:
        symbols = {node.name for node in walk(statement) if isinstance(node, Symbol)}
        letters = {name for name in symbols if len(name) == 1} - CONSTANTS
        assert letters <= pattern_variables(rule)


def test_names_are_unique_and_spelt_for_a_prompt() -> None:
    assert len(RULES) == len(ROWS)
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz-") for name in RULES)


def test_a_wrong_row_would_be_noticed() -> None:
    wrong = Rule(
        name="wrong",
        title="wrong",
        left=r"\ln(u v)",
        right=r"\ln u \cdot \ln v",
        where=(r"u > 0", r"v > 0"),
        holds="",
        fails="",
    )
    statement = statement_of(wrong)
    assert statement is not None
    assert isinstance(verdict_of(wrong, statement), Refuted)


def test_a_row_without_its_side_condition_would_be_noticed() -> None:
    for left, right, where in [
        (r"\ln(u v)", r"\ln u + \ln v", (r"u \in \mathbb{R}", r"v > 0")),
        (r"\frac{u v}{v}", "u", (r"u > 0", r"v \in \mathbb{R}")),
        (r"e^{\ln u}", "u", (r"u \in \mathbb{R}",)),
    ]:
        row = Rule("", "", "", "", left=left, right=right, where=where)
        statement = statement_of(row)
        assert statement is not None
        assert not is_proved(verdict_of(row, statement))


def test_the_context_of_a_row_holds_its_domains_and_functions() -> None:
    context = context_of(RULES["quotient-rule"])
    assert context.functions == {"u": "x", "v": "x"}
    assert set(context.domains) == {"x", "v"}
    assert context_of(RULES["logarithm-of-one"]) == Context()


@pytest.mark.parametrize("text", ["u + v", "u = v = w", "u < v", r"\frac{u", "u = v, v = w"])
def test_an_example_that_is_no_equation_is_a_mistake_of_the_table(text: str) -> None:
    with pytest.raises(ValueError, match=r"equation|read"):
        equation(text)
