"""Changing cells of a notebook file so that nothing else in it changes.

A notebook is JSON, which can be laid out in many ways. The file is written in the layout that gives
back what stands in it; if none does, it is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from verifier.hints import Any

Writer = Callable[[Any], str]


def with_cells(written: str, texts: Mapping[int, tuple[str, str]]) -> str | None:
    """A notebook with new texts for some of its cells, by number from 1: the old and the new one.

    None when the file is in no layout that is known, or a cell has not its old text.
    """
    try:
        notebook = json.loads(written)
        cells = notebook["cells"]
        layout = next((one for one in _layouts(written) if one(notebook) == written), None)
        if layout is None:
            return None
        for number, (old, new) in texts.items():
            source = cells[number - 1]["source"]
            if (source if isinstance(source, str) else "".join(source)) != old:
                return None
            cells[number - 1]["source"] = new if isinstance(source, str) else _lines(new)
        return layout(notebook)
    except (ValueError, TypeError, LookupError):
        return None


def _lines(text: str) -> list[str]:
    """The lines of a cell as Jupyter lists them, each with its end."""
    return [line for line in text.replace("\n", "\n\0").split("\0") if line]


def _layouts(written: str) -> Iterator[Writer]:
    """The ways in which programs write notebooks: indented or not, with or without escapes."""
    end = written[len(written.rstrip()) :]
    for indent in (1, 2, 4, None, 0, "\t"):
        for plain in (False, True):
            for separators in (None, (",", ":")):

                def write(
                    notebook: Any,
                    indent: Any = indent,
                    plain: bool = plain,
                    separators: Any = separators,
                ) -> str:
                    text = json.dumps(
                        notebook, indent=indent, ensure_ascii=plain, separators=separators
                    )
                    return text + end

                yield write
