"""Reads a page as a browser does, as far as a test needs it: elements, attributes, text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_EMPTY = frozenset(("meta", "link", "br", "img", "input", "hr"))


@dataclass
class Tag:
    """An element."""

    name: str
    attributes: dict[str, str]
    content: list[Tag | str] = field(default_factory=list)

    def walk(self) -> Iterator[Tag]:
        """The element and all in it, in order."""
        yield self
        for part in self.content:
            if isinstance(part, Tag):
                yield from part.walk()

    def all(self, name: str, kind: str = "") -> list[Tag]:
        """The elements of that name, and of that class where one is given."""
        return [
            tag
            for tag in self.walk()
            if tag.name == name and (not kind or kind in tag.attributes.get("class", "").split())
        ]

    def text(self, without: tuple[str, ...] = ("annotation", "style", "script")) -> str:
        """What can be read in the element."""
        return "".join(
            part if isinstance(part, str) else part.text(without)
            for part in self.content
            if isinstance(part, str) or part.name not in without
        )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Tag("", {})]
        self.mistakes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            self.mistakes.append(f"an attribute twice in <{tag}>")
        made = Tag(tag, {name: value or "" for name, value in attrs})
        self.open[-1].content.append(made)
        if tag not in _EMPTY:
            self.open.append(made)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].name != tag:
            self.mistakes.append(f"</{tag}> closes <{self.open[-1].name}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


def read_html(text: str) -> Tag:
    """The page as a tree. Raises `ValueError` where an element is not closed in its place."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    mistakes = reader.mistakes + [f"<{tag.name}> is never closed" for tag in reader.open[1:]]
    if mistakes:
        raise ValueError("; ".join(mistakes[:5]))
    return reader.open[0]
