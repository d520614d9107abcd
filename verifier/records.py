"""`dataclass` as in the standard library, for classes that cost little when they are made.

The standard decorator writes six methods for every class as text and compiles them, also for the
classes that a command does not use; half of the start of `backproof check` went there. Here nothing
is compiled: a method is a closure over the fields, `__init__` one of a few functions with its
parameters renamed. There are `slots=True`, `field`, `fields`, `replace` and `__post_init__`.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

from verifier.hints import TYPE_CHECKING, Any, cast

__all__ = ["dataclass", "field", "fields", "replace"]

_MISSING: Any = object()
_HASH = "_hash"
_OWN_METHODS = ("__repr__", "__eq__", "__hash__")


class _Field:
    """A field of a class: its name, its annotation as text, and what `field` was told."""

    def __init__(
        self,
        *,
        default: Any = _MISSING,
        default_factory: Any = _MISSING,
        init: bool = True,
        repr: bool = True,
        hash: bool | None = None,
        compare: bool = True,
        kw_only: bool = False,
    ) -> None:
        self.name = self.type = ""
        self.has_default = default is not _MISSING or default_factory is not _MISSING
        self.default, self.factory = default, default_factory
        self.init, self.repr, self.compare, self.kw_only = init, repr, compare, kw_only
        self.hash = compare if hash is None else hash


def _fields(record: Any) -> tuple[_Field, ...]:
    """The fields of a class or an object, those of its bases first."""
    return tuple(record.__record_fields__.values())


class _StandardFields:
    """The fields as the standard library describes them, made when one of its functions asks."""

    def __get__(self, record: Any, kind: Any) -> dict[str, Any]:
        import dataclasses as standard

        described = []
        for item in kind.__record_fields__.values():
            named = ("init", "repr", "hash", "compare", "kw_only")
            options = {name: getattr(item, name) for name in named}
            if item.default is not _MISSING:
                options["default"] = item.default
            if item.factory is not _MISSING:
                options["default_factory"] = item.factory
            described.append((item.name, item.type, standard.field(**options)))
        made: Any = standard.make_dataclass(kind.__name__, described)
        found: dict[str, Any] = made.__dataclass_fields__
        return found


def _replace(record: Any, /, **changes: Any) -> Any:
    """The record with other values in some fields; a field outside of `__init__` starts anew."""
    for item in record.__record_fields__.values():
        if item.init and item.name not in changes:
            changes[item.name] = getattr(record, item.name)
    return type(record)(**changes)


def _dataclass(
    kind: object = None, /, *, slots: bool = False, **options: bool
) -> Callable[[type[Any]], type[Any]]:
    """Makes a class a record of the names it annotates; it is made anew, with slots."""
    if kind is not None or not slots:
        raise TypeError("a record has slots; write @dataclass(frozen=True, slots=True)")
    return lambda kind: _record(kind, **options)


def _record(
    kind: type[Any], frozen: bool = False, eq: bool = True, order: bool = False
) -> type[Any]:
    own = _own_fields(kind)
    known = _inherited_fields(kind) | own
    body = {name: value for name, value in kind.__dict__.items() if name not in own}
    kept = {name: body[name] for name in _OWN_METHODS if body.get(name) is not None}
    for name in ("__dict__", "__weakref__"):
        body.pop(name, None)
    inherited = {name for base in kind.__mro__[1:-1] for name in getattr(base, "__slots__", ())}
    wanted = (*own, _HASH) if frozen and eq else own
    body["__slots__"] = tuple(name for name in wanted if name not in inherited)
    body["__record_fields__"] = known
    body["__dataclass_fields__"] = _StandardFields()
    body["__match_args__"] = tuple(f.name for f in known.values() if f.init and not f.kw_only)
    body["__repr__"] = _repr
    if eq:
        compared = _values_of([f.name for f in known.values() if f.compare])
        body["__eq__"] = _equality(compared)
        hashed = _values_of([f.name for f in known.values() if f.hash])
        body["__hash__"] = _hashing(hashed) if frozen else None
        if order:
            body |= _ordering(compared)
    if frozen:
        body |= {"__setattr__": _refuse, "__delattr__": _refuse}
        body |= {"__getstate__": _state, "__setstate__": _restore}
    metaclass: Any = type(kind)
    made = metaclass(kind.__name__, kind.__bases__, body | kept)
    made.__qualname__ = kind.__qualname__
    made.__init__ = _initializer(made, known)
    return cast(type[Any], made)


def _own_fields(kind: type[Any]) -> dict[str, _Field]:
    found = {}
    annotations: dict[str, str] = vars(kind).get("__annotations__", {})
    for name, annotation in annotations.items():
        if annotation.startswith("ClassVar"):
            continue
        item = kind.__dict__.get(name, _MISSING)
        if not isinstance(item, _Field):
            item = _Field(default=item)
        item.name, item.type = name, annotation
        found[name] = item
    return found


def _inherited_fields(kind: type[Any]) -> dict[str, _Field]:
    known: dict[str, _Field] = {}
    for base in reversed(kind.__mro__[1:]):
        known |= base.__dict__.get("__record_fields__", {})
    return known


def _initializer(made: Any, known: dict[str, _Field]) -> Callable[..., None]:
    """An `__init__` that sets every field: up to seven directly, else by going through all."""
    given = sorted((item for item in known.values() if item.init), key=lambda item: item.kw_only)
    positional = [item for item in given if not item.kw_only]
    optional = [item.has_default for item in positional]
    if optional != sorted(optional):
        raise TypeError(f"{made.__name__} has a field without a default behind one with a default")
    setters = [_setter(made, item) for item in given]
    if len(given) < len(_DIRECT):
        init = _with_names(_DIRECT[len(given)](*setters), made, given, len(positional))
    else:
        init = _by_name(made, given, setters, len(positional))
    return _with_rest(made, init, [item for item in known.values() if not item.init])


def _with_names(init: Any, made: Any, given: list[_Field], positional: int) -> Any:
    """The function with its parameters named and with their defaults."""
    init.__name__, init.__qualname__ = "__init__", f"{made.__qualname__}.__init__"
    init.__code__ = init.__code__.replace(
        co_name=init.__name__,
        co_qualname=init.__qualname__,
        co_varnames=("self", *(item.name for item in given)),
        co_argcount=1 + positional,
        co_kwonlyargcount=len(given) - positional,
    )
    init.__defaults__ = tuple(item.default for item in given[:positional] if item.has_default)
    named = given[positional:]
    init.__kwdefaults__ = {item.name: item.default for item in named if item.has_default}
    return init


def _by_name(made: Any, given: list[_Field], setters: list[Any], positional: int) -> Any:
    """An `__init__` for many fields: it finds the value of each by its name."""
    assignments = tuple(zip([item.name for item in given], setters, strict=True))
    known = {item.name for item in given}
    defaults = {item.name: item.default for item in given if item.has_default}
    names = [item.name for item in given[:positional]]

    def init(self: Any, *arguments: Any, **named: Any) -> None:
        values = defaults | named
        values.update(zip(names, arguments, strict=False))
        twice = named and named.keys() & names[: len(arguments)]
        if len(arguments) > positional or twice or values.keys() != known:
            missing, unexpected = known - values.keys(), {*(values.keys() - known), *twice}
            said = (
                f"{len(arguments)} positional arguments of {positional}, misses {missing or 'none'}"
            )
            raise TypeError(f"{made.__name__}.__init__() has {said}, unexpected: {unexpected}")
        for name, assign in assignments:
            assign(self, values[name])

    return init


def _setter(made: Any, item: _Field) -> Callable[[Any, Any], None]:
    """What sets a field; the slot's own descriptor, for a frozen class refuses assignments."""
    assign: Callable[[Any, Any], None] = getattr(made, item.name).__set__
    factory = item.factory
    if factory is _MISSING:
        return assign
    return lambda self, value: assign(self, factory() if value is _MISSING else value)


