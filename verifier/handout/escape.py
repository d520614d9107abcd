"""Text and formulas made safe for the language that a handout is written in.

Titles, notes and names come from articles that anybody may have written. Here they become plain
text of Markdown or LaTeX, in which nothing is a command; formulas are cut down to the commands
that a standard installation of LaTeX, and GitHub, know.
"""

from __future__ import annotations

import re
import unicodedata

from verifier.notation.tree import Node
from verifier.notation.vocabulary import Vocabulary
from verifier.notation.write_latex import write_latex
from verifier.terminal import NO_BREAK

_COMMAND = re.compile(r"\\([A-Za-z]+)(\*?)")
# What the writer may print and article, amsmath and amssymb do not know.
_STANDARD = {
    "bm": "\\boldsymbol",
    "symbf": "\\mathbf",
    "mathscr": "\\mathcal",
    "hbox": "\\text",
    "mbox": "\\text",
    "rm": "\\mathrm",
    "omicron": "o",
    "coloneqq": "\\mathrel{:=}",
    "coloneq": "\\mathrel{:=}",
    "defeq": "\\mathrel{:=}",
    "eqqcolon": "\\mathrel{=:}",
    "cfrac": "\\dfrac",
    "leadsto": "\\rightsquigarrow",
}
_NAMED_OPERATORS = frozenset(
    [
        "argmax",
        "argmin",
        "erf",
        "sign",
        "sgn",
        "tr",
        "Tr",
        "diag",
        "softmax",
        "sigmoid",
        "softplus",
        "relu",
        "ReLU",
    ]
)
_MINUS = re.compile(r"(?<![\w-])-(?=[0-9])")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_UNPRINTABLE = frozenset(("Cc", "Cs", "Co", "Cn", "Cf", "Zl", "Zp"))


def latex_formula(node: Node, vocabulary: Vocabulary) -> str:
    """The formula for amsmath and amssymb, under pdfLaTeX and XeLaTeX."""
    return _in_known_characters(
        _with_standard_commands(write_latex(node, vocabulary), "\\operatorname")
    )


def markdown_formula(node: Node, vocabulary: Vocabulary) -> str:
    r"""The formula for GitHub, which knows no `\operatorname`; fit for a cell of a table too."""
    text = _with_standard_commands(write_latex(node, vocabulary), "\\mathrm")
    text = text.replace("\\operatorname*", "\\mathrm").replace("\\operatorname", "\\mathrm")
    text = text.replace("\\|", "\\Vert ").replace("|", "\\vert ").replace("`", "\\text{'}")
    return " ".join(text.split())


def _with_standard_commands(latex: str, operator: str) -> str:
    def standard(found: re.Match[str]) -> str:
        name = found.group(1)
        if name in _NAMED_OPERATORS:
            return f"{operator}{{{name}}}"
        return _STANDARD[name] + found.group(2) if name in _STANDARD else found.group()

    return _COMMAND.sub(standard, latex)


def _in_known_characters(latex: str) -> str:
    return "".join(_known(character) for character in latex)


def _known(character: str) -> str:
    return character if character.isascii() else _by_number(character)


def _by_number(character: str) -> str:
    return f"\\othercharacter{{{ord(character):04X}}}"


# Plain text ---------------------------------------------------------------------------------

_LATEX_TEXT = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "’": "'",
    "‘": "`",
    "“": "``",
    "”": "''",
    "–": "--",
    "—": "---",
    "…": r"\dots{}",
    "\u00a0": "~",
}
_MATH_SIGNS = {
    "∂": r"\partial",
    "−": "-",
    "·": r"\cdot",
    "⋅": r"\cdot",
    "×": r"\times",
    "⊙": r"\odot",
    "←": r"\leftarrow",
    "→": r"\to",
    "⇒": r"\Rightarrow",
    "∈": r"\in",
    "ℝ": r"\mathbb{R}",
    "ℕ": r"\mathbb{N}",
    "𝔼": r"\mathbb{E}",
    "ℒ": r"\mathcal{L}",
    "≠": r"\ne",
    "≤": r"\le",
    "≥": r"\ge",
    "≈": r"\approx",
    "∞": r"\infty",
    "∑": r"\textstyle\sum",
    "∏": r"\textstyle\prod",
    "√": r"\surd",
    "∇": r"\nabla",
    "′": "'",
    "″": "''",
    "ℓ": r"\ell",
    "⊤": r"\top",
    "✓": r"\checkmark",
    "✗": r"\times",
    "‖": r"\Vert",
    "∣": r"\mid",
    "⟨": r"\langle",
    "⟩": r"\rangle",
    "⌊": r"\lfloor",
    "⌋": r"\rfloor",
    "⌈": r"\lceil",
    "⌉": r"\rceil",
    "\u0302": r"\hat{\ }",
}


def latex_text(text: str) -> str:
    """The text as LaTeX sets it in a paragraph; no character of it is a command."""
    with_minus = _MINUS.sub("−", _composed(text))
    return "".join(_latex_character(part) for part in with_minus)


def _composed(text: str) -> str:
    """On one line, with letters and their accents in one character where there is one."""
    return unicodedata.normalize("NFC", _SPACE.sub(" ", text))


def _latex_character(character: str) -> str:
    if character in _LATEX_TEXT:
        return _LATEX_TEXT[character]
    if character.isascii():
        return character if character.isprintable() else ""
    if character in _MATH_SIGNS:
        return f"\\ensuremath{{{_MATH_SIGNS[character]}}}"
    if unicodedata.category(character) in _UNPRINTABLE:
        return ""
    kind, _, plain = unicodedata.decomposition(character).rpartition(" ")
    if kind in ("<super>", "<sub>"):
        script = "^" if kind == "<super>" else "_"
        return f"\\ensuremath{{{script}{{{_latex_character(chr(int(plain, 16)))}}}}}"
    if "\u00c0" <= character <= "\u017f" and character not in "ĲĳĿŀŉſ":
        return character
    return _greek(character) or _by_number(character)


def _greek(character: str) -> str:
    """The command of a Greek letter; some capitals look Latin and have none."""
    name = unicodedata.name(character, "").split(" ")
    if name[:1] != ["GREEK"] or len(name) != 4 or name[2] != "LETTER":
        return ""
    letter = name[3].lower().replace("lamda", "lambda")
    if name[1] == "CAPITAL":
        own = [
            "gamma",
            "delta",
            "theta",
            "lambda",
            "xi",
            "pi",
            "sigma",
            "upsilon",
            "phi",
            "psi",
            "omega",
        ]
        return f"\\ensuremath{{\\{letter.capitalize()}}}" if letter in own else ""
    return "o" if letter == "omicron" else f"\\ensuremath{{\\{letter}}}"


_MARKDOWN = re.compile(r"[\\`*_{}\[\]#|~]")
_MARKDOWN_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "$": "<span>$</span>"}


def markdown_text(text: str) -> str:
    """The text as Markdown shows it within a line: no markup, no link, no HTML, no formula."""
    escaped = "".join(_markdown_character(character) for character in _composed(text))
    return escaped.replace("://", "\\://")


def _markdown_character(character: str) -> str:
    if character == NO_BREAK:
        return " "
    if unicodedata.category(character) in _UNPRINTABLE:
        return ""
    if _MARKDOWN.match(character):
        return f"\\{character}"
    return _MARKDOWN_ENTITIES.get(character, character)
