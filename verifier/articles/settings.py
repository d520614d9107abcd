"""What holds for a whole article by its front matter, or for a project by `backproof.toml`.

Both give names and texts: the domain of a symbol, `\\mathbb{R} \\to \\mathbb{R}` for a function,
the value of a convention. What is said in the article goes before its front matter, and that
before the project.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from verifier.articles.front_matter import Entry
from verifier.articles.matrices import shapes_in
from verifier.hints import Any
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.conventions import NO_SETTINGS, Conventions, Settings
from verifier.meaning.declare import declarations_of
from verifier.meaning.errors import MeaningError
from verifier.meaning.names import name_of
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Chain, Node
from verifier.records import replace
from verifier.values import Span

Wrong = tuple[Span, str]
VALUES: Mapping[str, Mapping[str, int | str]] = {
    "log": {"natural": 0, "e": 0, "10": 10, "2": 2},
    "layout": {"matrix": "matrix", "transposed": "transposed"},
    "gradients": {"d": "d", "none": "none"},
}
"""The conventions with a choice of values, as they are written and as they are held."""
KEYS = (*VALUES, "cost")
_ARROW = lazy_pattern(r"\\(?:to|rightarrow|mapsto|longrightarrow)(?![A-Za-z])|->|→")
_OF_A_NUMBER = lazy_pattern(r"(?:\\mathbb\s*\{?\s*R\s*\}?|[\[(][^\]()\[]*[\])])$")


def settings_of(
    symbols: tuple[Entry, ...],
    functions: tuple[Entry, ...],
    conventions: tuple[Entry, ...],
    below: Settings = NO_SETTINGS,
) -> tuple[Settings, tuple[Wrong, ...]]:
    """The settings that entries make on top of others, and for each that is wrong where and why."""
    wrong: list[Wrong] = []
    found = dict(below.symbols)
    for entry in symbols:
        statement = _domain(entry, wrong)
        if statement is not None:
            found[entry.name] = statement
    names = {name: text for entry in functions for name, text in _function(entry, wrong)}
    agreed = below.conventions
    for entry in conventions:
        agreed = _with_convention(agreed, entry, wrong)
    elementwise = frozenset(name for name, text in names.items() if _is_of_a_number(text))
    agreed = replace(agreed, elementwise=agreed.elementwise - names.keys() | elementwise)
    return Settings(found, below.functions | names.keys(), agreed), tuple(wrong)


def _domain(entry: Entry, wrong: list[Wrong]) -> Chain | None:
    """The statement that a symbol lies in a domain, or the matrix in a space."""
    reading = read_latex(f"{entry.name} \\in {entry.text}")
    statement = reading.statements[0] if len(reading.statements) == 1 else None
    try:
        read = statement is not None and not reading.problems
        if read and statement and (declarations_of(statement) or shapes_in((statement,))):
            return statement
    except MeaningError as problem:
        wrong.append((entry.text_span, str(problem)))
        return None
    expected = "expected one such as [0, 1], (0, 1) or \\mathbb{R}"
    wrong.append((entry.text_span, f"found the domain {entry.text}, {expected}"))
    return None


def _function(entry: Entry, wrong: list[Wrong]) -> Iterator[tuple[str, str]]:
    name = _name(entry.name)
    if name is None:
        wrong.append((entry.name_span, f"found {entry.name}, expected the name of a function"))
    elif entry.text and not _ARROW.search(entry.text):
        expected = "expected a domain and a range, such as \\mathbb{R} \\to \\mathbb{R}"
        wrong.append((entry.text_span, f"found {entry.text} for the function {name}, {expected}"))
    else:
        yield name, entry.text


def _name(text: str) -> str | None:
    reading = read_latex(text)
    if reading.problems or len(reading.statements) != 1 or reading.statements[0].operators:
        return None
    node: Node = reading.statements[0].sides[0]
    return name_of(node)


def _is_of_a_number(text: str) -> bool:
    """Whether a function takes one real number: `\\mathbb{R} \\to …`, `(0, 1) \\to …`."""
    return bool(text) and _OF_A_NUMBER.match(_ARROW.split(text)[0].strip()) is not None


def _with_convention(agreed: Conventions, entry: Entry, wrong: list[Wrong]) -> Conventions:
    if entry.name not in KEYS:
        known = ", ".join(KEYS)
        wrong.append((entry.name_span, f"found the convention {entry.name}, expected {known}"))
        return agreed
    value: int | str | None
    if entry.name == "cost":
        value, expected = _name(entry.text), "the name of a scalar, such as J"
    else:
        value = VALUES[entry.name].get(entry.text)
        expected = " or ".join(VALUES[entry.name])
    if value is None:
        message = f"found {entry.text} for the convention {entry.name}, expected {expected}"
        wrong.append((entry.text_span, message))
        return agreed
    changed: dict[str, Any] = {entry.name: value}
    return replace(agreed, **changed)
