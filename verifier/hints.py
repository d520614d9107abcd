"""What annotations need of `typing`, which itself takes as long to import as twenty modules here.

Annotations are not evaluated, so most names only have to be there. A type checker sees the standard
library; at run time a literal type is `str`, a generic class itself, and a cast does nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any, ClassVar, Generic, Literal, NamedTuple, Self, TextIO, TypeVar, cast
else:
    from collections import namedtuple

    Any = ClassVar = Self = TextIO = object

    class Generic:
        """A class that is itself for all types of its parameters."""

        __slots__ = ()

        def __class_getitem__(cls, _):
            return cls

    class Literal:
        """One of some strings."""

        def __class_getitem__(cls, _):
            return str

    def TypeVar(name, **_):  # noqa: N802 - the name in `typing`
        return name

    def cast(_, value):
        return value

    class _Names(type):
        """Makes a class of tuples from the names that a class annotates."""

        def __new__(cls, name, bases, body):
            if not bases:
                return super().__new__(cls, name, bases, body)
            names = body.pop("__annotations__")
            defaults = [body.pop(field) for field in names if field in body]
            tuples = namedtuple(name, names, defaults=defaults, module=body["__module__"])
            return type(name, (tuples,), {"__slots__": (), **body})

    class NamedTuple(metaclass=_Names):
        """The base of a class of tuples whose parts have names."""


__all__ = [
    "TYPE_CHECKING",
    "Any",
    "ClassVar",
    "Generic",
    "Literal",
    "NamedTuple",
    "Self",
    "TextIO",
    "TypeVar",
    "cast",
]
