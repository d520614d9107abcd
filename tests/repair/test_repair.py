"""Corrections: what was proposed is what the author meant, and the kernel proved it."""

from __future__ import annotations

import pytest

from verifier.articles.read_article import read_article
from verifier.meaning.claims import Claim, judge
from verifier.notation.write_latex import write_latex
from verifier.repair.derived import derived
from verifier.repair.repair import Correction, correct
from verifier.repair.screen import agree, values
from verifier.values import Proved, Refuted

GIVEN = (
    "$y \\in [0, 1]$, $z \\in \\mathbb{R}$, $w, x, b, t, u, v \\in \\mathbb{R}$,"
    " $a = \\frac{1}{1 + e^{-z}}$, $L = -[y \\ln a + (1 - y) \\ln(1 - a)]$.\n\n"
)


def corrected(line: str) -> tuple[Claim, Correction | None]:
    """The correction of a wrong line `left = right`, and the claim."""
    article = read_article(f"{GIVEN}$${line}$$\n", "a.md")
    made = article.lines[-1]
    claim = Claim(made.left, made.right, made.context, made.span)
    assert isinstance(judge(claim).verdict, Refuted)
    return claim, correct(claim)


@pytest.mark.parametrize(
    ("line", "code", "right"),
    [
        (r"(u + v)^2 = u^2 - 2 u v + v^2", "wrong-sign", "u^{2} + 2uv + v^{2}"),
        (r"u - (v + w) = u - v + w", "missing-parentheses", "u - (v + w)"),
        (r"a (1 - y) - y (1 - a) = -y (1 - a) + a 1 - y", "missing-parentheses", None),
        (r"\frac{\partial a}{\partial z} = a (1 + a)", "wrong-sign", "a(1 - a)"),
        (r"\frac{\partial L}{\partial z} = y - a", "wrong-sign", None),
        (r"e^u e^v = e^{u v}", "wrong-operator", "e^{u + v}"),
        (r"\frac{d}{dt} t^3 = 3 t^3", "wrong-exponent", "3t^{2}"),
        (r"\frac{d}{dt} \sin(t) = \sin(t)", "wrong-function", "\\cos(t)"),
        (r"\frac{d}{dt} (w t^2) = w t", "missing-factor", "2wt"),
        (r"u^2 - v^2 = (u - v) (u - v)", "wrong-sign", None),
    ],
)
def test_a_slip_is_undone(line: str, code: str, right: str | None) -> None:
    claim, found = corrected(line)
    assert found is not None
    assert found.code == code
    if right is not None:
        assert write_latex(found.node) == right
    sides = (found.node, claim.right) if found.left else (claim.left, found.node)
    again = Claim(*sides, claim.context, claim.span)
    assert isinstance(judge(again).verdict, Proved)


def test_the_left_side_is_corrected_where_it_is_wrong() -> None:
    _, found = corrected(r"e^u + e^v = e^{u + v}")
    assert found is not None
    assert found.left
    assert write_latex(found.node) in ("e^{u} \\cdot e^{v}", "e^{u} e^{v}", "e^{u}e^{v}")


def test_nothing_is_proposed_for_what_is_no_slip() -> None:
    _, found = corrected(r"\frac{\partial L}{\partial z} = u^7 w + \sin(v)")
    assert found is None


def test_a_side_is_never_corrected_into_the_other() -> None:
    _, found = corrected(r"\frac{\partial L}{\partial z} = \frac{\partial L}{\partial z} + 1")
    assert found is None or write_latex(found.node) != r"\frac{\partial L}{\partial z}"


def test_the_screen_tells_values_apart() -> None:
    claim, _ = corrected(r"u + v = u - v")
    from verifier.meaning.elaborate import elaborate

    left, right = (elaborate(side, claim.context) for side in (claim.left, claim.right))
    assert agree(values(left, {}), values(left, {}))
    assert not agree(values(left, {}), values(right, {}))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (r"\frac{\partial L}{\partial z}", "a - y"),
        (r"\frac{\partial L}{\partial a}", r"\frac{a - y}{a(1 - a)}"),
        (r"\frac{d}{dt} [t^3 \sin(t)]", r"t^{2}(3 \sin t + t \cos t)"),
        (r"\frac{d}{dt} |t|", None),
        (r"u + v", None),
    ],
)
def test_a_derivative_is_worked_out_where_no_slip_fits(left: str, right: str | None) -> None:
    article = read_article(f"{GIVEN}$${left} = \\frac{{t^5}}{{7 + u^4}} - v$$\n", "a.md")
    line = article.lines[-1]
    found = derived(line.left, line.context)
    assert (None if found is None else write_latex(found)) == right
