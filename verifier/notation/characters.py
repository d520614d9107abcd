"""The Unicode characters for names, operators and scripts. Each takes one terminal column."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from verifier.notation.tokens import GREEK_LETTERS
from verifier.notation.tree import Symbol

_GREEK = {command: letter for letter, command in GREEK_LETTERS.items() if letter != "µ"}

CHARACTERS: Mapping[str, str] = MappingProxyType(
    {
        **_GREEK,
        "\\ell": "ℓ",
        "\\infty": "∞",
        "\\hbar": "ℏ",
        "\\Re": "ℜ",
        "\\Im": "ℑ",
        "\\aleph": "ℵ",
        "\\wp": "℘",
        "\\imath": "ı",
        "\\jmath": "ȷ",
        "\\emptyset": "∅",
        "\\varnothing": "∅",
        "\\top": "⊤",
        "\\intercal": "⊤",
        "\\bot": "⊥",
        "\\dagger": "†",
        "\\prime": "′",
        "\\forall": "∀",
        "\\exists": "∃",
        "\\nabla": "∇",
        "\\partial": "∂",
        "\\star": "⋆",
        "\\ast": "*",
        "\\circ": "∘",
        "\\odot": "⊙",
        "\\otimes": "⊗",
        "\\oplus": "⊕",
        "\\ominus": "⊖",
        "\\cdot": "·",
        ".": "·",
        "\\times": "×",
        "\\bullet": "•",
        "\\cup": "∪",
        "\\cap": "∩",
        "\\setminus": "∖",
        "\\pm": "±",
        "\\mp": "∓",
        "\\sum": "Σ",
        "\\prod": "Π",
        "\\int": "∫",
        "\\iint": "∬",
        "\\oint": "∮",
        "\\bigcup": "⋃",
        "\\bigcap": "⋂",
        "\\bigoplus": "⨁",
        "\\bigotimes": "⨂",
        "\\lim": "lim",
        "\\vdots": "⋮",
        "\\ddots": "⋱",
        "\\cdots": "⋯",
        "\\dots": "…",
        "\\ldots": "…",
        "\\dotsc": "…",
        "\\dotsb": "⋯",
        "\\dotsm": "⋯",
        "\\le": "≤",
        "\\leq": "≤",
        "\\leqslant": "≤",
        "\\ge": "≥",
        "\\geq": "≥",
        "\\geqslant": "≥",
        "\\ne": "≠",
        "\\neq": "≠",
        "\\approx": "≈",
        "\\approxeq": "≈",
        "\\equiv": "≡",
        "\\simeq": "≃",
        "\\sim": "∼",
        "\\cong": "≅",
        "\\propto": "∝",
        "\\in": "∈",
        "\\notin": "∉",
        "\\ni": "∋",
        "\\subset": "⊂",
        "\\subseteq": "⊆",
        "\\supset": "⊃",
        "\\supseteq": "⊇",
        "\\to": "→",
        "\\rightarrow": "→",
        "\\longrightarrow": "→",
        "\\rightsquigarrow": "⇝",
        "\\leadsto": "⇝",
        "\\downarrow": "↓",
        "\\Downarrow": "⇓",
        "\\bmod": "mod",
        "\\mod": "mod",
        "\\%": "%",
        "\\leftarrow": "←",
        "\\longleftarrow": "←",
        "\\gets": "←",
        "\\leftrightarrow": "↔",
        "\\mapsto": "↦",
        "\\Rightarrow": "⇒",
        "\\Longrightarrow": "⇒",
        "\\implies": "⇒",
        "\\Leftarrow": "⇐",
        "\\impliedby": "⇐",
        "\\Leftrightarrow": "⇔",
        "\\Longleftrightarrow": "⇔",
        "\\iff": "⇔",
        "\\triangleq": "≜",
        "\\doteq": "≐",
        "\\coloneqq": ":=",
        "\\coloneq": ":=",
        "\\defeq": "≝",
        "\\eqqcolon": "=:",
        "\\ll": "≪",
        "\\gg": "≫",
        "\\lesssim": "≲",
        "\\gtrsim": "≳",
        "\\lessapprox": "≲",
        "\\gtrapprox": "≳",
        "\\perp": "⊥",
        "\\parallel": "∥",
        "\\prec": "≺",
        "\\succ": "≻",
        "\\preceq": "⪯",
        "\\succeq": "⪰",
        "\\land": "∧",
        "\\wedge": "∧",
        "\\lor": "∨",
        "\\vee": "∨",
        "\\mid": "|",
        "\\{": "{",
        "\\}": "}",
        "\\|": "‖",
        "\\langle": "⟨",
        "\\rangle": "⟩",
        "\\lfloor": "⌊",
        "\\rfloor": "⌋",
        "\\lceil": "⌈",
        "\\rceil": "⌉",
    }
)

SUPERSCRIPTS: Mapping[str, str] = MappingProxyType(
    dict(
        zip(
            "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ⊤*′",
            "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡᵀ*′",
            strict=True,
        )
    )
)

SUBSCRIPTS: Mapping[str, str] = MappingProxyType(
    dict(
        zip(
            "0123456789+-=()aehijklmnoprstuvxβγρφχ",
            "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
            strict=True,
        )
    )
)

COMBINING: Mapping[str, str] = MappingProxyType(
    {
        "\\hat": "\u0302",
        "\\widehat": "\u0302",
        "\\tilde": "\u0303",
        "\\widetilde": "\u0303",
        "\\bar": "\u0304",
        "\\overline": "\u0304",
        "\\dot": "\u0307",
        "\\ddot": "\u0308",
        "\\check": "\u030c",
        "\\breve": "\u0306",
        "\\vec": "\u20d7",
        "\\underline": "\u0331",
    }
)

ABOVE: Mapping[str, str] = MappingProxyType(
    {
        "\\hat": "^",
        "\\widehat": "^",
        "\\tilde": "~",
        "\\widetilde": "~",
        "\\bar": "─",
        "\\overline": "─",
        "\\dot": "˙",
        "\\ddot": "¨",
        "\\check": "ˇ",
        "\\breve": "˘",
        "\\vec": "→",
        "\\overrightarrow": "→",
    }
)

# How Unicode calls the typefaces; a letter that was encoded earlier has a shorter name.
_TYPEFACES = {
    "\\mathbf": ("MATHEMATICAL BOLD",),
    "\\boldsymbol": ("MATHEMATICAL BOLD",),
    "\\bm": ("MATHEMATICAL BOLD",),
    "\\pmb": ("MATHEMATICAL BOLD",),
    "\\symbf": ("MATHEMATICAL BOLD",),
    "\\mathbb": ("DOUBLE-STRUCK", "MATHEMATICAL DOUBLE-STRUCK"),
    "\\mathcal": ("SCRIPT", "MATHEMATICAL SCRIPT"),
    "\\mathscr": ("SCRIPT", "MATHEMATICAL SCRIPT"),
    "\\mathfrak": ("BLACK-LETTER", "MATHEMATICAL FRAKTUR"),
}


@cache
def symbol_text(symbol: Symbol) -> str:
    """A name in Unicode: `σ`, `ln`, `𝐰`, `ℝ`; a name of several letters keeps its letters."""
    name = symbol.name
    if name.startswith("d\\"):
        return "d" + symbol_text(Symbol(name[1:]))
    plain = CHARACTERS.get(name, name.removeprefix("\\"))
    typefaces = _TYPEFACES.get(symbol.style)
    if typefaces is None:
        return plain
    return "".join(_in_typeface(letter, typefaces) for letter in plain)


def _in_typeface(letter: str, typefaces: tuple[str, ...]) -> str:
    name = unicodedata.name(letter, "")
    for removed in ("LATIN ", "GREEK ", "LETTER "):
        name = name.replace(removed, "")
    if letter.isdigit():
        name = name.replace("DIGIT", "DIGIT")
    for typeface in typefaces:
        try:
            return unicodedata.lookup(f"{typeface} {name}")
        except KeyError:
            continue
    return letter


def character(name: str) -> str:
    """The text of an operator, a relation or a bracket."""
    return CHARACTERS.get(name, name.removeprefix("\\"))


def as_script(text: str, table: Mapping[str, str]) -> str | None:
    """The text in superscript or subscript characters, if each of its characters has one."""
    if all(letter in table for letter in text):
        return "".join(table[letter] for letter in text)
    return None


def accented(command: str, letter: str) -> str | None:
    """A letter with an accent as one character (`ŷ`), if Unicode has it."""
    mark = COMBINING.get(command)
    if mark is None or len(letter) != 1:
        return None
    composed = unicodedata.normalize("NFC", letter + mark)
    return composed if len(composed) == 1 else None
