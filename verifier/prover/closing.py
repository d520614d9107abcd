"""From a worked-out derivative to its closed form, in named steps.

Each function tries one idea on a `Draft` and is accepted when there is less to read afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from verifier.notation import tree
from verifier.notation.tree import Node, Product, Sum
from verifier.prover import algebra, fractions
from verifier.prover.algebra import is_long
from verifier.prover.compare import leaves, same
from verifier.prover.monomials import (
    Factor,
    Monomial,
    cancelled,
    is_negated,
    monomial_of,
    monomials_of,
    multiply,
    product_of,
)
from verifier.prover.ordering import put_in_order
from verifier.prover.remark import Remark, listed
from verifier.prover.sums import negative, opened_terms, value_of
from verifier.prover.trace import Draft, Trace


def close(trace: Trace) -> None:
    """Simplifies the current formula until no idea makes it shorter, then orders it."""
    for _ in range(8):
        before = trace.current
        for idea in SHORT_IDEAS if leaves(before) > LONGEST_EXPANDED else IDEAS:
            draft = _tried(idea, trace)
            if draft.shorter or draft.fewer_terms:
                trace.accept(draft.moves)
        if trace.current == before:
            break
    put_in_order(trace)


def _tried(idea: Callable[[Draft], None], trace: Trace) -> Draft:
    """What an idea makes of the current formula; the goals of one article share much of it."""

    def draft() -> Draft:
        made = Draft(trace.current)
        idea(made)
        return made

    found: Draft = trace.context.remembered((idea.__name__, trace.current), draft)
    return found


def _multiplying(draft: Draft) -> None:
    """Puts numbers, signs and fractions of every product together."""
    draft.apply(algebra.tidy, "multiply-out")


def _collecting(draft: Draft) -> None:
    """Collects like terms within the factors of a product."""
    draft.apply(
        _within_factors(lambda node: algebra.collect(algebra.remove_brackets(node))),
        "collect",
        collect_detail(draft.current),
    )


def _cancelling(draft: Draft) -> None:
    draft.move(fractions.cancel(draft.current), "cancel", _cancel_detail(draft.current))


def _cancel_detail(node: Node) -> Remark:
    """Names what a product cancels: `cancel a (1 - a)`."""
    monomial = monomial_of(node)
    smaller = cancelled(monomial)
    left = dict(smaller.numerator)
    gone = tuple((b, n - left.get(b, 0)) for b, n in monomial.numerator if n > left.get(b, 0))
    if not gone:
        return ()
    return "cancel ", product_of(Monomial(Fraction(1), gone))


# Sums of fractions --------------------------------------------------------------------------


def _fractions(draft: Draft) -> None:
    """Common denominator, one fraction, cancel, expand, collect."""
    whole = monomial_of(draft.current)
    found = _sum_of_fractions(draft.current, whole)
    if found is None:
        return
    bracket, rest, sign = found
    common = product_of(fractions.least_common_denominator(monomials_of(bracket)))
    extended = fractions.extend_fractions(bracket)
    if not same(extended, bracket):
        draft.move(
            _with_rest(extended, rest, sign),
            "common-denominator",
            ("common denominator ", common),
        )
    joined = fractions.one_fraction(bracket, sign)
    draft.move(_with_rest(joined, rest, 1), "one-fraction")
    _cancelling(draft)
    _expand_and_collect(draft)
    draft.apply(lambda node: fractions.cancel(algebra.tidy(node)), "multiply-out")


def _sum_of_fractions(node: Node, whole: Monomial) -> tuple[Node, Node | None, int] | None:
    """The bracket with fractions, what it is multiplied by, and the sign before it."""
    if isinstance(node, Sum) and len(node.terms) > 1:
        return (node, None, 1) if fractions.has_denominator(node) else None
    for index, (base, exponent) in enumerate(whole.numerator):
        if exponent == 1 and isinstance(base, Sum) and fractions.has_denominator(base):
            rest = _others(node, base)
            if rest is not None:
                return base, rest, -1 if is_negated(node) else 1
            others = (*whole.numerator[:index], *whole.numerator[index + 1 :])
            rest = product_of(Monomial(abs(whole.coefficient), others, whole.denominator))
            sign = 1 if whole.coefficient > 0 else -1
            return base, (None if value_of(rest) == 1 else rest), sign
    return None


def _others(node: Node, base: Node) -> Node | None:
    """The factors of a product beside one of them, as they are written; None if it is none."""
    product = next(tree.children(node)) if is_negated(node) else node
    if not isinstance(product, Product) or base not in product.factors:
        return None
    place = product.factors.index(base)
    pairs = list(zip(("", *product.operators), product.factors, strict=True))
    (_, first), *others = [*pairs[:place], *pairs[place + 1 :]]
    if not others:
        return first
    return Product((first, *(f for _, f in others)), tuple(operator for operator, _ in others))


def _with_rest(node: Node, rest: Node | None, sign: int) -> Node:
    product = node if rest is None else multiply([node, rest], "\\cdot")
    return negative(product) if sign < 0 else product


def _expand_and_collect(draft: Draft) -> None:
    """Expands the sums inside the factors and collects, keeping the factors apart."""
    draft.apply(_within_factors(algebra.expand), "expand")
    draft.apply(
        lambda node: algebra.positive_first(_within_factors(algebra.collect)(node)),
        "collect",
        collect_detail(draft.current),
    )


def _within_factors(change: Callable[[Node], Node]) -> Callable[[Node], Node]:
    """The change applied to the sums among the factors, not across them."""

    def apply(node: Node) -> Node:
        if isinstance(node, Sum):
            return change(node)
        monomial = monomial_of(node)

        def inside(factors: tuple[Factor, ...]) -> tuple[Factor, ...]:
            return tuple(
                (change(base) if isinstance(base, Sum) else base, n) for base, n in factors
            )

        changed = Monomial(
            monomial.coefficient, inside(monomial.numerator), inside(monomial.denominator)
        )
        return node if changed == monomial else product_of(changed)

    return apply


# Expanding, factoring, ordering -------------------------------------------------------------


def _expanding(draft: Draft) -> None:
    """Multiplies everything out and collects like terms."""
    draft.apply(algebra.remove_brackets, "remove-brackets")
    draft.apply(algebra.expand, "expand")
    draft.apply(
        lambda node: algebra.positive_first(algebra.collect(node)),
        "collect",
        collect_detail(draft.current),
    )


def collect_detail(node: Node) -> Remark:
    """Names the terms that cancel, when that is all that happens: `y a and -a y cancel`."""
    gone = [pair for part in _whole_sums(node) for pair in algebra.opposite_terms(part)]
    if not gone or len(gone) > 2:
        return ()
    pairs = ((product_of(left), " and ", product_of(right)) for left, right in gone)
    return *listed(pairs, "; "), " cancel"


def _whole_sums(node: Node) -> Iterator[Sum]:
    """The sums of a formula that are not terms of another sum."""
    if isinstance(node, Sum):
        yield node
    inner = (
        (part for _, part in opened_terms(node)) if isinstance(node, Sum) else tree.children(node)
    )
    for part in inner:
        yield from _whole_sums(part)


def _factoring(draft: Draft) -> None:
    inside = _within_factors(fractions.factor)
    draft.apply(inside, "factor", _factor_detail(draft.current))
    shared = fractions.shared_factor(draft.current)
    if shared is not None:
        draft.apply(fractions.group, "factor", ("factor out ", shared))
    draft.apply(lambda node: fractions.cancel(algebra.tidy(node)), "multiply-out")


def _regrouping(draft: Draft) -> None:
    """Multiplies everything out and factors what comes of it."""
    _expanding(draft)
    _factoring(draft)


def _factor_detail(node: Node) -> Remark:
    """Names what is taken out of a sum, or out of the only sum among the factors that has it."""
    sums = [node] if isinstance(node, Sum) else _sums_among(monomial_of(node))
    common = [fractions.common_factor(monomials_of(part)) for part in sums if is_long(part)]
    telling = [factor for factor in common if factor.numerator or factor.coefficient != 1]
    return ("factor out ", product_of(telling[0])) if len(telling) == 1 else ()


def _sums_among(monomial: Monomial) -> list[Node]:
    return [base for base, _ in (*monomial.numerator, *monomial.denominator)]


LONGEST_EXPANDED = 120
"""A formula with more leaves than that is not multiplied out: nobody would read it."""
SHORT_IDEAS = (_cancelling, _multiplying, _collecting, _factoring)
IDEAS = (
    _cancelling,
    _multiplying,
    _collecting,
    _fractions,
    _expanding,
    _factoring,
    _regrouping,
)
