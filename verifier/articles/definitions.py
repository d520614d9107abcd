"""The macros that an article has defined up to a place, in its text and in its formulas."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from verifier.articles.document import NO_MACROS
from verifier.notation.macros import DEFINES, read_definition
from verifier.notation.vocabulary import Macro

MOST = 2_000


class Definitions:
    """Grows while a text is read from top to bottom; each mapping in `macros` stays as it is."""

    def __init__(self, macros: Mapping[str, Macro] = NO_MACROS) -> None:
        self.macros = macros

    def take(self, text: str, position: int, end: int | None = None) -> int:
        """Takes in the definition that begins here; the offset behind it.

        What is no definition that is understood is passed over: a formula that uses it says so.
        """
        found = read_definition(text, position, end)
        if found is None:
            return position + 1
        if found.macro is not None and len(self.macros) < MOST:
            self.macros = MappingProxyType({**self.macros, found.name: found.macro})
        return max(found.end, position + 1)

    def take_from(self, latex: str) -> None:
        """Takes in all definitions of a formula."""
        if "\\" not in latex or DEFINES.search(latex) is None:
            return
        position = 0
        while (found := DEFINES.search(latex, position)) is not None:
            position = self.take(latex, found.start())
