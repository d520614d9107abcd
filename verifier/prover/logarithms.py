"""Rewriting a formula with logarithms before it is differentiated.

The tricks of the trade, each a row of the table of rules: bring the argument of each logarithm to
one fraction, take the logarithm of the quotient apart, expand and cancel; then put `u` and
`ln(1 + e^{-u})` together as `ln(1 + e^u)` by writing `u` as `ln e^u`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from verifier.notation import tree
from verifier.notation.tree import Apply, Group, Node, Power, Sum, Symbol
from verifier.prover import algebra, fractions
from verifier.prover.closing import collect_detail
from verifier.prover.compare import leaves
from verifier.prover.monomials import (
    EULER,
    is_exponential,
    monomial_of,
    monomials_of,
    multiply,
    product_of,
    scaled,
)
from verifier.prover.remark import Remark, listed
from verifier.prover.sums import add, negative, signed_terms, value_of
from verifier.prover.trace import Draft, Move, Trace
from verifier.rules.matching import rewritten
from verifier.rules.table import RULES

Change = Callable[[Node], Node]

LOGARITHM = Symbol("\\ln")
SPLITTING = (
    "logarithm-of-exponential",
    "logarithm-of-one",
    "logarithm-of-reciprocal",
    "logarithm-of-quotient",
    "logarithm-of-power",
)


def has_logarithm(node: Node) -> bool:
    """Whether a logarithm stands anywhere in a formula."""
    return any(is_logarithm(part) for part in tree.walk(node))


def is_logarithm(node: Node) -> bool:
    """Whether a formula is a logarithm."""
    return isinstance(node, Apply) and node.function == LOGARITHM


def simplify_logarithms(trace: Trace) -> None:
    """Takes the logarithms of the current formula apart and puts them together shorter."""
    if not has_logarithm(trace.current):
        return
    draft: Draft = trace.context.remembered(
        ("logarithms", trace.current), lambda: _rewritten(trace.current)
    )
    if draft.shorter:
        trace.accept(draft.moves)


def _rewritten(formula: Node) -> Draft:
    draft = Draft(formula)
    _one_fraction_inside(draft)
    _split(draft)
    draft.apply(algebra.expand, "expand")
    draft.apply(algebra.collect, "collect", collect_detail(draft.current))
    draft.apply(_without_brackets, "remove-brackets")
    draft.apply(algebra.collect, "collect")
    for moves in iter(lambda: _put_together(draft.current), None):
        for move in moves:
            draft.move(*move)
    return draft


def _without_brackets(node: Node) -> Node:
    """The brackets behind signs opened; a sum that is changed begins with a positive term."""
    opened = algebra.remove_brackets(node)
    return node if opened == node else algebra.positive_first(opened)


def _one_fraction_inside(draft: Draft) -> None:
    """The argument of each logarithm as one fraction, its numerator collected."""

    def joined(node: Node) -> Node:
        if is_logarithm(node):
            assert isinstance(node, Apply)
            argument = node.argument
            if isinstance(argument, Sum) and fractions.has_denominator(argument):
                return Apply(node.function, fractions.one_fraction(argument))
        return node

    draft.apply(algebra.everywhere(joined), "one-fraction")
    draft.apply(_in_arguments(algebra.expand), "expand")
    draft.apply(_in_arguments(algebra.collect), "collect", collect_detail(draft.current))


def _in_arguments(change: Change) -> Change:
    def inside(node: Node) -> Node:
        if is_logarithm(node):
            assert isinstance(node, Apply)
            return Apply(node.function, change(node.argument))
        return node

    return algebra.everywhere(inside)


def _split(draft: Draft) -> None:
    """The rules that take a logarithm apart, one rule a step, the first that applies first."""
    for _ in range(20):
        before = draft.current
        for name in SPLITTING:
            draft.move(_with_rule(name, draft.current), name)
            if draft.current != before:
                break
        else:
            return


def _with_rule(name: str, node: Node) -> Node:
    """A rule applied wherever it matches; the products and signs around it are put in order."""
    rule = RULES[name]

    def change(part: Node) -> Node:
        inside = tree.rebuild(part, change)
        found = rewritten(rule, inside) if is_logarithm(inside) else None
        if found is not None:
            return algebra.tidy(found)
        if inside is part:
            return part
        return add(signed_terms(inside)) if isinstance(inside, Sum) else algebra.tidy(inside)

    return change(node)


# Putting together ---------------------------------------------------------------------------


def _put_together(node: Node) -> list[Move] | None:
    """`u + ln v` as one shorter logarithm, where the terms are found in a sum."""
    if not isinstance(node, Sum):
        return None
    terms = list(signed_terms(node))
    for log_index, term_index in _candidates(terms):
        moves = _joined(terms, log_index, term_index)
        if moves is not None and leaves(tree.bare(moves[-1][0])) < leaves(node):
            return moves
    return None


def _candidates(terms: list[tuple[int, Node]]) -> Iterator[tuple[int, int]]:
    for i, (_, left) in enumerate(terms):
        if is_logarithm(left) and any(is_exponential(part) for part in tree.walk(left)):
            for j, (_, right) in enumerate(terms):
                if i != j and not has_logarithm(right):
                    yield i, j


def _joined(terms: list[tuple[int, Node]], log_index: int, term_index: int) -> list[Move] | None:
    log_sign, logarithm = terms[log_index]
    sign, term = terms[term_index]
    assert isinstance(logarithm, Apply)
    exponent = product_of(scaled(monomial_of(term), sign * log_sign))
    exponential = Power(EULER, exponent)
    rest = [part for index, part in enumerate(terms) if index not in (log_index, term_index)]

    def put(parts: list[tuple[int, Node]]) -> Node:
        first = min(log_index, term_index)
        before = [p for k, p in enumerate(terms) if k < first]
        after = [p for p in rest if p not in before]
        return add([*before, *parts, *after])

    product = multiply([exponential, logarithm.argument])
    expanded = algebra.expand(product)
    combined = _numbers_first(algebra.join_exponentials(expanded))
    shown = term if sign == log_sign else negative(term)
    both = put([(log_sign, Apply(LOGARITHM, exponential)), (log_sign, logarithm)])
    return [
        (both, ("write-as-logarithm",), (shown, " = ", Apply(LOGARITHM, exponential))),
        (
            put([(log_sign, Apply(LOGARITHM, Group("(", product, ")")))]),
            ("sum-of-logarithms",),
            (),
        ),
        (put([(log_sign, Apply(LOGARITHM, expanded))]), ("expand",), ()),
        (
            put([(log_sign, Apply(LOGARITHM, combined))]),
            ("product-of-exponentials",),
            _joined_detail(expanded),
        ),
    ]


def _joined_detail(node: Node) -> Remark:
    """Names the exponentials that are joined: `e^z e^{-z} = 1`."""
    changed: list[Remark] = [
        (part, " = ", algebra.join_exponentials(part))
        for _, part in signed_terms(node)
        if algebra.join_exponentials(part) != part
    ]
    return listed(changed, ", ")


def _numbers_first(node: Node) -> Node:
    if not isinstance(node, Sum):
        return node
    parts = sorted(signed_terms(node), key=lambda part: value_of(part[1]) is None)
    return add(parts) if len(monomials_of(node)) > 1 else node
