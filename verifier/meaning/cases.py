"""What a definition by cases means.

The rows are read from the top: the first condition that holds counts. A last row with a condition
that is no `otherwise` leaves the value undefined where no condition holds, unless one always does.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.kernel import terms
from verifier.kernel.terms import Term
from verifier.meaning.errors import MeaningError
from verifier.meaning.scope import Scope
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.records import dataclass

_LESS = {"<": ">", "\\lt": ">", "\\le": ">=", "\\leq": ">=", "\\leqslant": ">="}
_OTHERS = {
    ">": ">",
    "\\gt": ">",
    "\\ge": ">=",
    "\\geq": ">=",
    "\\geqslant": ">=",
    "=": "=",
    "\\ne": "!=",
    "\\neq": "!=",
}
_EXPECTED = "conditions with <, >, \\le, \\ge, = or \\ne"


@dataclass(frozen=True, slots=True)
class _Condition:
    """`left relation right`, with a relation among > >= = !=."""

    left: Term
    relation: str
    right: Term

    def choose(self, then: Term, otherwise: Term) -> Term:
        """`then` where the condition holds, `otherwise` where it does not."""
        difference = terms.subtract(self.left, self.right)
        if self.relation == "!=":
            then, otherwise = otherwise, then
        if self.relation in (">", ">="):
            return terms.piecewise(self.relation, difference, then, otherwise)
        inner = terms.piecewise(">=", terms.negate(difference), then, otherwise)
        return terms.piecewise(">=", difference, inner, otherwise)

    def signs_of(self, left: Term, right: Term) -> frozenset[int]:
        """The signs of `left - right` for which it holds; none if it is about other terms."""
        signs = _SIGNS[self.relation]
        if self.left is left and self.right is right:
            return signs
        swapped = self.left is right and self.right is left
        return frozenset(-sign for sign in signs) if swapped else frozenset()


_SIGNS = {
    ">": frozenset((1,)),
    ">=": frozenset((0, 1)),
    "=": frozenset((0,)),
    "!=": frozenset((-1, 1)),
}


def cases(node: tree.Cases, scope: Scope) -> Term:
    """The value of the first row whose condition holds."""
    *rows, (last, condition) = node.rows
    conditions = [_conditions(row[1], node, scope) for row in rows]
    result = scope.term(last)
    if condition is not None:
        ends = _conditions(condition, node, scope)
        if not _leave_nothing(conditions, ends):
            result = _chosen(ends, result, _undefined())
    for (value, _), required in zip(reversed(rows), reversed(conditions), strict=True):
        result = _chosen(required, scope.term(value), result)
    return result


def _undefined() -> Term:
    return terms.divide(terms.number(1), terms.number(0))


def _leave_nothing(before: list[tuple[_Condition, ...]], last: tuple[_Condition, ...]) -> bool:
    """Whether one of the conditions always holds: u > v, u = v and u < v, or u > v and v >= u."""
    rows = [*before, last]
    if any(len(row) != 1 for row in rows):
        return False
    about = last[0]
    signs = (row[0].signs_of(about.left, about.right) for row in rows)
    return frozenset().union(*signs) == {-1, 0, 1}


def chosen(relation: tree.Chain, scope: Scope, then: Term, otherwise: Term) -> Term:
    """`then` where every link of a relation holds, `otherwise` elsewhere."""
    return _chosen(tuple(_links(relation, scope)), then, otherwise)


def _chosen(required: tuple[_Condition, ...], value: Term, otherwise: Term) -> Term:
    result = value
    for condition in reversed(required):
        result = condition.choose(result, otherwise)
    return result


def _conditions(node: Node | None, whole: tree.Cases, scope: Scope) -> tuple[_Condition, ...]:
    if not isinstance(node, tree.Chain) or not node.operators:
        raise MeaningError(whole.span, "a case without a condition", _EXPECTED)
    return tuple(_links(node, scope))


def _links(node: tree.Chain, scope: Scope) -> Iterator[_Condition]:
    values = [scope.term(side) for side in node.sides]
    for left, right, operator in zip(values, values[1:], node.operators, strict=False):
        if operator in _LESS:
            yield _Condition(right, _LESS[operator], left)
        elif operator in _OTHERS:
            yield _Condition(left, _OTHERS[operator], right)
        else:
            raise MeaningError(node.span, f"the condition {operator}", _EXPECTED)
