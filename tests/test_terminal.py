"""What the terminal can show."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.terminal import (
    NO_BREAK,
    Terminal,
    display_width,
    in_ascii,
    page_width,
    printable,
    speaks_unicode,
    wants_colour,
    without_style,
    wrapped,
)


class Screen(io.StringIO):
    """A stream that is a terminal or not."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("choice", "terminal", "environment", "expected"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", False, {"FORCE_COLOR": "1"}, True),
        ("auto", False, {"FORCE_COLOR": "0"}, False),
        ("auto", True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour(choice: str, terminal: bool, environment: dict[str, str], expected: bool) -> None:
    assert wants_colour(choice, Screen(terminal), environment) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("columns", "expected"), [("20", 60), ("60", 60), ("90", 90), ("400", 112), ("", 80)]
)
def test_width(columns: str, expected: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr("os.get_terminal_size", _no_terminal)
    assert page_width() == expected


def _no_terminal(_: int) -> tuple[int, int]:
    raise OSError


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [("utf-8", True), ("ascii", False), ("latin-1", False), ("cp1252", False), ("utf-16", True)],
)
def test_encodings(encoding: str, expected: bool) -> None:
    assert speaks_unicode(io.TextIOWrapper(io.BytesIO(), encoding)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("e⁻ᶻ", "e^(-z)"),
        ("eʷˣ⁺ᵇ + x²", "e^(wx+b) + x^2"),
        ("w₁₂", "w_12"),
        ("∂L/∂w ← σ(z)", "dL/dw <- sigma(z)"),
        ("✓ ✗ ℝ ≠ …", "ok WRONG R != ..."),
        ("Δ é 中", "Delta e ?"),
        ("100\u00a0000", "100 000"),
        ("", ""),
    ],
)
def test_ascii(text: str, expected: str) -> None:
    assert in_ascii(text) == expected


@given(st.text())
def test_ascii_is_ascii(text: str) -> None:
    assert in_ascii(text).isascii()
    assert Terminal(unicode=False).shown(text).isascii()


@given(st.text())
def test_printable_text_drives_no_terminal(text: str) -> None:
    shown = printable(text)
    assert "\x1b" not in shown
    assert "\n" not in shown
    assert "\r" not in shown
    assert "\u202e" not in shown


def test_printable_text_keeps_what_can_be_shown() -> None:
    assert printable("a\tb σ 中 \x1b[31m") == "a   b σ 中 \ufffd[31m"


def test_widths() -> None:
    assert display_width("abc") == 3
    assert display_width("中文") == 4
    assert display_width("y\u0302") == 1


def test_wrapping_keeps_formulas_together() -> None:
    formula = f"a{NO_BREAK}(1{NO_BREAK}-{NO_BREAK}a)"
    assert wrapped(f"common denominator {formula}", 22) == ["common denominator", "a (1 - a)"]
    assert wrapped(formula, 5) == ["a (1", "- a)"]
    assert wrapped("", 10) == [""]


@given(st.text(st.sampled_from("ab \u00a0"), max_size=60), st.integers(1, 20))
def test_wrapping_loses_no_word(text: str, width: int) -> None:
    assert " ".join(wrapped(text, width)).split() == text.split()


def test_style() -> None:
    assert Terminal(colour=False).style("a", "red") == "a"
    assert Terminal(colour=True).style("a", "red", "bold") == "\x1b[31;1ma\x1b[0m"
    assert without_style(Terminal(colour=True).style("a", "red")) == "a"
