"""What a picture is: SVG text with a title and a description in words."""

from __future__ import annotations

from verifier.records import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """`svg` stands alone: its colours are those of paper, its text is set in common fonts.

    `name` is fit for a file and an anchor; `goal` is the derivative that the picture belongs to,
    or the empty string. `width` and `height` are those of the `viewBox`.
    """

    name: str
    title: str
    description: str
    svg: str
    goal: str = ""
    width: float = 0.0
    height: float = 0.0
