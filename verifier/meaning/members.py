"""Functions with a parameter below: `k_1(d)` is `k_\\alpha(d)` where alpha is 1."""

from __future__ import annotations

from verifier.meaning.context import Context, Definition, mentioned


def member(name: str, context: Context) -> tuple[Definition, str, int] | None:
    """`k_1` as `k_\\alpha` at alpha = 1: the definition, the letter and its value."""
    base, _, value = name.rpartition("_")
    if not base or not value.isdigit() or context.knows(name):
        return None
    general = [
        (definition, other.removeprefix(f"{base}_"))
        for other, definition in context.definitions.items()
        if other.startswith(f"{base}_") and definition.parameters
    ]
    found = [(item, letter) for item, letter in general if letter in mentioned(item.body)]
    return (*found[0], int(value)) if len(found) == 1 else None
