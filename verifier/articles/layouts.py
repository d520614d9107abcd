"""How an article lays out its gradients: as the matrix, or as its transpose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verifier.articles.article import Line
from verifier.articles.readings import Found
from verifier.notation.tree import Derivative
from verifier.values import Proved, Severity

MESSAGE = "right only if a gradient is laid out as the transposed matrix"


def other_layouts(decided: Iterable[tuple[Line, Found]]) -> Iterator[tuple[Line, Severity, str]]:
    """The lines that are right only in the transposed layout, each with what to say about it.

    Where all gradients are laid out so, which many do, that is a note. Where others are laid out
    as the matrix, it is a warning: two layouts in one article do not go together.
    """
    about = [(line, found) for line, found in decided if line.given is not None]
    other = [line for line, found in about if found.transposed]
    upright = any(
        isinstance(line.left, Derivative) and isinstance(found.verdict, Proved)
        for line, found in about
        if not found.transposed
    )
    for line in other:
        if upright:
            yield line, "warning", f"{MESSAGE}; other gradients here are laid out as the matrix"
        else:
            yield line, "note", MESSAGE
