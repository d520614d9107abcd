"""How Typst calls the operators, typefaces, accents and matrices of LaTeX."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

OPERATORS: Mapping[str, str] = MappingProxyType(
    {
        "-": "−",
        "*": "∗",
        "\\ast": "∗",
        "\\cdot": "⋅",
        ".": "⋅",
        "<=": "≤",
        ">=": "≥",
        ":=": "≔",
        "=:": "≕",
        "\\coloneqq": "≔",
        "\\coloneq": "≔",
        "\\eqqcolon": "≕",
        "|": 'class("relation", \\|)',
        "\\mid": 'class("relation", \\|)',
        "\\|": 'class("relation", ‖)',
        "\\bmod": "mod",
        "\\mod": "mod",
        "\\sum": "∑",
        "\\prod": "∏",
        "\\lim": 'op("lim", limits: #true)',
    }
)
STYLES: Mapping[str, str] = MappingProxyType(
    {
        "\\mathbf": "upright(bold({}))",
        "\\symbf": "upright(bold({}))",
        "\\boldsymbol": "bold(italic({}))",
        "\\bm": "bold(italic({}))",
        "\\pmb": "bold(italic({}))",
        "\\mathbb": "bb({})",
        "\\mathcal": "cal({})",
        "\\mathscr": "scr({})",
        "\\mathfrak": "frak({})",
        "\\mathsf": "sans({})",
        "\\textsf": "sans({})",
        "\\mathit": "italic({})",
        "\\textit": "italic({})",
        "\\mathtt": "mono({})",
        "\\texttt": "mono({})",
        "\\textbf": "upright(bold({}))",
    }
)
ACCENTS: Mapping[str, str] = MappingProxyType(
    {
        "\\hat": "accent({}, hat)",
        "\\widehat": "accent({}, hat)",
        "\\bar": "accent({}, macron)",
        "\\overline": "overline({})",
        "\\tilde": "accent({}, tilde)",
        "\\widetilde": "accent({}, tilde)",
        "\\dot": "accent({}, dot)",
        "\\ddot": "accent({}, dot.double)",
        "\\vec": "accent({}, arrow)",
        "\\overrightarrow": "accent({}, arrow)",
        "\\check": "accent({}, caron)",
        "\\breve": "accent({}, breve)",
        "\\underline": "underline({})",
    }
)
MATRICES: Mapping[str, str] = MappingProxyType(
    {
        "pmatrix": '"("',
        "bmatrix": '"["',
        "Bmatrix": '"{"',
        "vmatrix": '"|"',
        "Vmatrix": '"‖"',
    }
)
# Operators that have their index below them where there is room.
WITH_LIMITS = frozenset(
    "\\" + name
    for name in ("max", "min", "sup", "inf", "argmax", "argmin", "det", "lim", "Pr", "gcd")
)
