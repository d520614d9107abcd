"""Errata: what a quote says, and that the library tells all slips of the published walk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from verifier.articles.article import Article, Erratum
from verifier.articles.check import check_article
from verifier.articles.read_article import read_article
from verifier.library import load
from verifier.notation.write_latex import write_latex
from verifier.values import Proved, Refuted

ERRATA = Path(__file__).parents[3] / "shared" / "article" / "errata.md"
SCALAR = [f"S{number}" for number in range(9, 32)]
LINE = "Let $a \\in (0, 1)$, $y, q \\in [0, 1]$ and $L = a + y$.\n\n$$a - y = -y + a$$\n\n"


def quote(text: str) -> Article:
    quoted = "".join(f"> {line}\n" for line in text.splitlines())
    return read_article(LINE + quoted, "a.md", strict=True)


def erratum(text: str) -> Erratum:
    article = quote(text)
    assert article.problems == ()
    (found,) = article.errata
    return found


def messages(text: str) -> list[str]:
    return [item.message for item in check_article(quote(text)).diagnostics]


# The library ----------------------------------------------------------------------------------


@pytest.mark.skipif(not ERRATA.exists(), reason="the list of errata is not beside the repository")
def test_every_scalar_slip_of_the_list_is_an_erratum_of_the_logistic_neuron() -> None:
    rows = [line for line in ERRATA.read_text(encoding="utf-8").splitlines() if line[:3] == "| S"]
    listed = {re.split(r"\s*\|\s*", row)[1] for row in rows}
    assert set(SCALAR) <= listed
    assert {item.label for item in load("logistic").errata} >= set(SCALAR)


def test_the_labels_of_the_library_are_unique_and_each_erratum_has_its_values() -> None:
    errata = load("logistic").errata
    assert sorted(item.label for item in errata) == sorted(SCALAR)
    for item in errata:
        assert item.note
        assert item.point
        assert item.printed_value is not None
        assert item.correct_value is not None


def test_the_library_proves_the_lines_and_refutes_the_errata() -> None:
    report = check_article(load("logistic"))
    assert report.diagnostics == ()
    assert report.unreadable == 0
    assert {claim.status for claim in report.claims} == {"proved"}
    kinds = {claim.kind: type(claim.verdict) for claim in report.claims}
    assert kinds == {"equality": Proved, "derivative": Proved, "erratum": Refuted}


# What a quote says ----------------------------------------------------------------------------


def test_all_parts_of_a_quote() -> None:
    found = erratum(
        "**Erratum S1.** A sign is wrong: printed $a + y$.\n"
        "At $a = \\frac12$, $y = 1$ this is $\\frac32$ and not $-\\frac12$."
    )
    assert (found.label, found.note, found.equation) == ("S1", "A sign is wrong", False)
    assert write_latex(found.printed) == "a + y"
    assert write_latex(found.left) == "-y + a"
    assert [write_latex(item.head) for item in found.point] == ["a", "y"]
    assert found.printed_value is not None
    assert found.correct_value is not None


@pytest.mark.parametrize(
    ("text", "left", "printed"),
    [
        ("**Erratum** $a + y$", "-y + a", "a + y"),
        ("**Erratum.** $= a + y$", "-y + a", "a + y"),
        ("**Erratum S2:** $L = a - y$", "L", "a - y"),
        ("**勘误 S3：** 符号错误 $a + y$", "-y + a", "a + y"),
        ("**Erratum.** The $y$ of $1$ is lost: printed $a$, $a + 1$", "-y + a", "a + 1"),
    ],
)
def test_the_printed_formula(text: str, left: str, printed: str) -> None:
    found = erratum(text)
    assert (write_latex(found.left), write_latex(found.printed)) == (left, printed)


def test_a_quote_that_is_no_erratum_is_left_alone() -> None:
    article = quote("**Note.** $a = y$")
    assert (article.errata, article.problems) == ((), ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("**Erratum.** $a$", "found an erratum without a formula"),
        ("**Erratum.** $a + y, a + 1$", "found a second formula in one"),
        ("**Erratum.** $L = a = y$", "found a chain of equations"),
        ("**Erratum.** $L \\approx a$", "found the relation \\approx"),
        ("**Erratum.** $= a = y$", "found a chain of equations"),
        ("**Erratum.** $L =$", "found a chain of equations"),
        (
            "**Erratum.** $a + y$. At $a = \\frac12$ this is $1$, $2$ and $3$.",
            "found a third value",
        ),
        ("**Erratum.** $a + y$. At $y = 1$, $a + y = 2$.", "found a formula behind the point"),
        ("**Erratum.** $\\frac{a$", "found"),
    ],
)
def test_a_quote_that_does_not_say_one_thing(text: str, message: str) -> None:
    article = quote(text)
    assert article.errata == ()
    assert article.unreadable == 1
    assert article.problems[0].message.startswith(message)
    assert "expected" in article.problems[0].message


# Checking it ----------------------------------------------------------------------------------


def test_a_quoted_formula_that_is_right_is_an_error() -> None:
    report = check_article(quote("**Erratum S1.** $a - y$"))
    (found,) = report.diagnostics
    assert (found.code, found.severity) == ("not-an-erratum", "error")
    assert found.message == "the erratum S1 quotes a formula that is right"
    assert [claim.status for claim in report.claims] == ["proved", "refuted"]
    assert (report.count(Proved), report.count(Refuted)) == (1, 1)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("this is $\\frac32$ and not $-\\frac12$", []),
        ("this is $\\frac32$", []),
        (
            "this is $2$ and not $-\\frac12$",
            ["at a = 1/2, y = 1 the printed formula is not 2, as the erratum states"],
        ),
        (
            "this is $\\frac32$ and not $1$",
            ["at a = 1/2, y = 1 the correct formula is not 1, as the erratum states"],
        ),
        ("this is $q$ and not $-\\frac12$", ["at a = 1/2, y = 1 the printed formula is not q, as"]),
    ],
)
def test_stated_values(values: str, expected: list[str]) -> None:
    found = messages(f"**Erratum.** $a + y$. At $a = \\frac12$, $y = 1$ {values}.")
    assert len(found) == len(expected)
    for message, start in zip(found, expected, strict=True):
        assert message.startswith(start)


@pytest.mark.parametrize(
    ("point", "message"),
    [
        ("$a = 2$", "found the value 2 of a, expected a value in (0, 1)"),
        ("$r = 2$", "found the undeclared symbol r"),
        ("$y = 1$, $y = 0$", "found a second value for y"),
    ],
)
def test_points_that_cannot_be(point: str, message: str) -> None:
    (found,) = set(messages(f"**Erratum.** $a + y$. At {point} this is $1$ and not $2$."))
    assert found.startswith(message)


def test_an_erratum_in_symbols_that_nobody_declared() -> None:
    report = check_article(quote("**Erratum.** $a + r$"))
    (found,) = report.diagnostics
    assert found.code == "undefined-symbol"
    assert report.unreadable == 1
