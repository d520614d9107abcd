"""The names that are nearest to a mistyped one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def with_nearest(message: str, name: str, known: Iterable[str]) -> str:
    """The message with the nearest known names, or with all of them when none is near."""
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    if close:
        return f"{message.rstrip('.')}; the nearest: {', '.join(close)}"
    return f"{message.rstrip('.')}; expected one of {', '.join(names)}"
