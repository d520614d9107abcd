"""Near misses of known equalities."""

from __future__ import annotations

import ast
import random
from dataclasses import dataclass, field
from typing import Any

DOMAINS = ["R", "R!=0", "[0,1]", "(0,oo)", "[-1,1]", "[0,oo)", "(-1,0)", "(0,1)", "{0,1}"]
SWAPS = {
    "sigmoid": "tanh",
    "tanh": "sigmoid",
    "max": "min",
    "min": "max",
    "relu": "abs",
    "abs": "relu",
    "sqrt": "abs",
    "ln": "exp",
    "exp": "sigmoid",
    "sin": "cos",
    "cos": "sin",
    "sinh": "cosh",
    "cosh": "sinh",
    "softplus": "exp",
    "erf": "tanh",
    "Sum": "Prod",
    "Prod": "Sum",
}


@dataclass
class Question:
    """A claimed equality in the syntax of the test data."""

    left: str
    right: str
    domains: dict[str, str]
    hypotheses: list[list[str]] = field(default_factory=list)


def scalars(domains: dict[str, str]) -> list[str]:
    """The variables that are neither arrays nor indices."""
    return [n for n, d in domains.items() if not n.endswith("[]") and d[:2] not in ("N+", "1.")]


def indices(domains: dict[str, str]) -> list[str]:
    return [n for n, d in domains.items() if d[:2] == "1."]


def mutated(question: Question, chance: random.Random) -> Question:
    """One or two small changes: an operator, a sign, a name, a number, a function, a domain."""
    left, right, domains = question.left, question.right, dict(question.domains)
    names = scalars(domains)
    for _ in range(chance.choice([1, 1, 2])):
        kind = chance.random()
        if kind < 0.2 and names:
            domains[chance.choice(names)] = chance.choice(DOMAINS)
        elif kind < 0.3 and names:
            left = enlarged(left, names, chance)
            right = enlarged(right, names, chance) if chance.random() < 0.5 else right
        elif kind < 0.6:
            left = mutated_text(left, names, indices(domains), chance)
        else:
            right = mutated_text(right, names, indices(domains), chance)
    return Question(left, right, domains, question.hypotheses)


PARTIAL = ["sqrt({})", "ln({})", "1/({})", "abs({})", "where({}>0,1,0)", "relu({})", "u(1/{})"]


def enlarged(text: str, names: list[str], chance: random.Random) -> str:
    """The text with a part put in that is zero wherever it is defined, or made by cases."""
    name, other = chance.choice(names), chance.choice(names)
    part = chance.choice(PARTIAL).format(name)
    kind = chance.random()
    if kind < 0.4:
        return f"({part})-({part})+({text})"
    if kind < 0.6:
        return f"({text})+0*({part})"
    if kind < 0.8:
        return f"where({name}>{other},{text},{text})+({part})-({part})"
    return f"abs({part})-max({part},-({part}))+({text})"


def mutated_text(text: str, names: list[str], bound: list[str], chance: random.Random) -> str:
    tree = ast.parse(text.strip(), mode="eval")
    nodes: list[Any] = list(ast.walk(tree))
    bound = bound + [_index_of(node) for node in nodes if _is_binder(node)]
    for _ in range(20):
        if _mutate(chance.choice(nodes), names, bound, chance):
            break
    return ast.unparse(ast.fix_missing_locations(tree))


def _index_of(binder: Any) -> str:
    name: str = binder.args[1].id
    return name


def _is_binder(node: Any) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("Sum", "Prod")
    )


def _mutate(node: Any, names: list[str], bound: list[str], chance: random.Random) -> bool:
    match node:
        case ast.BinOp():
            return _mutate_operation(node, chance)
        case ast.Constant() if isinstance(node.value, int):
            node.value = max(0, node.value + chance.choice([-1, 1, 1]))
            return True
        case ast.Name() if node.id in names and chance.random() < 0.8:
            node.id = chance.choice(names)
            return True
        case ast.Subscript() if bound and isinstance(node.slice, ast.Name):
            node.slice = ast.Name(chance.choice(bound))
            return True
        case ast.Call(ast.Name(name) as function) if name in SWAPS:
            function.id = SWAPS[name]
            return True
        case ast.Compare():
            node.ops = [chance.choice([ast.Gt(), ast.GtE(), ast.Lt(), ast.LtE()])]
            return True
    return False


def _mutate_operation(node: ast.BinOp, chance: random.Random) -> bool:
    kind = chance.random()
    if isinstance(node.op, ast.Pow):
        if kind < 0.5:
            node.left = ast.UnaryOp(ast.USub(), node.left)
        return kind < 0.5
    if kind < 0.45:
        node.op = chance.choice([ast.Add, ast.Sub, ast.Mult, ast.Div])()
    elif kind < 0.6:
        node.left, node.right = node.right, node.left
    elif kind < 0.7:
        node.right = ast.Constant(1)
    elif kind < 0.85 and isinstance(node.left, ast.BinOp):  # a dropped bracket
        inner = node.left
        node.left, node.right = inner.left, ast.BinOp(inner.right, node.op, node.right)
        node.op = inner.op
    else:
        node.left = ast.UnaryOp(ast.USub(), node.left)
    return True
