"""What a context tells the readers and writers of formulas about its names."""

from __future__ import annotations

from verifier.meaning.context import Context
from verifier.notation.vocabulary import DEFAULT, Vocabulary
from verifier.records import replace


def vocabulary_of(context: Context) -> Vocabulary:
    """Which of the names in use are functions and which are not."""
    found: Vocabulary = context.remembered("vocabulary", lambda: _vocabulary(context))
    return found


def _vocabulary(context: Context) -> Vocabulary:
    functions = {name for name, item in context.definitions.items() if item.is_called}
    functions |= set(context.functions)
    if context.laws is not None:
        functions |= {name.partition("_")[0] for name in context.laws.names}
    bases = {name.rpartition("_")[0] for name in functions} - {""}
    functions |= {base for base in bases if not context.knows(base)}
    functions |= {
        word for word in context.words if any(f.startswith(f"{word}_") for f in functions)
    }
    scalars = {name for name, item in context.definitions.items() if not item.is_called}
    scalars |= set(context.domains) | set(context.families)
    return replace(
        DEFAULT,
        functions=DEFAULT.functions | functions,
        scalars=frozenset(scalars - functions),
        words=DEFAULT.words | context.words,
    )
