"""Kernel terms: hash-consed, immutable trees with exact rational numbers, and how they are made.

A term is written down as given: apart from flattening sums and products and folding numbers,
nothing is simplified. In particular `x / x`, `exp(ln(x))` and `0 * (1 / x)` stay as they are,
because each of them is undefined somewhere. Equal terms are the same object, and a bound index
is named after the number of sums nested in its body (`#1`, `#2`, ...), so terms that differ in the
names of their bound indices are the same object too, and no substitution can capture one.

Operators and their `arguments`:

    number (value)            variable (name)              entry (name, *indices)    pi ()
    add (*terms)              multiply (*terms)            power (base, number)
    exp ln erf sin cos sigmoid tanh softplus sinh cosh floor (term)
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

from _weakref import ref  # as `weakref` has it, without its mappings and finalizers
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from zlib import crc32

from verifier.hints import Any

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


_PARTIAL = frozenset(("ln", "power", "kink", "slope", "ln_magnitude"))


class _Known(ref[Term]):
    """A term in the table, with its key there."""

    __slots__ = ("key",)
    key: tuple[object, ...]


_table: dict[tuple[object, ...], _Known] = {}
"""The terms in use. A `WeakValueDictionary` does the same, but takes twice as long to look up."""


def _forget(known: _Known, table: dict[tuple[object, ...], _Known] = _table) -> None:
    """Takes a term that nobody holds any more out of the table, if it has no successor there."""
    if table.get(known.key) is known:
        del table[known.key]


@lru_cache(maxsize=4096)
def _code(name: str) -> int:
    return crc32(name.encode())


def _fingerprint(value: object) -> int:
    if type(value) is Fraction:
        return hash((value.numerator, value.denominator))
    return _code(repr(value))


_set_operator, _set_arguments, _set_children, _set_free, _set_open = (
    vars(Term)[name].__set__ for name in ("operator", "arguments", "children", "free", "open")
)
_set_total, _set_depth, _set_binders, _set_order = (
    vars(Term)[name].__set__ for name in ("total", "depth", "binders", "order")
)


def make(operator: str, *arguments: Any) -> Term:
    """The term with these arguments, as they are. Raises `UnsupportedTerm` if nested too deeply."""
    key = (operator, *arguments)
    known = _table.get(key)
    if known is not None:
        same = known()
        if same is not None:
            return same
    children = tuple([argument for argument in arguments if type(argument) is Term])
    depth = binders = 0
    total, is_open = operator not in _PARTIAL, False
    for child in children:
        if child.depth > depth:
            depth = child.depth
        if child.binders > binders:
            binders = child.binders
        total = total and child.total
        is_open = is_open or child.open
    if depth >= MAXIMAL_DEPTH:
        raise UnsupportedTerm(f"nested more than {MAXIMAL_DEPTH} levels deep")
    free = _free(operator, arguments, children)
    if operator in ("sum", "product"):
        binders = max(binders, arguments[0].binders + 1)
        is_open = any(name[0] == "#" for name in free)
    elif operator == "power":
        exponent = arguments[1].arguments[0]
        total = arguments[0].total and exponent.denominator == 1 and exponent.numerator > 0
    elif operator == "variable":
        is_open = arguments[0][0] == "#"
    term = Term()
    _set_operator(term, operator)
    _set_arguments(term, arguments)
    _set_children(term, children)
    _set_free(term, free)
    _set_open(term, is_open)
    _set_depth(term, 1 + depth)
    _set_binders(term, binders)
    _set_total(term, total)
    parts = [a.order if type(a) is Term else _fingerprint(a) for a in arguments]
    _set_order(term, hash((_code(operator), *parts)))
    entry = _Known(term, _forget)
    entry.key = key
    _table[key] = entry
    return term


def _free(operator: str, arguments: tuple[Any, ...], children: tuple[Term, ...]) -> frozenset[str]:
    if operator == "variable":
        return frozenset([arguments[0]])
    if operator in ("sum", "product"):
        bounds = arguments[2].free | arguments[3].free
        body: frozenset[str] = arguments[0].free - {arguments[1]}
        return body.union(bounds)
    names: frozenset[str] = children[0].free if children else frozenset()
    for child in children[1:]:
        if not child.free <= names:
            names |= child.free
    if operator == "entry":
        return names | {arguments[0] + "[]"}
    if operator == "apply":
        return names | {arguments[0] + "()"}
    return names


def walk(*terms: Term) -> Iterator[Term]:
    """Every sub-term once, a term before its arguments, in a reproducible order."""
    seen: dict[Term, None] = {}
    todo = [*terms][::-1]
    while todo:
        term = todo.pop()
        if term not in seen:
            seen[term] = None
            todo += term.children[::-1]
    return iter(seen)
