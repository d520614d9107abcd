"""The generated NumPy code runs, trains a network, and agrees with another differentiator."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from verifier import library
from verifier.articles.article import Article
from verifier.articles.numpy_program import numpy_program
from verifier.articles.read_article import read_article
from verifier.tensors.nets import Net
from verifier.tensors.numpy_code import identifier
from verifier.tensors.symbols import Layer, MatrixName, matrix_name
from verifier.tensors.unrolled import at_depths, depths_of
from verifier.tensors.write import name_node
from verifier.values import InputError

J = MatrixName("J")
ARTICLES = [name for name in library.names() if library.load(name).given.shapes]
DEPTH = 3


def module(code: str, numpy: str = "numpy") -> SimpleNamespace:
    """The generated functions, run with NumPy or with what takes its place."""
    space: dict[str, Any] = {}
    exec(code.replace("import numpy as np", f"import {numpy} as np"), space)  # noqa: S102
    return SimpleNamespace(**space)


def arguments(function: Callable[..., Any], article: Article, seed: int) -> dict[str, Any]:
    """Numbers for the inputs of a pass: those of a random net of three layers."""
    net = Net(at_depths(article.given, dict.fromkeys(depths_of(article.given), DEPTH)), J, seed)
    net.sizes.update(dict.fromkeys(depths_of(article.given), DEPTH))
    found: dict[str, Any] = {}
    for key in (*article.given.shapes, *net_scalars(article)):
        name = matrix_name(name_node(key.rstrip("[_")))
        assert name is not None
        if not key.endswith(("[", "_")):
            found[argument(name)] = net.value(name).real
            continue
        names = {k: MatrixName(name.base, Layer("", k), key[-1]) for k in range(DEPTH + 1)}
        values = {k: net.value(n).real for k, n in names.items()}
        found[identifier(name)] = {k: value for k, value in values.items() if k > 0}
        found |= {argument(n): values[k] for k, n in names.items()}
    found |= dict.fromkeys(depths_of(article.given), DEPTH)
    found |= {"g": dict.fromkeys(range(1, DEPTH + 1), np.tanh)}
    found["g_slope"] = dict.fromkeys(range(1, DEPTH + 1), lambda z: 1 - np.tanh(z) ** 2)
    wanted = [name for name in inspect.signature(function).parameters if name != "kept"]
    return {name: found[name] for name in wanted}


def argument(name: MatrixName) -> str:
    return identifier(name) if name.layer is None else f"{identifier(name)}_{name.layer}"


def net_scalars(article: Article) -> Mapping[str, object]:
    return article.context.domains


@pytest.mark.parametrize("name", ARTICLES)
def test_the_gradients_are_those_of_autograd(name: str) -> None:
    autograd = pytest.importorskip("autograd")
    article = library.load(name)
    code = numpy_program(article)
    made, traced = module(code), module(code, "autograd.numpy")
    for seed in range(2, 12):
        values = arguments(made.forward, article, seed=seed)
        with np.errstate(invalid="ignore"):
            first = made.forward(**values)
        cost, *kept = first if isinstance(first, tuple) else (first,)
        if np.isfinite(cost):
            break
    slopes = arguments(made.backward, article, seed=seed)
    result = made.backward(**slopes, **({"kept": kept[0]} if kept else {}))
    gradients = result if isinstance(result, tuple) else (result,)
    named = code.rsplit("return ", 1)[1].strip().split(", ")
    if "g" in values:
        values["g"] = dict.fromkeys(values["g"], autograd.numpy.tanh)
    for variable, found in zip(named, gradients, strict=True):
        own = variable.removeprefix("d")

        def of(value: Any, own: str = own) -> Any:
            first = traced.forward(**{**values, own: value})
            return first[0] if isinstance(first, tuple) else first

        expected = autograd.grad(of)(values[own])
        pairs = (
            [(found[layer], expected[layer]) for layer in found]
            if isinstance(found, dict)
            else [(found, expected)]
        )
        assert pairs
        for one, other in pairs:
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-11)


def test_a_network_learns_with_the_generated_code() -> None:
    made = module(numpy_program(library.load("network")))
    random = np.random.default_rng(0)
    inputs = random.uniform(-1, 1, (2, 120))
    labels = (inputs[:1] * inputs[1:] > 0).astype(float)
    sizes = (2, 12, 8, 1)
    weights = {k: random.normal(0, 1, (sizes[k], sizes[k - 1])) for k in (1, 2, 3)}
    biases = {k: np.zeros((sizes[k], 1)) for k in (1, 2, 3)}
    g = dict.fromkeys((1, 2), np.tanh)
    slope = {k: lambda z: 1 - np.tanh(z) ** 2 for k in (1, 2)}
    first, _ = made.forward(3, inputs, labels, weights, biases, g)
    for _ in range(1500):
        cost, kept = made.forward(3, inputs, labels, weights, biases, g)
        slope_w, slope_b = made.backward(3, inputs, labels, weights, biases, slope, kept)
        for layer in weights:
            weights[layer] = weights[layer] - 1.0 * slope_w[layer]
            biases[layer] = biases[layer] - 1.0 * slope_b[layer]
    cost, (activations, _) = made.forward(3, inputs, labels, weights, biases, g)
    assert first > 0.5
    assert cost < 0.05
    assert ((activations[3] > 0.5) == (labels > 0.5)).mean() > 0.98


OTHER = r"""
The inputs $P \in \mathbb{R}^{q \times r}$ and targets $T \in \mathbb{R}^{s \times r}$, the matrices
$U \in \mathbb{R}^{k \times q}$, $V \in \mathbb{R}^{s \times k}$.

$$H = \tanh(U P)$$

$$J = \| V H - T \|^2$$

$$\nabla_V J = 2 (V H - T) H^\top$$

$$\nabla_U J = 2 (V^\top (V H - T) \odot (1 - H \odot H)) P^\top$$
"""


def test_other_names_and_another_cost_give_their_own_code() -> None:
    code = numpy_program(read_article(OTHER, "other.md"))
    made = module(code)
    random = np.random.default_rng(1)
    p, t = random.normal(size=(3, 5)), random.normal(size=(2, 5))
    u, v = random.normal(size=(4, 3)), random.normal(size=(2, 4))
    cost, kept = made.forward(p, t, u, v)
    by_u, by_v = made.backward(p, t, u, v, kept)
    step = 1e-6
    moved, _ = made.forward(p, t, u + step * by_u, v - step * by_v)
    slope = (moved - cost) / step
    assert slope == pytest.approx((by_u**2).sum() - (by_v**2).sum(), rel=1e-3)


def test_an_article_without_matrices_has_no_code() -> None:
    with pytest.raises(InputError, match="no cost of matrices"):
        numpy_program(library.load("logistic"))
