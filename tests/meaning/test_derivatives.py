"""What a derivative means where symbols are defined by symbols."""

from __future__ import annotations

import pytest

from tests.meaning.reading import NEURON, context_of, is_proved, is_refuted, means, refused
from verifier.kernel import terms as t

A, Y, Z = t.variable("a"), t.variable("y"), t.variable("z")
DIRECT_AND_THROUGH = context_of(
    r"w, x, b \in \mathbb{R}", "z = w x + b", r"a = \sigma(z)", "L = a z"
)


@pytest.mark.parametrize(
    "equation",
    [
        r"\frac{\partial L}{\partial a} = -\left[\frac{y}{a} - \frac{1 - y}{1 - a}\right]",
        r"\frac{\partial a}{\partial z} = a (1 - a)",
        r"\frac{\partial L}{\partial z} = a - y",
        r"\frac{\partial L}{\partial w} = x (a - y)",
        r"\frac{dL}{db} = a - y",
        r"\frac{\partial L}{\partial x} = w (a - y)",
        r"\frac{\partial L}{\partial y} = \ln \frac{1 - a}{a}",
        r"\frac{\partial z}{\partial z} = 1",
        r"\frac{\partial z}{\partial y} = 0",
        r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial z} x",
        r"\frac{\partial^2 L}{\partial w^2} = x^2 a (1 - a)",
        r"\frac{\partial^2 L}{\partial w \partial b} = x a (1 - a)",
        r"\frac{\partial^2 L}{\partial z^2} = a (1 - a)",
        r"\frac{\partial^2 L}{\partial w \partial z} = x a (1 - a)",
        r"\frac{\partial}{\partial w} \frac{\partial L}{\partial z} = x a (1 - a)",
        r"\frac{\partial}{\partial z} \frac{\partial L}{\partial a}"
        r" = \frac{\partial}{\partial z} \frac{a - y}{a (1 - a)}",
    ],
)
def test_the_neuron(equation: str) -> None:
    assert is_proved(equation, NEURON)


@pytest.mark.parametrize(
    "equation",
    [
        r"\frac{\partial L}{\partial z} = a + y",
        r"\frac{\partial L}{\partial w} = a - y",
        r"\frac{\partial L}{\partial a} = a - y",
        r"\frac{\partial z}{\partial w} = w",
        r"\frac{\partial L}{\partial y} = 0",
        r"\frac{\partial^2 L}{\partial w \partial b} = 0",
        r"\frac{\partial^2 L}{\partial z^2} = 0",
    ],
)
def test_the_neuron_with_mistakes(equation: str) -> None:
    assert is_refuted(equation, NEURON)


def test_the_variable_is_free_while_differentiating_and_expressed_afterwards() -> None:
    assert means(r"\frac{\partial a}{\partial z}", NEURON, "z") is t.derivative(t.sigmoid(Z), Z)
    written_out = means(r"\frac{\partial a}{\partial z}", NEURON)
    assert written_out.free == {"w", "x", "b"}


def test_a_cost_that_mentions_z_directly_and_through_a() -> None:
    context = DIRECT_AND_THROUGH
    assert is_proved(r"\frac{\partial L}{\partial z} = a + z a (1 - a)", context)
    assert is_proved(r"\frac{\partial L}{\partial w} = x (a + z a (1 - a))", context)
    assert is_proved(r"\frac{\partial L}{\partial a} = z", context)
    assert is_refuted(r"\frac{\partial L}{\partial z} = a", context)


def test_two_ways_to_the_same_variable() -> None:
    context = context_of(r"x \in \mathbb{R}", "u = x^2", "v = e^x", "L = u v")
    assert is_proved(r"\frac{dL}{dx} = 2 x v + u v", context)
    assert is_proved(r"\frac{\partial L}{\partial u} = v", context)
    assert is_proved(r"\frac{\partial L}{\partial v} = u", context)
    assert is_refuted(r"\frac{dL}{dx} = 2 x v", context)


def test_a_derivative_inside_a_definition() -> None:
    context = context_of(r"x \in \mathbb{R}", "u = x^3", r"g = \frac{du}{dx}", "k = g + 1")
    assert is_proved("k = 3 x^2 + 1", context)
    assert is_proved(r"\frac{dg}{dx} = 6 x", context)


def test_derivatives_of_expressions() -> None:
    assert is_proved(r"\frac{\partial}{\partial z} [y z - \ln(1 + e^z)] = y - a", NEURON)
    assert is_proved(r"\frac{\partial}{\partial b} [y (w x + b)] = y", NEURON)
    assert is_proved("(e^{2 t})' = 2 e^{2 t}", context_of(r"t \in \mathbb{R}"))
    assert is_proved("[t^3]'' = 6 t", context_of(r"t \in \mathbb{R}"))


def test_the_derivative_is_undefined_where_the_function_is() -> None:
    context = context_of(r"t \in \mathbb{R}")
    assert not is_proved(r"\frac{d}{dt} \ln t = \frac{1}{t}", context)
    assert is_proved(r"\frac{d}{dt} \ln t = \frac{1}{t}", context_of("t > 0"))


# No question with one answer ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("latex", "found"),
    [
        (r"\frac{\partial L}{\partial q}", "the undeclared symbol q"),
        (r"\frac{\partial q}{\partial w}", "the undeclared symbol q"),
        (r"\frac{\partial z}{\partial a}", "a derivative by a of a formula in b, w, x, z"),
        (r"\frac{\partial w}{\partial z}", "a derivative by z of a formula in w"),
        (r"\frac{\partial}{\partial z} [w x + b]", "a derivative by z of a formula in b, w, x"),
        (
            r"\frac{\partial}{\partial a} \frac{\partial L}{\partial z}",
            "a derivative by a of a derivative by z, on which a depends",
        ),
        (
            r"\frac{\partial^2 L}{\partial a \partial w}",
            "a derivative by a of a derivative by w, on which a depends",
        ),
        ("a'", "a prime on a"),
        ("(a^2)'", "a prime on a, which is defined"),
    ],
)
def test_no_meaning(latex: str, found: str) -> None:
    assert refused(latex, NEURON).found.startswith(found)


def test_the_order_of_definitions_counts_through_definitions_too() -> None:
    context = context_of(
        r"x \in \mathbb{R}", "z = 2 x", "a = z^2", "L = a^2", r"g = \frac{\partial L}{\partial z}"
    )
    problem = refused(r"\frac{\partial g}{\partial a}", context)
    assert problem.found == "a derivative by a of a derivative by z, on which a depends"


def test_a_derivative_by_a_parameter_is_refused() -> None:
    context = context_of(
        r"t, x \in \mathbb{R}", r"f(t) = \frac{d}{dt} t^2", r"g(t) = \frac{d}{dx} (t x)"
    )
    assert refused("f(3)", context).found == "no variable"
    assert refused("g(x)", context).found == "a derivative of a parameter"
    assert is_proved("g(3) = 3", context)
