"""The usual order of a formula: what stands first in a product, and where a sign goes."""

from __future__ import annotations

from verifier.notation import tree
from verifier.notation.tree import Node, Product, Sum
from verifier.prover import algebra, fractions
from verifier.prover.algebra import is_long
from verifier.prover.compare import leaves, same, without_dots
from verifier.prover.monomials import Factor, Monomial, monomial_of, product_of
from verifier.prover.remark import Remark
from verifier.prover.sums import add, signed_terms, value_of
from verifier.prover.trace import Trace


def put_in_order(trace: Trace) -> None:
    """The current formula in the usual order; a step of its own only where there is one to see."""
    ordered = in_order(trace.current)
    if ordered == trace.current or not trace.steps:
        return
    if without_dots(ordered) == without_dots(trace.current):
        trace.restate(ordered)
    elif not same(ordered, trace.current):
        trace.write(ordered, "remove-brackets", _sign_detail(trace.current))
    elif trace.steps[-1].rules[0] in ("local-derivatives", "definition"):
        trace.write(ordered, "reorder")
    else:
        trace.restate(ordered)


MOST_PASSES = 4


def in_order(node: Node) -> Node:
    """Numbers and single symbols before sums in a product, the first term of a sum positive.

    A minus before a product goes into its first sum without a number: `-(y - a)` is `a - y`. What
    putting in order brings together, such as two powers of one base, is put in order again.
    """
    for _ in range(MOST_PASSES):
        ordered = _in_order(node)
        if ordered == node:
            break
        node = ordered
    return node


def _in_order(node: Node) -> Node:
    node = algebra.positive_first(_sign_inside(node))
    if isinstance(node, Product | tree.Fraction):
        return product_of(_ordered(monomial_of(node)))
    if isinstance(node, Sum):
        return add((sign, in_order(part)) for sign, part in signed_terms(node))
    return node


def _sign_inside(node: Node) -> Node:
    monomial = monomial_of(node)
    index = _turned_index(monomial)
    if index is None:
        return node
    base, _ = monomial.numerator[index]
    turned = (algebra.positive_first(fractions.negated(base)), 1)
    factors = (*monomial.numerator[:index], turned, *monomial.numerator[index + 1 :])
    return product_of(Monomial(-monomial.coefficient, factors, monomial.denominator))


def _turned_index(monomial: Monomial) -> int | None:
    """The place of the sum that takes the minus sign of a product, if there is one."""
    if monomial.coefficient > 0:
        return None
    alone = len(monomial.numerator) == 1 and monomial.coefficient == -1
    for index, (base, exponent) in enumerate(monomial.numerator):
        if exponent == 1 and is_long(base) and (_turns(base) or (alone and _has_minus(base))):
            return index
    return None


def _sign_detail(node: Node) -> Remark:
    """What happens to the sign of a product with other factors beside the bracket."""
    monomial = monomial_of(node)
    if _turned_index(monomial) is None or len(monomial.numerator + monomial.denominator) == 1:
        return ()
    return ("the minus sign goes into the bracket",)


def _turns(base: Node) -> bool:
    """Whether a sum reads as well with all its signs turned: `y - a`, but not `1 - a`."""
    return _has_minus(base) and all(value_of(part) is None for _, part in signed_terms(base))


def _has_minus(base: Node) -> bool:
    return any(sign < 0 for sign, _ in signed_terms(base))


def _ordered(monomial: Monomial) -> Monomial:
    """Single symbols first, sums last."""
    return Monomial(
        monomial.coefficient,
        tuple(sorted(monomial.numerator, key=_rank)),
        tuple(sorted(monomial.denominator, key=_rank)),
    )


def _rank(factor: Factor) -> int:
    base = factor[0]
    if isinstance(base, Sum):
        return 2
    return 0 if leaves(base) == 1 else 1
