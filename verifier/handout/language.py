"""The language of a handout: every fixed word goes through one catalogue of gettext.

English is what the program is written in, so it needs no catalogue. The catalogue of another
language lies in `locales/`; `python -m tests.refresh_catalogues` brings it up to date. The reasons
that the prover gives are translated here and not there: `phrases.py` lists them.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from verifier.handout.phrases import PHRASES
from verifier.notation.tree import Node
from verifier.prover.remark import Remark
from verifier.records import dataclass
from verifier.values import InputError

LANGUAGES = ("en", "zh")
LOCALES = Path(__file__).with_name("locales")
DOMAIN = "backproof"
# What the articles of the library say; what is not translated stays English.
LIBRARY = "library"
_PLACE = re.compile(r"\{(\w+)\}")
_FIRST_OF_A_NODE = 0xE000


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Says the fixed words of a handout. A message names its places: `step {number}`."""

    code: str
    catalogue: gettext.NullTranslations

    def say(self, message: str, **values: object) -> str:
        """The message in this language, its places filled."""
        text = self.catalogue.gettext(message) if message else ""
        return text.format(**values) if values else text

    def counted(self, one: str, many: str, number: int) -> str:
        """`1 step`, `5 steps`: messages with the place `{number}`."""
        return self.catalogue.ngettext(one, many, number).format(number=number)

    def phrase(self, message: str, **values: str | Node | Remark) -> Remark:
        """The message as a remark: a place holds words, a formula or another remark."""
        return filled(self.catalogue.gettext(message), values)

    def remark(self, remark: Remark) -> Remark:
        """A remark of the prover in this language.

        What is in no catalogue, such as words of an article, stays as it is.
        """
        if self.code == "en" or not remark:
            return remark
        nodes = [part for part in remark if not isinstance(part, str)]
        numbers = iter(range(len(nodes)))
        text = "".join(
            part if isinstance(part, str) else chr(_FIRST_OF_A_NODE + next(numbers))
            for part in remark
        )
        return tuple(self._with_formulas(self._said(text), nodes))

    def _said(self, text: str) -> str:
        """A text of the prover, in which single characters stand for formulas."""
        known = self.catalogue.gettext(text) if text else ""
        if known != text:
            return known
        for message, pattern in _patterns():
            found = pattern.fullmatch(text)
            if found:
                values = {name: self._said(value) for name, value in found.groupdict().items()}
                return self.catalogue.gettext(message).format_map(values)
        return text

    @staticmethod
    def _with_formulas(text: str, nodes: list[Node]) -> Iterator[str | Node]:
        places = "".join(chr(_FIRST_OF_A_NODE + index) for index in range(len(nodes)))
        for part in re.split(f"([{places}])", text) if nodes else [text]:
            if len(part) == 1 and part in places:
                yield nodes[ord(part) - _FIRST_OF_A_NODE]
            elif part:
                yield part


def filled(text: str, values: Mapping[str, str | Node | Remark]) -> Remark:
    """The text with its places filled; neighbouring words are one part."""
    parts: list[str | Node] = []
    for index, piece in enumerate(_PLACE.split(text)):
        value = values[piece] if index % 2 else piece
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            elif part != "":
                parts.append(part)
    return tuple(parts)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The phrases with places, the longest first, as what they match."""
    messages = sorted((m for m in PHRASES if _PLACE.search(m)), key=len, reverse=True)
    return tuple((message, _pattern(message)) for message in messages)


def _pattern(message: str) -> re.Pattern[str]:
    """A formula is one character at a place with a number; other places hold words."""
    pieces = _PLACE.split(message)
    for index in range(1, len(pieces), 2):
        name = pieces[index]
        inside = "[\ue000-\uf8ff]" if name.startswith("formula") else ".+?"
        pieces[index] = f"(?P<{name}>{inside})"
    pieces[::2] = map(re.escape, pieces[::2])
    return re.compile("".join(pieces))


ENGLISH = Language("en", gettext.NullTranslations())


@cache
def language_of(code: str) -> Language:
    """The language with this code, `en` or `zh`. Raises `InputError` for another."""
    if code not in LANGUAGES:
        raise InputError(f"found the language {code!r}, expected one of {', '.join(LANGUAGES)}")
    if code == "en":
        return ENGLISH
    catalogue = gettext.translation(DOMAIN, LOCALES, [code])
    catalogue.add_fallback(gettext.translation(LIBRARY, LOCALES, [code]))
    return Language(code, catalogue)
