"""Documents as one HTML file that needs nothing else: no network, no other file, no script.

Everything that the template prints is escaped unless it was written as markup here. The policy in
the head of the page allows its own style and its own small script, by their digests, and nothing
else: whatever an article may hold, it cannot load or run anything.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import jinja2
from markupsafe import Markup

from verifier.handout.document import Document
from verifier.handout.edition import Edition
from verifier.handout.web.page import page_of
from verifier.notation.mathml_element import clean
from verifier.resources import resource_directory
from verifier.values import InputError

TEMPLATE, STYLE, SCRIPT = "page.html.jinja", "page.css", "page.js"


def html(document: Document, edition: Edition) -> str:
    """The page of a document, ending with a line end.

    Raises `InputError` for another kind of handout: there is no sheet and no exercise as a page.
    """
    if edition.kind != "handout":
        raise InputError(f"found the format html for a {edition.kind}, expected md or pdf")
    directory = Path(resource_directory("templates"))
    style, script = (_file(directory / name) for name in (STYLE, SCRIPT))
    policy = f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
    template = _environment(directory).get_template(TEMPLATE)
    text = template.render(
        page=page_of(document, edition.language),
        language=edition.language.code,
        style=Markup(style),
        script=Markup(script),
        policy=policy + "base-uri 'none'; form-action 'none'",
        _=edition.language.say,
    )
    return text.strip() + "\n"


def _file(path: Path) -> str:
    return "\n" + path.read_text(encoding="utf-8")


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _environment(directory: Path) -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(directory),
        undefined=jinja2.StrictUndefined,
        finalize=_finalized,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _finalized(value: object) -> object:
    """A string without characters that a page must not hold; markup as it is."""
    return clean(value) if type(value) is str else value
