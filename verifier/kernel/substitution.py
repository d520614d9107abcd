"""Replacing sub-terms without capture, and the two binders: sums and products.

Every rewriting goes through `rebuild`, which makes a term again from changed arguments by the
constructors of `structure`. A binder is opened by giving its index a name that occurs nowhere
else (`%1`, `%2`, ...) and closed again by `summation` or `product_over`, so a bound index can
neither capture nor be captured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from verifier.kernel import structure
from verifier.kernel.term import Term, UnsupportedTerm, make

LONGEST_RANGE = 100
_CONSTRUCTORS: dict[str, Callable[..., Term]] = {
    "add": structure.add,
    "multiply": structure.multiply,
    "power": structure.power,
    "piecewise": structure.piecewise,
    "guard": structure.guard,
    "delta": structure.delta,
}


def rebuild(term: Term, change: Callable[[Term], Term]) -> Term:
    """The term made again from its changed arguments."""
    arguments = [change(a) if type(a) is Term else a for a in term.arguments]
    if tuple(arguments) == term.arguments:  # terms are equal only to themselves
        return term
    constructor = _CONSTRUCTORS.get(term.operator)
    return constructor(*arguments) if constructor else make(term.operator, *arguments)


def in_order(term: Term) -> Term:
    """The same term with the operands of each sum and product in the order of `Term.order`."""
    memo: dict[Term, Term] = {}

    def visit(node: Term) -> Term:
        if not node.children:
            return node
        known = memo.get(node)
        if known is None:
            arguments = [visit(a) if isinstance(a, Term) else a for a in node.arguments]
            if node.operator in ("add", "multiply"):
                arguments.sort(key=lambda operand: operand.order)
            known = memo[node] = make(node.operator, *arguments)
        return known

    return visit(term)


def rename(term: Term, old: str, new: str) -> Term:
    """The variable `old` called `new`; `new` must not be bound anywhere in the term."""
    memo: dict[Term, Term] = {}

    def visit(node: Term) -> Term:
        if old not in node.free:
            return node
        known = memo.get(node)
        if known is None:
            known = make("variable", new) if node.operator == "variable" else rebuild(node, visit)
            memo[node] = known
        return known

    return visit(term)


def bind(operator: str, body: Term, index: str, lower: Term, upper: Term) -> Term:
    """The sum or product of the body over index = lower, ..., upper; empty if upper < lower."""
    name = f"#{body.binders + 1}"
    if name != index:
        body = rename(body, index, name)
    return make(operator, body, name, lower, upper)


def summation(body: Term, index: str, lower: Term, upper: Term) -> Term:
    """The sum of the body over index = lower, ..., upper; an empty sum is 0."""
    return bind("sum", body, index, lower, upper)


def product_over(body: Term, index: str, lower: Term, upper: Term) -> Term:
    """The product of the body over index = lower, ..., upper; an empty product is 1."""
    return bind("product", body, index, lower, upper)


def written_out(term: Term) -> Term:
    """The term with sums and products over a range of numbers as sums and products of terms.

    Raises `UnsupportedTerm` for a range of more than `LONGEST_RANGE`.
    """
    if not term.binders:
        return term
    if term.operator in ("sum", "product"):
        ends = [written_out(bound) for bound in term.arguments[2:]]
        if all(end.operator == "number" and end.arguments[0].denominator == 1 for end in ends):
            first, last = (int(end.arguments[0]) for end in ends)
            if last - first >= LONGEST_RANGE:
                raise UnsupportedTerm(f"a sum of {last - first + 1} terms")
            name, body = open_binder(term)
            numbers = map(structure.number, range(first, last + 1))
            index = make("variable", name)
            parts = [written_out(replace(body, {index: number})) for number in numbers]
            return (structure.add if term.operator == "sum" else structure.multiply)(*parts)
    return rebuild(term, written_out)


def fresh_name(avoid: Iterable[str]) -> str:
    """A name for an opened index that is not among those to avoid."""
    taken, k = set(avoid), 1
    while f"%{k}" in taken:
        k += 1
    return f"%{k}"


def open_binder(term: Term, avoid: Iterable[str] = ()) -> tuple[str, Term]:
    """A new name for the bound index of a sum or product, and the body with that name in it."""
    body, index = term.arguments[0], term.arguments[1]
    name = fresh_name({*avoid, *body.free})
    return name, rename(body, index, name)


def replace(term: Term, mapping: Mapping[Term, Term]) -> Term:
    """Every occurrence of a key replaced by its value at once; bound indices are never captured.

    Keys are looked for in the bodies of sums as well.
    """
    names: frozenset[str] = frozenset().union(*[t.free for pair in mapping.items() for t in pair])
    touched = [key.free for key in mapping]
    somewhere = frozenset().union(*touched)
    is_named = all(len(key) == 1 for key in touched)
    memo: dict[Term, Term] = {}

    def visit(node: Term) -> Term:
        known = memo.get(node)
        if known is None:
            known = memo[node] = change(node)
        return known

    def change(node: Term) -> Term:
        if node in mapping:
            return mapping[node]
        free = node.free
        if somewhere.isdisjoint(free) if is_named else not any(key <= free for key in touched):
            return node
        if node.operator in ("sum", "product"):
            name, body = open_binder(node, names)
            new = replace(body, mapping)
            lower, upper = visit(node.arguments[2]), visit(node.arguments[3])
            if new is body and (lower, upper) == node.arguments[2:]:
                return node
            return bind(node.operator, new, name, lower, upper)
        return rebuild(node, visit)

    return visit(term)


def substitute(term: Term, mapping: Mapping[str, Term]) -> Term:
    """The term with each variable named in `mapping` replaced by its value, all at once.

    Bound indices are renamed where needed, so nothing is captured. Arrays and functions are not
    replaced.
    """
    relevant = {structure.variable(n): t for n, t in mapping.items() if n in term.free}
    return replace(term, relevant) if relevant else term
