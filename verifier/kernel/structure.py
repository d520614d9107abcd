"""Kernel terms: hash-consed, immutable trees with exact rational numbers, and how they are made.

A term is written down as given: apart from flattening sums and products and folding numbers,
nothing is simplified. In particular `x / x`, `exp(ln(x))` and `0 * (1 / x)` stay as they are,
because each of them is undefined somewhere. Equal terms are the same object, and a bound index
is named after the number of sums nested in its body (`#1`, `#2`, ...), so terms that differ in the
names of their bound indices are the same object too, and no substitution can capture one.

Operators and their `arguments`:

    number (value)            variable (name)              entry (name, *indices)    pi ()
    add (*terms)              multiply (*terms)            power (base, number)
    exp ln erf sin cos sigmoid tanh softplus sinh cosh (term)
    piecewise (relation, condition, then, otherwise)       relation is '>' or '>=', against 0
    sum product (body, index name, lower, upper)           delta (index, index)
    apply (name, orders, *terms)    the partial derivative of that order of a function smooth on R
    guard (term, guards)      equal to term where guards is defined, undefined elsewhere
    kink (condition, slope, slope, value, value, slope of the condition)
                              the derivative of a piecewise function, see `differentiate`

Terms used only inside the prover: root (term, n) is |term|^(1/n), magnitude (term) is |term|,
ln_magnitude (term) is ln|term|, indicator (term, s) is 1 where s * term > 0 and 0 elsewhere,
index (level, upper) is a bound index that runs from 1 to upper.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any
from weakref import WeakValueDictionary
from zlib import crc32

MAXIMAL_DEPTH = 200
MAXIMAL_EXPONENT = 10**6
MAXIMAL_BITS = 10**6


class UnsupportedTerm(Exception):  # noqa: N818 (the name is part of the interface)
    """A term that the kernel does not have, or that would be too large to build."""


class Term:
    """An expression. Two equal terms are one object: compare with `is` or `==` alike.

    `free` holds the names of the variables, arrays and functions that are not bound by a sum or
    product: a variable under its name, an array x as `x[]`, a function u as `u()`.
    `open` says that a bound index occurs outside its sum, as in the body of a sum.
    `total` says that the term is certainly defined wherever its variables take real values.
    `order` is a number that depends on the structure alone; sorting by it is reproducible.
    """

    __slots__ = (
        "__weakref__",
        "arguments",
        "binders",
        "children",
        "depth",
        "free",
        "open",
        "operator",
        "order",
        "total",
    )
    operator: str
    arguments: tuple[Any, ...]
    children: tuple[Term, ...]
    free: frozenset[str]
    total: bool
    open: bool
    depth: int
    binders: int
    order: int

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a kernel term cannot be changed")

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return make, (self.operator, *self.arguments)

    def __repr__(self) -> str:
        from verifier.kernel.text import text

        return text(self)


_set = object.__setattr__
_table: WeakValueDictionary[tuple[object, ...], Term] = WeakValueDictionary()

_PARTIAL = frozenset(("ln", "power", "kink", "ln_magnitude"))


def _fingerprint(value: object) -> int:
    if isinstance(value, Term):
        return value.order
    if isinstance(value, Fraction):
        return hash((value.numerator, value.denominator))
    return crc32(repr(value).encode())


def make(operator: str, *arguments: Any) -> Term:
    """The term with these arguments, as they are. Raises `UnsupportedTerm` if nested too deeply."""
    key = (operator, *arguments)
    known = _table.get(key)
    if known is not None:
        return known
    children = tuple(argument for argument in arguments if isinstance(argument, Term))
    depth = 1 + max((child.depth for child in children), default=0)
    if depth > MAXIMAL_DEPTH:
        raise UnsupportedTerm(f"nested more than {MAXIMAL_DEPTH} levels deep")
    binds = operator in ("sum", "product")
    term = Term()
    _set(term, "operator", operator)
    _set(term, "arguments", arguments)
    _set(term, "children", children)
    free = _free(operator, arguments, children)
    _set(term, "free", free)
    _set(term, "open", any(name[0] == "#" for name in free))
    _set(term, "depth", depth)
    binders = max((child.binders for child in children), default=0)
    _set(term, "binders", max(binders, arguments[0].binders + 1) if binds else binders)
    total = operator not in _PARTIAL and all(child.total for child in children)
    if operator == "power":
        exponent = arguments[1].arguments[0]
        total = arguments[0].total and exponent.denominator == 1 and exponent > 0
    _set(term, "total", total)
    _set(term, "order", hash((crc32(operator.encode()), *map(_fingerprint, arguments))))
    return _table.setdefault(key, term)


def _free(operator: str, arguments: tuple[Any, ...], children: tuple[Term, ...]) -> frozenset[str]:
    names: frozenset[str] = frozenset()
    names = names.union(*[child.free for child in children])
    if operator == "variable":
        return frozenset([arguments[0]])
    if operator == "entry":
        return names | {arguments[0] + "[]"}
    if operator == "apply":
        return names | {arguments[0] + "()"}
    if operator in ("sum", "product"):
        bounds = arguments[2].free | arguments[3].free
        body: frozenset[str] = arguments[0].free - {arguments[1]}
        return body.union(bounds)
    return names


def walk(*terms: Term) -> Iterator[Term]:
    """Every sub-term once, a term before its arguments, in a reproducible order."""
    seen: set[Term] = set()
    todo = list(reversed(terms))
    while todo:
        term = todo.pop()
        if term not in seen:
            seen.add(term)
            yield term
            todo.extend(reversed(term.children))


def _checked(name: str) -> str:
    if not name or name[0] in "#%":
        raise UnsupportedTerm(f"{name!r} cannot be a name")
    return name


def number(value: int | Fraction) -> Term:
    """An exact rational number."""
    return make("number", Fraction(value))


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


def _operands(operator: str, terms: tuple[Term, ...]) -> Iterator[Term]:
    for term in terms:
        yield from term.children if term.operator == operator else (term,)


def add(*terms: Term) -> Term:
    """The sum of the terms; nested sums are flattened and numbers are added up."""
    total, rest = Fraction(0), []
    for term in _operands("add", terms):
        if term.operator == "number":
            total += term.arguments[0]
        else:
            rest.append(term)
    if total or not rest:
        rest.append(number(total))
    return rest[0] if len(rest) == 1 else make("add", *rest)


def multiply(*terms: Term) -> Term:
    """The product of the terms; zero times a term is zero only if the term is total."""
    scale, rest = Fraction(1), []
    for term in _operands("multiply", terms):
        if term.operator == "number":
            scale *= term.arguments[0]
        else:
            rest.append(term)
    if not scale and all(term.total for term in rest):
        return ZERO
    if scale != 1 or not rest:
        rest.insert(0, number(scale))
    if max(scale.numerator.bit_length(), scale.denominator.bit_length()) > MAXIMAL_BITS:
        raise UnsupportedTerm("a number of more than a million bits")
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
    if value == 1:
        return base
    if value == 0:
        return guard(ONE, base)
    if abs(value.numerator) > MAXIMAL_EXPONENT or value.denominator > MAXIMAL_EXPONENT:
        raise UnsupportedTerm(f"an exponent beyond {MAXIMAL_EXPONENT}")
    number_base = constant(base)
    if number_base is not None and value.denominator == 1 and (number_base or value > 0):
        bits = max(number_base.numerator.bit_length(), number_base.denominator.bit_length())
        if bits * abs(value.numerator) > MAXIMAL_BITS:
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
