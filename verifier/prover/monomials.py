"""Products and sums as a person writes them, taken apart and put together again.

Everything here works on bare notation trees and keeps the order of what was written: nothing is
evaluated, reordered or cancelled unless a function says so. A `Monomial` is a number times a
product of bases with whole exponents, over a product of such; any tree that is no product,
fraction or power is a base.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from verifier.notation import tree
from verifier.notation.tree import Group, Node, Number, Power, Product, Sum, Symbol
from verifier.prover.compare import key
from verifier.prover.sums import ONE, ZERO, add, negative, number, opened_terms, value_of
from verifier.records import dataclass

Factor = tuple[Node, int]

EULER = Symbol("e")


@dataclass(frozen=True, slots=True)
class Monomial:
    """`coefficient` · ∏ base^exponent / ∏ base^exponent, all exponents positive."""

    coefficient: Fraction
    numerator: tuple[Factor, ...] = ()
    denominator: tuple[Factor, ...] = ()


# Products -----------------------------------------------------------------------------------


def multiply(factors: Iterable[Node], operator: str = "") -> Node:
    """The product as written: opens nested products, drops the factor 1."""
    return _joined([(operator, factor) for factor in factors])


def _joined(factors: Iterable[tuple[str, Node]]) -> Node:
    """The product of factors with the operator before each, nested products opened.

    A numeral behind another factor gets a dot, for `x 2` and `2 3` read as something else.
    """
    parts: list[tuple[str, Node]] = []
    for operator, factor in factors:
        if value_of(factor) == 1:
            continue
        if isinstance(factor, Product):
            parts.extend(zip((operator, *factor.operators), factor.factors, strict=True))
        else:
            parts.append((operator, factor))
    if len(parts) < 2:
        return parts[0][1] if parts else ONE
    operators = [
        "\\cdot" if operator == "" and isinstance(factor, Number) else operator
        for operator, factor in parts[1:]
    ]
    return Product(tuple(factor for _, factor in parts), tuple(operators))


def multiply_signed(factors: Iterable[Node], operator: str = "") -> Node:
    """The product with the sign of its first factor in front: `-u · v`, not `(-u) · v`.

    A later factor with a sign gets brackets: `u · (-v)`.
    """
    first, *rest = factors
    others = [bracketed(factor) for factor in rest]
    if is_negated(first):
        return negative(multiply([*tree.children(first), *others], operator))
    return multiply([first, *others], operator)


def is_negated(node: Node) -> bool:
    """Whether a formula is `-u`, a single term with a minus sign."""
    return isinstance(node, Sum) and len(node.terms) == 1 and node.signs[0] == "-"


def bracketed(node: Node) -> Node:
    """The formula as a factor behind another one: `-u` gets brackets."""
    return Group("(", node, ")") if is_negated(node) else node


def flattened(product: Product) -> Node:
    """The product with inner products opened, a leading sign in front, without factors 1."""
    first, *rest = product.factors
    others = [bracketed(factor) for factor in rest]
    sign = is_negated(first)
    front = next(tree.children(first)) if sign else first
    whole = _joined(zip(("", *product.operators), (front, *others), strict=True))
    return negative(whole) if sign else whole


def divide(numerator: Node, denominator: Node) -> Node:
    """The fraction, or the numerator when the denominator is 1."""
    return numerator if value_of(denominator) == 1 else tree.Fraction(numerator, denominator)


def power(base: Node, exponent: int) -> Node:
    """`base^exponent`; a power of an exponential multiplies the exponent: `(e^u)^2` is `e^{2u}`."""
    if exponent == 1:
        return base
    if exponent == 0:
        return ONE
    if is_exponential(base):
        assert isinstance(base, Power)
        return Power(EULER, product_of(scaled(monomial_of(base.exponent), exponent)))
    if isinstance(base, Power) and (inner := value_of(base.exponent)) is not None:
        return Power(base.base, number(inner * exponent))
    return Power(base, number(exponent))


def is_exponential(node: Node) -> bool:
    """Whether a formula is `e^u`."""
    return isinstance(node, Power) and node.base == EULER


def monomial_of(node: Node) -> Monomial:
    """A product, fraction or power taken apart, without cancelling.

    What divides by the number 0 is no monomial but a base.
    """
    value = value_of(node)
    if value is not None:
        return Monomial(value)
    if isinstance(node, Sum) and len(node.terms) == 1:
        inner = monomial_of(node.terms[0])
        return scaled(inner, -1 if node.signs[0] == "-" else 1)
    if isinstance(node, Product):
        result = Monomial(Fraction(1))
        for factor in node.factors:
            result = times(result, monomial_of(factor))
        return result
    itself = Monomial(Fraction(1), ((node, 1),))
    if isinstance(node, tree.Fraction):
        below = monomial_of(node.denominator)
        return times(monomial_of(node.numerator), inverse(below)) if below.coefficient else itself
    if isinstance(node, Power) and not is_exponential(node):
        exponent = value_of(node.exponent)
        if exponent is not None and exponent.denominator == 1 and abs(exponent) <= 64:
            base = monomial_of(node.base)
            return _power_of(base, int(exponent)) if exponent > 0 or base.coefficient else itself
    return itself


def _power_of(base: Monomial, exponent: int) -> Monomial:
    if exponent < 0:
        base, exponent = inverse(base), -exponent
    return Monomial(
        base.coefficient**exponent,
        tuple((factor, count * exponent) for factor, count in base.numerator if exponent),
        tuple((factor, count * exponent) for factor, count in base.denominator if exponent),
    )


def times(left: Monomial, right: Monomial) -> Monomial:
    """The product; equal bases are put together where the first stands, nothing cancels."""
    return Monomial(
        left.coefficient * right.coefficient,
        _merged((*left.numerator, *right.numerator)),
        _merged((*left.denominator, *right.denominator)),
    )


def inverse(monomial: Monomial) -> Monomial:
    """Numerator and denominator exchanged. Raises `ZeroDivisionError` for 0."""
    return Monomial(1 / monomial.coefficient, monomial.denominator, monomial.numerator)


def scaled(monomial: Monomial, by: Fraction | int) -> Monomial:
    """The monomial times a number."""
    return Monomial(monomial.coefficient * by, monomial.numerator, monomial.denominator)


def _merged(factors: Iterable[Factor]) -> tuple[Factor, ...]:
    order: dict[object, Factor] = {}
    for base, exponent in factors:
        known = order.get(key(base))
        order[key(base)] = (base, exponent) if known is None else (known[0], known[1] + exponent)
    return tuple(order.values())


def cancelled(monomial: Monomial) -> Monomial:
    """Common factors of numerator and denominator left out, and the number is in lowest terms."""
    below = {key(base): exponent for base, exponent in monomial.denominator}
    above = {key(base): exponent for base, exponent in monomial.numerator}
    numerator = ((b, n - min(n, below.get(key(b), 0))) for b, n in monomial.numerator)
    denominator = ((b, n - min(n, above.get(key(b), 0))) for b, n in monomial.denominator)
    return Monomial(
        monomial.coefficient,
        tuple(factor for factor in numerator if factor[1]),
        tuple(factor for factor in denominator if factor[1]),
    )


def product_of(monomial: Monomial) -> Node:
    """The tree of a monomial: sign, then one fraction, numbers first."""
    if monomial.coefficient < 0:
        return negative(product_of(scaled(monomial, -1)))
    top, bottom = monomial.coefficient.numerator, monomial.coefficient.denominator
    above = multiply([number(top), *(power(base, n) for base, n in monomial.numerator)])
    if top == 0:
        return ZERO
    if not monomial.denominator and bottom != 1 and monomial.numerator:
        return multiply([number(Fraction(top, bottom)), *_powers(monomial.numerator)])
    below = multiply([number(bottom), *_powers(monomial.denominator)])
    return divide(above, below)


def _powers(factors: Iterable[Factor]) -> list[Node]:
    return [power(base, exponent) for base, exponent in factors]


def monomials_of(node: Node) -> tuple[Monomial, ...]:
    """The terms of a sum as monomials, in order, all brackets of sums opened."""
    return tuple(scaled(monomial_of(part), sign) for sign, part in opened_terms(node))


def sum_of(monomials: Iterable[Monomial]) -> Node:
    """The sum of monomials, in the order given."""
    return add((1, product_of(monomial)) for monomial in monomials)
