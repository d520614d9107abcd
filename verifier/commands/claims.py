"""`backproof claims`: how every formula of an article was read, for a reader who doubts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from verifier import library
from verifier.articles.accounts import Account, Kind, accounts
from verifier.commands.check import files
from verifier.records import replace
from verifier.reports.machine import place_of
from verifier.terminal import Terminal, printable, wrapped

_STYLES: dict[Kind, tuple[str, ...]] = {
    "declares": ("cyan",),
    "defines": ("cyan", "bold"),
    "claims": ("bold",),
    "erratum": ("bold",),
    "no claim": ("dim",),
    "unreadable": ("yellow",),
}
_WIDTH = max(map(len, _STYLES))


def run(paths: Sequence[str], form: str, terminal: Terminal) -> str:
    """What `backproof claims` prints. Raises `InputError` when a path cannot be read."""
    articles = [library.load(name, strict=False) for name in files(paths)]
    found = [(article.path, list(accounts(article))) for article in articles]
    if form == "json":
        return json.dumps({"version": 1, "files": [_file(*item) for item in found]}, indent=2)
    return "\n\n".join("\n".join(_rows(*item, terminal)) for item in found)


def _file(path: str, items: Sequence[Account]) -> dict[str, object]:
    formulas = [
        {**place_of(item.location), "kind": item.kind, "reading": item.said} for item in items
    ]
    return {"path": path, "formulas": formulas}


def _rows(path: str, items: Sequence[Account], terminal: Terminal) -> Iterator[str]:
    """A line for each formula, below the name of the file in which it stands."""
    yield terminal.style(printable(path), "bold")
    places = [replace(item.location, path="").start("").removeprefix(":") for item in items]
    width = max(map(len, places), default=0)
    file = ""
    for place, item in zip(places, items, strict=True):
        if item.location.path != file:
            file = item.location.path
            yield terminal.style(printable(file or path), "bold")
        kind = terminal.style(f"{item.kind:<{_WIDTH}}", *_STYLES[item.kind])
        room = max(20, terminal.width - width - _WIDTH - 6)
        for number, row in enumerate(wrapped(terminal.shown(printable(item.said)), room)):
            start = f"{place:>{width}}  {kind}" if number == 0 else " " * (width + 2 + _WIDTH)
            yield f"  {start}  {row}"
