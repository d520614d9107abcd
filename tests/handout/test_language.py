"""Every fixed word in every language: nothing missing, no place lost, formulas kept."""

from __future__ import annotations

import io
import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from tests.handout.samples import article, formula, misprint, proof
from tests.refresh_catalogues import (
    as_text,
    catalogue_path,
    compiled,
    messages,
    read_catalogue,
    translations,
    updated,
)
from verifier.handout.document import document_of
from verifier.handout.edition import Edition
from verifier.handout.language import DOMAIN, ENGLISH, LANGUAGES, LIBRARY, filled, language_of
from verifier.handout.write import FORMATS, written
from verifier.notation.tree import Symbol
from verifier.prover.remark import Remark
from verifier.rules.table import RULES
from verifier.values import InputError

CHINESE = language_of("zh")
PLACE = re.compile(r"\{\w+\}")
A, B, C, D = (formula(letter) for letter in "abcd")
OTHERS = LANGUAGES[1:]


@pytest.mark.parametrize("language", OTHERS)
def test_no_message_is_missing_and_no_place_is_lost(language: str) -> None:
    catalogue = read_catalogue(language, DOMAIN)
    for message in messages(DOMAIN):
        key = message if isinstance(message, str) else message[0]
        entry = catalogue.get(key)
        assert entry is not None, f"{key!r}: run `python -m tests.refresh_catalogues`"
        for translation in translations(entry):
            assert translation, f"{key!r} has no translation"
            assert sorted(PLACE.findall(translation)) == sorted(PLACE.findall(key)), key


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("domain", [DOMAIN, LIBRARY])
def test_the_catalogues_are_in_order_and_compiled(language: str, domain: str) -> None:
    path = catalogue_path(language, domain)
    catalogue = read_catalogue(language, domain)
    advice = "run `python -m tests.refresh_catalogues`"
    assert path.read_bytes() == as_text(catalogue), advice
    with path.with_suffix(".mo").open("rb") as file:
        assert _strings(read_mo(file)) == _strings(read_mo(io.BytesIO(compiled(catalogue)))), advice
    if domain == DOMAIN:
        assert path.read_bytes() == as_text(updated(language, domain)), advice


def _strings(catalogue: Catalog) -> dict[str, object]:
    return {str(message.id): message.string for message in catalogue if message.id}


def test_every_rule_has_a_title_in_every_language() -> None:
    for rule in RULES.values():
        assert CHINESE.say(rule.title) != rule.title
        assert ENGLISH.say(rule.title) == rule.title


@pytest.mark.parametrize(
    ("remark", "expected"),
    [
        (("expand",), ("展开",)),
        (("derivative of a power, chain rule",), ("幂函数的导数，链式法则",)),
        (("common denominator ", A), ("通分，公分母为 ", A)),
        ((A, " and ", B, " cancel"), (A, " 与 ", B, " 相消")),
        (
            (A, " and ", B, "; ", C, " and ", D, " cancel"),
            (A, " 与 ", B, "、", C, " 与 ", D, " 分别相消"),
        ),
        (("why the derivative of ", A, " is ", B), ("为什么 ", A, " 的导数是 ", B)),
        (("chain rule along ", A, " ← ", B), ("沿 ", A, " ← ", B, " 用链式法则")),
        (
            ("chain rule, the sum over ", A, " ← ", B, " and ", A, " ← ", C),
            ("链式法则，对路径 ", A, " ← ", B, " 与 ", A, " ← ", C, " 求和"),
        ),
        ((A, " gives ", B, ", ", C, " is constant"), (A, " 求导得 ", B, "，", C, " 是常数")),
        ((A, " = ", B), (A, " = ", B)),
        (("words of an article ", A), ("words of an article ", A)),
        ((), ()),
    ],
)
def test_remarks_of_the_prover_are_translated_with_their_formulas(
    remark: Remark, expected: Remark
) -> None:
    assert CHINESE.remark(remark) == expected
    assert ENGLISH.remark(remark) == remark


def test_braces_in_the_words_of_an_article_are_words() -> None:
    assert CHINESE.remark(("{formula} {0}",)) == ("{formula} {0}",)
    assert CHINESE.remark(("{first}, {rest}",)) == ("{first}，{rest}",)
    assert filled("{a} and {b}", {"a": "x {b}", "b": (Symbol("y"), "!")}) == (
        "x {b} and ",
        Symbol("y"),
        "!",
    )


@pytest.mark.parametrize("form", ["markdown", "typst"])
def test_a_handout_in_chinese_has_no_english_words_left(form: str) -> None:
    document = document_of(article(), [proof("w", misprints=(misprint(),)), proof("b")])
    text = written(document, form, Edition(language=CHINESE))
    for words in (
        "方法 1：链式法则",
        "方法 2：直接展开",
        "指数与对数互逆",
        "两边求导",
        "两种方法结果一致",
        "勘误 S27",
        "见上文",
    ):
        assert words in text, words
    for words in ("Route", "chain rule", "Erratum", "shown above", "The routes", "Definitions"):
        assert words not in text, words


def test_latex_has_no_chinese() -> None:
    edition = Edition(language=CHINESE)
    assert not FORMATS["latex"].makes(edition)
    with pytest.raises(InputError, match="expected one of md, typ"):
        written(document_of(article(), [proof()]), "latex", edition)


def test_another_language_is_refused() -> None:
    with pytest.raises(InputError, match="en, zh"):
        language_of("tlh")
