"""Reads MathML back as LaTeX, so that a test can compare what a page says with what was meant."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

from verifier.notation.characters import CHARACTERS
from verifier.notation.mathml_element import Element, markup
from verifier.notation.mathml_names import ACCENTS

_PREFERRED = {
    "⊤": "\\top",
    "∅": "\\emptyset",
    ":=": ":=",
    "…": "\\dots",
    "→": "\\to",
    "≈": "\\approx",
    "≤": "\\le",
    "≥": "\\ge",
    "≠": "\\ne",
    "⋅": "\\cdot",
    "−": "-",
    "∗": "*",
    "∑": "\\sum",
    "∏": "\\prod",
    "{": "\\{",
    "}": "\\}",
    "\u2062": "",
    "\u2061": "",
    "′": "′",
    "′′": "′′",
    "∇": "\\nabla",
    "∂": "\\partial",
}
_COMMANDS = {text: name for name, text in CHARACTERS.items() if name[0] == "\\"} | _PREFERRED
_BOLD = {"𝐰": "\\mathbf{w}", "𝛃": "\\boldsymbol{\\beta}"}
_FUNCTIONS = {"ln", "exp", "tanh", "log"}
_UPRIGHT = {"loss": "\\text{loss}", "sig": "\\text{sig}", "tr": "\\operatorname{tr}"}
_ACCENTS = {mark: name for name, (mark, wide, below) in ACCENTS.items() if not wide}
_MATRICES = {("(", ")"): "pmatrix", ("[", "]"): "bmatrix"}


def latex_of(element: Element) -> str:
    """The LaTeX of presentation MathML."""
    return _latex(ElementTree.fromstring(markup(element)))


def _latex(node: ElementTree.Element) -> str:
    reader = _READERS.get(node.tag)
    if reader is not None:
        return reader(node)
    text = node.text or ""
    return _word(text) if node.tag in ("mi", "mtext") else _COMMANDS.get(text, text) + " "


def _word(text: str) -> str:
    if text in _UPRIGHT:
        return _UPRIGHT[text]
    if text in _FUNCTIONS:
        return f"\\{text} "
    return _BOLD.get(text, _COMMANDS.get(text, text)) + " "


def _row(node: ElementTree.Element) -> str:
    parts = list(node)
    table = next((part for part in parts if part.tag == "mtable"), None)
    if table is not None and table.get("class") == "cases":
        return _cases(table)
    pair = (parts[0].text or "", parts[-1].text or "") if parts else ("", "")
    if table is not None and len(parts) == 3 and pair in _MATRICES:
        return _table(table, _MATRICES[pair])
    if pair == ("|", "|"):
        return f"\\left| {''.join(map(_latex, parts[1:-1]))} \\right| "
    text = ""
    for part in parts:
        shown = _latex(part)
        text += shown.replace("′", "'") if part.tag == "mo" and text else shown
    return text


def _cases(table: ElementTree.Element) -> str:
    rows = []
    for row in table:
        value, words = (_latex(cell) for cell in row)
        rows.append(f"{value} & {words}".replace("if\u00a0", "\\text{if }"))
    text = " \\\\ ".join(rows).replace("otherwise", "\\text{otherwise}")
    return f"\\begin{{cases}} {text} \\end{{cases}}"


def _table(table: ElementTree.Element, environment: str = "matrix") -> str:
    rows = [" & ".join(_latex(cell) for cell in row) for row in table]
    return f"\\begin{{{environment}}} " + " \\\\ ".join(rows) + f" \\end{{{environment}}}"


def _scripts(*marks: str) -> Callable[[ElementTree.Element], str]:
    def read(node: ElementTree.Element) -> str:
        base, *scripts = map(_latex, node)
        text = base
        for mark, script in zip(marks, scripts, strict=True):
            primes = "'" * (len(script) - len(script.lstrip("′")))
            rest = script[len(primes) :].strip()
            text += primes + (f"{mark}{{{rest}}}" if rest or not primes else "")
        return text

    return read


def _accent(node: ElementTree.Element) -> str:
    if node.get("accent") != "true":
        return _scripts("^")(node)
    body, mark = node
    return f"{_ACCENTS[mark.text or '']}{{{_latex(body)}}}"


def _fraction(node: ElementTree.Element) -> str:
    above, below = map(_latex, node)
    return f"\\frac{{{above}}}{{{below}}}"


_READERS: dict[str, Callable[[ElementTree.Element], str]] = {
    "mrow": _row,
    "mtd": _row,
    "mtable": _table,
    "mfrac": _fraction,
    "msqrt": lambda node: f"\\sqrt{{{_row(node)}}}",
    "mroot": lambda node: f"\\sqrt[{_latex(node[1])}]{{{_latex(node[0])}}}",
    "msub": _scripts("_"),
    "msup": _scripts("^"),
    "msubsup": _scripts("_", "^"),
    "munder": _scripts("_"),
    "mover": _accent,
    "munderover": _scripts("_", "^"),
}
