"""Networks whose shapes only follow from their forward equations."""

from __future__ import annotations

import pytest

from verifier.articles.check import Report, check_article
from verifier.articles.read_article import read_article

FORWARD = r"""
$$P^{[1]} = V^{[1]} X + c^{[1]}$$

$$H^{[1]} = f^{[1]}(P^{[1]})$$

$$P^{[2]} = V^{[2]} H^{[1]} + c^{[2]}$$

$$H^{[2]} = f^{[2]}(P^{[2]})$$

$$H^{[K]} = f^{[K]}(P^{[K]}) = \hat{T}$$
"""

RIGHT = (
    r"dV^{[K]} = \frac{1}{m} dP^{[K]} H^{[K-1]T}",
    r"dP^{[K-1]} = V^{[K]T} dP^{[K]} \odot f'^{[K-1]}(P^{[K-1]})",
    r"dV^{[1]} = \frac{1}{m} dP^{[1]} X^T",
    r"dc^{[1]} = \frac{1}{m} np.sum(dP^{[1]}, axis=1, keepdims=True)",
    r"P^{[K]} - c^{[K]} = V^{[K]} H^{[K-1]}",
)
WRONG = {
    r"dV^{[K]} = \frac{1}{m} dP^{[K]} H^{[K]T}": r"dP^{[K]} H^{[K - 1]T}",
    r"dP^{[K-1]} = dV^{[K]T} dP^{[K]} f'^{[K]}(P^{[K-1]})": (
        r"V^{[K]\top}dP^{[K]} \odot f'^{[K - 1]}(P^{[K - 1]})"
    ),
    r"dP^{[1]} = V^{[K]T} dP^{[2]} \odot f'^{[1]}(P^{[1]})": r"V^{[2]\top}dP^{[2]} \odot f'",
    r"dV^{[1]} = \frac{1}{m} dP^{[1]} H^{[1]T}": r"dP^{[1]} H^{[0]T}",
}


def checked(*formulas: str) -> Report:
    text = FORWARD + "".join(f"\n$$ {formula} $$\n" for formula in formulas)
    return check_article(read_article(text, "network.md"))


def test_what_is_right_is_proved() -> None:
    report = checked(*RIGHT)
    assert [item for item in report.diagnostics if item.severity == "error"] == []
    assert all(claim.status == "proved" for claim in report.claims)
    assert len(report.claims) >= len(RIGHT) + 5


@pytest.mark.parametrize("formula", WRONG)
def test_a_slip_is_found_and_corrected(formula: str) -> None:
    (error,) = [item for item in checked(formula).diagnostics if item.severity == "error"]
    assert error.suggestion is not None
    assert error.suggestion_proved
    assert WRONG[formula] in error.suggestion


def test_the_place_is_that_of_the_factor_that_does_not_fit() -> None:
    formula = r"dP^{[K-1]} = V^{[K]T} dP^{[K]} f'^{[K-1]}(P^{[K-1]})"
    report = checked(formula)
    (error,) = [item for item in report.diagnostics if item.severity == "error"]
    assert error.location.column == len("$$ ") + formula.index("f'") + 1


def test_what_has_no_layer_stays_a_number() -> None:
    report = checked(r"X = y + 1", r"\frac{\partial}{\partial w} (w X) = X", r"(X - 1)^2 = X^2")
    assert [claim.status for claim in report.claims][-2:] == ["proved", "refuted"]


def test_one_sample_has_columns() -> None:
    text = FORWARD.replace("P", "p").replace("H", "h").replace("X", "x")
    right = r"dV^{[2]} = dp^{[2]} h^{[1]T}"
    wrong = r"dV^{[2]} = dp^{[2]} h^{[2]T}"
    report = check_article(read_article(f"{text}\n$${right}$$\n\n$${wrong}$$\n", "network.md"))
    errors = [item for item in report.diagnostics if item.severity == "error"]
    assert len(errors) == 1
    assert errors[0].code == "shape-mismatch"
