"""The HTML page: complete, self-contained, escaped, linked, and fit to be heard."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.handout.html_reader import Tag, read_html
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
from verifier.cli import main
from verifier.handout.document import document_of
from verifier.handout.edition import Edition
from verifier.handout.pictures.picture import Picture
from verifier.handout.web.write_page import html
from verifier.notation.tree import Node
from verifier.notation.write_latex import write_latex
from verifier.prover.proof import Proof
from verifier.values import InputError, Proved

HOSTILE = "<script>alert(1)</script> ]]> \"'& </style> {{ 7 * 7 }} <img src=x onerror=y> \u202e\x00"
PICTURE = Picture("plot", "A plot", "It shows", '<svg role="img"><title>A plot</title></svg>')


def page(*proofs: Proof, text: str = ARTICLE, pictures: tuple[Picture, ...] = ()) -> str:
    document = replace(document_of(article(text), list(proofs)), pictures=pictures)
    return html(document, Edition())


def read(*proofs: Proof, text: str = ARTICLE, pictures: tuple[Picture, ...] = ()) -> Tag:
    return read_html(page(*proofs, text=text, pictures=pictures))


def seen(tag: Tag) -> str:
    """The text on one line, without invisible operators."""
    plain = tag.text().replace("\u2061", "").replace("\u2062", "").replace("\u00a0", " ")
    return " ".join(plain.split())


WHOLE = (proof("w", misprints=(misprint(),)), proof("b"))


# Complete -------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.lists(expressions, min_size=1, max_size=3))
def test_every_formula_of_every_step_is_on_the_page(formulas: list[Node]) -> None:
    made = one_route(*(replace(step("1"), formula=node) for node in formulas))
    steps = read(made).all("li", "step")
    sources = [
        "".join(a.text(()) for tag in item.all("div", "right") for a in tag.all("annotation"))
        for item in steps
    ]
    clean = [" ".join(f"= {write_latex(node)}".split()) for node in formulas]
    assert [" ".join(source.split()) for source in sources] == clean


def test_every_word_is_on_the_page() -> None:
    text = seen(read(*WHOLE))
    for words in (
        "A small neuron",
        "Route 1, chain rule",
        "Route 2, direct expansion",
        "Why",
        "The local derivative ∂L/∂a",
        "the exponential undoes the logarithm",
        "shown above",
        "The routes agree",
        "SymPy, asked as a second opinion, finds the same.",
        "NumPy: 100",
        "Erratum S27",
        "The bias is lost",
        "equal normal forms",
        "The rules used",
    ):
        assert words in text


def test_a_step_shows_number_formula_rule_and_opens_why() -> None:
    item = read(one_route(step("2 x", ("expand",)))).all("li", "step")[0]
    assert seen(item.all("a", "number")[0]) == "1"
    assert seen(item.all("div", "right")[0]) == "=2x"
    (rule,) = [tag for tag in item.all("a") if tag.attributes["href"] == "#rule-expand"][:1]
    assert seen(rule) == "expand"
    (why,) = item.all("details", "verdict")
    assert "proved" in why.attributes["class"]
    facts = [seen(tag) for tag in why.all("dt")]
    assert facts == ["proved by the kernel", "conditions", "in numbers", "rules"]
    assert [seen(tag) for tag in why.all("dd")][:2] == ["equal normal forms", "none"]


def test_numbers_stand_behind_a_step_that_has_a_value() -> None:
    tag = read(one_route(step("w x"), step("x w")))
    numbers = [seen(fact) for fact in tag.all("dd") if "sample point" in seen(fact)]
    assert numbers[1:] == ["before 6/5, after 6/5, at the sample point"]
    assert "w=4/5" in seen(tag)


def test_conditions_are_shown() -> None:
    tag = read(one_route(step("x", verdict=Proved("equal normal forms", ("a != 0",)))))
    assert "a ≠ 0" in [seen(fact) for fact in tag.all("dd")]


def test_a_step_that_is_not_proved_has_no_mark_of_proof() -> None:
    tag = read(one_route(step("a + b", verdict=OPEN), step("b", verdict=FALSE)))
    states = [item.attributes["class"] for item in tag.all("details", "verdict")]
    assert states == ["verdict unknown", "verdict refuted"]
    marks = [seen(item.all("summary")[0]) for item in tag.all("details", "verdict")]
    assert marks == ["?", "✗"]
    text = seen(tag)
    assert "not decided: out of fuel" in text
    assert "false: at" in text
    assert "Not every step of it is proved." in text


def test_lemmas_can_be_folded_and_are_open() -> None:
    lemmas = read(*WHOLE).all("details", "lemma")
    assert lemmas
    assert all("open" in lemma.attributes for lemma in lemmas)


def test_an_erratum_marks_what_changed() -> None:
    (box,) = read(WHOLE[0]).all("section", "erratum")
    changed = {
        side: [seen(tag) for tag in box.all("div", side)[0].walk() if is_changed(tag)]
        for side in ("printed", "correct")
    }
    assert changed == {"printed": [], "correct": ["+", "b"]}
    assert "at w=−1/2, y=1: printed" in seen(box)


def is_changed(tag: Tag) -> bool:
    return tag.attributes.get("class") == "changed"


# Alone ----------------------------------------------------------------------------------------


def test_the_page_needs_nothing_else() -> None:
    tag = read(*WHOLE, pictures=(PICTURE,))
    for item in tag.walk():
        assert item.name not in ("link", "img", "iframe", "object", "embed", "base", "form")
        assert "src" not in item.attributes
        assert "style" not in item.attributes
        assert not [name for name in item.attributes if name.startswith("on")]
        assert item.attributes.get("href", "#").startswith("#")
    assert "@import" not in page(*WHOLE)
    assert "url(" not in page(*WHOLE)


def test_the_policy_allows_the_own_style_and_script_and_nothing_else() -> None:
    tag = read(*WHOLE)
    (policy,) = [
        item.attributes["content"]
        for item in tag.all("meta")
        if item.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy.startswith("default-src 'none'; ")
    for name in ("style", "script"):
        (item,) = tag.all(name)
        digest = base64.b64encode(hashlib.sha256(item.text(()).encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_links_lead_somewhere_and_identifiers_are_unique() -> None:
    tag = read(*WHOLE, pictures=(PICTURE,))
    identifiers = [item.attributes["id"] for item in tag.walk() if "id" in item.attributes]
    assert len(set(identifiers)) == len(identifiers)
    targets = {item.attributes["href"][1:] for item in tag.all("a")}
    assert targets <= set(identifiers)
    assert {"dL-dw", "dL-db", "rules", "pictures"} <= targets


def test_writing_twice_gives_the_same() -> None:
    assert page(*WHOLE) == page(*WHOLE)


# Text that others wrote -----------------------------------------------------------------------


def test_hostile_text_is_shown_and_not_obeyed() -> None:
    text = ARTICLE.replace("A small neuron", "'" + HOSTILE[:-2].replace("'", "''") + "'")
    wrong = replace(misprint(HOSTILE), note=HOSTILE)
    formula = one_route(step("1")).routes[0].main.steps[0].formula
    made = one_route(
        step("a", (HOSTILE, formula, HOSTILE), misprints=(wrong,)),
        step(r"\text{<script>x</script>]]>}", verdict=Proved(HOSTILE, (HOSTILE,))),
    )
    shown = page(made, text=text)
    tag = read_html(shown)
    assert len(tag.all("script")) == len(tag.all("style")) == 1
    assert not tag.all("img")
    assert shown.count("<script>") == 1
    assert "{{ 7 * 7 }}" in shown
    assert "\u202e" not in shown
    assert "\x00" not in shown
    text = seen(tag)
    assert text.count("<script>alert(1)</script> ]]> \"'& </style>") >= 5
    assert "<script>x</script>]]>" in text


# To be heard ----------------------------------------------------------------------------------


def test_the_page_has_the_essentials_for_screen_readers() -> None:
    tag = read(*WHOLE, pictures=(PICTURE,))
    (root,) = tag.all("html")
    assert root.attributes["lang"] == "en"
    assert len(tag.all("main")) == len(tag.all("h1")) == len(tag.all("head")[0].all("title")) == 1
    levels = [int(item.name[1]) for item in tag.walk() if re.fullmatch("h[1-6]", item.name)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for item in (*tag.all("button"), *tag.all("a"), *tag.all("summary")):
        assert item.attributes.get("aria-label") or item.text(("math", "style")).strip()
    for item in tag.all("svg"):
        assert item.attributes["role"] == "img"
        assert item.all("title")
    labelled = [item.attributes.get("aria-labelledby", "") for item in tag.walk()]
    identifiers = {item.attributes.get("id", "") for item in tag.walk()}
    assert all(name in identifiers for names in labelled for name in names.split())


def test_nothing_but_copying_and_folding_needs_the_script() -> None:
    tag = read(*WHOLE)
    assert all("hidden" in item.attributes for item in tag.all("button", "copy"))
    (tools,) = tag.all("p", "tools")
    assert "hidden" in tools.attributes


# The command ----------------------------------------------------------------------------------


def test_the_command_writes_a_page_and_tells_stale_from_fresh(tmp_path: Path) -> None:
    source = tmp_path / "small.md"
    source.write_text(ARTICLE.replace("[dL/dw, dL/db]", "[dL/da]"), encoding="utf-8")
    words = ["handout", str(source), "--to", "html", "-o", str(tmp_path / "out")]
    made = CliRunner().invoke(main, words)
    assert made.exit_code == 0, made.output
    made_page = tmp_path / "out" / "small.html"
    assert [path.name for path in made_page.parent.iterdir()] == ["small.html"]
    assert CliRunner().invoke(main, [*words, "--check"]).exit_code == 0
    tag = read_html(made_page.read_text(encoding="utf-8"))
    names = {item.attributes.get("id") for item in tag.all("figure")}
    assert names == {"graph-L", "function-sigma", "plot-dL-da"}
    made_page.write_text("old", encoding="utf-8")
    checked = CliRunner().invoke(main, [*words, "--check"])
    assert checked.exit_code == 1
    assert "stale" in checked.output


def test_there_is_no_sheet_as_a_page() -> None:
    with pytest.raises(InputError, match="html for a sheet"):
        html(document_of(article(), [proof()]), Edition("sheet"))
