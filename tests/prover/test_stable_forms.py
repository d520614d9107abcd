"""Stable forms of sigmoid and softplus, of real and complex numbers, and where they are put in."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
import sympy

from verifier.prover.float_range import STEP
from verifier.prover.stable_forms import (
    compiled,
    magnitude,
    stable,
    stable_sigmoid,
    stable_softplus,
)
from verifier.prover.sympy_bridge import Expression

pytestmark = pytest.mark.filterwarnings("error")

PLACES = [0.0, 1e-300, 1e-8, 0.1, 1.0, 17.5, 36.7, 300.0, 709.0, 745.0, 1e4]
PLACES += [-place for place in PLACES]


def exact(name: str, u: complex) -> complex:
    """The function to 60 digits."""
    with mpmath.workdps(60):
        at = mpmath.mpmathify(u)
        value = 1 / (1 + mpmath.exp(-at)) if name == "sigmoid" else mpmath.log(1 + mpmath.exp(at))
        if name == "softplus" and at.real < -60:
            value = mpmath.exp(at) - mpmath.exp(2 * at) / 2
        return complex(value)


def close(found: complex, expected: complex) -> bool:
    scale = max(abs(expected), 1e-300)
    return abs(found - expected) <= 4e-16 * scale


@pytest.mark.parametrize("u", PLACES)
@pytest.mark.parametrize("name", ["sigmoid", "softplus"])
def test_stable_functions_of_real_numbers(name: str, u: float) -> None:
    function = stable_sigmoid if name == "sigmoid" else stable_softplus
    assert close(complex(function(np.array([u]))[0]), exact(name, u))


@pytest.mark.parametrize("u", PLACES)
@pytest.mark.parametrize("name", ["sigmoid", "softplus"])
def test_stable_functions_of_complex_numbers(name: str, u: float) -> None:
    """Real and imaginary part are accurate each, also where one is far smaller."""
    function = stable_sigmoid if name == "sigmoid" else stable_softplus
    at = complex(u, 1e-3)
    found, expected = complex(function(np.array([at]))[0]), exact(name, at)
    for got, wanted in ((found.real, expected.real), (found.imag, expected.imag)):
        assert abs(got - wanted) <= 1e-14 * max(abs(wanted), 1e-290)


def test_the_step_passes_through_the_stable_functions() -> None:
    u = np.array([-300.0, -30.0, 0.0, 30.0, 300.0])
    slope = np.imag(stable_softplus(u + 1j * STEP)) / STEP
    assert np.allclose(slope, stable_sigmoid(u), rtol=1e-15, atol=0)


x, y, z = sympy.symbols("x y z")
EXPRESSIONS: list[Expression] = [
    1 / (1 + sympy.exp(-z)),
    1 - 1 / (1 + sympy.exp(-z)),
    sympy.log(1 + sympy.exp(z)),
    sympy.log(1 / (1 + sympy.exp(-z))),
    sympy.exp(z) / (1 + sympy.exp(z)),
    sympy.exp(x * z + y) / (1 + sympy.exp(x * z + y)),
    sympy.exp(z) / (1 + sympy.exp(z)) ** 2,
    (1 + sympy.exp(-z)) ** -2,
    x * sympy.log(1 - 1 / (1 + sympy.exp(-z))) + y,
    sympy.exp(-z) * (1 + z) / (1 + sympy.exp(-z)) ** 2,
]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=str)
def test_the_stable_form_has_the_same_values(expression: Expression) -> None:
    places = np.linspace(-20, 20, 41)
    values = [places, np.roll(places, 7) / 10, np.roll(places, 19)]
    found = compiled([x, y, z], stable(expression))(*values)
    plain = compiled([x, y, z], expression)(*values)
    assert np.allclose(found, plain, rtol=1e-7, atol=0)


@pytest.mark.parametrize("expression", EXPRESSIONS[:7], ids=str)
def test_the_stable_form_has_no_overflow(expression: Expression) -> None:
    far = np.array([-1e4, 1e4])
    assert np.all(np.isfinite(compiled([x, y, z], stable(expression))(far * 0 + 1, far * 0, far)))


def test_the_size_of_a_difference_is_that_of_its_terms() -> None:
    size = compiled([x, y], magnitude(x * (x - y)))
    assert size(np.array([2.0]), np.array([3.0])) == np.array([10.0])
