"""What the parts of the text writer ask each other."""

from __future__ import annotations

from abc import ABC, abstractmethod

from verifier.notation.blocks import Block
from verifier.notation.tree import Node
from verifier.records import dataclass


@dataclass(frozen=True, slots=True)
class TextMode(ABC):
    """`flat`: everything in one line. `compact`: no spaces round operators, for scripts."""

    flat: bool = False
    compact: bool = False

    @abstractmethod
    def block(self, node: Node) -> Block:
        """The node as a block; raises `UnknownNode`."""

    @abstractmethod
    def compact_text(self, node: Node) -> str | None:
        """The node in one line without spaces, or None when it is taller than a line."""

    @abstractmethod
    def compact_line(self, node: Node) -> str:
        """The node in one line, whatever it is."""
