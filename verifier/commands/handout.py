"""`backproof handout`: the files of `output/`, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from verifier.commands.targets import ROUTES, proofs, targets
from verifier.handout.document import document_of
from verifier.handout.write import written
from verifier.values import InputError

Say = Callable[[str], None]
FORMATS = {"md": "markdown", "tex": "latex"}


def run(words: Sequence[str], formats: str, output: str, check: bool, say: Say) -> int:
    """Writes or compares the handouts; the exit status."""
    wanted = chosen(formats)
    stale = incomplete = 0
    for path, text, complete in handouts(words, wanted, Path(output)):
        state = _state(path, text)
        if not complete:
            incomplete += 1
            say(f"{path}: not every step of it is proved")
        if check:
            stale += state != "unchanged"
            say(f"{path}: {_PRESENT[state]}")
            continue
        if state != "unchanged":
            write_atomically(path, text)
        say(f"{path}: {_DONE[state]}")
    if stale:
        say(f"run `backproof handout --to {','.join(wanted)} -o {output}` and commit the result")
    return 1 if stale or incomplete else 0


_PRESENT = {"unchanged": "up to date", "stale": "stale", "missing": "missing"}
_DONE = {"unchanged": "unchanged", "stale": "written", "missing": "written"}


def chosen(formats: str) -> tuple[str, ...]:
    """`md,tex` as names; raises `InputError` for a format that there is not."""
    names = tuple(dict.fromkeys(part.strip() for part in formats.split(",") if part.strip()))
    for name in names:
        if name not in FORMATS:
            raise InputError(f"found the format {name!r}, expected one of {', '.join(FORMATS)}")
    if not names:
        raise InputError(f"found no format, expected one of {', '.join(FORMATS)}")
    return names


def handouts(
    words: Sequence[str], formats: Sequence[str], directory: Path
) -> Iterator[tuple[Path, str, bool]]:
    """Each file with its text and whether everything in it is proved."""
    origin: dict[str, str] = {}
    found = targets(words)
    for target in found:
        stem = Path(target.name).stem
        if origin.setdefault(stem, target.name) != target.name:
            message = f"{origin[stem]} and {target.name} would both be written to {stem}.*"
            raise InputError(message)
    for target in found:
        document = document_of(target.article, list(proofs(target, ROUTES["both"])))
        for name in formats:
            path = directory / f"{Path(target.name).stem}.{name}"
            yield path, written(document, FORMATS[name]), document.complete


def _state(path: Path, text: str) -> str:
    try:
        return "unchanged" if path.read_bytes() == text.encode() else "stale"
    except FileNotFoundError:
        return "missing"


def write_atomically(path: Path, text: str) -> None:
    """Replaces a file by one step, so that nobody ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        temporary.write_bytes(text.encode())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
