"""Handouts as Markdown, LaTeX and JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.handout.latex_syntax import mistakes
from tests.handout.samples import (
    ARTICLE,
    FALSE,
    OPEN,
    article,
    misprint,
    one_route,
    proof,
    step,
)
from tests.notation.trees import expressions
from verifier.handout.document import Document, document_of
from verifier.handout.escape import latex_formula, markdown_formula
from verifier.handout.machine import proofs_as_json
from verifier.handout.write import FORMATS, written
from verifier.notation.tree import Node
from verifier.notation.vocabulary import DEFAULT
from verifier.notation.write_latex import write_latex
from verifier.prover.proof import NumericCheck, Proof
from verifier.resources import resource_directory

HOSTILE = (
    r"\input{/etc/passwd} $x$ <script>alert(1)</script> [a](b) **b** `c` # % & _ ^ ~ | {{ 7 }}"
)


def document(*proofs: Proof, text: str = ARTICLE) -> Document:
    return document_of(article(text), list(proofs))


def markdown(*proofs: Proof, text: str = ARTICLE) -> str:
    return written(document(*proofs, text=text), "markdown")


def latex(*proofs: Proof, text: str = ARTICLE) -> str:
    return written(document(*proofs, text=text), "latex")


def body(text: str) -> str:
    return text[text.index(r"\begin{document}") :]


# Every formula ------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.lists(expressions, min_size=1, max_size=3))
def test_every_formula_of_every_step_reaches_every_format(formulas: list[Node]) -> None:
    made = one_route(*(replace(step("1"), formula=node) for node in formulas))
    in_markdown = markdown(made)
    in_latex = latex(made)
    unbroken = "".join(in_latex.replace(r"}\betweenterms\term{{}", "").split())
    steps = json.loads(proofs_as_json([made]))["proofs"][0]["routes"][0]["steps"]
    assert [item["latex"] for item in steps] == [write_latex(node) for node in formulas]
    for node in formulas:
        assert f"$`\\displaystyle = {markdown_formula(node, DEFAULT)}`$" in in_markdown
        assert "".join(f"{{\\term{{{latex_formula(node, DEFAULT)}}}}}".split()) in unbroken
    assert mistakes(body(in_latex)) == []


@pytest.mark.parametrize("form", FORMATS)
def test_every_word_reaches_the_format(form: str) -> None:
    text = written(document(proof("w", misprints=(misprint(),)), proof("b")), form)
    plain = re.sub(r"[$`~]", "", text)
    for words in (
        "A small neuron",
        "Route 1, chain rule",
        "Route 2, direct expansion",
        "Why",
        "The local derivative",
        "the exponential undoes the logarithm",
        "shown above",
        "The routes agree",
        "SymPy, asked as a second opinion, finds the same.",
        "NumPy: 100",
        "Erratum S27",
        "The bias is lost",
    ):
        assert words in plain


@pytest.mark.parametrize("form", FORMATS)
def test_a_step_that_is_not_proved_has_no_mark_of_proof(form: str) -> None:
    text = written(document(one_route(step("a + b", verdict=OPEN), step("b", verdict=FALSE))), form)
    body = text[text.index("Route 1") :]
    assert "✓" not in body
    assert "\\isproved}" not in body
    assert "not decided: out of fuel" in body
    assert "false: at" in body


def test_figures_that_differ_between_machines_do_not_make_a_handout_stale() -> None:
    texts = {
        markdown(proof(numeric=NumericCheck(100_000, error))) for error in (3e-16, 2e-15, 4e-14)
    }
    assert len(texts) == 1
    assert "below 1e-12" in texts.pop()
    assert "below 1e-3" in markdown(proof(numeric=NumericCheck(100_000, 4e-4)))


def test_writing_twice_gives_the_same() -> None:
    assert markdown(proof()) == markdown(proof())
    assert latex(proof()) == latex(proof())


# Markdown -----------------------------------------------------------------------------------


def test_markdown_is_in_the_forms_that_github_renders() -> None:
    text = markdown(proof("w", misprints=(misprint(),)))
    outside = re.sub(r"```math\n.*?\n```|\$`[^`]*`\$", "", text, flags=re.DOTALL)
    assert "$" not in outside
    assert "`" not in outside.replace("`backproof handout`", "")
    assert text.count("```") % 2 == 0
    assert "\\operatorname" not in text


def test_tables_have_the_same_number_of_cells_in_every_row() -> None:
    table: list[str] = []
    for row in [*markdown(proof(), one_route(step("|a|"))).splitlines(), ""]:
        if row.startswith("|"):
            table.append(row)
        elif table:
            assert len({row.count("|") for row in table}) == 1, table
            table = []


def test_contents_link_to_anchors() -> None:
    text = markdown(proof("w"), proof("b"))
    links = re.findall(r"\]\(#([^)]*)\)", text)
    assert links == re.findall(r'<a id="([^"]*)"></a>', text) == ["dL-dw", "dL-db"]


def test_functions_that_github_forbids_are_written_otherwise() -> None:
    node = one_route(step(r"\operatorname{softmax} z + \text{sig}(z)")).routes[0].main.result
    assert markdown_formula(node, DEFAULT) == r"\mathrm{softmax} z + \text{sig}(z)"
    assert latex_formula(node, DEFAULT) == r"\operatorname{softmax} z + \text{sig}(z)"


# Text that others wrote ---------------------------------------------------------------------


def hostile() -> tuple[str, Proof]:
    text = ARTICLE.replace("A small neuron", f"'{HOSTILE}'")
    wrong = replace(misprint("`S1` $"), note=HOSTILE)
    return text, one_route(step("a", (HOSTILE,), misprints=(wrong,)))


def test_markdown_shows_hostile_text_and_does_not_obey_it() -> None:
    text, made = hostile()
    shown = markdown(made, text=text)
    assert "<script>" not in shown
    assert "[a](b)" not in shown
    assert "&lt;script&gt;" in shown
    assert r"\`c\`" in shown
    assert "{{ 7 }}".replace("{", r"\{").replace("}", r"\}") in shown


def test_latex_shows_hostile_text_and_does_not_obey_it() -> None:
    text, made = hostile()
    shown = latex(made, text=text)
    assert "\\input" not in shown
    assert r"\textbackslash{}input\{/etc/passwd\}" in shown
    assert r"\# \% \& \_ \textasciicircum{} \textasciitilde{}" in shown
    assert mistakes(body(shown)) == []


def test_templates_fail_on_what_they_are_not_given() -> None:
    for form in FORMATS.values():
        for kind in form.kinds:
            assert (resource_directory("templates") / form.template(kind)).is_file()
    with pytest.raises(jinja2.UndefinedError):
        jinja2.Environment(undefined=jinja2.StrictUndefined).from_string("{{ a }}").render()


def test_the_syntax_check_finds_mistakes() -> None:
    assert mistakes(r"\begin{a}{$x$}\end{a} \{ % }") == []
    assert mistakes(r"\begin{a}{\end{a}") != []
    assert mistakes("{$}$") != []
    assert mistakes("$x") != []


# JSON ---------------------------------------------------------------------------------------


def test_json_has_the_documented_form() -> None:
    value = json.loads(proofs_as_json([proof(misprints=(misprint(),))]))
    assert value["version"] == 1
    (made,) = value["proofs"]
    assert made["goal"] == "dL/dw"
    assert [route["name"] for route in made["routes"]] == ["chain", "direct"]
    assert len(made["routes"][0]["steps"]) == 8
    assert made["closed_form"] == "2(a - y)a(1 - a)"
    assert made["agree"] is True
    assert made["numeric"] == {
        "points": 100_000,
        "of": "points",
        "max_relative_error": 3.1e-15,
        "skipped": 0,
    }
    assert {"latex", "rule", "reason", "verdict", "erratum"} <= set(made["routes"][0]["steps"][0])
    assert made["errata"][0]["counterexample"] == {
        "at": {"w": "-1/2", "y": "1"},
        "left": "-1/2",
        "right": "-0.731058…",
    }


def test_json_tells_three_verdicts_apart() -> None:
    made = one_route(step("a"), step("b", verdict=FALSE), step("c", verdict=OPEN))
    steps = json.loads(proofs_as_json([made]))["proofs"][0]["routes"][0]["steps"]
    assert [item["verdict"] for item in steps] == ["proved", "refuted", "unknown"]


@pytest.mark.parametrize(("agreement", "expected"), [(OPEN, None), (FALSE, False)])
def test_json_does_not_take_unknown_for_false(agreement: object, expected: object) -> None:
    made = replace(proof(), agreement=agreement)  # type: ignore[arg-type]
    (value,) = json.loads(proofs_as_json([made]))["proofs"]
    assert value["agree"] is expected


def test_json_is_ascii_and_has_no_nan() -> None:
    text = proofs_as_json([proof(numeric=NumericCheck(0, float("nan"), 5))])
    assert text.isascii()
    assert json.loads(text)["proofs"][0]["numeric"]["max_relative_error"] is None
