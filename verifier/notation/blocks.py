"""Rectangles of text with a baseline, for formulas that take several lines."""

from __future__ import annotations

import unicodedata

from verifier.records import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of equal width; `baseline` is the index of the line that neighbours align with."""

    lines: tuple[str, ...]
    baseline: int = 0

    @property
    def width(self) -> int:
        return display_width(self.lines[0])

    @property
    def height(self) -> int:
        return len(self.lines)

    @property
    def below(self) -> int:
        """The number of lines under the baseline."""
        return len(self.lines) - 1 - self.baseline

    def __str__(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)


def display_width(text: str) -> int:
    """The number of terminal columns that a text takes."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def line(text: str) -> Block:
    """A block of one line."""
    return Block((text,))


EMPTY = line("")


def padded(text: str, width: int, place: str = "left") -> str:
    """The text filled with spaces; an odd rest of `center` goes to the right."""
    rest = width - display_width(text)
    before = {"left": 0, "center": rest // 2, "right": rest}[place]
    return " " * before + text + " " * (rest - before)


def beside(*blocks: Block) -> Block:
    """The blocks side by side, their baselines on one line."""
    if len(blocks) == 1:
        return blocks[0]
    above = max(block.baseline for block in blocks)
    below = max(block.below for block in blocks)
    if above + below == 0:
        return line("".join(block.lines[0] for block in blocks))
    rows = []
    for row in range(-above, below + 1):
        rows.append("".join(_row(block, row) for block in blocks))
    return Block(tuple(rows), above)


def _row(block: Block, row: int) -> str:
    index = row + block.baseline
    return block.lines[index] if 0 <= index < block.height else " " * block.width


def stacked(blocks: tuple[Block, ...], baseline: int, place: str = "center") -> Block:
    """The blocks one under the other; the baseline is that of the block with this index."""
    width = max(block.width for block in blocks)
    rows = tuple(padded(text, width, place) for block in blocks for text in block.lines)
    above = sum(block.height for block in blocks[:baseline])
    return Block(rows, above + blocks[baseline].baseline)


def raised(base: Block, above: Block | None, below: Block | None) -> Block:
    """Scripts right of a base: one from its upper right corner up, one from its lower down."""
    present = [block.width for block in (above, below) if block is not None]
    if not present:
        return base
    width = max(present)
    rows = [padded(text, width) for text in (above.lines if above else ())]
    top = len(rows)
    rows.extend([" " * width] * base.height)
    rows.extend(padded(text, width) for text in (below.lines if below else ()))
    return beside(base, Block(tuple(rows), top + base.baseline))


def quotient(numerator: Block, denominator: Block, nested: bool = False) -> Block:
    """A fraction with a bar; a fraction in a fraction gets a longer bar outside."""
    width = max(numerator.width, denominator.width) + (2 if nested else 0)
    return stacked((numerator, line("─" * width), denominator), 1)


# One line, then the pieces of a taller one: top, middle, bottom.
_FENCES = {
    "(": "(⎛⎜⎝",
    ")": ")⎞⎟⎠",
    "[": "[⎡⎢⎣",
    "]": "]⎤⎥⎦",
    "|": "|│││",
    "/": "/╱╱╱",
    "‖": "‖‖‖‖",
    "⌊": "⌊││⌊",
    "⌋": "⌋││⌋",
    "⌈": "⌈⌈││",
    "⌉": "⌉⌉││",
    "⟨": "⟨╱│╲",
    "⟩": "⟩╲│╱",
}
_BRACES = {"{": "{⎧⎨⎩⎪", "}": "}⎫⎬⎭⎪"}


def fence(bracket: str, height: int, baseline: int) -> Block:
    """One bracket, as tall as what it encloses. A brace has its tip on the baseline."""
    if not bracket:
        return Block(("",) * height, baseline)
    if height == 1:
        return Block((bracket,))
    if bracket in _BRACES:
        return _brace(bracket, height, baseline)
    if bracket not in _FENCES:
        return Block((bracket,))
    _, top, middle, bottom = tuple(_FENCES[bracket])
    return Block((top, *[middle] * (height - 2), bottom), baseline)


def _brace(bracket: str, height: int, baseline: int) -> Block:
    _, top, tip, bottom, bar = tuple(_BRACES[bracket])
    if height == 2:
        halves = "⎰⎱" if bracket == "{" else "⎱⎰"
        return Block(tuple(halves), baseline)
    place = min(max(baseline, 1), height - 2)
    rows = [bar] * height
    rows[0], rows[place], rows[-1] = top, tip, bottom
    return Block(tuple(rows), baseline)


def enclosed(left: str, body: Block, right: str) -> Block:
    """The block between brackets of its height, with air round a tall one."""
    opening = fence(left, body.height, body.baseline)
    closing = fence(right, body.height, body.baseline)
    if body.height == 1:
        return beside(opening, body, closing)
    before, after = line(" " if left else ""), line(" " if right else "")
    return beside(opening, before, body, after, closing)


def rooted(body: Block, degree: str = "") -> Block:
    """A radical sign over the block."""
    if body.height == 1 and body.width == 1:
        return beside(line(f"{degree}√"), body)
    if body.height == 1:
        return beside(line(f"{degree}√("), body, line(")"))
    rows = [" ┌" + "─" * (body.width + 1)]
    for index, text in enumerate(body.lines):
        rows.append(("╲│ " if index == body.height - 1 else " │ ") + text)
    root = Block(tuple(rows), body.baseline + 1)
    if not degree:
        return root
    rows = [" " * display_width(degree)] * (root.height - 1)
    rows.insert(root.height - 2, degree)
    return beside(Block(tuple(rows), root.baseline), root)
