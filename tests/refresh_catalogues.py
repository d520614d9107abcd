"""Brings the catalogues of messages up to date: `python -m tests.refresh_catalogues`.

It gathers every message, keeps the translations that there are, and compiles them. What has no
translation yet is named. The messages of the program are in one catalogue, in which none may be
missing, the titles and errata of the library in another, in which they may.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as CatalogueMessage
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from verifier import library
from verifier.handout.language import DOMAIN, LANGUAGES, LIBRARY, LOCALES
from verifier.handout.phrases import PHRASES
from verifier.resources import resource_directory
from verifier.rules.table import RULES, SECTIONS

ROOT = Path(__file__).parents[1]
HANDOUT = ROOT / "verifier" / "handout"
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "say": None,
    "phrase": None,
    "_": None,
    "counted": (1, 2),
}
# The delimiters of all templates but those for HTML, as in `write.py`.
DELIMITERS = {
    "block_start_string": "<%",
    "block_end_string": "%>",
    "variable_start_string": "<<",
    "variable_end_string": ">>",
    "comment_start_string": "<#",
    "comment_end_string": "#>",
    "silent": "false",
}
_HEADER = """\
# The fixed words of the handouts.
#"""

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

Message = str | tuple[str, str]


def messages(domain: str) -> list[Message]:
    """Every message of a catalogue, each once, in an order that does not change by itself."""
    program = [*_extracted(), *PHRASES, *_of_rules()]
    found = dict.fromkeys(program if domain == DOMAIN else _of_library())
    return [message for message in found if message]


def _extracted() -> Iterator[Message]:
    sources: list[tuple[Path, str, dict[str, str]]]
    sources = [(path, "python", {}) for path in sorted(HANDOUT.rglob("*.py"))]
    for path in sorted(resource_directory("templates").glob("*.jinja")):
        options = {"silent": "false"} if path.name.endswith(".html.jinja") else DELIMITERS
        sources.append((path, "jinja2.ext:babel_extract", options))
    for path, method, options in sources:
        for _, message, _, _ in extract_from_file(method, path, KEYWORDS, (), options):
            yield message if isinstance(message, str) else (message[0], message[1])


def _of_rules() -> Iterator[str]:
    yield from SECTIONS
    for rule in RULES.values():
        yield rule.title
        yield rule.statement


def _of_library() -> Iterator[str]:
    """The titles of the articles of the library, and what their errata say."""
    for name in library.names():
        article = library.load(name)
        yield article.title
        yield from (erratum.note for erratum in article.errata)


def translations(message: CatalogueMessage) -> tuple[str, ...]:
    """The translation, in all its plural forms."""
    string = message.string
    return (string,) if isinstance(string, str) else tuple(string or ("",))


def catalogue_path(language: str, domain: str) -> Path:
    """The catalogue that a translator edits; the compiled one lies beside it."""
    return LOCALES / language / "LC_MESSAGES" / f"{domain}.po"


def read_catalogue(language: str, domain: str) -> Catalog:
    """The catalogue as it is; an empty one where there is none."""
    path = catalogue_path(language, domain)
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, domain: str) -> Catalog:
    """A catalogue of exactly the present messages, with the translations that there are."""
    old = read_catalogue(language, domain)
    new = Catalog(locale=language, project="backproof", header_comment=_HEADER, fuzzy=False)
    new.mime_headers = [("Content-Type", "text/plain; charset=utf-8")]
    for message in messages(domain):
        known = old.get(message if isinstance(message, str) else message[0])
        new.add(message, known.string if known is not None else None)
    return new


def as_text(catalogue: Catalog) -> bytes:
    """The catalogue for a translator, without dates."""
    file = io.BytesIO()
    write_po(file, catalogue, width=100, omit_header=True, ignore_obsolete=True)
    plural = f"Plural-Forms: {catalogue.plural_forms}\\n"
    head = f'{_HEADER}\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    return f'{head}"{plural}"\n\n'.encode() + file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as the program reads it; it changes only with its messages."""
    catalogue.creation_date = catalogue.revision_date = LONG_AGO
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def refresh() -> int:
    """Rewrites what is not up to date; the exit status is 1 if a translation is missing."""
    status = 0
    for language, domain in product(LANGUAGES[1:], (DOMAIN, LIBRARY)):
        path = catalogue_path(language, domain)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_text(updated(language, domain)))
        catalogue = read_catalogue(language, domain)
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
        for message in catalogue:
            if message.id and not all(translations(message)):
                sys.stdout.write(f"{language}: no translation of {message.id!r}\n")
                status = 1
    return status


if __name__ == "__main__":
    sys.exit(refresh())
