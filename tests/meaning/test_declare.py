"""Declarations of every kind, and what is none."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.meaning.reading import context_of, statements
from verifier.kernel.domains import (
    NATURAL,
    NONNEGATIVE,
    NONZERO,
    POSITIVE,
    REAL,
    UNIT_CLOSED,
    UNIT_OPEN,
    Domain,
    finite,
    index_range,
    interval,
)
from verifier.meaning.context import Context
from verifier.meaning.declare import declarations_of, read_declarations
from verifier.meaning.errors import MeaningError

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("latex", "domain"),
    [
        (r"y \in \mathbb{R}", REAL),
        (r"y \in \mathbb R", REAL),
        (r"y \in \mathbb{N}", NATURAL),
        (r"y \in [0, 1]", UNIT_CLOSED),
        (r"y \in (0, 1)", UNIT_OPEN),
        (r"y \in \left( 0, 1 \right)", UNIT_OPEN),
        (r"y \in [0, 1)", interval(Fraction(0), Fraction(1), True, False)),
        (r"y \in (0, 1]", interval(Fraction(0), Fraction(1), False, True)),
        (r"y \in (-1, \frac{1}{2})", interval(Fraction(-1), HALF, False, False)),
        (r"y \in [0.5, 2]", interval(HALF, Fraction(2), True, True)),
        (r"y \in (0, \infty)", POSITIVE),
        (r"y \in [0, \infty)", NONNEGATIVE),
        (r"y \in (-\infty, 0]", interval(None, Fraction(0), False, True)),
        (r"y \in (-\infty, \infty)", REAL),
        (r"y \in \{0, 1\}", finite(0, 1)),
        (r"y \in \{-1, 1\}", finite(-1, 1)),
        (r"y \in \{1, \dots, m\}", index_range("m")),
        (r"y \in \{1, 2, \ldots, m\}", index_range("m")),
        (r"y \in \{1, \dots, 3\}", finite(1, 2, 3)),
        (r"y = 1, \dots, m", index_range("m")),
        (r"y = 1, 2, \dots, 4", finite(1, 2, 3, 4)),
        (r"y \in \mathbb{R}_{>0}", POSITIVE),
        (r"y \in \mathbb{R}_{\ge 0}", NONNEGATIVE),
        ("y > 0", POSITIVE),
        (r"y \ge 0", NONNEGATIVE),
        (r"y \geq 0", NONNEGATIVE),
        (r"y \ne 0", NONZERO),
        ("y > -1", interval(Fraction(-1), None, False, False)),
        (r"y < \frac{1}{2}", interval(None, HALF, False, False)),
        (r"y \le 2", interval(None, Fraction(2), False, True)),
        ("0 < y < 1", UNIT_OPEN),
        (r"0 \le y \le 1", UNIT_CLOSED),
        (r"0 < y \leq 1", interval(Fraction(0), Fraction(1), False, True)),
        ("1 > y > 0", UNIT_OPEN),
        (r"1 \ge y > 0", interval(Fraction(0), Fraction(1), False, True)),
    ],
)
def test_domains(latex: str, domain: Domain) -> None:
    assert context_of(latex).domains == {"y": domain}


@pytest.mark.parametrize(
    ("latex", "names"),
    [
        (r"w, x, b \in \mathbb{R}", ["w", "x", "b"]),
        (r"w \in \mathbb{R}, y \in [0, 1]", ["w", "y"]),
        (r"w \in \mathbb{R} \text{ and } b > 0", ["w", "b"]),
        ("x, y > 0", ["x", "y"]),
        (r"\hat{y}, w_1, \theta \in \mathbb{R}", [r"\hat{y}", "w_1", "\\theta"]),
        (r"z^{[1]} \in \mathbb{R}", ["z^[1]"]),
        (r"\mathbf{x} \in \mathbb{R}", [r"\mathbf{x}"]),
    ],
)
def test_lists_and_names(latex: str, names: list[str]) -> None:
    assert list(context_of(latex).domains) == names


def test_families() -> None:
    context = context_of(r"x^{(i)} \in \mathbb{R}, y^{(i)} \in [0, 1]")
    assert context.families == {"x": REAL, "y": UNIT_CLOSED}
    assert context.domains == {}
    known = Context(families={"x": REAL})
    (declaration,) = read_declarations(statements("x_i > 0"))
    assert declaration.applied_to(known).families == {"x": POSITIVE}
    assert declaration.applied_to(Context()).domains == {"x_i": POSITIVE}
    (one,) = read_declarations(statements("x^{(1)} > 0"))
    assert one.applied_to(known).domains == {"x^(1)": POSITIVE}


def test_the_last_declaration_counts() -> None:
    assert context_of(r"y \in \mathbb{R}", "y > 0").domains == {"y": POSITIVE}


@pytest.mark.parametrize(
    "latex",
    [
        "z = w x + b",
        "y = 1",
        r"y \in S",
        r"y \in \mathbb{R}^n",
        r"W \in \mathbb{R}^{n \times m}",
        r"y \in \mathbb{Q}",
        r"y \in \mathbb{R}_+",
        r"y \in (0, t)",
        r"y \in \{1, m\}",
        r"y \in \{2, \dots, m\}",
        r"y \in (0, 1, 2)",
        "y > t",
        r"y \ne 1",
        "0 < y > 1",
        "y + 1 > 0",
        "0 < y < t",
        r"y \approx 0",
        "(0, 1)",
    ],
)
def test_no_declaration(latex: str) -> None:
    for statement in statements(latex):
        assert declarations_of(statement) == ()


@pytest.mark.parametrize(
    ("latex", "found", "start"),
    [
        (r"y \in [1, 0]", "the interval from 1 to 0", 6),
        (r"y \in (1, 1)", "the interval from 1 to 1", 6),
        (r"y \in (\frac{1}{2}, 0.25)", "the interval from 1/2 to 1/4", 6),
        ("1 < y < 0", "the interval from 1 to 0", 0),
    ],
)
def test_empty_intervals(latex: str, found: str, start: int) -> None:
    (statement,) = statements(latex)
    with pytest.raises(MeaningError) as raised:
        declarations_of(statement)
    assert raised.value.found == found
    assert raised.value.expected == "a lower end below the upper one"
    assert raised.value.span.start == start
