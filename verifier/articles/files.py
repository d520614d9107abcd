"""The files that hold articles: which they are, how they are read, and what lies in a directory."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping

from verifier.articles.source import Source, markdown_source
from verifier.hints import TYPE_CHECKING
from verifier.values import InputError

if TYPE_CHECKING:
    from pathlib import Path

AnyPath = str | os.PathLike[str]
"""A path as text or as an object. A check of one file does not wait for `pathlib`."""

MAX_BYTES = 20_000_000


def _markdown(path: AnyPath, shown: str) -> Source:
    return markdown_source(read_text(path), shown)


def _latex(path: AnyPath, shown: str) -> Source:
    from pathlib import Path

    from verifier.articles.latex_files import latex_source

    return latex_source(Path(path), shown, read_text)


def _notebook(path: AnyPath, shown: str) -> Source:
    from verifier.articles.notebook import notebook_source

    return notebook_source(read_text(path), shown)


READERS: Mapping[str, Callable[[AnyPath, str], Source]] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".tex": _latex,
    ".ltx": _latex,
    ".ipynb": _notebook,
}
KINDS = "Markdown (.md), LaTeX (.tex) or a notebook (.ipynb)"


def suffix_of(path: AnyPath) -> str:
    """What a path ends with from its last dot on, such as `.md`."""
    return os.path.splitext(os.fspath(path).rstrip("/"))[1]


def open_source(path: AnyPath, shown: str) -> Source:
    """The text of the article at a path, by the kind of the file.

    Raises `InputError` when the file cannot be read or is none of these kinds.
    """
    suffix = suffix_of(path)
    reader = READERS.get(suffix.lower())
    if reader is None:
        kind = f"a {suffix} file" if suffix else "a file without a suffix"
        raise InputError(f"found {kind}, expected {KINDS}", path=str(path))
    return reader(path, shown)


def read_text(path: AnyPath) -> str:
    """The text of a file; raises `InputError` when it cannot be read as UTF-8 text."""
    try:
        about = os.stat(path)
        if not stat.S_ISDIR(about.st_mode) and not stat.S_ISREG(about.st_mode):
            raise InputError("found a device or a pipe, expected a file", path=str(path))
        if about.st_size > MAX_BYTES and stat.S_ISREG(about.st_mode):
            found = f"found a file of {about.st_size / 1e6:.0f} MB"
            raise InputError(f"{found}, expected at most {MAX_BYTES // 10**6} MB", path=str(path))
        with open(path, encoding="utf-8") as file:
            text = file.read().removeprefix("\ufeff")
    except FileNotFoundError:
        raise InputError("found no such file", path=str(path)) from None
    except IsADirectoryError:
        raise InputError("found a directory, expected a file", path=str(path)) from None
    except UnicodeDecodeError as problem:
        raise InputError(
            f"found the byte {problem.object[problem.start]:#04x} at offset {problem.start}, "
            "expected UTF-8 text",
            path=str(path),
        ) from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem) or type(problem).__name__
        raise InputError(f"cannot be read: {reason}", path=str(path)) from None
    if "\0" in text:
        offset = text.index("\0")
        message = f"found the byte 0x00 at offset {offset}, expected text"
        raise InputError(message, path=str(path))
    return text


def project_file(directory: str) -> str | None:
    """The nearest `backproof.toml`, or `pyproject.toml` with a table for backproof, upwards."""
    folder, below = directory, ""
    while folder != below:
        own, python = (os.path.join(folder, name) for name in ("backproof.toml", "pyproject.toml"))
        if os.path.isfile(own):
            return own
        try:
            with open(python, encoding="utf-8", errors="replace") as file:
                if "[tool.backproof" in file.read():
                    return python
        except OSError:
            pass
        folder, below = os.path.dirname(folder), folder
    return None


def articles_in(directory: AnyPath) -> list[Path]:
    """The articles at any depth, in order; hidden directories and included files left out.

    Links to directories are not followed, so that no circle of them is walked. A `.tex` file that
    another one includes is a part of that article and no article of its own.
    """
    from pathlib import Path

    found: list[Path] = []
    for folder, folders, names in os.walk(directory):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(folder) / name for name in names if not name.startswith("."))
        found.extend(path for path in paths if path.suffix.lower() in READERS and path.is_file())
    parts = _included([path for path in found if READERS[path.suffix.lower()] is _latex])
    return sorted(path for path in found if path.resolve() not in parts)


def _included(documents: list[Path]) -> set[Path]:
    """The files that others of these documents include."""
    if len(documents) < 2:
        return set()
    from verifier.articles.latex_files import included_files

    parts: set[Path] = set()
    for document in documents:
        asked = {file.resolve() for file in included_files(document, read_text)}
        parts |= asked - {document.resolve()}
    return parts
