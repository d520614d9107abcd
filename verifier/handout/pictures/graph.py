"""The computational graph: values flow to the right, gradients back to the left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.handout.language import Language
from verifier.handout.pictures.layers import Layout, laid_out
from verifier.handout.pictures.picture import Picture
from verifier.handout.pictures.svg import Point, arrow_head, curve, label, note, picture, shape
from verifier.handout.sample_point import SamplePoint
from verifier.handout.setting import symbol_of
from verifier.meaning.context import Context
from verifier.notation.mathml_element import Element
from verifier.notation.tree import Derivative, Node, Superscript, Symbol
from verifier.notation.write_text import write_line
from verifier.records import dataclass

COLUMN, ROW = 222.0, 104.0
BOX_WIDTH, BOX_HEIGHT = 104.0, 48.0
MARGIN = 14.0
APART = 4.0


@dataclass(frozen=True, slots=True)
class Quantity:
    """A node: its name, how it is written, and, where they can be worked out, its numbers."""

    name: str
    text: str
    value: str
    gradient: str


@dataclass(frozen=True, slots=True)
class Flow:
    """An edge from what a quantity is made of to the quantity, with the local derivative."""

    before: str
    after: str
    text: str


def graph_of(start: str, context: Context, language: Language) -> Picture:
    """The graph of everything that a symbol is computed from."""
    needed = context.ancestry(start)
    order = (*context.domains, *context.families, *context.definitions, *sorted(needed))
    names = [name for name in dict.fromkeys(order) if name in needed]
    numbers = _Numbers(start, SamplePoint(context))
    quantities = [numbers.quantity(name) for name in names]
    flows = [
        numbers.flow(part, name) for name in names for part in context.parts(name) if part in needed
    ]
    layout = laid_out(names, [(flow.before, flow.after) for flow in flows])
    return _drawn(start, quantities, flows, layout, language)


@dataclass(frozen=True, slots=True)
class _Numbers:
    start: str
    point: SamplePoint

    def quantity(self, name: str) -> Quantity:
        node = node_of(name)
        text = write_line(node)
        value = self.number(node)
        gradient = write_line(_by(node_of(self.start), node))
        found = "1" if name == self.start else self.number(_by(node_of(self.start), node))
        return Quantity(
            name, text, f"= {value}" if value else "", f"{gradient} = {found}" if found else ""
        )

    def flow(self, before: str, after: str) -> Flow:
        local = _by(node_of(after), node_of(before))
        found = self.number(local)
        return Flow(before, after, f"{write_line(local)} = {found}" if found else "")

    def number(self, node: Node) -> str:
        found = self.point.evaluated(node)
        return "" if found is None else short(found.number)


def node_of(name: str) -> Node:
    """The formula of a name; a family has the index i."""
    if name.endswith("[]"):
        return Superscript(symbol_of(name[:-2]), Symbol("i"), "(")
    return symbol_of(name)


def _by(body: Node, variable: Node) -> Node:
    return Derivative("\\partial", body, ((variable, 1),))


def short(value: float) -> str:
    """A number with three digits, as it is printed."""
    return f"{value:.3g}".replace("-", "−")


# Drawing ------------------------------------------------------------------------------------


def _drawn(
    start: str,
    quantities: Sequence[Quantity],
    flows: Sequence[Flow],
    layout: Layout,
    language: Language,
) -> Picture:
    sheet = _Sheet(layout)
    parts: list[Element] = []
    for flow in flows:
        parts += sheet.flow(flow)
    for quantity in quantities:
        parts += sheet.box(quantity)
    for flow in flows:
        parts += sheet.note(flow)
    named = next(quantity.text for quantity in quantities if quantity.name == start)
    title = language.say("How {name} is computed, and how its gradients flow back", name=named)
    return picture(
        "graph-" + "".join(letter for letter in start if letter.isalnum()),
        title,
        " ".join(_described(quantities, flows, language)),
        sheet.size,
        parts,
    )


def _described(
    quantities: Sequence[Quantity], flows: Sequence[Flow], language: Language
) -> Iterator[str]:
    texts = {quantity.name: quantity.text for quantity in quantities}
    for quantity in quantities:
        into = [texts[flow.before] for flow in flows if flow.after == quantity.name]
        said = f"{quantity.text} {quantity.value}".strip()
        if into:
            said = language.say("{said}, from {parts}", said=said, parts=", ".join(into))
        yield f"{said}; {quantity.gradient}." if quantity.gradient else f"{said}."


@dataclass(frozen=True, slots=True)
class _Sheet:
    layout: Layout

    @property
    def size(self) -> Point:
        width = (self.layout.layers - 1) * COLUMN + BOX_WIDTH + 2 * MARGIN
        height = (self.layout.rows - 1) * ROW + BOX_HEIGHT + 20 + 2 * MARGIN
        return width, height

    def at(self, place: tuple[int, float]) -> Point:
        """The middle of a box."""
        column, row = place
        middle = MARGIN + BOX_HEIGHT / 2 + (self.layout.rows - 1) * ROW / 2
        return MARGIN + BOX_WIDTH / 2 + column * COLUMN, middle + row * ROW

    def box(self, quantity: Quantity) -> Iterator[Element]:
        x, y = self.at(self.layout.places[quantity.name])
        yield shape(
            "rect",
            "box",
            x=x - BOX_WIDTH / 2,
            y=y - BOX_HEIGHT / 2,
            width=BOX_WIDTH,
            height=BOX_HEIGHT,
            rx=8,
            fill="#f4f4ef",
            stroke="#5b6068",
        )
        yield label("ink", (x, y - 4 if quantity.value else y + 6), quantity.text, 18, slant=True)
        if quantity.value:
            yield label("value", (x, y + 16), quantity.value, 14)
        if quantity.gradient:
            yield label("gradient", (x, y + BOX_HEIGHT / 2 + 16), quantity.gradient, 13)

    def flow(self, flow: Flow) -> Iterator[Element]:
        """Forward above, back below."""
        edge = (flow.before, flow.after)
        start, end = (self.at(self.layout.places[name]) for name in edge)
        middle = [self.at(place) for place in self.layout.bends[edge]]
        way = [(start[0] + BOX_WIDTH / 2, start[1]), *middle, (end[0] - BOX_WIDTH / 2, end[1])]
        fan = (start[1] - end[1]) / ROW * 9
        way[-1] = (way[-1][0], way[-1][1] + max(-16.0, min(16.0, fan)))
        above = [(x, y - APART) for x, y in way]
        below = [(x, y + APART) for x, y in way]
        yield curve("forward", above)
        yield arrow_head("value", above[-1], (above[-1][0] - 10, above[-1][1]))
        yield curve("backward", below, dashes="5 4")
        yield arrow_head("gradient", below[0], (below[0][0] + 10, below[0][1]))

    def note(self, flow: Flow) -> Iterator[Element]:
        """The local derivative, in the middle of the first stretch of the edge."""
        edge = (flow.before, flow.after)
        start, end = (self.at(self.layout.places[name]) for name in edge)
        (u, v) = self.at(self.layout.bends[edge][0]) if self.layout.bends[edge] else end
        left, right = start[0] + BOX_WIDTH / 2, u - BOX_WIDTH / 2
        if flow.text:
            yield from note(((left + right) / 2, (start[1] + v) / 2), flow.text)
