"""Hostile questions end soon, in little memory, with a verdict or an `UnsupportedTerm`."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable

import pytest

from tests.kernel.expressions import read, read_domains
from verifier.kernel import terms as t
from verifier.kernel.decide import decide
from verifier.values import Proved, Refuted, Unknown

REAL_NAMES = dict.fromkeys([*"abcdxyz"], "R")


def network(layers: int) -> str:
    text = "x"
    for k in range(layers):
        text = f"tanh(w{k}*{text}+b{k})"
    return text


def chain(layers: int) -> str:
    """The derivative of the network by its first weight, by the chain rule."""
    slopes = [f"(1-{network(k + 1)}**2)" for k in range(layers)]
    weights = [f"w{k}" for k in range(1, layers)]
    return "*".join([*slopes, *weights, "x"])


def continued_fraction(levels: int) -> str:
    text = "x"
    for k in range(levels):
        text = f"(1+1/({k + 1}+{text}))"
    return text


POWERS = "+".join(f"{k}*x**{k}*exp({k}*z/7)" for k in range(1, 60))
POWERS_BACKWARDS = "+".join(f"exp({k}*z/7)*x**{k}*{k}" for k in range(59, 0, -1))
ROOTS = "+".join(f"sqrt(x+{k})" for k in range(10)) + "+1"
POSITIVE_X = {"x": "(0,oo)"}

CASES: dict[str, tuple[str, str, dict[str, str]]] = {
    "power of a sum": ("(a+b+c+d)**50", "(d+c+b+a)**50+1", {}),
    "product of powers": ("(a+b+c+d)**50", "(a+b+c+d)**25*(d+c+b+a)**25", {}),
    "polynomial of degree 1000": ("(x+1)**1000", "(1+x)**999*(x+1)", {}),
    "degree 100000": ("x**100000", "x**99999*x", {}),
    "tower of exponentials": (
        "exp(exp(exp(exp(exp(x)))))",
        "exp(-y)*exp(exp(exp(exp(exp(x)))))*exp(y)",
        {},
    ),
    "twelve kinks": (
        "+".join(f"abs(x-{k})" for k in range(12)),
        "+".join(f"max(x-{k},{k}-x)" for k in range(12)),
        {},
    ),
    "derivative of twelve kinks": (
        "D(" + "+".join(f"abs(x-{k})" for k in range(12)) + ",x)",
        "0",
        {},
    ),
    "twenty moduli": (
        "+".join(f"abs(v{k})" for k in range(20)),
        "+".join(f"max(v{k},-v{k})" for k in range(20)),
        {},
    ),
    "maximum of seven": (
        "max(a,max(b,max(c,max(d,max(x,max(y,z))))))",
        "max(max(max(max(max(max(a,b),c),d),x),y),z)",
        {},
    ),
    "six nested tanh": (f"D({network(6)},w0)", chain(6), {}),
    "six nested tanh, wrong": (f"D({network(6)},w0)", f"D({network(6)},w1)", {}),
    "continued fraction": (
        continued_fraction(30),
        f"{continued_fraction(30)}*(x+1)-x*{continued_fraction(30)}",
        POSITIVE_X,
    ),
    "logarithm of a product": (
        "ln(" + "*".join(f"(x**{k}+y+{k})" for k in range(1, 25)) + ")",
        "+".join(f"ln(x**{k}+y+{k})" for k in range(1, 25)),
        {"x": "(0,oo)", "y": "(0,oo)"},
    ),
    "sum of sixty terms": (POWERS, POWERS_BACKWARDS, {}),
    "softmax over thirty": (
        "exp(z1)/(" + "+".join(f"exp(z{k})" for k in range(1, 31)) + ")",
        "1/(" + "+".join(f"exp(z{k}-z1)" for k in range(1, 31)) + ")",
        {},
    ),
    "ten roots": (ROOTS, f"({ROOTS})**2/({ROOTS})", POSITIVE_X),
    "nested roots": (
        "sqrt(1+sqrt(1+sqrt(1+sqrt(1+x))))",
        "(1+sqrt(1+sqrt(1+sqrt(1+x))))/sqrt(1+sqrt(1+sqrt(1+sqrt(1+x))))",
        POSITIVE_X,
    ),
    "sum of fractions": (
        "+".join(f"1/(a+{k}*b)" for k in range(1, 16)),
        "+".join(f"1/(a+{k}*b)" for k in range(15, 0, -1)),
        {"a": "(0,oo)", "b": "(0,oo)"},
    ),
    "tower of powers": ("2**(2**(2**(2**x)))", "exp(-y)*2**(2**(2**(2**x)))*exp(y)", {}),
    "a long number": ("10**100000*x", "x*10**100000+1", {}),
    "a long semiprime": (f"ln({(2**89 - 1) * (2**107 - 1)}*x)", "ln(x)", POSITIVE_X),
    "four sums": (
        "Sum(Sum(Sum(Sum(x[i]*x[j]*x[k]*x[l],l,1,m),k,1,m),j,1,m),i,1,m)",
        "Sum(x[i],i,1,m)**4",
        {"x[]": "R", "m": "N+"},
    ),
    "high multiple of an angle": ("cos(39*x)", "cos(38*x)*cos(x)-sin(38*x)*sin(x)", {}),
    "a formula of 10 000 characters": (
        "+".join(f"sigmoid(w{k % 7}*x+b{k % 5})*y{k % 11}" for k in range(400)),
        "+".join(f"y{k % 11}*sigmoid(w{k % 7}*x+b{k % 5})" for k in reversed(range(400))),
        {},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_hostile_questions_end_soon(name: str) -> None:
    left, right, declared = CASES[name]
    domains = read_domains({**REAL_NAMES, **declared})
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    verdict = decide(read(left), read(right), domains)
    spent = time.process_time() - start
    used = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert isinstance(verdict, Proved | Refuted | Unknown)
    assert spent < 2, spent  # the bar is 1 s on an idle machine
    assert used < 200


@pytest.mark.parametrize(
    "build",
    [
        lambda: read("9**9**9**9"),
        lambda: read("x**(10**30)"),
        lambda: nested(lambda term: t.divide(t.number(1), t.add(t.number(1), term))),
        lambda: nested(
            lambda term: t.summation(t.multiply(term, x_of("i")), "i", t.number(1), x_of("m"))
        ),
    ],
)
def test_what_is_too_large_is_refused_while_it_is_built(build: Callable[[], t.Term]) -> None:
    with pytest.raises(t.UnsupportedTerm):
        build()


def x_of(index: str) -> t.Term:
    return t.entry("x", t.variable(index))


def nested(step: Callable[[t.Term], t.Term]) -> t.Term:
    term = t.variable("x")
    for _ in range(5000):
        term = step(term)
    return term
