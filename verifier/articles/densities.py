"""Distributions that an article gives in closed form: `p(x \\mid \\mu) = e^{-(x - \\mu)^2/2}/c`.

Behind such a line, `\\log p(x \\mid \\mu) = \\dots` is a claim about that formula, not about all
distributions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from verifier.articles.article import Article, Line
from verifier.articles.findings import slip_of
from verifier.meaning.context import Context, mentioned
from verifier.meaning.distributions import law_name
from verifier.meaning.divergences import is_divergence
from verifier.meaning.expectations import operator_of
from verifier.meaning.functions import BUILT_IN_FUNCTIONS
from verifier.meaning.letters import calls_in, has_bar, items_of
from verifier.meaning.names import name_of
from verifier.notation.tree import (
    Apply,
    BigOperator,
    Chain,
    Derivative,
    Group,
    Node,
    Product,
    Symbol,
    bare,
    rebuild,
    walk,
)
from verifier.records import replace


def with_densities(line: Line, article: Article) -> Line | None:
    """The line with the formula of each distribution on its left side, given before it.

    None when there is none, when one has no formula or several, and for a line that gives one.
    """
    calls = list(_laws_in(line.left, line.context))
    if not calls or calls[0] == line.left or any(_laws_in(line.right, line.context)):
        return None
    of_calculus = any(isinstance(part, Derivative) for part in walk(line.left))
    given = _given(article, line.span.start, by_logarithms=of_calculus)
    if any(len(given.get(bare(call), ())) != 1 for call in calls):
        return None
    formulas = {bare(call): given[bare(call)][0] for call in calls}
    left = _replaced(line.left, formulas)
    return replace(line, left=left, others=(), earlier=(), context=replace(line.context, laws=None))


def with_formulas(line: Line, article: Article) -> Line | None:
    """The line with the formulas, be they understood or not, of the functions on its left side.

    `p_X(x) = p_Z(z) |\\det J|` says what `\\log p_X(x)` is, whatever J is. None when there is none.
    """
    formulas: dict[Node, Node] = {}
    for call in (call for part in walk(line.left) for call in calls_in(part)):
        definition = line.context.definitions.get(name_of(call.function) or "")
        items = [name_of(item) for item in items_of(call.argument)]
        if definition is not None and definition.parameters == tuple(items):
            formulas[bare(call)] = definition.body
    for other in article.lines:
        stated = next(calls_in(other.left), None)
        is_whole = stated is not None and bare(stated) == bare(_as_call(other.left))
        is_before = other.span.end < line.span.start and not other.earlier
        if stated is None or not is_whole or not is_before:
            continue
        if name_of(stated.function) in BUILT_IN_FUNCTIONS:
            continue
        if bare(stated) not in {*walk(bare(other.right))}:
            formulas.setdefault(bare(stated), other.right)
    left = _replaced(line.left, formulas)
    same = left == line.left or bare(_as_call(line.left)) in formulas
    return None if same else replace(line, left=left, others=(), earlier=())


def _as_call(node: Node) -> Node:
    """`q (x)` as the call of q, where the reader took it for a product."""
    is_pair = isinstance(node, Product) and len(node.factors) == 2
    return next(calls_in(node), node) if is_pair else node


def is_one_slip(line: Line) -> bool:
    """Whether one change, other than a term put in, makes the right side of a wrong line right."""
    slip = slip_of(line)
    return slip is not None and slip.code not in ("missing-term", "extra-term")


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


def _given(
    article: Article, end: int, by_logarithms: bool = False
) -> Mapping[Node, tuple[Node, ...]]:
    """The formulas that the lines before a place give for distributions.

    Where none is given for a density itself, its logarithm says what it is, if that may count.
    """
    found: dict[Node, tuple[Node, ...]] = {}
    by_logarithm: dict[Node, tuple[Node, ...]] = {}
    for line in article.lines:
        call, right, said = next(calls_in(line.left), None), line.right, found
        if line.span.start >= end or line.earlier or call is None:
            continue
        if name_of(call.function) in ("\\log", "\\ln"):
            call, right = next(calls_in(bare(call.argument)), call), _exponential(right)
            said = by_logarithm
        elif bare(call) != bare(_as_call(line.left)):
            continue
        if _is_a_law(call, line.context) and _is_closed(right, line.context):
            said[bare(call)] = (*said.get(bare(call), ()), right)
    return {**by_logarithm, **found} if by_logarithms else found


def _exponential(node: Node) -> Node:
    return Apply(Symbol("\\exp"), Group("(", bare(node), ")", span=node.span), span=node.span)


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
    formula = formulas.get(bare(_as_call(node))) if isinstance(node, Apply | Product) else None
    if formula is not None:
        return formula if isinstance(formula, Group) else Group("(", formula, ")", span=node.span)
    return rebuild(node, lambda part: _replaced(part, formulas))
