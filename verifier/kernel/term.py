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
    slope (formula)           a derivative, which may exist where the formula is undefined

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

_PARTIAL = frozenset(("ln", "power", "kink", "slope", "ln_magnitude"))


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
    children = tuple([argument for argument in arguments if isinstance(argument, Term)])
    depth = 1 + max([child.depth for child in children], default=0)
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
    binders = max([child.binders for child in children], default=0)
    _set(term, "binders", max(binders, arguments[0].binders + 1) if binds else binders)
    total = operator not in _PARTIAL and all(child.total for child in children)
    if operator == "power":
        exponent = arguments[1].arguments[0]
        total = arguments[0].total and exponent.denominator == 1 and exponent > 0
    _set(term, "total", total)
    _set(term, "order", hash((crc32(operator.encode()), *map(_fingerprint, arguments))))
    return _table.setdefault(key, term)


def _free(operator: str, arguments: tuple[Any, ...], children: tuple[Term, ...]) -> frozenset[str]:
    if operator == "variable":
        return frozenset([arguments[0]])
    names: frozenset[str] = frozenset()
    names = names.union(*[child.free for child in children])
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
