"""How an article lays out its gradients: as the matrix, or as its transpose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verifier.articles.article import Line
from verifier.articles.decisions import Decision
from verifier.articles.matrices import in_both_layouts as in_both
from verifier.meaning.conventions import Layout
from verifier.notation.tree import Derivative
from verifier.values import Proved, Severity

MESSAGE = "right only if a gradient is laid out as the transposed matrix"
UPRIGHT = "right only if a gradient is laid out as the matrix, and not as the transposed matrix"


def other_layouts(
    decisions: Iterable[Decision], agreed: Layout | None
) -> Iterator[tuple[Line, Severity, str]]:
    """The lines that are right only in one layout of gradients, each with what to say about it.

    Where the author has agreed on a layout, the other one is a warning. Else the transposed layout
    is, if other gradients are laid out as the matrix: two layouts in one article do not go
    together. Where all gradients are transposed, which many do, that is a note.
    """
    about = [(one.line, one.found) for one in decisions if one.line.given is not None]
    other = [line for line, found in about if found.transposed]
    upright = any(
        isinstance(line.left, Derivative) and isinstance(found.verdict, Proved)
        for line, found in about
        if not found.transposed
    )
    if agreed == "transposed":
        for line, found in about:
            if isinstance(found.verdict, Proved) and not (found.transposed or in_both(line)):
                yield line, "warning", f"{UPRIGHT}; that is agreed on here"
        return
    for line in other:
        if agreed == "matrix":
            yield line, "warning", f"{MESSAGE}; that as the matrix is agreed on here"
        elif upright:
            yield line, "warning", f"{MESSAGE}; other gradients here are laid out as the matrix"
        else:
            yield line, "note", MESSAGE
