"""The parts of python-flint that the kernel uses, without the twenty others.

`import flint` loads every type of the library, which takes three times as long as the five that
are used here. So the package is put in place without being run, and runs when somebody asks it for
anything else; its types are the same objects either way.

Its types are built for the stable interface of Python, for which Cython asks `inspect` for seven
flags of code objects. Nothing else here needs that module, and importing it takes longer than the
five types; so while they are loaded a stand-in has its name, which knows the flags and asks the
true module for anything else.
"""

from __future__ import annotations

import sys
from types import ModuleType

from verifier.hints import Any

__all__ = ["Ordering", "arb", "ctx", "fmpq", "fmpz", "fmpz_mpoly", "fmpz_mpoly_ctx"]


def _put_in_place() -> None:
    """Makes `flint` a package that is run at the first question for a name that it has not."""
    # What `importlib.util` does for a package, without the ten modules that it imports.
    found = (finder.find_spec("flint", None) for finder in sys.meta_path)
    spec = next((spec for spec in found if spec is not None), None)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError("No module named 'flint'", name="flint")
    loader, package = spec.loader, ModuleType("flint")
    package.__spec__, package.__loader__, package.__package__ = spec, loader, "flint"
    package.__file__, package.__path__ = spec.origin, spec.submodule_search_locations or []

    def missing(name: str) -> Any:
        if package.__dict__.pop("__getattr__", None) is not None:
            loader.exec_module(package)
        return getattr(package, name)

    package.__dict__["__getattr__"] = missing
    sys.modules["flint"] = package


CODE_FLAGS = {
    "CO_OPTIMIZED": 0x1,
    "CO_NEWLOCALS": 0x2,
    "CO_VARARGS": 0x4,
    "CO_VARKEYWORDS": 0x8,
    "CO_GENERATOR": 0x20,
    "CO_COROUTINE": 0x80,
    "CO_ASYNC_GENERATOR": 0x200,
}


def _only_flags() -> ModuleType:
    """A module `inspect` with the flags, which makes way at the first question for another name."""
    stand_in = ModuleType("inspect")

    def missing(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        _make_way(stand_in)
        import inspect

        return getattr(inspect, name)

    vars(stand_in).update(CODE_FLAGS, __getattr__=missing)
    return stand_in


def _make_way(stand_in: ModuleType) -> None:
    if sys.modules.get("inspect") is stand_in:
        del sys.modules["inspect"]


if "flint" not in sys.modules:
    _put_in_place()
_STAND_IN = _only_flags()
sys.modules.setdefault("inspect", _STAND_IN)

from flint.flint_base.flint_base import Ordering  # noqa: E402 - the package must be in place
from flint.pyflint import ctx  # noqa: E402
from flint.types.arb import arb  # noqa: E402
from flint.types.fmpq import fmpq  # noqa: E402
from flint.types.fmpz import fmpz  # noqa: E402
from flint.types.fmpz_mpoly import fmpz_mpoly, fmpz_mpoly_ctx  # noqa: E402

_make_way(_STAND_IN)
