"""Reads the YAML block at the head of an article.

Only the structure of the YAML is used, never its types: a domain such as `[0, 1]` is the text that
the author wrote, not a list, and a symbol `y` or `on` is a name, not a truth value.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.document import Document
from verifier.articles.lines import LineIndex, front_matter, split_lines
from verifier.articles.plain_yaml import plain_yaml
from verifier.hints import TYPE_CHECKING, Any, cast
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.conventions import Settings
from verifier.records import dataclass, replace
from verifier.values import Diagnostic, Severity, Span

KEYS = ("title", "goals", "symbols", "functions", "conventions")
_CODE = "unreadable"
_BETWEEN_NAMES = lazy_pattern(r",(?![^{]*\})")
_EXAMPLES = {
    "title": "title: The logistic neuron",
    "goals": "goals: [dL/dw, dL/db]",
    "symbols": "symbols: {y: '[0, 1]'}",
    "functions": "functions: {f: '\\mathbb{R} \\to \\mathbb{R}'}",
    "conventions": "conventions: {log: natural}",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A name, the text that belongs to it, and where the two stand in the file."""

    name: str
    text: str
    name_span: Span
    text_span: Span


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter of an article says; everything is empty where it says nothing.

    `symbols` gives the domain of each name as text; where a key lists several (`w, x, b: …`) there
    is one entry for each. `functions` may be a list of names, then the texts are empty. `end` is
    the offset behind the block. What could not be read is left out and stands in `problems`.
    """

    title: str | None = None
    goals: tuple[str, ...] = ()
    symbols: tuple[Entry, ...] = ()
    functions: tuple[Entry, ...] = ()
    conventions: tuple[Entry, ...] = ()
    end: int = 0
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """The front matter of an article, what holds by it and its project, and what is wrong in it."""

    front: FrontMatter
    settings: Settings
    wrong: tuple[tuple[Span, str], ...] = ()


def head_of(text: str, document: Document, project: Settings) -> Head:
    """What the front matter of a text says, on top of what its project does."""
    if not document.body:
        return Head(FrontMatter(), project)
    front = read_front_matter(text)
    if not (front.symbols or front.functions or front.conventions):
        return Head(front, project)
    from verifier.articles.settings import settings_of

    return Head(front, *settings_of(front.symbols, front.functions, front.conventions, project))


def read_front_matter(text: str) -> FrontMatter:
    """The front matter of a Markdown text. Never raises: mistakes are in `problems`."""
    lines = split_lines(text)
    block = front_matter(text, lines)
    if block is None:
        return FrontMatter()
    inside, following = block
    end = lines[following].start if following < len(lines) else len(text)
    return _Reader(text, inside).read(end)


if TYPE_CHECKING:
    from typing import Protocol

    class _Mark(Protocol):
        index: int

    class _Node(Protocol):
        """A node as PyYAML composes it; `id` is `scalar`, `sequence` or `mapping`."""

        id: str
        value: Any
        start_mark: _Mark
        end_mark: _Mark


class _Reader:
    def __init__(self, text: str, inside: Span) -> None:
        self.text = text
        self.inside = inside
        self.index = LineIndex(text)
        self.problems: list[Diagnostic] = []

    def read(self, end: int) -> FrontMatter:
        found = FrontMatter(end=end)
        for key, value in self.top_level():
            match key.value:
                case "title":
                    found = replace(found, title=self.single_text("title", value))
                case "goals":
                    found = replace(found, goals=self.texts("goals", value))
                case "symbols":
                    found = replace(found, symbols=one_by_one(self.entries("symbols", value)))
                case "functions":
                    found = replace(found, functions=one_by_one(self.functions(value)))
                case "conventions":
                    found = replace(found, conventions=self.entries("conventions", value))
                case _:
                    self.report_unknown(key)
        return replace(found, problems=tuple(self.problems))

    def top_level(self) -> Iterator[tuple[_Node, _Node]]:
        root = self.compose()
        if root is None or root.value == "":
            return
        if root.id != "mapping":
            expected = f"front matter has a line for each of its keys ({', '.join(KEYS)})"
            self.report(self.span(root), f"{expected}, but this is {_describe(root)}")
            return
        yield from self.unique(root)

    def compose(self) -> _Node | None:
        yaml_text = self.text[self.inside.start : self.inside.end]
        plain = plain_yaml(yaml_text)
        if plain is not None:
            return cast("_Node", plain)
        import yaml

        try:
            node = cast("_Node | None", yaml.compose(yaml_text, Loader=yaml.SafeLoader))
        except yaml.MarkedYAMLError as error:
            unclosed = (error.context or "").startswith("while parsing a flow")
            mark = error.context_mark if unclosed else error.problem_mark
            start = self.inside.start + (mark.index if mark is not None else 0)
            found = error.problem or error.context or "it is not well-formed"
            message = f"the front matter cannot be read as YAML: {found}"
            hint = "put a value with brackets, colons or backslashes into single quotes: '[0, 1)'"
            self.report(Span(start, min(start + 1, self.inside.end)), message, hint=hint)
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            self.report(self.inside, f"the front matter cannot be read as YAML: {error}")
        except RecursionError:
            self.report(self.inside, "the front matter is nested too deeply")
        else:
            return node
        return None

    def unique(self, mapping: _Node) -> Iterator[tuple[_Node, _Node]]:
        """The pairs of a mapping whose key is a text that did not come before."""
        seen: set[str] = set()
        for key, value in mapping.value:
            if key.id != "scalar":
                self.report(self.span(key), f"a name is expected here, found {_describe(key)}")
            elif key.value in seen:
                self.report(self.span(key), f"`{key.value}` is given twice; the first one counts")
            else:
                seen.add(key.value)
                yield key, value

    def single_text(self, key: str, node: _Node) -> str | None:
        if node.id == "scalar":
            return str(node.value).strip() or None
        self.wrong(key, "a text", node)
        return None

    def texts(self, key: str, node: _Node) -> tuple[str, ...]:
        if _is_empty(node):
            return ()
        if node.id != "sequence":
            self.wrong(key, "a list", node)
            return ()
        found = (self.single_text(key, item) for item in node.value)
        return tuple(text for text in found if text is not None)

    def entries(self, key: str, node: _Node) -> tuple[Entry, ...]:
        if _is_empty(node):
            return ()
        if node.id != "mapping":
            self.wrong(key, "a mapping of names to texts", node)
            return ()
        found = []
        for name, value in self.unique(node):
            written = self.written(value)
            if written:
                found.append(Entry(name.value, written, self.span(name), self.span(value)))
            else:
                self.report(self.span(name), f"`{name.value}` in `{key}` has no value")
        return tuple(found)

    def functions(self, node: _Node) -> tuple[Entry, ...]:
        if node.id != "sequence":
            return self.entries("functions", node)
        names = [item for item in node.value if self.single_text("functions", item)]
        return tuple(Entry(item.value, "", self.span(item), self.span(item)) for item in names)

    def written(self, node: _Node) -> str:
        """The author's text; an interval looks like a list to YAML but is taken as it stands."""
        if node.id == "scalar":
            return str(node.value).strip()
        span = self.span(node)
        return " ".join(self.text[span.start : span.end].split())

    def span(self, node: _Node) -> Span:
        first = self.inside.start
        start, end = first + node.start_mark.index, first + node.end_mark.index
        written = self.text[start:end]
        return Span(start, start + len(written.rstrip()))

    def report_unknown(self, key: _Node) -> None:
        """A key of another program (a blog's `layout`) is only noted, a misspelt one warned of."""
        import difflib

        nearest = difflib.get_close_matches(key.value, KEYS, n=1)
        if nearest:
            message = f"unknown key `{key.value}`; did you mean `{nearest[0]}`?"
            self.report(self.span(key), message, severity="warning")
        else:
            message = f"unknown key `{key.value}` is ignored; known are {', '.join(KEYS)}"
            self.report(self.span(key), message, severity="note")

    def wrong(self, key: str, expected: str, node: _Node) -> None:
        message = f"`{key}` takes {expected}, but this is {_describe(node)}"
        self.report(self.span(node), message, hint=f"for example {_EXAMPLES[key]}")

    def report(
        self, span: Span, message: str, *, severity: Severity = "error", hint: str | None = None
    ) -> None:
        notes = () if hint is None else (hint,)
        location = self.index.location(span)
        self.problems.append(Diagnostic(location, _CODE, severity, message, notes=notes))


def one_by_one(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """One entry for each of the names that a key lists; `x_{1,2}` is one name."""
    return tuple(
        replace(entry, name=name.strip())
        for entry in entries
        for name in _BETWEEN_NAMES.split(entry.name)
        if name.strip()
    )


def _is_empty(node: _Node) -> bool:
    return node.id == "scalar" and not node.value


def _describe(node: _Node) -> str:
    if node.id == "sequence":
        return "a list"
    if node.id == "mapping":
        return "a mapping"
    return f"the text `{node.value}`" if node.value else "empty"
