"""The check of an article: verdicts, diagnostics with their places, and counts."""

from __future__ import annotations

import pytest

from verifier.articles.check import CheckedClaim, Report, check_article, findings
from verifier.articles.read_article import read_article
from verifier.values import Diagnostic, Proved, Refuted, Unknown

NEURON = (
    "Let $w, x, b \\in \\mathbb{R}$, $y \\in [0, 1]$, $a \\in (0, 1)$.\n\n"
    "$$z = w x + b$$\n\n$$a = \\sigma(z)$$\n\n"
    "$$L = -[y \\ln a + (1 - y) \\ln(1 - a)]$$\n\n"
)


def check(text: str) -> Report:
    return check_article(read_article(NEURON + text, "a.md", strict=True))


def only(text: str) -> tuple[Diagnostic, str]:
    """The one diagnostic, and the text at its place."""
    report = check(text)
    (found,) = report.diagnostics
    place = found.location
    assert place.line == place.end_line
    line = (NEURON + text).splitlines()[place.line - 1]
    return found, line[place.column - 1 : place.end_column - 1]


def test_a_right_article() -> None:
    report = check("$$\\frac{\\partial L}{\\partial z} = a - y = -y + a$$\n")
    assert report.diagnostics == ()
    assert [claim.kind for claim in report.claims] == ["derivative", "equality"]
    assert [claim.status for claim in report.claims] == ["proved", "proved"]
    assert (report.errors, report.count(Proved), report.unreadable) == (0, 2, 0)


def test_a_wrong_derivative() -> None:
    found, text = only("$$\\frac{\\partial L}{\\partial z} = \\ln(2 + y)$$\n")
    assert (found.code, found.severity) == ("wrong-derivative", "error")
    assert found.message == "this is not equal to ∂L/∂z"
    assert found.printed == text == "\\ln(2 + y)"
    assert found.counterexample is not None
    assert found.counterexample.left != found.counterexample.right


def test_a_correction_is_proved_before_it_is_proposed() -> None:
    found, _ = only("$$\\frac{\\partial L}{\\partial z} = a + y$$\n")
    assert (found.code, found.severity) == ("wrong-sign", "error")
    assert found.suggestion is not None
    corrected = check(f"$$\\frac{{\\partial L}}{{\\partial z}} = {found.suggestion}$$\n")
    assert [claim.status for claim in corrected.claims] == ["proved"]


def test_a_wrong_equality_in_a_chain_is_reported_at_its_side() -> None:
    found, text = only("$$y - a = -a + y = a - y = -y + a$$\n")
    assert (found.severity, text) == ("error", "a - y")


def test_an_undecided_claim() -> None:
    text = "$$\\sum_{i=1}^m \\sin(i w)^2 = \\sum_{i=1}^m \\cos(i w)^2 \\tan_x(i)$$\n"
    report = check("$m \\in \\mathbb{N}$\n\n" + text)
    assert report.count(Refuted) == 0
    assert report.errors == 0


@pytest.mark.parametrize(
    ("formula", "code", "place"),
    [
        ("L = y + q", "undefined-symbol", "q"),
        ("L = g(y)", "undefined-symbol", "g"),
        ("y = \\hat{y} + 1", "undefined-symbol", "\\hat{y}"),
        ("L = \\|y\\|", "unreadable", "\\|y\\|"),
        ("L = \\frac{\\partial z}{\\partial a}", "unreadable", "\\frac{\\partial z}{\\partial a}"),
        ("\\frac{\\partial L}{\\partial q} = 1", "undefined-symbol", "q"),
    ],
)
def test_what_has_no_meaning_is_a_warning_at_its_place(formula: str, code: str, place: str) -> None:
    found, text = only(f"$${formula}$$\n")
    assert (found.code, found.severity, text) == (code, "warning", place)
    assert found.message.startswith("found ")
    assert ", expected " in found.message
    assert check(f"$${formula}$$\n").unreadable >= 1


def test_a_mistake_in_a_definition_is_reported_once_and_where_it_is() -> None:
    text = "$$u = 2 q$$\n\n$$u + 1 = 1 + u$$\n\n$$2 u = u + u$$\n"
    found, place = only(text)
    assert (found.code, place) == ("undefined-symbol", "q")
    assert check(text).claims == ()


def test_a_definition_that_nothing_uses_is_looked_at() -> None:
    found, place = only("$$u = 2 q$$\n")
    assert (found.code, place) == ("undefined-symbol", "q")


def test_a_circular_definition() -> None:
    report = check("$$u = v + 1$$\n\n$$v = 2 u$$\n\n$$u - 1 = v$$\n")
    assert report.claims == ()
    assert {item.code for item in report.diagnostics} == {"unreadable"}
    messages = {item.message.partition(",")[0] for item in report.diagnostics}
    assert messages == {
        "found the circular definition u ← v ← u",
        "found the circular definition v ← u ← v",
    }
    assert check("$$q = q + 1$$\n").diagnostics[0].message.startswith("found the circular")


def test_a_definition_outside_of_its_declared_domain() -> None:
    found, place = only("Let $t \\in (0, 1)$.\n\n$$t = 2 + x^2$$\n")
    assert (found.code, found.severity, place) == ("outside-domain", "error", "t")
    assert found.message == "t has no value in its declared domain (0, 1)"
    far = check("Let $t \\in (5000, 5001)$.\n\n$$t = x + \\sin(x)$$\n")
    assert not far.diagnostics  # that no value was found there proves nothing
    for body in ("x", "x^2", "\\frac{1}{1 + x^2}", "\\sin x", "\\frac{1}{x}"):
        assert check(f"Let $t \\in (0, 1)$.\n\n$$t = {body}$$\n").errors == 0


def test_diagnostics_stand_in_the_order_of_the_file() -> None:
    report = check("$$a = y$$\n\n$$\\frac{a$$\n\n$$q = 2 q$$\n\n$$y = z$$\n\n$$z = y$$\n")
    places = [item.location for item in report.diagnostics]
    assert places == sorted(places)


def test_what_is_equal_where_both_are_defined_is_right_under_its_condition() -> None:
    report = check("$$\\frac{w^2}{w} = w$$\n")
    (claim,) = report.claims
    assert claim.status == "proved"
    assert isinstance(claim.verdict, Proved)
    assert claim.verdict.conditions != ()


def test_status() -> None:
    report = check("$$a - y = a + y$$\n\n> **Erratum.** $a - y$\n\n> **Erratum.** $y - a$\n")
    line, right, wrong = report.claims
    assert [claim.status for claim in (line, right, wrong)] == ["refuted", "proved", "proved"]
    assert isinstance(right.verdict, Refuted)
    assert (report.count(Proved), report.count(Refuted), report.count(Unknown)) == (2, 1, 0)


def test_findings_come_one_by_one() -> None:
    article = read_article(NEURON + "$$a = y$$\n\n$$a = a$$\n", "a.md", strict=True)
    kinds = [type(item) for item in findings(article)]
    assert kinds == [CheckedClaim, Diagnostic, CheckedClaim]


def test_the_same_article_has_the_same_report() -> None:
    text = "$$a = y$$\n\n$$L = 2 L$$\n"
    assert check(text) == check(text)
