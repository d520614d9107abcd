"""An article and proofs made by hand, for the tests of what is written about them."""

from __future__ import annotations

from fractions import Fraction

from verifier.articles.article import Article
from verifier.articles.read_article import read_article
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Node
from verifier.prover.proof import Derivation, Misprint, NumericCheck, Proof, Route, Step
from verifier.prover.remark import Remark
from verifier.values import Proved, Refuted, Unknown, Verdict, Witness

ARTICLE = r"""---
title: A small neuron
goals: [dL/dw, dL/db]
---

Let $w, x, b, t \in \mathbb{R}$, $y \in [0, 1]$.

$$z = w x + b$$

$$\sigma(u) = \frac{1}{1 + e^{-u}}$$

$$a = \sigma(z)$$

$$L = (a - y)^2$$
"""
HOLDS = Proved("equal normal forms")
WITNESS = Witness((("w", Fraction(-1, 2)), ("y", Fraction(1))), "-1/2", "-0.731058…")
FALSE = Refuted(WITNESS)
OPEN = Unknown("out of fuel")


def article(text: str = ARTICLE) -> Article:
    return read_article(text, "small.md")


def formula(latex: str) -> Node:
    """The tree of a formula that can be read."""
    reading = read_latex(latex)
    assert not reading.problems, reading.problems
    (statement,) = reading.statements
    (side,) = statement.sides
    return side


def step(
    latex: str,
    remark: Remark = ("expand",),
    verdict: Verdict = HOLDS,
    left: str | None = None,
    misprints: tuple[Misprint, ...] = (),
) -> Step:
    left_side = None if left is None else formula(left)
    return Step(formula(latex), ("expand",), remark, verdict, left_side, misprints)


def derivation(subject: str, *steps: Step, heading: Remark = ()) -> Derivation:
    return Derivation(heading, formula(subject), steps)


def misprint(label: str = "S27") -> Misprint:
    printed, corrected = formula(r"x e^{w x}"), formula(r"x e^{w x + b}")
    return Misprint(label, "The bias is lost", printed, corrected, FALSE, WITNESS)


LEMMA = derivation(
    r"\frac{\partial L}{\partial a}",
    step(r"\frac{\partial}{\partial a} (a - y)^2", ("definition of ", formula("L"))),
    step(r"2 (a - y) \cdot 1", ("derivative of a power",)),
    step(r"2 (a - y)", ("multiply the factors",)),
    heading=("the local derivative ", formula(r"\frac{\partial L}{\partial a}")),
)
REASONING = derivation(
    r"e^{\ln t}",
    step("t", ("the exponential undoes the logarithm",)),
    step("1", ("differentiate both sides",), left=r"t \frac{d}{dt} \ln t"),
    step(r"\frac{1}{t}", ("divide by ", formula("t")), left=r"\frac{d}{dt} \ln t"),
    heading=("why",),
)


def main_derivation(variable: str, *extra: Step) -> Derivation:
    return derivation(
        rf"\frac{{\partial L}}{{\partial {variable}}}",
        step(
            rf"\frac{{\partial L}}{{\partial a}} \cdot \frac{{\partial a}}{{\partial {variable}}}"
        ),
        *extra,
        step(r"2 (a - y) a (1 - a)", ("put in",)),
    )


def proof(
    variable: str = "w",
    routes: tuple[Route, ...] | None = None,
    agreement: Verdict = HOLDS,
    second_opinion: bool | None = True,
    numeric: NumericCheck | None = None,
    misprints: tuple[Misprint, ...] = (),
) -> Proof:
    """A proof of dL/dw or dL/db by two routes, the first with two lemmas."""
    if routes is None:
        main = main_derivation(variable)
        routes = (
            Route("chain", "Chain rule", (REASONING, LEMMA, main)),
            Route("direct", "Direct expansion", (main,)),
        )
    return Proof(
        f"dL/d{variable}",
        formula(rf"\frac{{\partial L}}{{\partial {variable}}}"),
        routes,
        formula(r"2 (a - y) a (1 - a)"),
        agreement,
        second_opinion,
        numeric or NumericCheck(100_000, 3.1e-15),
        misprints,
    )


def one_route(*steps: Step, subject: str = r"\frac{\partial L}{\partial w}") -> Proof:
    """A proof with nothing but these steps."""
    route = Route("direct", "Direct expansion", (derivation(subject, *steps),))
    return proof(routes=(route,))
