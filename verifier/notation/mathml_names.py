"""Names and operators as MathML elements: which are italic, which upright, which are operators."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from verifier.notation.characters import character, symbol_text
from verifier.notation.edges import left_edge
from verifier.notation.mathml_element import Element
from verifier.notation.names import is_prefix
from verifier.notation.tree import (
    Apply,
    BigOperator,
    Derivative,
    Node,
    Number,
    Symbol,
    rebuild,
)
from verifier.notation.vocabulary import DOTS, TEXT_STYLES

TIMES = "\u2062"
APPLICATION = "\u2061"
THIN = "0.1667em"
_UPRIGHT = ("mathvariant", "normal")
# Where mathematics on a page has a better character than a terminal.
_CHARACTERS: Mapping[str, str] = MappingProxyType(
    {"-": "−", "\\cdot": "⋅", ".": "⋅", "*": "∗", "\\sum": "∑", "\\prod": "∏", "'": "′", "|": "|"}
)
_OPERATORS = frozenset(
    [*DOTS, "!", "\\forall", "\\exists", "\\star", "\\ast", "\\circ", "\\odot", "\\cdot"]
)
_UPRIGHT_LETTERS = frozenset("∞∅∇⊤⊥ℏℵ℘ℜℑℓ†ΓΔΘΛΞΠΣΥΦΨΩ")

INTEGRALS = ("\\int", "\\iint", "\\oint")
MATRIX_FENCES = {
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "Bmatrix": ("\\{", "\\}"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("\\|", "\\|"),
}

# The mark of an accent, whether it grows with what it stands on, and whether it stands below.
ACCENTS: Mapping[str, tuple[str, bool, bool]] = MappingProxyType(
    {
        "\\hat": ("^", False, False),
        "\\widehat": ("^", True, False),
        "\\tilde": ("~", False, False),
        "\\widetilde": ("~", True, False),
        "\\bar": ("¯", False, False),
        "\\overline": ("¯", True, False),
        "\\dot": ("˙", False, False),
        "\\ddot": ("¨", False, False),
        "\\check": ("ˇ", False, False),
        "\\breve": ("˘", False, False),
        "\\vec": ("→", False, False),
        "\\overrightarrow": ("→", True, False),
        "\\underline": ("_", True, True),
    }
)


def named(symbol: Symbol) -> Element:
    """A name: one letter in italics, several letters and text upright, dots as an operator."""
    text = symbol_text(symbol)
    if symbol.style in TEXT_STYLES:
        return _words(text, symbol.style)
    if symbol.name in _OPERATORS:
        return operator(symbol.name, lspace="0", rspace="0")
    if not symbol.style and _is_differential(symbol.name):
        return Element("mrow", (_identifier("d"), _identifier(text[1:])))
    if symbol.style == "\\mathsf" or text in _UPRIGHT_LETTERS:
        return Element("mi", text=text, attributes=(_UPRIGHT,))
    return _identifier(text)


def styled(node: Node, style: str) -> Node:
    """The formula with its plain letters and digits in a typeface."""
    if isinstance(node, Number):
        return Symbol(node.text, style)
    if isinstance(node, Symbol):
        return node if node.style else Symbol(node.name, style)
    return rebuild(node, lambda part: styled(part, style))


def _identifier(text: str) -> Element:
    return Element("mi", text=text)


def _is_differential(name: str) -> bool:
    return name.startswith("d") and (name[1:2] == "\\" or (len(name) == 2 and name[1].isalpha()))


def _words(text: str, style: str) -> Element:
    if not text.isalnum() or style in ("\\text", "\\textrm", "\\textnormal"):
        return Element("mtext", text=text)
    upright = (_UPRIGHT,) if len(text) == 1 else ()
    return Element("mi", text=text, attributes=upright)


def operator(name: str, **attributes: str) -> Element:
    """An operator with its character and what its place asks for."""
    return Element(
        "mo", text=_CHARACTERS.get(name, character(name)), attributes=tuple(attributes.items())
    )


def relation(name: str) -> Element:
    """A relation between two sides."""
    if name == "|":
        return operator("\\mid", stretchy="false", lspace="0.2222em", rspace="0.2222em")
    return operator(name)


def raised(base: Element, count: int) -> Element:
    """`base` to the power of a number."""
    return Element("msup", (base, Element("mn", text=str(count))))


def invisible(character: str, air: bool = False) -> Element:
    """An operator that is spoken and not seen, with a little space if asked."""
    return operator(character, lspace=THIN) if air else operator(character)


def separator(sign: str) -> Element:
    """A comma, a semicolon or a colon."""
    return operator(sign, lspace="0", rspace=THIN)


def fence(bracket: str, stretchy: bool) -> Element:
    """A bracket, as high as what it holds or as high as a letter."""
    return operator(bracket) if stretchy else operator(bracket, stretchy="false")


def needs_air(left: Node, right: Node) -> bool:
    """Whether TeX would set the factors apart: beside a function, and after an operator."""
    edge = left_edge(right)
    named_function = isinstance(edge, Apply) and is_prefix(edge.function)
    begins = named_function or is_prefix(edge) or isinstance(edge, Derivative | BigOperator)
    ends = isinstance(left, Apply) and is_prefix(left.function)
    return begins or ends or isinstance(left, Derivative)
