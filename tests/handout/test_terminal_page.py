"""The page of a proof in the terminal."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.handout.samples import (
    FALSE,
    HOLDS,
    OPEN,
    article,
    formula,
    misprint,
    one_route,
    proof,
    step,
)
from tests.notation.trees import expressions
from verifier.handout.document import document_of
from verifier.handout.rows import Pen, broken, held
from verifier.handout.terminal_page import closing_line, page
from verifier.notation.write_text import write_text
from verifier.prover.proof import NumericCheck, Proof
from verifier.terminal import Terminal, display_width, without_style

PLAIN = Terminal(80)
LONG = " + ".join(f"a_{{{n}}} b_{{{n}}}" for n in range(1, 31))


def shown(made: Proof, terminal: Terminal = PLAIN) -> str:
    (section,) = document_of(article(), [made]).sections
    return page(section, "A small neuron", terminal)


def test_the_head_says_what_is_proved_and_on_what_it_rests() -> None:
    head = shown(proof()).splitlines()[:4]
    assert head[0].startswith("  ∂L/∂w = 2 (a - y) a (1 - a)")
    assert head[0].endswith("A small neuron")
    assert display_width(head[0]) == 80
    assert head[1] == "  where  z = w x + b     σ(u) = 1/(1 + e⁻ᵘ)     a = σ(z)     L = (a - y)²"
    assert head[2] == "  on     w, x, b ∈ ℝ     y ∈ [0, 1]"


def test_equals_signs_stand_under_each_other() -> None:
    made = one_route(step("a + b"), step(r"\frac{a}{b}"), step("1"))
    rows = [row for row in shown(made).splitlines() if re.match(r"\s+\d  .*= ", row)]
    assert len(rows) == 3
    assert len({row.index("=") for row in rows}) == 1
    assert len({row.index("✓") for row in rows}) == 1


def test_reasons_stand_in_one_column_and_wrap_there() -> None:
    text = shown(one_route(step("a", ("many words " * 6,)), step("b", ("expand",))))
    reason = [row[row.index("✓") + 3 :] for row in text.splitlines() if "✓  many" in row]
    column = text.splitlines()[7].index("✓") + 3
    rows = [row[column:] for row in text.splitlines() if "words" in row]
    assert rows[0] == reason[0]
    assert len(rows) > 1
    assert " ".join(rows) == "many words " * 5 + "many words"


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (HOLDS, ["✓  expand"]),
        (replace(HOLDS, conditions=("a > 0", "b != 0")), ["✓  expand, where a > 0, b ≠ 0"]),
        (FALSE, ["✗  expand", "false: at w = -1/2, y = 1: before -1/2, after -0.731058…"]),
        (OPEN, ["?  expand", "not decided: out of fuel"]),
    ],
)
def test_marks(verdict: object, expected: list[str]) -> None:
    text = " ".join(shown(one_route(step("a", verdict=verdict))).split())  # type: ignore[arg-type]
    for words in expected:
        assert " ".join(words.split()) in text


def test_only_proved_steps_have_the_mark_of_proof() -> None:
    text = shown(one_route(step("a", verdict=OPEN), step("b", verdict=FALSE)))
    assert "✓" not in text


def test_what_confirms_the_proof_is_said() -> None:
    text = shown(proof())
    assert "The routes agree: 2 (a - y) a (1 - a)." in text
    assert "SymPy, asked as a second opinion, finds the same." in text
    assert "NumPy: 100 000 points, largest relative error 3e-15." in text


def test_what_does_not_confirm_it_is_said_as_well() -> None:
    numeric = NumericCheck(99_000, float("nan"), 1_000)
    text = shown(proof(agreement=FALSE, second_opinion=False, numeric=numeric))
    assert "The routes do not agree: at w = -1/2, y = 1: route 1 gives -1/2" in text
    assert "does not find the same" in text
    assert "no point could be computed" in text
    assert "Whether the routes agree is not decided: out of fuel." in shown(proof(agreement=OPEN))


def test_one_route_agrees_with_nothing() -> None:
    text = shown(one_route(step("2 (a - y) a (1 - a)")))
    assert "The result: 2 (a - y) a (1 - a)." in text
    assert "agree" not in text


def test_a_misprint_shows_both_formulas_and_a_counterexample() -> None:
    text = shown(one_route(step("a", misprints=(misprint(),))))
    assert "  Erratum S27, at step 1 of route 1: The bias is lost" in text
    printed = next(row for row in text.splitlines() if "printed  " in row)
    correct = next(row for row in text.splitlines() if "correct  " in row)
    assert printed.split()[1:] == ["x", "eʷˣ", "✗"]
    assert correct.split()[1:] == ["x", "eʷˣ⁺ᵇ", "✓"]
    assert printed.index("✗") == correct.index("✓")
    assert "at w = -1/2, y = 1: printed -0.731058…, correct -1/2" in text


def test_a_misprinted_equation_shows_both_sides() -> None:
    wrong = replace(misprint(), left=formula("e^a + e^b"), corrected_left=formula("e^a e^b"))
    text = shown(one_route(step("a", misprints=(wrong,))))
    assert "eᵃ + eᵇ = x eʷˣ" in text
    assert "the left side is -1/2, the right side -0.731058…" in text


def test_a_lemma_shown_before_is_referred_to() -> None:
    document = document_of(article(), [proof("w"), proof("b")])
    text = " ".join(page(document.sections[1], "", PLAIN).split())
    assert "shown above: ∂L/∂w, route 1, steps 4 to 6" in text
    assert "shown above: ∂L/∂w, route 1, steps 1 to 3" in text


# Width --------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [60, 72, 80, 100, 112])
def test_nothing_is_wider_than_the_page(width: int) -> None:
    made = one_route(
        step(LONG), step(rf"\frac{{{LONG}}}{{2}}"), step(f"x ({LONG})", ("word " * 40,))
    )
    text = shown(made, Terminal(width))
    assert max(display_width(row) for row in text.splitlines()) <= width


@pytest.mark.parametrize("width", [60, 80, 112])
def test_a_broken_sum_loses_no_term(width: int) -> None:
    text = "".join(shown(one_route(step(LONG), subject="L"), Terminal(width)).split())
    assert "".join(write_text(formula(LONG)).lines[0].split()) in text


def test_a_sum_is_broken_before_a_sign() -> None:
    rows = [block.lines[0] for block in broken(formula("a + b - c d + e"), 8, Pen(PLAIN))]
    assert rows == ["a + b", "  - c d", "  + e"]


def test_tall_terms_are_broken_between_the_terms() -> None:
    blocks = broken(formula(r"\frac{a}{b} + \frac{c}{d} - \frac{x}{y}"), 8, Pen(PLAIN))
    assert [[line.rstrip() for line in block.lines] for block in blocks] == [
        ["a   c", "─ + ─", "b   d"],
        ["    x", "  - ─", "    y"],
    ]


def test_a_bracket_is_broken_when_nothing_else_can_be() -> None:
    blocks = broken(formula("x (a + b + c)"), 9, Pen(PLAIN))
    assert [block.lines[0] for block in blocks] == ["x (a + b", "  + c)"]


def test_formulas_in_reasons_hold_together() -> None:
    remark = ("chain rule along ", formula("L"), " ← ", formula("a"), " or ", formula("a + b"))
    assert Pen(PLAIN).wrapped(remark, 22) == ["chain rule along L ← a", "or a + b"]
    assert held(" and ") == " and "


# Characters and colours ---------------------------------------------------------------------


def test_without_unicode_everything_is_ascii_and_says_the_same() -> None:
    made = one_route(step(r"\frac{e^{-z}}{x_1^2} + \sigma(z)", misprints=(misprint(),)))
    text = shown(made, Terminal(80, unicode=False))
    assert text.isascii()
    assert "e^(-z)/x_1^2 + sigma(z)" in text
    assert "ok" in text
    assert "WRONG" in text


def test_colours_change_nothing_but_colour() -> None:
    plain = shown(proof(misprints=(misprint(),)))
    coloured = shown(proof(misprints=(misprint(),)), Terminal(80, colour=True))
    assert "\x1b[" not in plain
    assert "\x1b[" in coloured
    assert without_style(coloured) == plain


def test_the_closing_line_counts() -> None:
    sections = document_of(article(), [proof("w"), proof("b")]).sections
    assert closing_line(sections, PLAIN).strip() == (
        "2 derivatives by 4 proofs in 14 steps: the kernel proved every step."
    )
    sections = document_of(article(), [proof("w", agreement=OPEN)]).sections
    assert "1 of the derivatives not complete" in closing_line(sections, PLAIN)


# Every formula ------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(st.lists(expressions, min_size=1, max_size=3))
def test_every_formula_of_every_step_is_on_the_page(formulas: list) -> None:  # type: ignore[type-arg]
    made = one_route(*(replace(step("1"), formula=node) for node in formulas))
    wide = Terminal(100_000)
    rows = shown(made, wide).splitlines()
    for node in formulas:
        block = [line.rstrip() for line in write_text(node).lines]
        assert any(
            all(line in row for line, row in zip(block, rows[start:], strict=False))
            for start in range(len(rows))
        )
