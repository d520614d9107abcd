"""Statements with equality signs that are none about equal quantities."""

from __future__ import annotations

from verifier.hints import TYPE_CHECKING
from verifier.meaning.context import Context, mentioned
from verifier.meaning.functions import may_be_a_function
from verifier.meaning.names import DOTS, name_of, written_out
from verifier.notation import tree
from verifier.notation.tree import Apply, Chain, Group, Node, walk

if TYPE_CHECKING:
    from verifier.meaning.laws import Laws

_CALLS = frozenset((Apply, tree.Product))
ORDERS = frozenset(("O", "\\mathcal{O}"))
"""Landau's symbol; nobody can tell the small one from an output `o (1 - o)`."""


def is_property(statement: Chain, context: Context) -> bool:
    """Whether a statement is about two values of a function that nothing defines: `L(w) = L(x)`.

    So is `f(-x) = -f(x)`.
    """
    head = statement.sides[0]
    if statement.operators != ("=",) or not isinstance(head, Apply) or not context.lenient:
        return False
    name, body = name_of(head.function), statement.sides[1]
    if isinstance(body, tree.Sum) and len(body.terms) == 1:
        body = body.terms[0]
    if name is None or name in context.definitions or not may_be_a_function(name):
        return False
    if context.laws is not None and _is_of_distributions(head, context.laws):
        return False
    return isinstance(body, Apply) and body.function == head.function


def _is_of_distributions(head: Apply, laws: Laws) -> bool:
    """Whether a function is a distribution or a divergence, of which much is known."""
    from verifier.meaning.distributions import law_name  # only where there are distributions
    from verifier.meaning.divergences import is_divergence

    return laws.named(law_name(head.function)) is not None or is_divergence(head.function)


def claims_nothing(statement: Chain) -> bool:
    """Whether a statement with equality signs in it is none about equal quantities."""
    if is_written_out(statement) or is_asymptotic(statement):
        return True
    return _abbreviates(statement) or _is_of_ratios(statement)


def _is_of_ratios(statement: Chain) -> bool:
    """Whether a statement has a ratio of numbers beside its equality sign: `13 : 4 = 3.25 : 1`."""
    pairs = zip(statement.sides, statement.operators, statement.sides[1:], strict=False)
    return any(
        operator == ":" and not mentioned(before) and not mentioned(behind)
        for before, operator, behind in pairs
    )


def _abbreviates(statement: Chain) -> bool:
    """Whether a statement says that a name will stand for a value: `d = d(x_i, x_j)`."""
    if statement.operators[:1] != ("=",):
        return False
    name, right = name_of(statement.sides[0]), statement.sides[1]
    if isinstance(right, tree.Product) and len(right.factors) == 2:
        function, argument = right.factors
        called = isinstance(argument, Group) and not right.operators[0]
        return called and name is not None and name_of(function) == name
    return isinstance(right, Apply) and name is not None and name_of(right.function) == name


def is_asymptotic(statement: Chain) -> bool:
    """Whether a statement says how something grows: `n = O(n^2)` is no equality."""
    return any(_is_order(part) for part in walk(statement) if type(part) in _CALLS)


def _is_order(node: Node) -> bool:
    """Whether a call or a product is `O(…)`."""
    if isinstance(node, Apply):
        return name_of(node.function) in ORDERS
    if not isinstance(node, tree.Product):
        return False
    pairs = zip(node.factors, node.factors[1:], node.operators, strict=False)
    return any(
        name_of(first) in ORDERS and isinstance(second, Group) and not operator
        for first, second, operator in pairs
    )


def is_written_out(statement: Chain) -> bool:
    """Whether a statement only names the entries of a vector, `x = (x_1, \\dots, x_n)`.

    Or what an index runs over: `t = 2, \\dots, T`.
    """
    if statement.operators != ("=",) or name_of(statement.sides[0]) is None:
        return False
    right = statement.sides[1]
    items = right.items if isinstance(right, tree.Tuple) else ()
    is_range = len(items) >= 3 and name_of(items[-2]) in DOTS
    return is_range or written_out(right) is not None
