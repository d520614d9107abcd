"""`backproof list`."""

from __future__ import annotations

from collections.abc import Iterator

from verifier import library
from verifier.terminal import Terminal, display_width, printable, wrapped


def rows(terminal: Terminal) -> Iterator[str]:
    """Each article with its title, and its goals below."""
    names = library.names()
    width = max((display_width(name) for name in names), default=0)
    for name in names:
        article = library.load(name)
        title = terminal.shown(printable(article.title))
        yield f"{terminal.style(f'{name:<{width}}', 'bold')}   {title}"
        goals = ", ".join(library.goals(article)) or "no goals"
        for line in wrapped(goals, terminal.width - width - 3):
            yield " " * (width + 3) + terminal.style(line, "dim")
