"""Conditions that stand beside an equality in its own formula: `= -a_i a_j, \\quad i \\ne j`.

They are written behind the equality, in brackets, after "if" or "for", or before it with a colon,
and hold for that equality alone: in the next row there may be the other case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from verifier.articles.article import Line
from verifier.articles.survey import USUAL_INDICES
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.context import Context
from verifier.meaning.names import name_of
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Chain, Group, Hole, Node, Number
from verifier.records import replace

Case = tuple[Chain, tuple[Chain, ...]]
_IF = lazy_pattern(
    r"\(?\s*(?:and |or )?(?:if|for|when|where|with|whenever|as|provided)\b(.*)", re.DOTALL
)
_MIRRORED = {"<": ">", "\\lt": ">", "\\le": "\\ge", "\\leq": "\\ge", "\\leqslant": "\\ge"}
_UNEQUAL = ("\\ne", "\\neq")
_KNOWN = ("=", *_UNEQUAL, ">", "\\gt", "\\ge", "\\geq", "\\geqslant")


def cases_of(statements: Iterable[Chain], context: Context) -> Iterator[Case]:
    """The statements of a formula that are no conditions, each with the conditions beside it.

    A chain whose rows hold in different cases says what its first side is in each of them.
    """
    found: list[tuple[Chain, list[Chain]]] = []
    before: list[Chain] = []
    for statement in statements:
        condition = _condition(statement, context)
        if condition is not None:
            (found[-1][1] if found else before).append(condition)
            continue
        head, rest = _behind_colon(statement, context)
        for case in _cases(rest):
            found.append((case, [*before, *head, *_in_reasons(case)]))
        before = []
    for statement, conditions in found:
        yield statement, tuple(conditions)


def _cases(statement: Chain) -> Iterator[Chain]:
    """The statement, or the equality of its first side for each of the cases in its rows."""
    places = [place for place, reason in enumerate(statement.reasons) if _IF.match(reason)]
    if len({statement.reasons[place] for place in places}) < 2:
        yield statement
        return
    for place in places:
        sides = (statement.sides[0], statement.sides[place])
        if place and set(statement.operators) == {"="} and not isinstance(sides[0], Hole):
            yield Chain(sides, ("=",), ("", statement.reasons[place]), span=statement.span)


def under(conditions: tuple[Chain, ...], lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, made under conditions."""
    for line in lines:
        context = line.context
        for condition in conditions:
            context = context.with_assumption(condition)
        yield line if context is line.context else replace(line, context=context)


def _condition(statement: Chain, context: Context) -> Chain | None:
    """The relation between indices that a statement is, perhaps in brackets."""
    if not statement.operators:
        inner = statement.sides[0]
        body = inner.body if isinstance(inner, Group) and inner.left in ("(", "[") else None
        return _condition(body, context) if isinstance(body, Chain) else None
    if len(statement.sides) != 2 or statement.operators[0] not in ("=", *_UNEQUAL):
        return None
    left, right = statement.sides
    unequal = statement.operators[0] in _UNEQUAL and (_is_name(left) and _is_name(right))
    indices = _is_index(left, context) and _is_index(right, context)
    return statement if unequal or indices else None


def _behind_colon(statement: Chain, context: Context) -> tuple[list[Chain], Chain]:
    """`i = j : a = b` as the condition and the equality."""
    if ":" not in statement.operators:
        return [], statement
    place = statement.operators.index(":")
    head = Chain(statement.sides[: place + 1], statement.operators[:place], span=statement.span)
    condition = _condition(head, context)
    if condition is None or len(statement.sides) < place + 3:
        return [], statement
    sides, reasons = statement.sides[place + 1 :], statement.reasons[place + 1 :]
    return [condition], Chain(sides, statement.operators[place + 1 :], reasons, span=statement.span)


def _in_reasons(statement: Chain) -> Iterator[Chain]:
    """The relations behind "if" or "for" beside the sides of a statement."""
    for reason in statement.reasons:
        found = _IF.match(reason)
        reading = read_latex(found.group(1).replace("$", " ")) if found else None
        if reading is None or reading.problems:
            continue
        for relation in reading.statements:
            known = _readable(relation)
            if known is not None:
                yield known


def _readable(relation: Chain) -> Chain | None:
    """A relation of two sides as the kernel takes it: greater, not less."""
    if len(relation.sides) != 2:
        return None
    operator = relation.operators[0]
    if operator in _MIRRORED:
        return Chain(relation.sides[::-1], (_MIRRORED[operator],), span=relation.span)
    return relation if operator in _KNOWN else None


def _is_name(node: Node) -> bool:
    return name_of(node) is not None or isinstance(node, Number)


def _is_index(node: Node, context: Context) -> bool:
    name = name_of(node)
    if name is None or name in context.definitions or name in context.domains:
        return False
    return name in context.sizes or name in USUAL_INDICES
