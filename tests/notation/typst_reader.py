"""Reads the Typst math that `write_typst` makes back as LaTeX, so that its meaning can be compared.

It knows the calls and escapes that the writer uses and nothing else; anything else raises.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from verifier.notation.characters import character, symbol_text
from verifier.notation.tree import Accent, Chain, Fraction, Node, Product, Symbol, bare, rebuild
from verifier.notation.vocabulary import ACCENTS, PREFIX_FUNCTIONS

_TOKEN = re.compile(
    r"\s+|(?P<string>\"(?:[^\"\\]|\\.)*\")|(?P<call>[a-z][a-z.]+)\(|(?P<key>[a-z-]+):(?=\s)"
    r"|(?P<code>#[a-z0-9.]+(?:\([0-9.]+em\))?)|(?P<word>quad)|(?P<escape>\\.)|(?P<number>[0-9.]+)"
    r"|(?P<mark>hat|macron|tilde|dot\.double|dot|arrow|caron|breve)(?=\))|(?P<sign>.)",
    re.DOTALL,
)
_STYLES = {"bold": "\\boldsymbol", "bb": "\\mathbb", "cal": "\\mathcal", "sans": "\\mathsf"}
_ACCENTS = {"hat": "\\hat", "macron": "\\bar", "tilde": "\\tilde", "arrow": "\\vec"}
_FENCES = {
    ("opening", "|"): "\\lvert ",
    ("closing", "|"): "\\rvert ",
    ("opening", "\\|"): "\\lVert ",
    ("closing", "\\|"): "\\rVert ",
}
_SAME = {">=": "≥", "<=": "≤"}
_MATRICES = {"": "matrix", "(": "pmatrix", "[": "bmatrix"}
_SIGNS = {
    "−": "-",
    "⋅": "\\cdot ",
    "∗": "*",
    "≔": ":=",
    "…": "\\dots ",
    "⋯": "\\cdots ",
    "⋮": "\\vdots ",
    "⋱": "\\ddots ",
    "⊤": "\\top ",
    "‖": "\\|",
    "←": "\\leftarrow ",
    "→": "\\to ",
    "′": "\\prime ",
    "∀": "\\forall ",
}


@dataclass(slots=True)
class _Call:
    """The arguments of a call: rows of cells, and the named ones."""

    rows: list[list[str]] = field(default_factory=lambda: [[""]])
    named: dict[str, str] = field(default_factory=dict)
    key: str = ""

    def add(self, text: str) -> None:
        if self.key:
            self.named[self.key] += text
        else:
            self.rows[-1][-1] += text


def plain(node: Node) -> Node:
    """The tree without brackets, typefaces and the different commands for one sign."""
    return _plain(bare(node))


def _plain(node: Node) -> Node:
    node = rebuild(node, _plain)
    match node:
        case Symbol():
            return Symbol(symbol_text(Symbol(node.name)))
        case Chain():
            signs = tuple(_SAME.get(sign, character(sign)) for sign in node.operators)
            return Chain(node.sides, signs)
        case Fraction():
            return Fraction(
                node.numerator, node.denominator, "/" if node.command == "/" else "\\frac"
            )
        case Accent(command, body) if command not in ACCENTS:
            return body
        case Product():
            return Product(node.factors, tuple(map(character, node.operators)))
    return node


def as_latex(typst: str) -> str:
    """The formula as LaTeX."""
    stack: list[tuple[str, _Call]] = [("", _Call())]
    position = 0
    while position < len(typst):
        found = _TOKEN.match(typst, position)
        assert found is not None, typst[position:]
        position = found.end()
        name, text = found.lastgroup, found.group(found.lastgroup or 0)
        top = stack[-1][1]
        if name == "call":
            stack.append((text, _Call()))
        elif name == "key" and len(stack) > 1:
            top.key = text
            top.named[text] = ""
        elif name == "sign" and len(stack) > 1 and text in ",;)":
            _close_or_next(stack, text)
        else:
            top.add(_leaf(name, text))
    assert len(stack) == 1, "an open call"
    return stack[0][1].rows[0][0]


def _close_or_next(stack: list[tuple[str, _Call]], sign: str) -> None:
    name, call = stack[-1]
    if sign == ")":
        stack.pop()
        stack[-1][1].add(f" {_written(name, call)} ")
        return
    after_name = bool(call.key) and call.rows == [[""]]
    call.key = ""
    if after_name:
        return
    if sign == ";":
        call.rows.append([""])
    else:
        call.rows[-1].append("")


def _leaf(name: str | None, text: str) -> str:
    if name == "string":
        word = str(json.loads(text))
        return f"\\text{{{word}}}" if word in ("if ", "otherwise") else word
    if name == "escape":
        return f"\\{text[1]}" if text[1] in "{}" else _SIGNS.get(text[1], text[1])
    if name in ("code", "word") or text.isspace():
        return " "
    return _SIGNS.get(text, text)


def _written(name: str, call: _Call) -> str:
    cells = [cell.strip() for cell in call.rows[0]]
    first, last = cells[0], cells[-1]
    if name in _STYLES:
        return f"{_STYLES[name]}{{{first}}}"
    simple = {
        "frac": rf"\frac{{{first}}}{{{last}}}",
        "sqrt": rf"\sqrt{{{first}}}",
        "root": rf"\sqrt[{first}]{{{last}}}",
        "class": _FENCES.get((first, last), last),
        "lr": first,
        "display": first,
        "inline": first,
        "overline": rf"\overline{{{first}}}",
        "underline": rf"\underline{{{first}}}",
    }
    return simple[name] if name in simple else _special(name, call, cells)


def _special(name: str, call: _Call, cells: list[str]) -> str:
    match name:
        case "accent":
            return f"{_ACCENTS[cells[1]]}{{{cells[0]}}}"
        case "op":
            known = f"\\{cells[0]}" in PREFIX_FUNCTIONS or cells[0] == "lim"
            return f"\\{cells[0]}" if known else cells[0]
        case "upright" | "italic":
            word = len(cells[0]) > 1 and "\\" not in cells[0]
            return f"\\text{{{cells[0]}}}" if word else cells[0]
        case "attach":
            below = f"_{{{call.named['b']}}}" if "b" in call.named else ""
            above = f"^{{{call.named['t']}}}" if "t" in call.named else ""
            return f"{cells[0]}{below}{above}"
        case "cases":
            lines = r" \\ ".join(cells)
            return rf"\begin{{cases}} {lines} \end{{cases}}"
        case "mat":
            rows = r" \\ ".join(" & ".join(row) for row in call.rows)
            kind = _MATRICES[call.named["delim"].strip()]
            return rf"\begin{{{kind}}} {rows} \end{{{kind}}}"
    raise AssertionError(f"an unknown call {name}")
