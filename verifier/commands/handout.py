"""`backproof handout`: the files of `output/`, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from verifier.commands.atomic import write_atomically
from verifier.commands.targets import ROUTES, Target, proofs, targets
from verifier.handout.document import Document, document_of
from verifier.handout.edition import Edition
from verifier.handout.language import language_of
from verifier.handout.pdf import pdf, require_extras
from verifier.handout.web.write_page import html
from verifier.handout.write import written
from verifier.hints import Any
from verifier.records import replace
from verifier.values import InputError

Say = Callable[[str], None]
FORMATS = {"md": "markdown", "tex": "latex", "html": "html", "pdf": "typst"}
WITH_PICTURES = frozenset(("html", "pdf"))


def run(words: Sequence[str], options: Mapping[str, Any], say: Say) -> int:
    """Writes or compares the handouts, as the options say; the exit status."""
    wanted = chosen(options["formats"])
    output = Path(options["output"])
    editions = editions_of(options)
    if "pdf" in wanted:
        require_extras(editions[0])
    stale = incomplete = 0
    for path, content, complete in handouts(words, wanted, output, editions):
        state = _state(path, content)
        if not complete:
            incomplete += 1
            say(f"{path}: not every step of it is proved")
        if options["check"]:
            stale += state != "unchanged"
            say(f"{path}: {_PRESENT[state]}")
            continue
        if state != "unchanged":
            write_atomically(path, content)
        say(f"{path}: {_DONE[state]}")
    if stale:
        say(f"run `{_command(options, wanted)}` and commit the result")
    return 1 if stale or incomplete else 0


def editions_of(options: Mapping[str, Any]) -> tuple[Edition, ...]:
    """What is made of every article: the handout, or a sheet, or an exercise with its solutions."""
    kinds: tuple[str, ...] = ("sheet",) if options["sheet"] else ()
    if options["exercise"]:
        kinds += ("exercise", "solutions")
    language = language_of(options["lang"])
    return tuple(
        Edition(kind, language, options["paper"], options["seed"]) for kind in kinds or ("handout",)
    )


def _command(options: Mapping[str, Any], wanted: Sequence[str]) -> str:
    """The command that writes the files anew."""
    words = ["backproof handout"]
    words += [f"--{kind}" for kind in ("sheet", "exercise") if options[kind]]
    for name, usual in (("seed", 0), ("lang", "en"), ("paper", "a4")):
        words += [f"--{name} {options[name]}"] if options[name] != usual else []
    return " ".join([*words, f"--to {','.join(wanted)} -o {options['output']}"])


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
    words: Sequence[str], formats: Sequence[str], directory: Path, editions: Sequence[Edition]
) -> Iterator[tuple[Path, bytes, bool]]:
    """Each file with its content and whether everything in it is proved."""
    origin: dict[str, str] = {}
    found = targets(words)
    for target in found:
        stem = Path(target.name).stem
        if origin.setdefault(stem, target.name) != target.name:
            message = f"{origin[stem]} and {target.name} would both be written to {stem}.*"
            raise InputError(message)
    for target in found:
        document = prepared(target, formats, editions)
        for edition in editions:
            stem = f"{Path(target.name).stem}{edition.suffix}"
            for name in formats:
                content = content_of(document, name, edition)
                yield directory / f"{stem}.{name}", content, document.complete


def prepared(target: Target, formats: Sequence[str], editions: Sequence[Edition]) -> Document:
    """The document of a target, with pictures where a format shows them."""
    made = list(proofs(target, ROUTES["both"]))
    document = document_of(target.article, made)
    if WITH_PICTURES.isdisjoint(formats):
        return document
    from verifier.handout.pictures.make import pictures_of

    return replace(document, pictures=pictures_of(target.article, made, editions[0].language))


def content_of(document: Document, name: str, edition: Edition) -> bytes:
    """The bytes of a handout in the format `md`, `tex`, `html` or `pdf`."""
    if name == "html":
        return html(document, edition).encode()
    text = written(document, FORMATS[name], edition)
    return pdf(text, edition) if name == "pdf" else text.encode()


def _state(path: Path, content: bytes) -> str:
    try:
        return "unchanged" if path.read_bytes() == content else "stale"
    except FileNotFoundError:
        return "missing"
