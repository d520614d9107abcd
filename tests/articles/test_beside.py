"""Conditions beside an equality in its own formula: which claims they are for."""

from __future__ import annotations

import pytest

from verifier.articles.check import check_article
from verifier.articles.read_article import read_article

SOFTMAX = "$$a_j = \\frac{e^{z_j}}{\\sum_k e^{z_k}}$$\n\n"
LEFT = r"\frac{\partial a_j}{\partial z_i}"
SAME, OTHER = r"a_i (1 - a_i)", r"-a_i a_j"

FORMS = (
    r"$$D = S, \quad i = j$$ $$D = T, \quad i \neq j.$$",
    r"$$D = S \quad \text{if } i = j$$ $$D = T \quad \text{if } i \neq j$$",
    r"$$D = S \qquad (i = j)$$ $$D = T \qquad (i \neq j)$$",
    r"$$i = j: \quad D = S$$ $$i \ne j: \quad D = T$$",
    r"$$\text{if } i = j: D = S$$ $$\text{for } i \ne j: D = T$$",
    r"\begin{align} D &= S & \text{for } i = j \\ D &= T & \text{for } i \ne j \end{align}",
    r"\begin{align} D &= S, & i = j \\ D &= T, & i \ne j \end{align}",
    r"\begin{align} D &= S && \text{if $i = j$} \\ &= T && \text{if $i \ne j$} \end{align}",
    r"When $i = j$: $$D = S$$ When $i \ne j$: $$D = T$$",
)


def statuses(text: str) -> list[str]:
    return [claim.status for claim in check_article(read_article(text, "a.md")).claims]


def written(form: str, same: str, other: str) -> str:
    text = form.replace("D", LEFT).replace("S", same).replace("T", other)
    return SOFTMAX + text.replace("$$ $$", "$$\n\n$$")


@pytest.mark.parametrize("form", FORMS)
def test_each_case_is_decided_for_itself(form: str) -> None:
    assert statuses(written(form, SAME, OTHER)) == ["proved", "proved"]


@pytest.mark.parametrize("form", (FORMS[0], FORMS[7]))
def test_a_wrong_case_is_found(form: str) -> None:
    assert statuses(written(form, SAME, r"a_i a_j")) == ["proved", "refuted"]


OTHERS: tuple[tuple[str, list[str]], ...] = (
    (r"$$|x| = x \quad \text{for } x > 0$$ $$|x| = -x \quad \text{for } x < 0$$", ["proved"] * 2),
    (r"$$|x| = x \quad \text{for } x > -1$$", ["refuted"]),
    (r"$$x y = 3 x \quad \text{if } y = 3$$ $$x y = 3 x$$", ["proved", "unknown"]),
    (r"$$x + x = 2 x \quad \text{for all } x$$", ["proved"]),
    (r"$$x = y + 1, \quad x = 2$$", []),
)


@pytest.mark.parametrize(("text", "expected"), OTHERS)
def test_other_conditions(text: str, expected: list[str]) -> None:
    assert statuses(text.replace("$$ $$", "$$\n\n$$")) == expected


def test_a_witness_lies_in_the_case() -> None:
    report = check_article(read_article(written(FORMS[0], SAME, r"a_i a_j"), "a.md"))
    witness = report.diagnostics[0].counterexample
    assert witness is not None
    point = dict(witness.point)
    assert point["i"] != point["j"]
