"""How much a finding weighs: a certain error, or sides that differ as they are read."""

from __future__ import annotations

from verifier.articles.article import Article, Line
from verifier.articles.equation_doubts import is_of_calculus
from verifier.articles.findings import Defect
from verifier.articles.suspects import Suspect
from verifier.meaning.context import Context, mentioned
from verifier.meaning.functions import NAMES_WITH_A_MEANING
from verifier.records import replace


def weighed(line: Line, defects: tuple[Defect, ...], article: Article) -> tuple[Defect, ...]:
    """The defects; those that nothing explains are warnings where symbols are not declared.

    No small change makes such a line right, and what its symbols are is a guess: more often than
    not, right articles that mean something else look like this: `S w = \\lambda w` restricts its
    symbols. An identity of numbers, with the same on both sides, leaves no such doubt, nor does a
    derivative that is another one, nor do shapes that do not fit.
    """
    if not all(defect.code == "not-equal" for defect in defects):
        return defects
    if Suspect(line, defects, article).has_slip or is_of_calculus(line):
        return defects
    left, right = (
        {name for name in mentioned(side) if name not in NAMES_WITH_A_MEANING}
        for side in (line.left, line.right)
    )
    of_numbers = line.given is None and not any(name.endswith("[]") for name in left)
    if left == right and of_numbers:
        return defects
    names = {part for name in left | right for part in (name, *line.context.ancestry(name))}
    if all(_is_declared(name, line.context) for name in names):
        return defects
    why = "as it is read here; no small change makes it right, so it may be meant otherwise"
    return tuple(
        replace(defect, severity="warning", message=f"{defect.message}, {why}")
        for defect in defects
    )


def _is_declared(name: str, context: Context) -> bool:
    if name.endswith("[]"):
        return context.knows(name) and name.removesuffix("[]") not in context.surveyed
    return context.knows(name) or name in context.sizes
