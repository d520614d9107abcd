"""Where the data that ships with the program is: `templates` and `derivations`."""

from __future__ import annotations

import os

from verifier.hints import TYPE_CHECKING, Literal
from verifier.values import InputError

if TYPE_CHECKING:
    from pathlib import Path

Name = Literal["templates", "derivations"]
_PACKAGE = os.path.dirname(os.path.realpath(__file__))


def resource_directory(name: Name) -> Path:
    """The directory of that name as a path; see `resource_path`."""
    from pathlib import Path  # a check of a file does not wait for it

    return Path(resource_path(name))


def resource_path(name: Name) -> str:
    """The directory of that name, in an installed wheel or in a checkout.

    A wheel carries it as `verifier/_data/<name>`; in a checkout, which an editable installation
    uses as well, it stands at the top, beside `pyproject.toml`. Without that file a directory of
    this name is somebody else's (`site-packages/templates`). Raises `InputError`, which names both
    places, when there is none.
    """
    top = os.path.dirname(_PACKAGE)
    in_wheel, in_checkout = os.path.join(_PACKAGE, "_data", name), os.path.join(top, name)
    if os.path.isdir(in_wheel):
        return in_wheel
    if os.path.isdir(in_checkout) and os.path.isfile(os.path.join(top, "pyproject.toml")):
        return in_checkout
    raise InputError(
        f"the {name} that belong to backproof are missing: "
        f"looked in {in_wheel} (an installed wheel) and in {in_checkout} (a checkout)"
    )
