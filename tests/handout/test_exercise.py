"""Exercises: telling steps are blank, nothing tells them, the solutions say which they were."""

from __future__ import annotations

import re

import pytest

from tests.handout.samples import article, derivation, misprint, one_route, proof, step
from verifier import library
from verifier.handout.document import Document, document_of
from verifier.handout.edition import Edition
from verifier.handout.escape import markdown_formula
from verifier.handout.exercise import IMPORTANCE, blanks
from verifier.handout.write import written
from verifier.notation.vocabulary import DEFAULT
from verifier.prover.proof import Route
from verifier.rules.table import RULES

EXERCISE, SOLUTIONS = Edition("exercise"), Edition("solutions")


@pytest.fixture(scope="module")
def logistic() -> Document:
    found = library.load("logistic")
    return document_of(found, [library.prove(found, goal) for goal in ("da/dz", "dL/dz")])


def test_every_weight_is_that_of_a_rule() -> None:
    assert set(IMPORTANCE) <= set(RULES)


def test_about_a_third_of_the_steps_is_blank(logistic: Document) -> None:
    asked = blanks(logistic)
    for section in logistic.sections:
        for way in section.ways:
            count = sum(1 for _ in way.steps)
            found = [
                place for place in asked if (place.goal, place.route) == (section.goal, way.number)
            ]
            assert 1 <= len(found) <= count / 2


def test_the_choice_depends_on_the_seed_alone(logistic: Document) -> None:
    assert blanks(logistic, 1) == blanks(logistic, 1)
    assert len({blanks(logistic, seed) for seed in range(12)}) > 1


def test_results_are_never_asked_for(logistic: Document) -> None:
    for section in logistic.sections:
        for way in section.ways:
            last = list(way.steps)[-1].number
            places = {(place.goal, place.route, place.step) for place in blanks(logistic)}
            assert (section.goal, way.number, last) not in places


def test_no_page_of_the_exercise_tells_what_is_asked(logistic: Document) -> None:
    text = written(logistic, "markdown", EXERCISE)
    asked = blanks(logistic)
    assert len(re.findall(r"\\boxed\{\\phantom", text)) == len(asked)
    rows = [line.split(" | ")[2] for line in text.splitlines() if line.count(" | ") > 2]
    for section in logistic.sections:
        for way in section.ways:
            for numbered in way.steps:
                place = (section.goal, way.number, numbered.number)
                if place in {(one.goal, one.route, one.step) for one in asked}:
                    formula = markdown_formula(numbered.step.formula, DEFAULT)
                    assert f"$`\\displaystyle = {formula}`$" not in rows


def test_the_solutions_mark_what_was_asked(logistic: Document) -> None:
    text = written(logistic, "markdown", SOLUTIONS)
    assert "\\boxed" not in text
    assert text.count("| → $`") == len(blanks(logistic))
    in_typst = written(logistic, "typst", SOLUTIONS)
    assert in_typst.count('state: "solution"') == len(blanks(logistic))


def test_errata_are_left_to_the_solutions() -> None:
    steps = [step("a + b + c", misprints=(misprint(),)), step("a + b + d"), step("a + b")]
    document = document_of(article(), [one_route(*steps)])
    assert blanks(document)
    assert "Erratum" not in written(document, "markdown", EXERCISE)
    assert "Erratum" in written(document, "markdown", SOLUTIONS)


def test_an_exercise_of_nothing() -> None:
    routes = (Route("chain", "", (derivation("L"),)),)
    document = document_of(article(), [proof(routes=routes)])
    assert blanks(document) == frozenset()
    assert written(document, "markdown", EXERCISE)


def test_the_sheet_shows_results_and_what_leads_to_them(logistic: Document) -> None:
    text = written(logistic, "markdown", Edition("sheet"))
    assert text.count("\n| $`") == len(logistic.sections)
    arrows = re.findall(r'\["(.*?)"\] --> q\d+\["(.*?)"\]', text)
    assert arrows == [("w", "z"), ("x", "z"), ("b", "z"), ("z", "a"), ("y", "L"), ("a", "L")]
    assert "chain rule" not in text
