"""Small networks of every kind, as articles: activations, costs, linear maps, other shapes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from verifier.articles.read_article import read_article
from verifier.meaning.context import Context
from verifier.prover.engine import find_goal, prove
from verifier.prover.proof import Proof
from verifier.prover.routes import Goal

ACTIVATIONS = {
    "sigmoid": r"\frac{1}{1 + e^{-s}}",
    "tanh": r"\tanh(s)",
    "tanh by exponentials": r"\frac{e^s - e^{-s}}{e^s + e^{-s}}",
    "softplus": r"\ln(1 + e^s)",
    "identity": "s",
    "exp": "e^s",
    "swish": r"\frac{s}{1 + e^{-s}}",
}
COSTS = {
    "cross-entropy": r"-[t \ln h + (1 - t) \ln(1 - h)]",
    "half square": r"\frac12 (h - t)^2",
    "square over two": r"\frac{(t - h)^2}{2}",
    "square": "(h - t)^2",
    "Poisson": r"h - t \ln h",
    "exponential": "e^{-t h}",
}
LINEAR = {
    "one input": ("p q + c", "p"),
    "two inputs": ("p_1 q_1 + p_2 q_2 + c", "p_1"),
}
# The activations whose values lie where a cost is defined.
ALLOWED = {
    "cross-entropy": ("sigmoid",),
    "Poisson": ("sigmoid", "softplus", "exp"),
}


@dataclass(frozen=True)
class Network:
    """An article with the goals that are asked of it."""

    name: str
    text: str
    goals: tuple[str, ...]


def article(*definitions: str, where: str = "") -> str:
    """Definitions, each in a display, after a sentence that declares the symbols."""
    sentence = [f"Let {where}."] if where else []
    return "\n\n".join([*sentence, *(f"$${definition}$$" for definition in definitions)]) + "\n"


def matrix() -> Iterator[Network]:
    """Every activation with every cost that is defined on its values, for both linear maps."""
    where = r"$p, q, c, p_1, p_2, q_1, q_2 \in \mathbb{R}$, $t \in [0, 1]$"
    for activation, h in ACTIVATIONS.items():
        for cost, c in COSTS.items():
            if activation not in ALLOWED.get(cost, ACTIVATIONS):
                continue
            for linear, (s, weight) in LINEAR.items():
                yield Network(
                    f"{activation}, {cost}, {linear}",
                    article(f"s = {s}", f"h = {h}", f"C = {c}", where=where),
                    ("dC/dh", "dh/ds", "dC/ds", f"dC/d{weight}", "dC/dc"),
                )


def subset() -> Iterator[Network]:
    """A part of the matrix: one input with two goals each, two inputs with the costs in turn."""
    for network in matrix():
        if network.name.endswith("one input"):
            yield Network(network.name, network.text, (network.goals[1], network.goals[3]))
        elif "half square" in network.name or "cross-entropy" in network.name:
            yield Network(network.name, network.text, network.goals[3:])


def context(text: str) -> Context:
    found = read_article(text, "network.md")
    assert found.problems == ()
    return found.context


def goals(network: Network) -> Iterator[Goal]:
    """The goals of a network in one context, so that what is worked out once is kept."""
    known = context(network.text)
    return (find_goal(name, known) for name in network.goals)


def proof(text: str, goal: str, routes: tuple[str, ...] = ("chain", "direct")) -> Proof:
    return prove(find_goal(goal, context(text)), routes)


REALS = r"$w, x, b, u, v, k \in \mathbb{R}$"
UNIT = r"$y \in [0, 1]$"
ALL_REAL = r"$w, x, b, y, u, v, k \in \mathbb{R}$"
SIGMOID = r"a = \frac{1}{1 + e^{-z}}"
CROSS_ENTROPY = r"L = -[y \ln a + (1 - y) \ln(1 - a)]"

SHAPES = (
    Network(
        "penalty on the weight",
        article(
            "z = w x + b",
            SIGMOID,
            CROSS_ENTROPY + r" + \frac{\lambda}{2} w^2",
            where=REALS + r", $\lambda \ge 0$, " + UNIT,
        ),
        ("dL/dw", "dL/db"),
    ),
    Network(
        "two layers",
        article(
            "z_1 = w_1 x + b_1",
            r"a_1 = \tanh(z_1)",
            "z_2 = w_2 a_1 + b_2",
            r"a_2 = \frac{1}{1 + e^{-z_2}}",
            r"L = -[y \ln a_2 + (1 - y) \ln(1 - a_2)]",
            where=r"$w_1, w_2, b_1, b_2, x \in \mathbb{R}$, " + UNIT,
        ),
        ("dL/dw_2", "dL/da_1", "dL/dw_1", "da_2/dw_1"),
    ),
    Network(
        "three terms",
        article("z = w x + b", "L = (z - y)^2 + 3 z + e^{-z}", where=ALL_REAL),
        ("dL/dz", "dL/dw"),
    ),
    Network(
        "square root",
        article("z = w x + b", r"L = \sqrt{1 + z^2}", where=ALL_REAL),
        ("dL/dz", "dL/dw"),
    ),
    Network(
        "sine",
        article("z = w x + b", r"a = \sin(z)", r"L = \frac12 (a - y)^2", where=ALL_REAL),
        ("da/dz", "dL/dw"),
    ),
    Network(
        "cosine",
        article("z = w x + b", r"a = \cos z", r"L = \frac12 (a - y)^2", where=ALL_REAL),
        ("da/dz", "dL/dw"),
    ),
    Network(
        "numbers",
        article(
            "z = 3 x + 2",
            r"a = \frac{1}{1 + e^{-2 z}}",
            "L = 5 (a - 0.5)^2",
            where=r"$x \in \mathbb{R}$",
        ),
        ("da/dz", "dL/da", "dL/dx"),
    ),
    Network(
        "constant factor",
        article("z = w x + b", "L = k (z - y)^2", where=ALL_REAL),
        ("dL/dz", "dL/dw"),
    ),
    Network(
        "symbols called d and e",
        article("z = d x + e", "L = (z - y)^2", where=r"$d, e, x, y \in \mathbb{R}$"),
        ("dL/dz", "dL/dd", "dL/de"),
    ),
    Network(
        "a function of x beside a symbol x",
        article(
            r"f(x) = \frac{1}{1 + e^{-x}}",
            "z = w x + b",
            "a = f(z)",
            CROSS_ENTROPY,
            where=REALS + ", " + UNIT,
        ),
        ("dL/dw", "dL/dx"),
    ),
    Network(
        "definitions from the cost down",
        article(CROSS_ENTROPY, SIGMOID, "z = w x + b", where=f"{REALS}, {UNIT}"),
        ("dL/da", "dL/dw"),
    ),
    Network(
        "two ways",
        article("u = x^2", "v = e^x", "L = u v", where=r"$x \in \mathbb{R}$"),
        ("dL/dx",),
    ),
    Network(
        "two ways and a short cut",
        article("u = x^2", "v = e^x", "L = u v + x", where=r"$x \in \mathbb{R}$"),
        ("dL/dx",),
    ),
    Network(
        "residual connection",
        article(
            "z = w x + b", r"a = \tanh z", "r = a + x", r"L = \frac12 (r - y)^2", where=ALL_REAL
        ),
        ("dL/dx", "dL/dw"),
    ),
    Network(
        "gate",
        article(
            r"f = \frac{1}{1 + e^{-u}}",
            r"g = \tanh(v)",
            "c = f k + (1 - f) g",
            r"L = \frac12 (c - y)^2",
            where=ALL_REAL,
        ),
        ("dL/du", "dL/dv", "dL/dk"),
    ),
    Network(
        "mean and variance",
        article(
            r"m = \frac{x_1 + x_2}{2}",
            r"v = \frac{(x_1 - m)^2 + (x_2 - m)^2}{2}",
            where=r"$x_1, x_2 \in \mathbb{R}$",
        ),
        ("dm/dx_1", "dv/dx_1"),
    ),
    Network(
        "two classes",
        article(
            r"p = \frac{e^u}{e^u + e^v}", r"L = -\ln p", where=r"$u, v \in \mathbb{R}$"
        ),
        ("dp/du", "dp/dv", "dL/du", "dL/dv"),
    ),
    Network(
        "Gaussian",
        article(
            r"s = \frac{(x - \mu)^2}{2 \sigma^2}",
            r"p = \frac{1}{\sqrt{2 \pi} \sigma} e^{-s}",
            r"L = -\ln p",
            where=r"$x, \mu \in \mathbb{R}$, $\sigma > 0$",
        ),
        ("dL/dmu", "dL/dsigma"),
    ),
    Network(
        "logarithm and exponential under their other names",
        article(
            "z = w x + b",
            r"a = \frac{1}{1 + \exp(-z)}",
            r"L = -[y \log a + (1 - y) \log(1 - a)]",
            where=REALS + ", " + UNIT,
        ),
        ("dL/dz", "dL/dw"),
    ),
    Network(
        "the sum of two squares is constant",
        article(
            "z = w x", r"u = \sin z", r"v = \cos z", "L = u^2 + v^2", where=r"$w, x \in \mathbb{R}$"
        ),
        ("dL/dw",),
    ),
    Network(
        "powers",
        article("z = w^3 x", "L = (z - y)^4", where=ALL_REAL),
        ("dL/dz", "dL/dw"),
    ),
    Network("nested", article(r"L = e^{e^{\sin(x^2)}}", where=r"$x \in \mathbb{R}$"), ("dL/dx",)),
    Network("three factors", article(r"L = x e^x \sin x", where=r"$x \in \mathbb{R}$"), ("dL/dx",)),
)  # fmt: skip