def _with_rest(made: Any, init: Any, rest: list[_Field]) -> Callable[..., None]:
    """With the fields that a caller does not give, and what the class does afterwards."""
    setters = [(_setter(made, item), item.default) for item in rest if item.has_default]
    after = getattr(made, "__post_init__", None)
    if not setters and after is None:
        return init  # type: ignore[no-any-return]

    def whole(self: Any, *arguments: Any, **named: Any) -> None:
        init(self, *arguments, **named)
        for assign, value in setters:
            assign(self, value)
        if after is not None:
            after(self)

    whole.__wrapped__ = init  # type: ignore[attr-defined]
    return whole


def _values_of(names: list[str]) -> Callable[[Any], Any]:
    """The values of these fields, as one object to compare or hash."""
    if len(names) > 1:
        return attrgetter(*names)
    return (lambda record: (getattr(record, names[0]),)) if names else lambda _: ()


def _equality(values: Callable[[Any], Any]) -> Callable[[Any, object], Any]:
    def equal(self: Any, other: object) -> Any:
        if self is other:
            return True
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    return equal


def _hashing(values: Callable[[Any], Any]) -> Callable[[Any], int]:
    def hashed(self: Any) -> int:  # worked out once, for that of a tree asks every part
        known: int | None = getattr(self, _HASH, None)
        if known is None:
            object.__setattr__(self, _HASH, known := hash(values(self)))
        return known

    return hashed


def _ordering(values: Callable[[Any], Any]) -> dict[str, Callable[[Any, object], Any]]:
    def compare(by: str) -> Callable[[Any, object], Any]:
        def compared(self: Any, other: object) -> Any:
            same = other.__class__ is self.__class__
            return getattr(values(self), by)(values(other)) if same else NotImplemented

        return compared

    return {name: compare(name) for name in ("__lt__", "__le__", "__gt__", "__ge__")}


def _repr(self: Any) -> str:
    shown = (f"{f.name}={getattr(self, f.name)!r}" for f in _fields(self) if f.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse(self: Any, name: str, *_: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__record_fields__]


def _restore(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__record_fields__, state, strict=True):
        object.__setattr__(self, name, value)


# For each number of fields the function that sets them; a setter returns None, and `or` goes on.
# fmt: off
_DIRECT: tuple[Callable[..., Any], ...] = (
    lambda: lambda o: None,
    lambda s: lambda o, a: s(o, a),
    lambda s, t: lambda o, a, b: s(o, a) or t(o, b),
    lambda s, t, u: lambda o, a, b, c: s(o, a) or t(o, b) or u(o, c),
    lambda s, t, u, v: lambda o, a, b, c, d: s(o, a) or t(o, b) or u(o, c) or v(o, d),
    lambda s, t, u, v, w: lambda o, a, b, c, d, e:
        s(o, a) or t(o, b) or u(o, c) or v(o, d) or w(o, e),
    lambda s, t, u, v, w, x: lambda o, a, b, c, d, e, f:
        s(o, a) or t(o, b) or u(o, c) or v(o, d) or w(o, e) or x(o, f),
    lambda s, t, u, v, w, x, y: lambda o, a, b, c, d, e, f, g:
        s(o, a) or t(o, b) or u(o, c) or v(o, d) or w(o, e) or x(o, f) or y(o, g),
)
# fmt: on

if TYPE_CHECKING:
    from dataclasses import dataclass, field, fields, replace
else:
    dataclass, field, fields, replace = _dataclass, _Field, _fields, _replace
