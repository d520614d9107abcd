"""`re.compile` for patterns that stand at the top of a module: compiled when they are first used.

A check looks at a few of the hundred patterns of the modules that it imports, and compiling one
takes longer than importing a module. A type checker sees the standard library.
"""

from __future__ import annotations

import re

from verifier.hints import TYPE_CHECKING, Any

__all__ = ["lazy_pattern"]


class _LazyPattern:
    """A regular expression; each of its methods is fetched once, when it is asked for."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self.pattern, self._flags), name)
        self.__dict__[name] = found
        return found


if TYPE_CHECKING:
    from re import compile as lazy_pattern
else:
    lazy_pattern = _LazyPattern
