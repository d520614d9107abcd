"""A small reader for the expressions of the test data: Python's syntax, exact numbers.

ln exp sigmoid tanh sqrt erf abs sign relu max min sin cos sinh cosh softplus floor ceil;
where(cond, a, b); Sum(body, i, lo, hi), Prod(...); D(expression, variable); delta(i, j); x[i]; pi;
any other name that is called is an unknown smooth function. 0.1 means 1/10.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from fractions import Fraction

from verifier.kernel import domains as d
from verifier.kernel import terms as t
from verifier.kernel.hypotheses import Hypothesis, Relation

FUNCTIONS: dict[str, Callable[..., t.Term]] = {
    "ln": t.ln,
    "exp": t.exp,
    "erf": t.erf,
    "sqrt": t.sqrt,
    "sigmoid": t.sigmoid,
    "tanh": t.tanh,
    "softplus": t.softplus,
    "sinh": t.sinh,
    "cosh": t.cosh,
    "floor": t.floor,
    "ceil": t.ceiling,
    "sin": t.sin,
    "cos": t.cos,
    "abs": t.absolute,
    "relu": t.relu,
    "sign": t.sign,
    "max": t.maximum,
    "min": t.minimum,
    "delta": t.delta,
}
OPERATORS: dict[type, Callable[[t.Term, t.Term], t.Term]] = {
    ast.Add: t.add,
    ast.Sub: t.subtract,
    ast.Mult: t.multiply,
    ast.Div: t.divide,
    ast.Pow: t.power,
}
BINDERS = {"Sum": t.summation, "Prod": t.product_over}


def read(text: str) -> t.Term:
    """The term that the text describes."""
    return _read(ast.parse(text.strip(), mode="eval").body)


def _read(node: ast.expr) -> t.Term:
    match node:
        case ast.Constant():
            return t.number(Fraction(repr(node.value)))
        case ast.Name(name):
            return t.PI if name == "pi" else t.variable(name)
        case ast.UnaryOp(ast.USub(), operand):
            return t.negate(_read(operand))
        case ast.BinOp(left, operator, right):
            return OPERATORS[type(operator)](_read(left), _read(right))
        case ast.Subscript(ast.Name(name), indices):
            listed = indices.elts if isinstance(indices, ast.Tuple) else [indices]
            return t.entry(name, *map(_read, listed))
        case ast.Call(ast.Name(name), arguments):
            return _read_call(name, arguments)
    raise ValueError(ast.dump(node))


def _read_call(name: str, arguments: list[ast.expr]) -> t.Term:
    if name in BINDERS:
        body, index, lower, upper = arguments
        assert isinstance(index, ast.Name)
        return BINDERS[name](_read(body), index.id, _read(lower), _read(upper))
    if name == "D":
        return t.derivative(_read(arguments[0]), _read(arguments[1]))
    if name == "where":
        return _read_where(arguments)
    terms = [_read(argument) for argument in arguments]
    return FUNCTIONS[name](*terms) if name in FUNCTIONS else t.apply(name, tuple(terms))


def _read_where(arguments: list[ast.expr]) -> t.Term:
    test = arguments[0]
    assert isinstance(test, ast.Compare)
    left, right, operator = _read(test.left), _read(test.comparators[0]), type(test.ops[0])
    if operator in (ast.Lt, ast.LtE):
        left, right = right, left
    relation = ">" if operator in (ast.Gt, ast.Lt) else ">="
    return t.piecewise(relation, t.subtract(left, right), _read(arguments[1]), _read(arguments[2]))


def read_domain(text: str) -> d.Domain:
    """`R`, `R!=0`, `N+`, `1..m`, `{0,1}` or an interval such as `(0,oo)`."""
    named: dict[str, d.Domain] = {"R": d.REAL, "R!=0": d.NONZERO, "N+": d.NATURAL}
    if text in named:
        return named[text]
    if text.startswith("1.."):
        return d.index_range(text[3:])
    if text.startswith("{"):
        return d.finite(*[Fraction(part) for part in text[1:-1].split(",")])
    lower, upper = text[1:-1].split(",")
    return d.interval(_end(lower), _end(upper), text[0] == "[", text[-1] == "]")


def _end(text: str) -> Fraction | None:
    return None if "oo" in text else Fraction(text)


def read_domains(texts: dict[str, str]) -> dict[str, d.Domain]:
    """The declarations; `x[]` declares an array."""
    found = {name: read_domain(text) for name, text in texts.items()}
    return {name: d.array(v) if name.endswith("[]") else v for name, v in found.items()}


def read_hypotheses(rows: list[list[str]]) -> list[Hypothesis]:
    """Rows of left side, relation, right side."""
    relations: dict[str, Relation] = {"=": "=", "!=": "!=", ">": ">", ">=": ">="}
    return [Hypothesis(read(row[0]), relations[row[1]], read(row[2])) for row in rows]
