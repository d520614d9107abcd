"""Near misses of known equalities, and the check of a verdict against the second evaluator."""

from __future__ import annotations

import ast
import random
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mpmath

from tests.kernel.expressions import read, read_domains
from tests.kernel.independent import NotCovered, NotDefined, Point, value
from verifier.kernel.decide import decide
from verifier.kernel.terms import UnsupportedTerm
from verifier.values import Proved, Refuted, Unknown, Verdict

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
    return Question(left, right, domains)


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


def verdict_of(question: Question) -> Verdict:
    """The kernel's verdict; a term that cannot be built is unknown."""
    try:
        left, right = read(question.left), read(question.right)
    except (UnsupportedTerm, ValueError) as problem:
        return Unknown(str(problem))
    return decide(left, right, read_domains(question.domains))


def objection(question: Question, verdict: Verdict, chance: random.Random) -> str | None:
    """What the second evaluator has to say against the verdict, None if nothing."""
    if isinstance(verdict, Proved):
        for point in points(question.domains, chance):
            found = compare(question, point)
            allowed = ["equal", "both undefined", "not covered"]
            if verdict.conditions:  # conditions may exclude the point
                allowed.append("one undefined")
                if found == "different" and ("D(" in question.left + question.right):
                    continue
            if found not in allowed:
                return f"proved, but {found} at {point}"
    if isinstance(verdict, Refuted):
        point = dict(verdict.witness.point)
        if any("(" in name for name in point):
            return None
        found = compare(question, point, strict=True)
        if found in ("equal", "both undefined"):
            return f"refuted, but {found} at {verdict.witness.point}"
        return None
    return None


def compare(question: Question, point: Point, strict: bool = False) -> str:
    """How the two sides compare at a point in 60-digit arithmetic.

    A difference below 1e-12 counts as none; `strict` looks again with 700 digits.
    """
    try:
        left, right = (_value(text, point, 60) for text in (question.left, question.right))
        if left is None or right is None:
            return "both undefined" if left is right else "one undefined"
        if abs(left - right) > mpmath.mpf(10) ** -12 * max(1, abs(left), abs(right)):
            return "different"
        if strict and "D(" in question.left + question.right:
            return "not covered"
        if strict:
            left, right = (_value(text, point, 700) for text in (question.left, question.right))
            with mpmath.workdps(700):
                return "different" if abs(left - right) > mpmath.mpf(10) ** -650 else "equal"
    except (NotCovered, KeyError, OverflowError, ZeroDivisionError, ValueError):
        return "not covered"
    return "equal"


def _value(text: str, point: Point, digits: int) -> Any:
    try:
        return value(text, point, digits)
    except NotDefined:
        return None


def points(domains: dict[str, str], chance: random.Random) -> list[Point]:
    """Points of the domain: some without a pattern, some with 0, 1, -1 or 1/2 in one place."""
    found = [_point(domains, chance, size) for size in (1, 2, 3, 1, 2, 3, 4)]
    for name in scalars(domains):
        for special in (Fraction(0), Fraction(1), Fraction(-1), Fraction(1, 2)):
            if _inside(special, domains[name]):
                found.append({**found[1], name: special})
    return found


def _point(domains: dict[str, str], chance: random.Random, size: int) -> Point:
    point: Point = {}
    for name, domain in domains.items():
        if domain == "N+":
            point[name] = mpmath.mpf(size)
        elif domain.startswith("1.."):
            point[name] = mpmath.mpf(chance.randint(1, size))
        elif name.endswith("[]"):
            for i in range(-1, 2 * size + 3):
                point[f"{name[:-2]}[{i}]"] = _member(domain, chance)
                for j in range(-1, size + 3):
                    point[f"{name[:-2]}[{i}, {j}]"] = _member(domain, chance)
        else:
            point[name] = _member(domain, chance)
    return point


def _member(domain: str, chance: random.Random) -> Fraction:
    if domain[0] == "{":
        return Fraction(chance.choice(domain[1:-1].split(",")))
    while True:
        found = Fraction(chance.randint(-48, 48), 16)
        if domain[0] in "([":
            lower, upper = domain[1:-1].split(",")
            low = Fraction(-3) if "oo" in lower else Fraction(lower)
            high = low + 4 if "oo" in upper else Fraction(upper)
            found = low + (high - low) * Fraction(chance.randint(0, 32), 32)
        if _inside(found, domain):
            return found


def _inside(number: Fraction, domain: str) -> bool:
    if domain == "R":
        return True
    if domain == "R!=0":
        return number != 0
    if domain[0] == "{":
        return number in [Fraction(part) for part in domain[1:-1].split(",")]
    lower, upper = re.fullmatch(r"[(\[](.*),(.*)[)\]]", domain).groups()  # type: ignore[union-attr]
    above = (
        "oo" in lower
        or number > Fraction(lower)
        or (domain[0] == "[" and number == Fraction(lower))
    )
    below = (
        "oo" in upper
        or number < Fraction(upper)
        or (domain[-1] == "]" and number == Fraction(upper))
    )
    return above and below
