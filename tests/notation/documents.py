"""Real formulas, where they stand beside the repository; tests without them are skipped."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from verifier.notation.read_latex import Macro, Vocabulary

BESIDE = Path(__file__).parents[3] / "shared"
CORPUS = BESIDE / "corpus" / "formulas.jsonl"
ARTICLE = BESIDE / "article" / "article.md"


def _letters(prefix: str, letters: str) -> dict[str, Macro]:
    return {f"\\{prefix}{name}": Macro(0, rf"\boldsymbol{{{name}}}") for name in letters}


# What the documents of the corpus define in their preambles.
MACROS = {
    **_letters("V", "xwhvyoubfcgd"),
    **_letters("M", "HAXVWUI"),
    r"\Vtheta": Macro(0, r"\boldsymbol{\theta}"),
    r"\matr": Macro(1, r"\mathbf{#1}"),
    r"\vecr": Macro(1, r"\mathbf{#1}"),
    r"\transpose": Macro(1, r"#1^\top"),
    r"\Tsp": Macro(0, r"\top"),
    r"\TSX": Macro(0, r"\mathsf{X}"),
    r"\TEY": Macro(0, r"\mathsf{Y}"),
    r"\Sx": Macro(0, r"\mathbb{X}"),
    r"\underE": Macro(2, r"\mathbb{E}_{#1}\left[#2\right]"),
    r"\norm": Macro(1, r"\|#1\|"),
    r"\eqncomment": Macro(1, ""),
    r"\longeqncomment": Macro(2, ""),
}
VOCABULARY = Vocabulary(macros=MACROS)


def corpus() -> list[str]:
    """The formulas of the corpus."""
    if not CORPUS.is_file():
        pytest.skip("the corpus is not here")
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["tex"] for line in lines]


def article() -> list[str]:
    """The displays and inline formulas of the article."""
    if not ARTICLE.is_file():
        pytest.skip("the article is not here")
    text = ARTICLE.read_text(encoding="utf-8")
    return [a or b for a, b in re.findall(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", text, re.DOTALL)]
