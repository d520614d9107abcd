"""How terms are made: one constructor for each operator.

Nothing is simplified beyond flattening sums and products and folding numbers; see `term`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache, reduce
from operator import add as plus
from operator import mul as times

from verifier.kernel.term import Term as Term
from verifier.kernel.term import UnsupportedTerm as UnsupportedTerm
from verifier.kernel.term import make as make

MAXIMAL_EXPONENT = 10**6
MAXIMAL_BITS = 10**6


def _checked(name: str) -> str:
    if not name or name[0] in "#%":
        raise UnsupportedTerm(f"{name!r} cannot be a name")
    return name


def number(value: int | Fraction) -> Term:
    """An exact rational number."""
    return _number(value.numerator, value.denominator)


@lru_cache(maxsize=1024)
def _number(numerator: int, denominator: int) -> Term:
    """Looked up by two integers, whose hashes cost less than that of a fraction."""
    return make("number", Fraction(numerator, denominator))


ZERO, ONE, TWO, HALF = number(0), number(1), number(2), number(Fraction(1, 2))
MINUS_ONE = number(-1)
PI = make("pi")


def variable(name: str) -> Term:
    """A real variable; its domain is given to `decide` under `name`."""
    return make("variable", _checked(name))


def entry(name: str, *indices: Term) -> Term:
    """The element `name[indices]` of a family over the integers, declared as `name[]`."""
    return make("entry", _checked(name), *indices)


def constant(term: Term) -> Fraction | None:
    """The value of a number, None for any other term."""
    return term.arguments[0] if term.operator == "number" else None


def _bits(value: Fraction) -> int:
    """How long the numerator and the denominator are."""
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def _numbers_apart(operator: str, terms: tuple[Term, ...]) -> tuple[list[Term], list[Term]]:
    """The numbers and the other terms, with the operands of nested terms in their place."""
    numbers: list[Term] = []
    rest: list[Term] = []
    for term in terms:
        for operand in term.children if term.operator == operator else (term,):
            (numbers if operand.operator == "number" else rest).append(operand)
    return numbers, rest


def _folded(numbers: list[Term], fold: Callable[[Fraction, Fraction], Fraction]) -> Term:
    """One number for all; most terms have one."""
    if len(numbers) == 1:
        return numbers[0]
    return number(reduce(fold, [term.arguments[0] for term in numbers]))


def add(*terms: Term) -> Term:
    """The sum of the terms; nested sums are flattened and numbers are added up."""
    numbers, rest = _numbers_apart("add", terms)
    total = _folded(numbers, plus) if numbers else ZERO
    if total is not ZERO or not rest:
        rest.append(total)
    return rest[0] if len(rest) == 1 else make("add", *rest)


def multiply(*terms: Term) -> Term:
    """The product of the terms; zero times a term is zero only if the term is total."""
    numbers, rest = _numbers_apart("multiply", terms)
    if numbers:
        scale = _folded(numbers, times)
        if scale is ZERO and all(term.total for term in rest):
            return ZERO
        if scale is not MINUS_ONE and _bits(scale.arguments[0]) > MAXIMAL_BITS:
            raise UnsupportedTerm("a number of more than a million bits")
        if scale is not ONE or not rest:
            rest.insert(0, scale)
    elif not rest:
        return ONE
    return rest[0] if len(rest) == 1 else make("multiply", *rest)


def negate(term: Term) -> Term:
    """-term."""
    return multiply(MINUS_ONE, term)


def subtract(left: Term, right: Term) -> Term:
    """left - right."""
    return add(left, negate(right))


def divide(left: Term, right: Term) -> Term:
    """left / right, undefined where right is zero."""
    return multiply(left, power(right, MINUS_ONE))


def power(base: Term, exponent: Term) -> Term:
    """base^exponent.

    An integer exponent is allowed on any base (a negative one where the base is not zero); a
    constant rational one where the base is positive, or zero if the exponent is positive; any
    other means exp(exponent * ln(base)), which needs a positive base.
    """
    value = constant(exponent)
    if value is None:
        return exp(multiply(exponent, ln(base)))
    if exponent is ONE:
        return base
    if exponent is ZERO:
        return guard(ONE, base)
    if abs(value.numerator) > MAXIMAL_EXPONENT or value.denominator > MAXIMAL_EXPONENT:
        raise UnsupportedTerm(f"an exponent beyond {MAXIMAL_EXPONENT}")
    number_base = constant(base)
    if number_base is not None and value.denominator == 1 and (number_base or value.numerator > 0):
        if _bits(number_base) * abs(value.numerator) > MAXIMAL_BITS:
            raise UnsupportedTerm("a number of more than a million bits")
        return number(number_base**value.numerator)
    return make("power", base, exponent)


def guard(term: Term, guards: Term) -> Term:
    """The term where `guards` is defined, undefined elsewhere."""
    return term if guards.total or guards is term else make("guard", term, guards)


def exp(term: Term) -> Term:
    """e^term."""
    return make("exp", term)


def ln(term: Term) -> Term:
    """The natural logarithm, defined where the term is positive."""
    return make("ln", term)


def sqrt(term: Term) -> Term:
    """term^(1/2), defined where the term is not negative."""
    return power(term, HALF)


def sigmoid(term: Term) -> Term:
    """1 / (1 + e^-term)."""
    return make("sigmoid", term)


def tanh(term: Term) -> Term:
    """The hyperbolic tangent."""
    return make("tanh", term)


def softplus(term: Term) -> Term:
    """ln(1 + e^term)."""
    return make("softplus", term)


def sinh(term: Term) -> Term:
    """The hyperbolic sine."""
    return make("sinh", term)


def cosh(term: Term) -> Term:
    """The hyperbolic cosine."""
    return make("cosh", term)


def erf(term: Term) -> Term:
    """The error function."""
    return make("erf", term)


def floor(term: Term) -> Term:
    """The greatest whole number that is not above the term."""
    value = constant(term)
    return make("floor", term) if value is None else number(math.floor(value))


def ceiling(term: Term) -> Term:
    """The least whole number that is not below the term: -⌊-term⌋."""
    return negate(floor(negate(term)))


def sin(term: Term) -> Term:
    """The sine."""
    return make("sin", term)


def cos(term: Term) -> Term:
    """The cosine."""
    return make("cos", term)


def piecewise(relation: str, condition: Term, then: Term, otherwise: Term) -> Term:
    """`then` where condition > 0 (or >= 0, as `relation` says), else `otherwise`.

    Defined where the condition is defined and so is the piece that applies.
    """
    if relation not in (">", ">="):
        raise UnsupportedTerm(f"the relation {relation!r}")
    if then is otherwise:
        return guard(then, condition)
    return make("piecewise", relation, condition, then, otherwise)


def meeting_ratio(condition: Term, then: Term, otherwise: Term) -> int:
    """(then - otherwise) / condition for a maximum, minimum or absolute value, else 0.

    For these both pieces are defined wherever the condition is, and meet where it is zero.
    """
    if then is condition and otherwise is negate(then):
        return 2
    if subtract(then, otherwise) is condition:
        return 1
    if subtract(otherwise, then) is condition:
        return -1
    return 0


def absolute(term: Term) -> Term:
    """|term|."""
    return piecewise(">=", term, term, negate(term))


def relu(term: Term) -> Term:
    """max(term, 0)."""
    return piecewise(">=", term, term, ZERO)


def sign(term: Term) -> Term:
    """1, 0 or -1."""
    return piecewise(">", term, ONE, piecewise(">", negate(term), MINUS_ONE, ZERO))


def maximum(left: Term, right: Term) -> Term:
    """The larger of the two."""
    return piecewise(">=", subtract(left, right), left, right)


def minimum(left: Term, right: Term) -> Term:
    """The smaller of the two."""
    return piecewise(">=", subtract(left, right), right, left)


def delta(left: Term, right: Term) -> Term:
    """The Kronecker delta: 1 where the two indices are equal, else 0."""
    if left is right:
        return guard(ONE, left)
    first, second = constant(left), constant(right)
    if first is not None and second is not None:
        return ZERO
    return make("delta", *sorted((left, right), key=lambda term: term.order))


def apply(name: str, arguments: tuple[Term, ...], orders: tuple[int, ...] | None = None) -> Term:
    """A partial derivative of an unknown function that is smooth on all of R^n.

    `orders[k]` says how often it is differentiated by its k-th argument; none by default.
    """
    orders = (0,) * len(arguments) if orders is None else tuple(orders)
    if len(orders) != len(arguments) or min(orders, default=0) < 0:
        raise UnsupportedTerm("one order of differentiation is needed for each argument")
    return make("apply", _checked(name), orders, *arguments)
