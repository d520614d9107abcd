"""Indices, exponents, primes and accents in text: Unicode scripts where they exist."""

from __future__ import annotations

from collections.abc import Mapping

from verifier.notation.blocks import Block, beside, line, raised, stacked
from verifier.notation.characters import (
    ABOVE,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    accented,
    as_script,
    character,
)
from verifier.notation.grouping import is_tall
from verifier.notation.text_mode import TextMode
from verifier.notation.tree import (
    Accent,
    Group,
    Matrix,
    Node,
    Number,
    Power,
    Prime,
    Subscript,
    Superscript,
    Symbol,
)
from verifier.notation.vocabulary import DIFFERENCE

_LIMITS = frozenset(["max", "min", "sup", "inf", "argmax", "argmin"])
_Scripted = Subscript | Superscript | Power | Prime


class TextScripts(TextMode):
    """Sets what hangs on a base: `x₁²`, `a⁽ⁱ⁾`, `eʷˣ⁺ᵇ`, or lines above and below."""

    def scripted(self, node: _Scripted) -> Block:
        base, indices, above = parts_of(node)
        block = self.block(base)
        fenced = block.height > 1 and isinstance(base, (Group, Matrix)) and is_tall(base)
        low = self.script_text(indices[0], SUBSCRIPTS) if len(indices) == 1 else None
        if low is None and len(indices) == 1 and _has_limits(base) and not self.flat:
            block, indices = stacked((block, self.small(indices[0])), 0), []
        elif low is not None and not fenced:
            block, indices = beside(block, line(low)), []
        primes, above = _leading_primes(above)
        high = self.raised_text(above)
        if self.flat:
            below = "".join(self.flat_index(index) for index in indices)
            above_text = high if high is not None else self.flat_high(above)
            return beside(block, line(below + primes + above_text))
        if not indices and high is not None:
            return _at_top(block, primes + high) if fenced else beside(block, line(primes + high))
        block = _at_top(block, primes) if fenced else beside(block, line(primes))
        return self.high_and_low(block, above, indices)

    def high_and_low(self, base: Block, above: list[Node | str], indices: list[Node]) -> Block:
        high = [line(part) if isinstance(part, str) else self.small(part) for part in above]
        low = [self.small(index) for index in indices]
        return raised(base, beside(*high) if high else None, beside(*low) if low else None)

    def raised_text(self, parts: list[Node | str]) -> str | None:
        """What is raised, in superscript characters, if each of its characters has one."""
        texts = [part if isinstance(part, str) else self.compact_text(part) for part in parts]
        if any(text is None for text in texts):
            return None
        return as_script("".join(text or "" for text in texts), SUPERSCRIPTS)

    def flat_index(self, index: Node) -> str:
        short = self.script_text(index, SUBSCRIPTS)
        if short is not None:
            return short
        text = self.compact_line(index)
        return f"_{text}" if isinstance(index, (Symbol, Number)) else f"_({text})"

    def flat_high(self, parts: list[Node | str]) -> str:
        """`^[L]ᵀ`, `^(x²)`: bracketed indices as they are, then the exponent."""
        text = "".join(
            part if isinstance(part, str) else self.compact_line(part) for part in parts[:-1]
        )
        last = parts[-1]
        if isinstance(last, str):
            return f"^{text}{last}"
        short = self.script_text(last, SUPERSCRIPTS)
        mark = f"^{text}" if text else ""
        return f"{mark}{short}" if short is not None else f"{mark}^({self.compact_line(last)})"

    def script_text(self, node: Node, table: Mapping[str, str]) -> str | None:
        text = self.compact_text(node)
        return None if text is None else as_script(text, table)

    def small(self, node: Node) -> Block:
        """A script that has no Unicode characters: in one compact line if it fits there."""
        text = self.compact_text(node)
        return line(text) if text is not None else self.block(node)

    def accent(self, node: Accent) -> Block:
        body = self.block(node.body)
        if node.command == DIFFERENCE:
            return beside(line(character(DIFFERENCE)), body)
        mark = ABOVE.get(node.command)
        if node.command == "\\underline" and not self.flat:
            return stacked((body, line("─" * body.width)), 0)
        if mark is None:
            return body
        single = accented(node.command, body.lines[0]) if body.height == 1 else None
        if single is not None:
            return line(single)
        if self.flat:
            return beside(line(node.command.removeprefix("\\") + "("), body, line(")"))
        wide = mark * body.width if mark == "─" else mark
        return stacked((line(wide), body), 1)


def _has_limits(node: Node) -> bool:
    """Whether an index stands under the name, as in `max` over `x`."""
    return isinstance(node, Symbol) and node.name.removeprefix("\\") in _LIMITS


def _at_top(base: Block, text: str) -> Block:
    """Script characters stand at the top line of tall brackets."""
    rows = [text] + [" " * len(text)] * (base.height - 1)
    return beside(base, Block(tuple(rows), base.baseline))


def _leading_primes(parts: list[Node | str]) -> tuple[str, list[Node | str]]:
    count = 0
    while count < len(parts) and parts[count] in ("′", "′′", "′′′"):
        count += 1
    return "".join(str(part) for part in parts[:count]), parts[count:]


def parts_of(node: _Scripted) -> tuple[Node, list[Node], list[Node | str]]:
    """The base, its subscripts, and what is raised beside it, from the inside out."""
    indices: list[Node] = []
    above: list[Node | str] = []
    current: Node = node
    while True:
        if isinstance(current, Prime):
            above.insert(0, "′" * current.count)
            current = current.base
        elif isinstance(current, Power):
            above.insert(0, current.exponent)
            current = current.base
        elif isinstance(current, Superscript):
            right = {"(": ")", "[": "]"}.get(current.bracket)
            above[0:0] = [current.bracket, current.index, right] if right else [current.index]
            current = current.base
        elif isinstance(current, Subscript):
            indices.insert(0, current.index)
            current = current.base
        else:
            return current, indices, above
