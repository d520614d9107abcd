"""A check in the terminal, in the style of a compiler."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reports.samples import (
    ERROR,
    PROVED,
    REFUTED,
    TEXT,
    UNKNOWN,
    WARNING,
    at,
    report,
)
from verifier.reports.changed import marks_below
from verifier.reports.excerpt import excerpt, source_lines
from verifier.reports.terminal_check import reports_as_text
from verifier.terminal import Terminal, display_width, without_style
from verifier.values import Location

PLAIN = Terminal(80)


def test_a_finding_says_where_what_why_and_how_to_mend_it() -> None:
    text = reports_as_text([report(ERROR, claims=(PROVED, REFUTED))], PLAIN)
    assert text == (
        "notes/a.md:3:13: error[missing-parentheses]: this does not follow from line 1\n"
        "  |\n"
        "3 |   -y(1-a) + (a)1 - y\n"
        "  |             ^^^^^^^^\n"
        "  |\n"
        "  = at y = 1, a = 1/2: the left side is -1/2, this is -1\n"
        "  = help: -y(1-a) + a(1-y)   (proved)\n"
        "                    ~    ~\n"
        "\n"
        "4 formulas: 2 claims checked (1 proved, 1 refuted, 0 unknown), "
        "2 not claims, 0 unreadable\n"
        "1 error in 1 of 1 file"
    )


def test_two_slips_that_one_correction_undoes_are_shown_together() -> None:
    sign = replace(ERROR, code="wrong-sign", message="a sign is wrong")
    text = reports_as_text([report(ERROR, sign)], PLAIN)
    assert text.startswith(
        "notes/a.md:3:13: error[missing-parentheses]: this does not follow from line 1\n"
        "notes/a.md:3:13: error[wrong-sign]: a sign is wrong\n"
        "  |\n"
    )
    assert text.count("help:") == 1
    assert "2 errors in 1 of 1 file" in text


@pytest.mark.parametrize(
    ("printed", "corrected", "marks"),
    [
        (r"-y(1-a) + (a)1 - y", r"-y(1-a) + (a)(1 - y)", "             ~     ~"),
        (r"x + y", r"x - y", "  ~"),
        (r"\ln(u) + v", r"\ln(u + v)", "         ~"),
        (r"e^a + e^b", r"e^a \cdot e^b", "    ~~~~~"),
        ("变量 + b", "变量 - b", "     ~"),
        (r"2 x + 1", r"2 x", None),
        (r"a", r"\frac{p}{q}", None),
    ],
)
def test_what_a_correction_changes_is_marked(
    printed: str, corrected: str, marks: str | None
) -> None:
    assert marks_below(printed, corrected) == marks


def test_a_suggestion_that_is_not_proved_says_so() -> None:
    text = reports_as_text([report(replace(ERROR, suggestion_proved=False))], PLAIN)
    assert "-y(1-a) + a(1-y)   (not proved)" in text


def test_marks_stand_under_wide_characters_and_behind_tabs() -> None:
    rows = excerpt(source_lines(TEXT), Location(4, 5, 4, 7), PLAIN, ())
    assert rows == ["  |", "4 |  so 变量 = b", "  |     ^^^^", "  |"]


def test_notes_are_shown() -> None:
    assert "  = note: out of fuel" in reports_as_text([report(WARNING)], PLAIN)


def test_a_range_of_many_lines_is_cut_in_the_middle() -> None:
    lines = [f"line {number}" for number in range(1, 21)]
    rows = excerpt(lines, Location(2, 1, 19, 5), PLAIN, ())
    numbers = [row.split(" ")[0] for row in rows if row[:1].isdigit()] or rows
    assert [row.strip().split(" ")[0] for row in rows if "line" in row] == [
        "2",
        "3",
        "4",
        "17",
        "18",
        "19",
    ]
    assert any(set(row.strip()) == {"."} for row in rows), numbers
    assert rows[-2].endswith("^^^^")


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "x" * 300 + "WRONG" + "y" * 300
    rows = excerpt([line], Location(1, 301, 1, 306), PLAIN, ())
    assert all(display_width(row) <= 80 for row in rows)
    start = rows[2].index("^")
    assert rows[1][start : start + 5] == "WRONG"
    assert rows[2].count("^") == 5


def test_a_long_range_in_a_long_line_is_cut_as_well() -> None:
    rows = excerpt(["x" * 1000], Location(1, 1, 1, 1001), PLAIN, ())
    assert all(display_width(row) <= 80 for row in rows)
    assert "^" in rows[2]


def test_an_empty_range_has_one_mark() -> None:
    rows = excerpt(["abc"], Location(1, 4, 1, 4), PLAIN, ())
    assert rows[2] == "  |    ^"


def test_a_place_behind_the_text_does_not_fail() -> None:
    for place in ((9, 1, 9, 4), (5, 1, 5, 1), (3, 90, 3, 95), (4, 2, 7, 1)):
        assert "error[" in reports_as_text([report(at(ERROR, *place))], PLAIN)


def test_the_text_of_an_article_drives_no_terminal() -> None:
    hostile = replace(
        report(replace(ERROR, message="bad \x1b[31m", suggestion="\x07")),
        text="\n\n a \x1b]0;title\x07 b c d e f\n",
        path="a\x1b[2J.md",
    )
    shown = reports_as_text([hostile], PLAIN)
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_colour_changes_nothing_but_colour() -> None:
    reports = [report(ERROR, WARNING)]
    coloured = reports_as_text(reports, Terminal(80, colour=True))
    assert "\x1b[31;1m" in coloured
    assert without_style(coloured) == reports_as_text(reports, PLAIN)


def test_without_unicode_it_is_ascii() -> None:
    assert reports_as_text([report(ERROR, WARNING)], Terminal(unicode=False)).isascii()


def last_line(*reports: object) -> str:
    return reports_as_text(reports, PLAIN).splitlines()[-1]  # type: ignore[arg-type]


def test_the_last_line_is_honest() -> None:
    assert last_line(report()) == "no error in 1 file, every claim is proved"
    assert last_line(report(), report(ERROR)) == "1 error in 1 of 2 files"
    undecided = report(WARNING, claims=(PROVED, UNKNOWN))
    assert last_line(undecided) == "no error in 1 file, but not everything was decided"
    unreadable = replace(report(), unreadable=1)
    assert last_line(unreadable) == "no error in 1 file, but not everything was decided"


def test_that_there_was_nothing_to_check_is_said() -> None:
    empty = replace(report(claims=()), formulas=1)
    text = reports_as_text([empty], PLAIN)
    assert "notes/a.md: no claim found (1 formula read)" in text
    assert last_line(empty) == "nothing was checked in 1 file"
