"""Where the data that ships with the program is: `templates` and `derivations`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from verifier.values import InputError

_PACKAGE = Path(__file__).resolve().parent


def resource_directory(name: Literal["templates", "derivations"]) -> Path:
    """The directory of that name, in an installed wheel or in a checkout.

    A wheel carries it as `verifier/_data/<name>`; in a checkout, which an editable installation
    uses as well, it stands at the top, beside `pyproject.toml`. Without that file a directory of
    this name is somebody else's (`site-packages/templates`). Raises `InputError`, which names both
    places, when there is none.
    """
    in_wheel = _PACKAGE / "_data" / name
    in_checkout = _PACKAGE.parent / name
    if in_wheel.is_dir():
        return in_wheel
    if in_checkout.is_dir() and (_PACKAGE.parent / "pyproject.toml").is_file():
        return in_checkout
    raise InputError(
        f"the {name} that belong to backproof are missing: "
        f"looked in {in_wheel} (an installed wheel) and in {in_checkout} (a checkout)"
    )
