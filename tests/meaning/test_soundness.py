"""Verdicts of random claims about random definitions, against plain floating-point arithmetic.

The claims are evaluated by another reading of the same rules, with dual numbers: a derivative
`∂E/∂s` perturbs the value of `s`, and whatever is defined from `s` feels it.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from functools import reduce

import pytest

from tests.meaning.reading import context_of, statements
from verifier.meaning.claims import Claim, judge
from verifier.meaning.context import Context
from verifier.meaning.elaborate import MeaningError
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.values import NOWHERE, Proved, Refuted, Verdict

INPUTS = ("w", "x", "b")
DEFINED = ("z", "a", "u", "L")
POINTS = 4
CLAIMS = 400
TOLERANCE = 1e-7

Dual = tuple[float, float]
"""A value and its derivative."""


# An evaluator of its own ----------------------------------------------------------------------


def value(node: Node, context: Context, inputs: Mapping[str, Dual]) -> Dual:
    """The value of a formula; a name in `inputs` has that value whatever its definition is."""
    match node:
        case tree.Number(text):
            return float(text), 0.0
        case tree.Symbol(name) if name in inputs:
            return inputs[name]
        case tree.Symbol(name):
            return value(context.definitions[name].body, context, inputs)
        case tree.Derivative(_, body, ((tree.Symbol(name), 1),)):
            return derivative(body, name, context, inputs), math.nan
        case tree.Apply(tree.Symbol(name), argument):
            return called(name, value(argument, context, inputs))
        case tree.Group(_, body, _):
            return value(body, context, inputs)
    return combined(node, [value(part, context, inputs) for part in tree.children(node)])


def combined(node: Node, parts: list[Dual]) -> Dual:
    """The value of a sum, product, fraction or power of the values of its parts."""
    match node:
        case tree.Sum(signs, _):
            scale = [-1.0 if sign == "-" else 1.0 for sign in signs]
            pairs = list(zip(scale, parts, strict=True))
            return sum(s * v for s, (v, _) in pairs), sum(s * d for s, (_, d) in pairs)
        case tree.Product():
            return reduce(lambda p, q: (p[0] * q[0], p[0] * q[1] + p[1] * q[0]), parts)
        case tree.Fraction():
            (p, dp), (q, dq) = parts
            return p / q, (dp * q - p * dq) / q**2
        case tree.Power():
            (v, d), (n, _) = parts
            return v**n, n * v ** (n - 1) * d
    raise AssertionError(node)


def called(name: str, argument: Dual) -> Dual:
    v, d = argument
    if name == "\\tanh":
        return math.tanh(v), (1 - math.tanh(v) ** 2) * d
    assert name == "\\sigma"
    s = 1 / (1 + math.exp(-v))
    return s, s * (1 - s) * d


def derivative(body: Node, name: str, context: Context, inputs: Mapping[str, Dual]) -> float:
    """What happens to a formula when the value of one symbol is moved and nothing else is."""
    fixed = {other: (v, 0.0) for other, (v, _) in inputs.items()}
    here, _ = value(tree.Symbol(name), context, fixed)
    return value(body, context, {**fixed, name: (here, 1.0)})[1]


# Random definitions and claims ----------------------------------------------------------------


def expression(generator: random.Random, names: tuple[str, ...], depth: int) -> str:
    if depth == 0 or generator.random() < 0.15:
        return generator.choice([*names, *names, "1", "2"])
    left = expression(generator, names, depth - 1)
    right = expression(generator, names, depth - 1)
    return generator.choice(
        [
            f"({left} + {right})",
            f"({left} - {right})",
            f"({left}) ({right})",
            f"\\sigma({left})",
            f"\\tanh({left})",
            f"({left})^2",
            f"\\frac{{{left}}}{{1 + ({right})^2}}",
        ]
    )


def neuron(generator: random.Random) -> Context:
    lines = ["w, x, b \\in \\mathbb{R}"]
    for number, name in enumerate(DEFINED):
        names = (*INPUTS, *DEFINED[:number])[-generator.choice((2, 3, 4)) :]
        lines.append(f"{name} = {expression(generator, names, 2)}")
    return context_of(*lines)


def side(generator: random.Random, depth: int = 1) -> str:
    names = (*INPUTS, *DEFINED)
    pick = generator.random()
    if pick < 0.5:
        of, by = generator.choice(DEFINED), generator.choice(names)
        return f"\\frac{{\\partial {of}}}{{\\partial {by}}}"
    if pick < 0.7:
        by = generator.choice(names)
        inner = expression(generator, names, 1)
        return f"\\frac{{\\partial}}{{\\partial {by}}} \\left[ {inner} \\right]"
    return expression(generator, names, depth)


def claim(generator: random.Random, context: Context) -> str:
    """A claim that is often true: a chain rule, a definition, or a side with itself."""
    pick = generator.random()
    one, two = side(generator), side(generator)
    if pick < 0.25:
        of, by = generator.sample((*DEFINED, *INPUTS), 2)
        through = generator.choice((*DEFINED, *INPUTS))
        parts = [
            f"\\frac{{\\partial {p}}}{{\\partial {q}}}"
            for p, q in ((of, by), (of, through), (through, by))
        ]
        return f"{parts[0]} = {parts[1]} {parts[2]}"
    if pick < 0.5:
        return f"({one}) ({two}) = ({two}) ({one})"
    if pick < 0.65:
        return f"({one} + {two})^2 - ({one} - {two})^2 = 4 ({one}) ({two})"
    return f"{one} = {two}"


def differences(left: Node, right: Node, context: Context, seed: int) -> list[float]:
    generator = random.Random(seed)
    found = []
    for _ in range(POINTS):
        inputs = {name: (generator.uniform(-2, 2), 0.0) for name in INPUTS}
        p, _ = value(left, context, inputs)
        q, _ = value(right, context, inputs)
        found.append(abs(p - q) / (1 + abs(p) + abs(q)))
    return found


@pytest.mark.parametrize("part", range(2))
def test_verdicts_agree_with_arithmetic(part: int) -> None:
    generator = random.Random(20 + part)
    counts: dict[type[Verdict], int] = {}
    for number in range(CLAIMS // 2):
        if number % 8 == 0:
            context = neuron(generator)
        equation = claim(generator, context)
        (statement,) = statements(equation, context)
        left, right = statement.sides
        try:
            verdict = judge(Claim(left, right, context, NOWHERE)).verdict
        except MeaningError:
            continue
        counts[type(verdict)] = counts.get(type(verdict), 0) + 1
        found = differences(left, right, context, number)
        if isinstance(verdict, Proved):
            assert max(found) < TOLERANCE, equation
        elif isinstance(verdict, Refuted):
            assert max(found) > TOLERANCE, equation
    assert counts[Proved] > CLAIMS // 12
    assert counts[Refuted] > CLAIMS // 12
