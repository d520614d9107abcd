"""Claims about distributions, expectations and divergences: what is proved, what is refuted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from verifier.articles.check import check_article
from verifier.articles.read_article import read_article

GROUPS = json.loads((Path(__file__).parents[1] / "data" / "probability_claims.json").read_text())


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group["about"])
def test_claims_are_decided_as_labelled(group: dict[str, object]) -> None:
    claims = group["claims"]
    assert isinstance(claims, list)
    displays = "\n\n".join(f"$$\n{latex}\n$$" for latex, _ in claims)
    report = check_article(read_article(f"{group['words']}\n\n{displays}\n", "a.md"))
    first = 4
    found = {item.location.line: item.status for item in report.claims}
    labels = {first + 4 * place: (latex, label) for place, (latex, label) in enumerate(claims)}
    told = [(latex, found.get(line, "not read")) for line, (latex, _) in labels.items()]
    assert told == [*labels.values()]


def test_a_counterexample_is_told_in_probabilities() -> None:
    text = (
        "Let $p(s' \\mid s)$ be transition probabilities.\n\n"
        "$$\n\\gamma \\sum_{s'} p(s' \\mid s) V(s') = \\sum_{s'} \\gamma p(s' \\mid s) V(s)\n$$\n"
    )
    (error,) = check_article(read_article(text, "a.md")).diagnostics
    assert error.counterexample is not None
    point = dict(error.counterexample.point)
    assert sum(value for name, value in point.items() if name.startswith("p(s'=")) == 1
    assert point["V(s=1)"] != point["V(s=2)"]
    assert error.suggestion is not None and error.suggestion_proved
