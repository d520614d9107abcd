"""The articles about matrices: everything in them is proved, and a flipped sign is seen."""

from __future__ import annotations

import pytest

from verifier.articles.check import check_article, findings
from verifier.articles.read_article import read_article
from verifier.articles.scan import scan_document
from verifier.library import names
from verifier.resources import resource_directory
from verifier.values import Diagnostic

SAMPLE = 2
FLIPPED = {"+": "-", "-": "+"}
# A flip that changes nothing: the sum of (x - mean)(x + mean) is that of (x - mean)^2, and one
# sign of a condition that excludes points but leaves every equation true. A name in the running
# text says nothing.
HARMLESS = ("\\odot (X - \\mu)", "\\sqrt{v + \\varepsilon}", "h_{t-1} at")


def source(name: str) -> str:
    return (resource_directory("derivations") / f"{name}.md").read_text(encoding="utf-8")


def about_matrices() -> list[str]:
    return [name for name in names() if read_article(source(name), name).given.shapes]


@pytest.mark.parametrize("name", about_matrices())
def test_every_claim_is_proved(name: str) -> None:
    report = check_article(read_article(source(name), name, strict=True))
    assert report.diagnostics == ()
    assert report.claims
    assert all(claim.status == "proved" for claim in report.claims)


def flips(name: str) -> list[tuple[int, str]]:
    """The offsets of the signs outside quotes, with the formula they stand in."""
    return [
        (formula.offset_in_file(offset), formula.latex)
        for formula in scan_document(source(name)).formulas
        for offset, character in enumerate(formula.latex)
        if character in FLIPPED and not formula.quote
    ]


def unseen(name: str, chosen: list[tuple[int, str]]) -> list[str]:
    """The formulas in which a flipped sign alone is not noticed though it changes something."""
    text = source(name)
    missed = []
    for offset, latex in chosen:
        flipped = text[:offset] + FLIPPED[text[offset]] + text[offset + 1 :]
        found = findings(read_article(flipped, name, strict=True))
        if not any(isinstance(one, Diagnostic) for one in found):
            missed.append(f"{latex} at {offset}")
    return [one for one in missed if not any(part in one for part in HARMLESS)]


@pytest.mark.parametrize("name", about_matrices())
def test_a_flipped_sign_is_seen(name: str) -> None:
    every = flips(name)
    assert unseen(name, every[:: 1 + len(every) // SAMPLE]) == []


@pytest.mark.fuzz
@pytest.mark.parametrize("name", about_matrices())
def test_every_flipped_sign_is_seen(name: str) -> None:
    assert unseen(name, flips(name)) == []


def test_the_network_refutes_the_errata_of_its_source() -> None:
    report = check_article(read_article(source("network"), "network", strict=True))
    errata = [claim for claim in report.claims if claim.kind == "erratum"]
    assert len(errata) >= 9
