"""Reports made by hand, for the tests of how they are printed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from verifier.articles.check import CheckedClaim, Report
from verifier.notation.tree import Symbol
from verifier.values import Diagnostic, Location, Proved, Refuted, Unknown, Verdict, Witness

TEXT = "# Title\n\n  -y(1-a) + (a)1 - y\n\tso 变量 = b\n"
WITNESS = Witness((("y", Fraction(1)), ("a", Fraction(1, 2))), "-1/2", "-1")
ERROR = Diagnostic(
    Location(3, 13, 3, 21),
    "missing-parentheses",
    "error",
    "this does not follow from line 1",
    printed="-y(1-a) + (a)1 - y",
    suggestion="-y(1-a) + a(1-y)",
    suggestion_proved=True,
    counterexample=WITNESS,
)
WARNING = Diagnostic(
    Location(4, 5, 4, 7), "undecided", "warning", "could not decide", notes=("out of fuel",)
)


def claim(verdict: Verdict, line: int = 3) -> CheckedClaim:
    place = Location(line, 3, line, 20)
    return CheckedClaim(place, "equality", Symbol("a"), Symbol("b"), verdict, "as written")


PROVED = claim(Proved("equal normal forms", ("a > 0",)))
REFUTED = claim(Refuted(WITNESS))
UNKNOWN = claim(Unknown("out of fuel"))


def report(*diagnostics: Diagnostic, claims: tuple[CheckedClaim, ...] = (PROVED,)) -> Report:
    return Report("notes/a.md", TEXT, claims, diagnostics, 4, 2, 0)


def at(diagnostic: Diagnostic, *place: int) -> Diagnostic:
    line, column, end_line, end_column = place
    return replace(diagnostic, location=Location(line, column, end_line, end_column))
