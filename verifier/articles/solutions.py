"""What an article solves an equation for: `x + b = 0`, and then `x = -b`.

The equation is a formula that is set to zero, in signs or in words ("setting the derivative to zero
gives"), an equality that is "solved for" a symbol, or the derivative of what has its minimum there.
A solution is right when the equation holds with it put in; where it fails, and one small change of
it is proved to solve the equation, the author has slipped. Anything else decides nothing: there may
be other cases, or another equation may be meant.

Vectors are read as numbers: a solution for all dimensions is one in dimension one, where the
identity is 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.articles.article import Article, Line
from verifier.articles.conditions import is_zero
from verifier.articles.determined import determining
from verifier.articles.solved import Unsolved, failure, mentions
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.claims import verdict_on
from verifier.meaning.context import Context, mentioned
from verifier.meaning.names import MARKS, name_of
from verifier.meaning.one_dimension import gradient_in
from verifier.notation.names import has_gradient
from verifier.notation.tree import (
    Accent,
    Apply,
    Derivative,
    Group,
    Node,
    Power,
    Prime,
    Subscript,
    Sum,
    Superscript,
    bare,
)
from verifier.notation.write_latex import write_latex
from verifier.records import dataclass, replace
from verifier.repair.derived import derived
from verifier.values import Proved

FARTHEST = 600
_ACCENTS = frozenset(("\\hat", "\\widehat", "\\tilde", "\\bar"))
_SET_TO_ZERO = lazy_pattern(
    r"\bzero\b|\bvanish|= *0\b|\boptimality|\bstationar|\bextrem|\bmin|\bmax|\boptim|\bbest\b"
    r"|\broots?\b|为零|等于零|令",
    re.IGNORECASE,
)
_LEAST = lazy_pattern(
    r"\bderivative\b[^.]*\b(?:zero|vanish)|\bminimi[sz]|\bmaximi[sz]|\bbest\b|\boptim"
    r"|\bsmallest\b|\blargest\b|\b(?:arg)?(?:min|max)imum\b|\bdifferentiat",
    re.IGNORECASE,
)
_SOLVED = lazy_pattern(r"\b(?:re-?)?(?:solv|arrang|isolat)", re.IGNORECASE)
_WORD = lazy_pattern(r"\W*(?:\w+\W+)?[A-Za-z]{2,}\W*")
_WHERE = lazy_pattern(r"\b(?:where|with|let|here|denot\w+|defin\w+)\W*$", re.IGNORECASE)
_CASES = lazy_pattern(
    r"\botherwise\b|\bcases?\b|\bif\b|\\pm\b|\\begin\{cases\}|\bapprox", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Solution:
    """`head = body` at a place, and what is known there."""

    head: Node
    line: Line
    is_defined: bool = False


def unsolved(article: Article) -> Iterator[Unsolved]:
    """The solutions of equations in an article that one small change would make right."""
    seen: set[tuple[str, int]] = set()
    for solution in _solutions(article):
        start = solution.line.span.start
        if _CASES.search(article.text[max(0, start - FARTHEST) : start + 200]):
            continue
        for symbol in _spellings(solution.head):
            found = _first_equation(solution, symbol, article)
            if found is None:
                continue
            sides, place, is_determined = found
            if not is_determined and _is_of_a_system(solution.line, symbol, sides, article):
                break
            key = (name_of(symbol) or "", place)
            failed = None if key in seen else failure(solution.line, symbol, sides)
            seen.add(key)
            if failed is not None:
                yield failed
            break


# What is solved for what ------------------------------------------------------------------------


def _solutions(article: Article) -> Iterator[_Solution]:
    """The equalities with a symbol on the left, definitions and claims, in order."""
    found = []
    for definition in article.context.definitions.values():
        if definition.head is not None and not definition.is_called:
            body = definition.body
            latex = article.text[body.span.start : body.span.end]
            context = _until(article.context, definition.name, definition.span.start)
            line = Line(definition.head, body, context, body.span, latex)
            found.append(_Solution(definition.head, line, is_defined=True))
    for line in article.lines:
        if not line.earlier and _spellings(line.left):
            found.append(_Solution(line.left, line))
    yield from sorted(found, key=lambda item: item.line.span.start)


def _until(context: Context, name: str, place: int) -> Context:
    """What is known before a definition."""
    kept = {
        other: definition
        for other, definition in context.definitions.items()
        if other != name and definition.span.start < place
    }
    return replace(context, definitions=kept)


def _spellings(head: Node) -> tuple[Node, ...]:
    """The symbols that an optimal or a next value is of: x for `x^*`, `\\hat{x}` and `x_{k+1}`."""
    found = [head] if name_of(head) is not None else []
    match head:
        case Power(base=base, exponent=mark) | Superscript(base=base, index=mark):
            found += [base] if name_of(mark) in MARKS and name_of(base) else []
        case Subscript(base=Accent(command="\\hat" | "\\widehat", body=body), index=index):
            found += [body] if _WORD.fullmatch(write_latex(index)) else []
        case Accent(command=command, body=body) if command in _ACCENTS:
            found.append(body)
        case Subscript(base=base, index=Sum()):
            found += [base] if name_of(base) is not None else []
        case Subscript(base=Power(base=base, exponent=mark), index=index):
            found += [Subscript(base, index)] if name_of(mark) in MARKS else []
    return tuple(found)


def _first_equation(
    solution: _Solution, symbol: Node, article: Article
) -> tuple[tuple[Node, ...], int, bool] | None:
    """The sides that are zero in the nearest equation before a solution, and where it stands.

    Last whether no word, but the equation itself says that it is solved.
    """
    start = solution.line.left.span.start
    sources = [line for line in _equalities(article) if line.span.end <= start]
    for line in sorted(sources, key=lambda one: -one.span.end):
        words = article.text[line.span.end : start]
        if len(words) > FARTHEST or "\n#" in words:
            return None
        words += " optimal" if solution.head != symbol else ""
        sides = tuple(_zeros(line, symbol, words))
        if sides:
            return sides, line.span.start, False
        if solution.is_defined and _is_stated(solution, article):
            sides = tuple(determining(line, symbol, solution.line))
        if sides:
            return sides, line.span.start, True
    return None


def _is_stated(solution: _Solution, article: Article) -> bool:
    """Whether a formula is no definition by words such as "where" before it."""
    start = solution.line.left.span.start
    return _WHERE.search(article.text[max(0, start - 40) : start]) is None


def _is_of_a_system(line: Line, symbol: Node, sides: tuple[Node, ...], article: Article) -> bool:
    """Whether several equations may have been used: then what one has is eliminated by others."""
    start = line.span.start
    before = [one for one in _equalities(article) if start - FARTHEST < one.span.end <= start]
    equations = sum(is_zero(one.right) or _is_derivative(one.left) for one in before)
    left = set.union(*(set(mentioned(side)) for side in sides)) - set(mentioned(line.right))
    is_eliminated = bool(left - set(mentioned(symbol))) or name_of(line.right) is not None
    return is_eliminated and equations != 1


def _is_derivative(node: Node) -> bool:
    node = (gradient_in(node) or node) if isinstance(node, Apply) else node
    return isinstance(node, Derivative)


def _equalities(article: Article) -> Iterator[Line]:
    """The claims, and the definitions as equalities."""
    yield from article.lines
    for definition in article.context.definitions.values():
        if definition.head is not None:
            yield Line(definition.head, definition.body, article.context, definition.body.span, "")


def _zeros(line: Line, symbol: Node, words: str) -> Iterator[Node]:
    """The formulas with a symbol in them that an equality, and the words behind it, set to zero."""
    found: list[Node] = []
    if is_zero(line.right):
        found += [line.left, *line.earlier]
    elif _is_derivative_by(line.left, symbol) and _SET_TO_ZERO.search(words):
        found += [line.right] if _is_right(line) else []
    elif _SOLVED.search(words):
        first = line.earlier[0] if line.earlier else line.left
        found.append(Sum(("", "-"), (first, Group("(", line.right, ")"))))
    elif _LEAST.search(words) and mentions(line.right, symbol):
        by = Derivative("\\partial", line.right, ((symbol, 1),), applied=True)
        slope = derived(by, replace(line.context, definitions={}))
        found += [] if slope is None else [slope]
    # Nothing can be put into a derivative.
    yield from (one for one in found if mentions(one, symbol) and not has_gradient(one))


def _is_right(line: Line) -> bool:
    """Whether what is printed for a derivative is the derivative."""
    return isinstance(verdict_on(line.left, line.right, line.context), Proved)


def _is_derivative_by(node: Node, symbol: Node) -> bool:
    """Whether a side is a derivative by a symbol: `\\nabla_x J` or `f'(x)`, for example."""
    if isinstance(node, Apply) and isinstance(node.function, Prime):
        return bare(node.argument) == bare(symbol)
    node = (gradient_in(node) or node) if isinstance(node, Apply) else node
    if not isinstance(node, Derivative) or len(node.variables) != 1:
        return False
    return bare(node.variables[0][0]) == bare(symbol)
