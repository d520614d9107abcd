"""Declarations: `y \\in [0, 1]`, `w, x, b \\in \\mathbb{R}`, `u > 0`, `k \\in \\{1, \\dots, m\\}`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from verifier.kernel.domains import (
    NATURAL,
    NONNEGATIVE,
    NONZERO,
    POSITIVE,
    REAL,
    Domain,
    index_range,
    interval,
)
from verifier.meaning.context import Context
from verifier.meaning.names import entry_of, name_of
from verifier.notation import tree
from verifier.notation.tree import Chain, Node
from verifier.values import Span

_SETS = {"R": REAL, "N": NATURAL}
_GREATER = (">", "\\gt")
_LESS = ("<", "\\lt")
_AT_LEAST = ("\\ge", "\\geq", "\\geqslant")
_AT_MOST = ("\\le", "\\leq", "\\leqslant")
_NOT_EQUAL = ("\\ne", "\\neq")


@dataclass(frozen=True, slots=True)
class Declaration:
    """A symbol, or a family when `family`, ranges over a domain."""

    name: str
    domain: Domain
    family: bool
    span: Span

    def applied_to(self, context: Context) -> Context:
        if self.family:
            return context.with_family(self.name, self.domain)
        return context.with_domain(self.name, self.domain)


def read_declarations(statements: Iterable[Chain]) -> tuple[Declaration, ...]:
    """The declarations among the statements of one formula.

    A list of names before the relation, as in `w, x, b \\in \\mathbb{R}`, declares each of them.
    """
    found: list[Declaration] = []
    for statement in statements:
        domain = _domain_of(statement)
        if domain is None:
            continue
        subject = statement.sides[_subject(statement)]
        names = subject.items if isinstance(subject, tree.Tuple) else (subject,)
        declarations = [_declare(node, domain) for node in names]
        found.extend(item for item in declarations if item is not None)
    return tuple(found)


def _subject(statement: Chain) -> int:
    return 1 if len(statement.sides) == 3 else 0


def _declare(node: Node, domain: Domain) -> Declaration | None:
    entry = entry_of(node)
    if (
        entry is not None
        and not isinstance(entry[1], tree.Number)
        and isinstance(node, tree.Superscript)
    ):
        return Declaration(entry[0], domain, True, node.span)
    name = name_of(node)
    return None if name is None else Declaration(name, domain, False, node.span)


def _domain_of(statement: Chain) -> Domain | None:
    if len(statement.sides) == 3:
        return _between(statement)
    if len(statement.sides) != 2:
        return None
    operator, right = statement.operators[0], statement.sides[1]
    if operator == "\\in":
        return _set(right)
    bound = _number(right)
    if bound is None:
        return None
    if operator in _GREATER or operator in _AT_LEAST:
        closed = operator in _AT_LEAST
        if bound == 0:
            return NONNEGATIVE if closed else POSITIVE
        return interval(bound, None, closed, False)
    if operator in _LESS or operator in _AT_MOST:
        return interval(None, bound, False, operator in _AT_MOST)
    if operator in _NOT_EQUAL and bound == 0:
        return NONZERO
    return None


def _between(statement: Chain) -> Domain | None:
    lower, upper = _number(statement.sides[0]), _number(statement.sides[2])
    first, second = statement.operators
    if lower is None or upper is None or not {first, second} <= {*_LESS, *_AT_MOST}:
        return None
    return interval(lower, upper, first in _AT_MOST, second in _AT_MOST)


def _set(node: Node) -> Domain | None:
    if isinstance(node, tree.Symbol):
        return _SETS.get(node.name) if node.style == "\\mathbb" else None
    if isinstance(node, tree.Group) and isinstance(node.body, tree.Tuple):
        items = node.body.items
        if node.left == "\\{":
            upper = name_of(items[-1])
            first = _number(items[0])
            return index_range(upper) if upper is not None and first == 1 else None
        if len(items) == 2:
            return _interval(node, items[0], items[1])
    return None


def _interval(node: tree.Group, low: Node, high: Node) -> Domain | None:
    lower, upper = _number(low), _number(high)
    if (lower is None and not _infinite(low)) or (upper is None and not _infinite(high)):
        return None
    return interval(lower, upper, node.left == "[", node.right == "]")


def _infinite(node: Node) -> bool:
    if isinstance(node, tree.Sum) and len(node.terms) == 1:
        return _infinite(node.terms[0])
    return name_of(node) == "\\infty"


def _number(node: Node) -> Fraction | None:
    if isinstance(node, tree.Number):
        return Fraction(node.text)
    if isinstance(node, tree.Sum) and len(node.terms) == 1:
        inner = _number(node.terms[0])
        return None if inner is None else (-inner if node.signs[0] == "-" else inner)
    if isinstance(node, tree.Fraction):
        top, bottom = _number(node.numerator), _number(node.denominator)
        return top / bottom if top is not None and bottom else None
    return None
