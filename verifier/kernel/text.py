"""Terms and conditions as short readable text, for people only: no verdict depends on it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from verifier.kernel.structure import add, constant, multiply, negate
from verifier.kernel.term import Term

_SUM, _PRODUCT, _POWER, _ATOM = 1, 2, 3, 4
_INDEX_NAMES = "ijklpqrst"


def text(term: Term) -> str:
    """The term as a person would type it, with bound indices named i, j, ..."""
    return _write(term)[0]


_MIRRORED = {">": "<", ">=": "<=", "!=": "!="}


def condition_text(term: Term, relation: str) -> str:
    """The condition `term relation 0`, with a sum of two terms written as a comparison."""
    if term.operator == "multiply" and relation == "!=":
        term = multiply(*term.children[1:]) if constant(term.children[0]) else term
    if term.operator == "add" and len(term.children) == 2:
        left, right = term.children
        if _is_negative(left) or (left.operator == "number" and not _is_negative(right)):
            left, right = right, left
        if _is_negative(left):  # both are: turn the condition round
            return (
                condition_text(negate_sum(term), relation)
                if relation == "!="
                else _plain(term, relation)
            )
        if left.operator == "number":
            return f"{text(negate(right))} {_MIRRORED[relation]} {text(left)}"
        return f"{text(left)} {relation} {text(negate(right))}"
    return _plain(term, relation)


def _plain(term: Term, relation: str) -> str:
    negated = negate_sum(term)
    if term.operator != "add" and _is_negative(term):
        return f"{text(negated)} {_MIRRORED[relation]} 0"
    return f"{text(term)} {relation} 0"


def negate_sum(term: Term) -> Term:
    """-term with the sign taken into a sum."""
    return add(*map(negate, term.children)) if term.operator == "add" else negate(term)


def _is_negative(term: Term) -> bool:
    leading = term.children[0] if term.operator == "multiply" else term
    value = constant(leading)
    return value is not None and value < 0


def _bracketed(term: Term, least: int) -> str:
    written, strength = _write(term)
    return written if strength >= least else f"({written})"


def _write(term: Term) -> tuple[str, int]:
    writer = _WRITERS.get(term.operator)
    if writer is not None:
        return writer(term)
    names = [str(a) if isinstance(a, str | int) else text(a) for a in term.arguments]
    return f"{term.operator}({', '.join(names)})", _ATOM


def _number(term: Term) -> tuple[str, int]:
    value: Fraction = term.arguments[0]
    strength = _SUM if value < 0 else _ATOM if value.denominator == 1 else _PRODUCT
    return str(value), strength


def _add(term: Term) -> tuple[str, int]:
    written = ""
    for child in term.children:
        minus = _is_negative(child)
        body = _bracketed(negate(child) if minus else child, _PRODUCT)
        written += (" - " if minus else " + ") + body if written else ("-" if minus else "") + body
    return written, _SUM


def _multiply(term: Term) -> tuple[str, int]:
    if _is_negative(term):
        return "-" + _bracketed(negate(term), _PRODUCT), _SUM
    above, below = [], []
    for child in term.children:
        value = constant(child.arguments[1]) if child.operator == "power" else None
        if value is not None and value < 0:
            below.append(_power_of(child.arguments[0], -value))
        else:
            above.append(_bracketed(child, _POWER if len(term.children) > 1 else _PRODUCT))
    numerator = " ".join(above) or "1"
    if not below:
        return numerator, _PRODUCT
    return f"{numerator}/{below[0] if len(below) == 1 else '(' + ' '.join(below) + ')'}", _PRODUCT


def _power_of(base: Term, exponent: Fraction) -> str:
    if exponent == Fraction(1, 2):
        return f"sqrt({text(base)})"
    written = _bracketed(base, _ATOM)
    if exponent == 1:
        return written
    return f"{written}^{exponent}" if exponent.denominator == 1 else f"{written}^({exponent})"


def _power(term: Term) -> tuple[str, int]:
    value = constant(term.arguments[1])
    assert value is not None
    if value < 0:
        return f"1/{_power_of(term.arguments[0], -value)}", _PRODUCT
    return _power_of(term.arguments[0], value), _POWER if value != Fraction(1, 2) else _ATOM


def _indexed(term: Term) -> tuple[str, int]:
    return f"{term.arguments[0]}[{', '.join(map(text, term.children))}]", _ATOM


def _variable(term: Term) -> tuple[str, int]:
    name: str = term.arguments[0]
    if name[0] in "#%" and name[1:].isdigit():
        name = _index_name(int(name[1:]))
    return name, _ATOM


def _index_name(level: int) -> str:
    return _INDEX_NAMES[level - 1] if level <= len(_INDEX_NAMES) else f"i{level}"


def _binder(term: Term) -> tuple[str, int]:
    body, name, lower, upper = term.arguments
    index = _index_name(int(name[1:]))
    return f"{term.operator}({text(body)}, {index}={text(lower)}..{text(upper)})", _ATOM


def _apply(term: Term) -> tuple[str, int]:
    name, orders, *arguments = term.arguments
    return f"{function_name(name, orders)}({', '.join(map(text, arguments))})", _ATOM


def function_name(name: str, orders: tuple[int, ...]) -> str:
    """`u`, `u'`, `u''` for one argument, `u_(1,0)` for several."""
    if len(orders) == 1:
        return name + "'" * orders[0]
    return f"{name}_({','.join(map(str, orders))})" if any(orders) else name


def _piecewise(term: Term) -> tuple[str, int]:
    relation, condition, then, otherwise = term.arguments
    return f"({text(then)} if {text(condition)} {relation} 0 else {text(otherwise)})", _ATOM


def _kink(term: Term) -> tuple[str, int]:
    condition, positive, negative = term.arguments[:3]
    return f"({text(positive)} if {text(condition)} > 0, {text(negative)} if < 0)", _ATOM


def _root(term: Term) -> tuple[str, int]:
    base, degree = term.arguments
    return f"abs({text(base)})^(1/{degree})", _POWER


_WRITERS: dict[str, Callable[[Term], tuple[str, int]]] = {
    "number": _number,
    "add": _add,
    "multiply": _multiply,
    "power": _power,
    "entry": _indexed,
    "variable": _variable,
    "sum": _binder,
    "product": _binder,
    "apply": _apply,
    "piecewise": _piecewise,
    "kink": _kink,
    "root": _root,
    "slope": lambda term: _write(term.arguments[0]),
    "guard": lambda term: _write(term.arguments[0]),
    "pi": lambda term: ("pi", _ATOM),
    "index": lambda term: (_index_name(term.arguments[0]), _ATOM),
    "magnitude": lambda term: (f"abs({text(term.arguments[0])})", _ATOM),
    "ln_magnitude": lambda term: (f"ln(abs({text(term.arguments[0])}))", _ATOM),
}
