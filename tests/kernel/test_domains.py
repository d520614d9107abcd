"""Domains: what they contain and how they are described."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.kernel import domains as d

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("domain", "inside", "outside", "text"),
    [
        (d.REAL, [0, -5, HALF], [], "ℝ"),
        (d.POSITIVE, [1, HALF], [0, -1], "(0, ∞)"),
        (d.NONNEGATIVE, [0, 1], [-1], "[0, ∞)"),
        (d.NONZERO, [-1, HALF], [0], "ℝ \\ {0}"),
        (d.UNIT_OPEN, [HALF], [0, 1, 2], "(0, 1)"),
        (d.UNIT_CLOSED, [0, 1, HALF], [2, -1], "[0, 1]"),
        (d.NATURAL, [1, 7], [0, HALF, -1], "{1, 2, …}"),
        (d.BINARY, [0, 1], [HALF], "{0, 1}"),
        (d.index_range("m"), [1, 3], [0, HALF], "{1, …, m}"),
        (d.array(d.POSITIVE), [1], [0], "families in (0, ∞)"),
        (d.interval(None, HALF, False, True), [HALF, -3], [1], "(-∞, 1/2]"),
    ],
)
def test_members(domain: d.Domain, inside: list[int], outside: list[int], text: str) -> None:
    assert all(d.contains(domain, Fraction(value)) for value in inside)
    assert not any(d.contains(domain, Fraction(value)) for value in outside)
    assert d.describe(domain) == text


def test_empty_domains_are_refused() -> None:
    with pytest.raises(ValueError, match="lower end"):
        d.interval(Fraction(1), Fraction(1), True, True)
    with pytest.raises(ValueError, match="empty"):
        d.finite()
    with pytest.raises(TypeError):
        d.array(d.array(d.REAL))
