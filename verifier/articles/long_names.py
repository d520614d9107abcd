"""Names of several letters in plain italics: `MSE = …`, `PB_q(t) = …`, `\\partial FL`.

To LaTeX such a run of letters is a product. It is a name when it stands as the left side of an
equation, alone or before its arguments, or behind `\\partial`, and one of its letters occurs
nowhere else in the article: then the article says nothing about that letter, and nobody can mean
a product with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from verifier.articles.document import Formula
from verifier.lazy_patterns import lazy_pattern
from verifier.notation.vocabulary import DEFAULT, Vocabulary
from verifier.records import replace

_BETWEEN_SIDES = lazy_pattern(r"\\\\|\\q?quad\b|\\(?:begin|end)\s*\{[^{}]*\}")
_OTHER_COMMANDS = lazy_pattern(
    r"\\(?:text[a-z]*|math(?:rm|tt)|mbox|operatorname\*?|label|tag)\s*\{[^{}]*\}"
    r"|\\(?!partial\b)[A-Za-z]+"
)
_RUN = lazy_pattern(r"(?<!\\)[A-Za-z]+")
_SIDE = lazy_pattern(r"(?:^|[\n,;&])\s*([A-Za-z]{2,})\s*(?:_(?:\w|\{\w+\}))?\s*&?\s*=")
_CALLED = lazy_pattern(
    r"(?:^|[\n,;&])\s*([A-Za-z]{2,})\s*(?:_\s*(?:\w|~|\{[^{}]*\}))?\s*\([^()=\n]*\)\s*&?\s*="
)
_DIFFERENTIATED = lazy_pattern(r"\\partial\s*([A-Za-z]{2,})")
_CAPITALS = lazy_pattern(r"\b[A-Z]{2,5}\b")
_COUNTS = frozenset(("TP", "FP", "FN", "TN"))
"""The counts of a confusion matrix: names where an article has two of them, and no products."""
_INDEXED = lazy_pattern(r"(?<![A-Za-z\\])([A-Za-z]{3,})\s*_")
_DIFFERENTIAL = lazy_pattern(r"d[A-Za-z]")


def with_long_names(formulas: Iterable[Formula], text: str = "") -> Vocabulary:
    """The vocabulary in which the long names of these formulas of a text are words."""
    return replace(DEFAULT, words=DEFAULT.words | long_names(formulas, text))


def long_names(formulas: Iterable[Formula], text: str = "") -> frozenset[str]:
    """The runs of letters that are names in these formulas."""
    formulas = tuple(formulas)
    heads: set[str] = set()
    runs: set[str] = set()
    indexed: set[str] = set()
    for formula in formulas:
        latex = _OTHER_COMMANDS.sub(" ~ ", _BETWEEN_SIDES.sub("\n", formula.latex))
        runs.update(_RUN.findall(latex))
        heads.update(_heads(latex))
        indexed.update(_INDEXED.findall(latex))
    counts = _COUNTS & runs if len(_COUNTS & runs) > 1 else frozenset()
    counts |= _abbreviations(runs, formulas, text)
    indexed = {one for one in indexed if not set(one) & set("".join(runs - {one}))}
    return counts | indexed | {head for head in heads if _has_a_letter_of_its_own(head, runs)}


def _heads(latex: str) -> Iterator[str]:
    for pattern in (_SIDE, _CALLED, _DIFFERENTIATED):
        for head in pattern.findall(latex):
            if _DIFFERENTIAL.fullmatch(head) is None:
                yield head


def _abbreviations(runs: set[str], formulas: Sequence[Formula], text: str) -> frozenset[str]:
    """The runs of capitals that the words around the formulas use as well: `RR` beside *RR*.

    Where all of its letters stand alone in a formula, the run may be a product of matrices.
    """
    found = {run for run in runs if _CAPITALS.fullmatch(run)}
    if not found:
        return frozenset()
    ends = (0, *(formula.span.end for formula in formulas))
    starts = (*(formula.span.start for formula in formulas), len(text))
    gaps = zip(ends, starts, strict=True)
    words = {word for start, end in gaps for word in _CAPITALS.findall(text, start, end)}
    return frozenset(run for run in found & words if not set(run) <= runs)


def _has_a_letter_of_its_own(head: str, runs: set[str]) -> bool:
    elsewhere = set("".join(run for run in runs if run not in (head, f"d{head}")))
    return not set(head) <= elsewhere
