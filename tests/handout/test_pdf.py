"""Handouts as PDF: accessible, the same bytes each time, nothing overfull, nobody's commands."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.handout.samples import ARTICLE, article, formula, misprint, one_route, proof, step
from verifier.handout import pdf as module
from verifier.handout.document import Document, document_of
from verifier.handout.edition import KINDS, PAPERS, Edition
from verifier.handout.language import language_of
from verifier.handout.pdf import pdf
from verifier.handout.pictures.picture import Picture
from verifier.handout.typst_text import typst_text
from verifier.handout.write import written
from verifier.prover.proof import Proof
from verifier.values import InputError

HOSTILE = (
    '#eval("1") #panic() $x$ ]]> */ // @a <b> = - + "; \\write18{ls} \\u{41} `raw` [x](y) _a_ \'q\''
)
CHINESE = Edition(language=language_of("zh"))
PLAIN = Edition()
SQUARE = Picture(
    "graph-L",
    "A square",
    "Nothing but a square",
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>',
    width=90.0,
    height=90.0,
)

needs_typst = pytest.mark.skipif(
    find_spec("typst") is None, reason="the extra `pdf` is not installed"
)
needs_chinese = pytest.mark.skipif(
    find_spec("typst") is None or find_spec("pylopdf_fonts_zh_cn") is None,
    reason="the extra `zh` is not installed",
)
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is not installed"
)


def document(*proofs: Proof, text: str = ARTICLE) -> Document:
    return document_of(article(text), list(proofs))


def made(what: Document, edition: Edition = PLAIN) -> bytes:
    return pdf(written(what, "typst", edition), edition)


def text_of(content: bytes, directory: Path, *options: str) -> str:
    """What a reader of the PDF reads, with hyphens at line ends joined."""
    path = directory / "made.pdf"
    path.write_bytes(content)
    command = ["pdftotext", *options, str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


@pytest.fixture(scope="module")
def two_proofs() -> Document:
    return document(proof("w", misprints=(misprint(),)), proof("b"))


@needs_typst
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("paper", PAPERS)
def test_every_kind_is_accessible_and_always_the_same(
    two_proofs: Document, kind: str, paper: str
) -> None:
    edition = Edition(kind, paper=paper)
    content = made(replace(two_proofs, pictures=(SQUARE,)), edition)
    assert content == made(replace(two_proofs, pictures=(SQUARE,)), edition)
    assert b"pdfuaid:part" in content
    assert b"2000-01-01" in content
    found = re.search(rb"/MediaBox ?\[0 0 ([0-9.]+) ([0-9.]+)\]", content)
    assert found is not None
    sizes = {"a4": (595, 842), "letter": (612, 792)}
    assert (round(float(found[1])), round(float(found[2]))) == sizes[paper]


@needs_typst
@needs_poppler
def test_the_sheet_is_one_page_however_much_there_is(tmp_path: Path) -> None:
    many = [replace(proof("w"), goal=f"d{number}") for number in range(25)]
    content = made(document(*many), Edition("sheet"))
    assert text_of(content, tmp_path).count("\f") == 1


@needs_typst
@needs_poppler
def test_words_marks_and_pages_are_there(two_proofs: Document, tmp_path: Path) -> None:
    text = text_of(made(two_proofs), tmp_path, "-layout")
    for words in ("A small neuron", "Route 1, chain rule", "Erratum S27", "The bias is lost", "✓"):
        assert words in text
    pages = text.count("\f")
    assert f"1/{pages}" in text.replace(" ", "")
    assert f"{pages}/{pages}" in text.replace(" ", "")


LONG = " + ".join(rf"\frac{{a + b}}{{{number} + x}} e^{{wx + {number}}}" for number in range(1, 30))
WIDE = r" \cdot ".join(f"(a_{{{number}}} + b)" for number in range(60))


@needs_typst
@needs_poppler
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("latex", [LONG, WIDE, rf"-\left( {LONG} \right)", rf"\ln({WIDE})"])
def test_no_formula_is_overfull(latex: str, paper: str, tmp_path: Path) -> None:
    wide = replace(misprint(), printed=formula(latex), corrected=formula(latex))
    long_left = step("x", left=latex)
    shown = one_route(step(latex), long_left, step(latex, ("by ", formula(latex))))
    shown = replace(shown, closed_form=formula(latex), misprints=(wide,))
    content = made(document(shown), Edition(paper=paper))
    boxes = list(_boxes(text_of(content, tmp_path, "-bbox")))
    assert len(boxes) > 100
    assert all(left > 40 and right < width - 40 for left, right, width in boxes)


def _boxes(text: str) -> Iterator[tuple[float, float, float]]:
    width = 0.0
    for found in re.finditer(
        r'<page width="([0-9.]+)"|<word xMin="([0-9.-]+)".*?xMax="(.*?)"', text
    ):
        if found.group(1):
            width = float(found.group(1))
        else:
            yield float(found.group(2)), float(found.group(3)), width


# Text that others wrote ---------------------------------------------------------------------


@needs_typst
@needs_poppler
def test_text_of_strangers_is_plain_text(tmp_path: Path) -> None:
    text = ARTICLE.replace("A small neuron", "'" + HOSTILE.replace("'", "''") + "'")
    wrong = replace(misprint("#x $"), note=HOSTILE)
    shown = one_route(step("a", (HOSTILE,), misprints=(wrong,)))
    plain = "".join(text_of(made(document(shown, text=text)), tmp_path).split())
    expected = "".join(HOSTILE.split())
    assert plain.count(expected) >= 2


def test_text_is_a_literal() -> None:
    assert typst_text('a "b" \\ #c') == '#"a \\"b\\" \\\\ #c";'
    assert typst_text("a -1") == '#"a −1";'
    assert typst_text("") == ""


@needs_typst
@needs_poppler
def test_a_character_that_no_font_has_is_shown_by_its_number(tmp_path: Path) -> None:
    text = ARTICLE.replace("A small neuron", "A 🙂 neuron")
    assert "A U+1F642 neuron" in text_of(made(document(proof(), text=text)), tmp_path)


# Extras -------------------------------------------------------------------------------------


@needs_chinese
@needs_poppler
@pytest.mark.parametrize("kind", KINDS)
def test_chinese_has_all_its_glyphs(two_proofs: Document, kind: str, tmp_path: Path) -> None:
    edition = replace(CHINESE, kind=kind)
    text = text_of(made(two_proofs, edition), tmp_path)
    assert "定义" in text
    assert "U+" not in text


@needs_chinese
@needs_poppler
def test_a_chinese_title_in_an_english_handout(tmp_path: Path) -> None:
    text = ARTICLE.replace("A small neuron", "神经元")
    assert "神经元" in text_of(made(document(proof(), text=text)), tmp_path)


def test_a_missing_compiler_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"pip install 'backproof\[pdf\]'"):
        pdf("a", PLAIN)


@needs_typst
@pytest.mark.parametrize(("source", "edition"), [("a", CHINESE), ("神", PLAIN)])
def test_a_missing_font_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, source: str, edition: Edition
) -> None:
    monkeypatch.setattr(
        module, "find_spec", lambda name: find_spec("typst") if name == "typst" else None
    )
    with pytest.raises(InputError, match=r"pip install 'backproof\[pdf,zh\]'"):
        pdf(source, edition)
