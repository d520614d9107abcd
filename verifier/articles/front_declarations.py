"""The domains that the front matter of an article gives to symbols."""

from __future__ import annotations

from verifier.articles.front_matter import FrontMatter
from verifier.meaning.declare import Declaration, declarations_of
from verifier.meaning.errors import MeaningError
from verifier.notation.read_latex import read_latex
from verifier.values import Span


def front_declarations(
    front: FrontMatter,
) -> tuple[tuple[Declaration, ...], tuple[tuple[Span, str], ...]]:
    """What the key `symbols` declares, and for each entry that is no domain its place and why."""
    found: list[Declaration] = []
    wrong: list[tuple[Span, str]] = []
    for entry in front.symbols:
        reading = read_latex(f"{entry.name} \\in {entry.text}")
        try:
            declared = [d for s in reading.statements for d in declarations_of(s)]
        except MeaningError as problem:
            wrong.append((entry.text_span, str(problem)))
            continue
        if reading.problems or not declared:
            expected = "expected one such as [0, 1], (0, 1) or \\mathbb{R}"
            wrong.append((entry.text_span, f"found the domain {entry.text}, {expected}"))
        found.extend(declared)
    return tuple(found), tuple(wrong)
