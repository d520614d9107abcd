"""A text that stands at several places is read once; its spans are those of each place."""

from __future__ import annotations

import pytest

from verifier.articles.places import read_in_place
from verifier.articles.source import markdown_source
from verifier.notation.read_latex import read_latex
from verifier.notation.reading import Reading
from verifier.notation.tree import walk
from verifier.values import NOWHERE, Span

TEXTS = (
    r"a = \frac{1}{1 + e^{-z}}",
    r"\ln a b = \ln(a) b",  # with another reading
    r"\sum_{i=1}^n x_i = x_1 + \dots + x_n",
    r"a = (b",  # with a problem
)


def spans_in(reading: Reading) -> list[Span]:
    """Every span that a reading names."""
    trees = [
        *reading.statements,
        *(part for a in reading.alternatives for part in (a.taken, a.instead)),
    ]
    return [
        *(p.span for tree in trees for p in walk(tree) if p.span != NOWHERE),
        *(p.span for p in reading.problems),
    ]


@pytest.mark.parametrize("latex", TEXTS)
def test_each_place_has_its_own_spans(latex: str) -> None:
    source = markdown_source(
        f"First ${latex}$, then\n\n$$\n{latex}\n$$\n\nand ${latex}$ again.\n", "a.md"
    )
    places = source.document.formulas
    assert len(places) == 3
    for formula in places:
        found = read_in_place(formula)
        alone = read_latex(formula.latex)
        assert found == read_in_place(formula)
        assert len(found.problems) == len(alone.problems)
        start = formula.offset_in_file(0)
        assert all(start <= s.start <= s.end <= start + len(formula.latex) for s in spans_in(found))
        if "dots" not in latex:
            assert spans_in(found) == [span.shifted(start) for span in spans_in(alone)]
