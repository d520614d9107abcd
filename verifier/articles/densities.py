"""Distributions that an article gives in closed form: `p(x \\mid \\mu) = e^{-(x - \\mu)^2/2}/c`.

Behind such a line, `\\log p(x \\mid \\mu) = \\dots` is a claim about that formula, not about all
distributions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from verifier.articles.article import Article, Line
from verifier.articles.findings import correction_of
from verifier.meaning.context import Context, mentioned
from verifier.meaning.distributions import law_name
from verifier.meaning.divergences import is_divergence
from verifier.meaning.expectations import operator_of
from verifier.meaning.functions import BUILT_IN_FUNCTIONS
from verifier.meaning.letters import calls_in, has_bar
from verifier.meaning.names import name_of
from verifier.notation.tree import Apply, BigOperator, Chain, Group, Node, bare, rebuild, walk
from verifier.records import replace


def with_densities(line: Line, article: Article) -> Line | None:
    """The line with the formula of each distribution on its left side, given before it.

    None when there is none, when one has no formula or several, and for a line that gives one.
    """
    calls = list(_laws_in(line.left, line.context))
    if not calls or calls[0] == line.left or any(_laws_in(line.right, line.context)):
        return None
    given = _given(article, line.span.start)
    if any(len(given.get(bare(call), ())) != 1 for call in calls):
        return None
    formulas = {bare(call): given[bare(call)][0] for call in calls}
    left = _replaced(line.left, formulas)
    return replace(line, left=left, others=(), earlier=(), context=replace(line.context, laws=None))


def is_one_slip(line: Line) -> bool:
    """Whether one change, other than a term put in, makes the right side of a wrong line right."""
    correction = correction_of(line)
    if correction is None or correction.left or len(correction.slips) > 1:
        return False
    return correction.code not in ("missing-term", "extra-term")


def given_in_closed_form(line: Line, article: Article) -> str | None:
    """The name of a distribution in a line of which the article gives a formula somewhere."""
    names = {
        law_name(call.function)
        for side in (line.left, line.right)
        for call in _laws_in(side, line.context)
    }
    if not names:
        return None
    heads = _given(article, len(article.text))
    given = (law_name(call.function) for head in heads for call in calls_in(head))
    return next((name for name in (*given, *_given_by_others(article)) if name in names), None)


def _given_by_others(article: Article) -> Iterator[str]:
    """The unusual names, such as the A of `A(y \\mid x) = \\min(\\dots)`, that have a formula."""
    for line in article.lines:
        laws, call = line.context.laws, next(calls_in(line.left), None)
        if laws is None or call is None or call != line.left:
            continue
        name = law_name(call.function)
        others = {law_name(part.function) for part in _laws_in(line.right, line.context)}
        if laws.named(name) is not None and name[0] not in "pqP\\" and name not in others:
            yield name


def _given(article: Article, end: int) -> Mapping[Node, tuple[Node, ...]]:
    """The formulas that the lines before a place give for distributions."""
    found: dict[Node, tuple[Node, ...]] = {}
    for line in article.lines:
        call = next(calls_in(line.left), None)
        if line.span.start >= end or line.earlier or call is None:
            continue
        if _is_a_law(call, line.context) and _is_closed(line.right, line.context):
            found[bare(call)] = (*found.get(bare(call), ()), line.right)
    return found


def _laws_in(node: Node, context: Context) -> Iterator[Apply]:
    calls = (call for part in walk(node) for call in calls_in(part))
    return (call for call in calls if _is_a_law(call, context))


def _is_a_law(call: Apply, context: Context) -> bool:
    """Whether a call is the density of a distribution: `p(x \\mid z)`, `f(x; \\lambda)`."""
    if operator_of(call.function) is not None or is_divergence(call.function):
        return False
    if has_bar(call.argument) or _has_parameters(call.argument):
        return True
    laws = context.laws
    return laws is not None and laws.named(law_name(call.function)) is not None


def _has_parameters(argument: Node) -> bool:
    inner = argument.body if isinstance(argument, Group) else argument
    return isinstance(inner, Chain) and set(inner.operators) == {";"}


def _is_closed(node: Node, context: Context) -> bool:
    """Whether a formula of symbols calls nothing but the usual functions, and adds nothing up."""
    if not any(mentioned(node)) or any(isinstance(part, BigOperator) for part in walk(node)):
        return False
    calls = (call for part in walk(node) for call in calls_in(part))
    return all(_is_usual(name_of(call.function), context) for call in calls)


def _is_usual(name: str | None, context: Context) -> bool:
    return name is not None and (name in BUILT_IN_FUNCTIONS or name in context.definitions)


def _replaced(node: Node, formulas: Mapping[Node, Node]) -> Node:
    formula = formulas.get(bare(node)) if isinstance(node, Apply) else None
    if formula is not None:
        return Group("(", bare(formula), ")", span=node.span)
    return rebuild(node, lambda part: _replaced(part, formulas))
