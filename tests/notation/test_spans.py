"""Every node knows where it was written."""

from __future__ import annotations

from tests.notation.documents import VOCABULARY, article, corpus
from verifier.notation.read_latex import DEFAULT, Macro, Vocabulary, read_latex
from verifier.notation.tree import Apply, Chain, Group, Number, Symbol, children, walk
from verifier.values import Span


def parts(text: str) -> dict[str, list[str]]:
    """What each kind of node covers, by the name of the kind."""
    found: dict[str, list[str]] = {}
    for statement in read_latex(text).statements:
        for node in walk(statement):
            covered = text[node.span.start : node.span.end]
            found.setdefault(type(node).__name__, []).append(covered)
    return found


def test_spans_cover_what_was_written() -> None:
    found = parts(r"L = -\frac{1}{m} \left[ y \ln(a) + x^{(i)} \right], \quad z = wx'_1")
    assert found["Chain"] == [
        r"L = -\frac{1}{m} \left[ y \ln(a) + x^{(i)} \right]",
        r"z = wx'_1",
    ]
    assert found["Fraction"] == [r"\frac{1}{m}"]
    assert found["Product"] == [
        r"\frac{1}{m} \left[ y \ln(a) + x^{(i)} \right]",
        r"y \ln(a)",
        "wx'_1",
    ]
    assert found["Apply"] == [r"\ln(a)"]
    assert found["Superscript"] == ["x^{(i)}"]
    assert found["Group"] == [r"\left[ y \ln(a) + x^{(i)} \right]", "(a)"]


def test_spans_in_rows() -> None:
    text = "a &= b \\\\\n  &\\quad + c \\\\\n &= \\text{sig}(d)"
    (chain,) = read_latex(text).statements
    covered = [text[side.span.start : side.span.end] for side in chain.sides]
    assert covered == ["a", "b \\\\\n  &\\quad + c", "\\text{sig}(d)"]


def test_the_offset_shifts_every_span() -> None:
    plain, shifted = read_latex("a + (b"), read_latex("a + (b", DEFAULT, 100)
    assert shifted.problems[0].span == plain.problems[0].span.shifted(100)
    (chain,) = read_latex(r"\frac12 x", DEFAULT, 100).statements
    assert chain.span == Span(100, 109)
    assert [node.span for node in walk(chain) if isinstance(node, Number)] == [
        Span(105, 106),
        Span(106, 107),
    ]


def test_what_a_macro_makes_lies_at_its_call() -> None:
    vocabulary = Vocabulary(macros={r"\half": Macro(1, r"\frac{#1}{2}")})
    (chain,) = read_latex(r"a \half{b}", vocabulary).statements
    spans = {node.name: node.span for node in walk(chain) if isinstance(node, Symbol)}
    assert spans == {"a": Span(0, 1), "b": Span(8, 9)}
    assert [node.span for node in walk(chain) if isinstance(node, Number)] == [Span(2, 10)]


def test_a_part_lies_within_the_whole() -> None:
    for text in corpus() + article():
        for statement in read_latex(text, VOCABULARY).statements:
            for node in walk(statement):
                assert 0 <= node.span.start <= node.span.end <= len(text), (text, node)
                for child in children(node):
                    within = node.span.start <= child.span.start and child.span.end <= node.span.end
                    assert within, (text, node, child)


def test_names_and_numerals_cover_their_own_text() -> None:
    for text in article():
        for statement in read_latex(text).statements:
            for node in walk(statement):
                covered = text[node.span.start : node.span.end]
                if isinstance(node, Number):
                    assert covered == node.text
                if isinstance(node, Symbol):
                    assert node.name in covered
                if isinstance(node, Group) and node.left in ("(", "["):
                    assert covered.endswith(node.right)
                if isinstance(node, Apply) and isinstance(node.argument, Group):
                    assert covered.endswith(node.argument.right)
                assert isinstance(node, Chain) or covered == covered.strip()
