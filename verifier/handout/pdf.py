"""From Typst to PDF, by the compiler that the wheel `typst` carries.

The result depends on nothing but the source and the version of the compiler: only the fonts of
the wheels are used, and the time is fixed. It follows PDF/UA-1, for which the compiler refuses a
character without a glyph and a formula without alternative text.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from verifier.handout.edition import Edition
from verifier.hints import TYPE_CHECKING, Literal
from verifier.values import InputError

if TYPE_CHECKING:
    import typst

STANDARD: Literal["ua-1"] = "ua-1"
# No clock is asked, so that the same proofs make the same file.
TIMESTAMP = 946_684_800
_CHINESE_FONTS = "pylopdf_fonts_zh_cn"
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_NO_GLYPH = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_NUMBER = re.compile(r"\\u\{([0-9a-f]+)\}")


def require_extras(edition: Edition) -> None:
    """Raises `InputError` that names the extra to install where one is missing."""
    if find_spec("typst") is None:
        raise InputError(
            "PDF needs the Typst compiler, which is not installed: pip install 'backproof[pdf]'"
        )
    _chinese_fonts("", edition.language.code)


def pdf(source: str, edition: Edition) -> bytes:
    """The document as PDF/UA-1.

    A character that no font has is shown by its number. Raises `InputError` that names the extra
    to install where the compiler or a font for Chinese is missing.
    """
    require_extras(edition)
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False, font_paths=_chinese_fonts(source, edition.language.code)
    )
    compiler = typst.Compiler(font_paths=fonts)
    for last in (False, True):
        try:
            return _compiled(compiler, source)
        except typst.TypstError as problem:
            missing = set(_NO_GLYPH.findall(str(problem.diagnostic)))
            if last or not missing:
                raise
            source = _with_numbers(source, missing)
    raise AssertionError("the loop returns or raises")


def _compiled(compiler: typst.Compiler, source: str) -> bytes:
    made, _ = compiler.compile_with_warnings(
        input=source.encode(), format="pdf", pdf_standards=[STANDARD], timestamp=TIMESTAMP
    )
    assert isinstance(made, bytes)
    return made


def _chinese_fonts(source: str, language: str) -> list[Path]:
    """Where the fonts for Chinese are, when the source or the language needs them."""
    if language != "zh" and not _CHINESE.search(source):
        return []
    spec = find_spec(_CHINESE_FONTS)
    if spec is None or spec.origin is None:
        raise InputError(
            "a PDF with Chinese characters needs a font for them, which is not installed: "
            "pip install 'backproof[pdf,zh]'"
        )
    return [Path(spec.origin).parent]


def _with_numbers(source: str, missing: set[str]) -> str:
    """The source with the characters that no font has replaced by their numbers."""
    for text in missing:
        plain = _NUMBER.sub(lambda found: chr(int(found.group(1), 16)), text)
        for character in plain:
            source = source.replace(character, f"U+{ord(character):04X}")
    return source
