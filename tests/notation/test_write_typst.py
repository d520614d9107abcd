"""Typst math: what is printed means the same, compiles, and obeys nobody."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from tests.notation.documents import VOCABULARY, corpus
from tests.notation.test_leaves import KINDS
from tests.notation.trees import statements
from tests.notation.typst_reader import as_latex, plain
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Accent, Chain, Node, Number, Symbol, UnknownNode
from verifier.notation.write_latex import write_latex
from verifier.notation.write_typst import typst_string, write_typst

PAGE = '#set document(title: "Formulas")\n#set page(width: 40cm, height: auto)\n'


def compiled(*formulas: str) -> bytes:
    """A PDF with the formulas; raises for what the compiler refuses."""
    typst: Any = pytest.importorskip("typst", reason="the extra `pdf` is not installed")
    lines = (f'#math.equation(alt: "a", block: true, ${formula}$)\n' for formula in formulas)
    fonts = typst.Fonts(include_system_fonts=False)
    source = (PAGE + "".join(lines)).encode()
    pdf = typst.Compiler(font_paths=fonts).compile(input=source, pdf_standards=["ua-1"])
    assert isinstance(pdf, bytes)
    return pdf


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"a(1 - a)", r"a \( 1 − a \)"),
        (r"-y \ln a + 12", r'− y op("ln") a + 12'),
        (r"\frac{\partial L}{\partial w}", "frac(∂ L, ∂ w)"),
        (r"2^{70}", "attach(2, t: 70)"),
        (r"x^{(i)}_j", r"attach(x, t: \( i \), b: j)"),
        (r"f'(x)", r"attach(f, t: ′) \( x \)"),
        (r"\mathbf{w} x^{(i)}", r"upright(bold(w)) attach(x, t: \( i \))"),
        (r"\left( \frac{a}{b} \right)^2", r"attach(lr(\( frac(a, b) \)), t: 2)"),
        (r"|x|", r'class("opening", \|) x class("closing", \|)'),
        (r"\text{sig}(z)", r'op(upright("sig")) \( z \)'),
        (r"\sum_{i=1}^{m} x", "attach(∑, t: m, b: i = 1) x"),
        (r"P(y \mid x; \theta)", r'P \( y class("relation", \|) x \; θ \)'),
        (r"\{0, 1\}", r"\{ 0 \, 1 \}"),
        (r"a := b", "a ≔ b"),
        (r"dz", "d z"),
    ],
)
def test_formulas_are_written_as_typst(latex: str, expected: str) -> None:
    (statement,) = read_latex(latex).statements
    assert write_typst(statement) == expected


@settings(max_examples=60, deadline=None)
@given(statements())
def test_what_is_printed_means_the_same(tree: Chain) -> None:
    latex = as_latex(write_typst(tree))
    (back,) = read_latex(latex).statements
    (read,) = read_latex(write_latex(tree)).statements
    assert plain(back) == plain(read), latex


def test_every_kind_of_node_compiles() -> None:
    assert compiled(*map(write_typst, KINDS)).startswith(b"%PDF-")


def test_every_third_formula_of_the_corpus_compiles() -> None:
    found = [s for latex in corpus()[::3] for s in read_latex(latex, VOCABULARY).statements]
    formulas = [write_typst(statement, VOCABULARY) for statement in found]
    assert compiled(*(formula for formula in formulas if not _is_chinese(formula)))


def _is_chinese(text: str) -> bool:
    return any("\u3000" <= character <= "\u9fff" for character in text)


HOSTILE = [
    '#eval("1")',
    "$",
    '"; #panic("x") "',
    "a]b",
    "\\",
    "//",
    "/*",
    "@x",
    "<x>",
    "`",
    "\n",
    "é",
    "_",
]


def test_names_of_strangers_are_names() -> None:
    names = [*HOSTILE, *"#$\\\"'`_^&@*~<>/;:,.()[]{}|!?=+-"]
    nodes: list[Node] = [
        Symbol(name, style) for name in names for style in ("", "\\text", "\\mathbf")
    ]
    nodes += [Number(name) for name in names]
    formulas = [write_typst(node) for node in nodes]
    assert compiled(*formulas)
    for name, formula in zip(HOSTILE, map(write_typst, map(Symbol, HOSTILE)), strict=True):
        assert len(name) == 1 or typst_string(name) in formula


def test_an_unknown_accent_is_refused() -> None:
    with pytest.raises(UnknownNode):
        write_typst(Accent("\\fancy", Symbol("a")))


def test_strings_are_literals() -> None:
    assert typst_string('a"b\\c\n#') == r'"a\"b\\c\u{a}#"'
