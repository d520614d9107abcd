"""The parts of python-flint that the kernel uses, without the twenty others.

`import flint` loads every type of the library, which takes three times as long as the five that
are used here. So the package is put in place without being run, and runs when somebody asks it for
anything else; its types are the same objects either way.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec
from typing import Any

__all__ = ["Ordering", "arb", "ctx", "fmpq", "fmpz", "fmpz_mpoly", "fmpz_mpoly_ctx"]


def _put_in_place() -> None:
    """Makes `flint` a package that is run at the first question for a name that it has not."""
    spec = find_spec("flint")
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError("No module named 'flint'", name="flint")
    loader, package = spec.loader, module_from_spec(spec)

    def missing(name: str) -> Any:
        if package.__dict__.pop("__getattr__", None) is not None:
            loader.exec_module(package)
        return getattr(package, name)

    package.__dict__["__getattr__"] = missing
    sys.modules["flint"] = package


if "flint" not in sys.modules:
    _put_in_place()

from flint.flint_base.flint_base import Ordering  # noqa: E402 - the package must be in place
from flint.pyflint import ctx  # noqa: E402
from flint.types.arb import arb  # noqa: E402
from flint.types.fmpq import fmpq  # noqa: E402
from flint.types.fmpz import fmpz  # noqa: E402
from flint.types.fmpz_mpoly import fmpz_mpoly, fmpz_mpoly_ctx  # noqa: E402
