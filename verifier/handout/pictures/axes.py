"""Axes of a plot: a range, ticks at round numbers, and where a value lies on the sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor, isfinite, log10

from verifier.handout.pictures.svg import Point, label, line
from verifier.notation.mathml_element import Element
from verifier.records import dataclass

_STEPS = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Panel:
    """A rectangle of the sheet with the ranges of its two axes."""

    left: float
    top: float
    width: float
    height: float
    across: tuple[float, float]
    up: tuple[float, float]

    def at(self, x: float, y: float) -> Point:
        """Where a point lies; a value outside of the range lies on the edge."""
        low, high = self.up
        y = min(max(y, low), high)
        return (
            self.left + (x - self.across[0]) / (self.across[1] - self.across[0]) * self.width,
            self.top + (high - y) / (high - low) * self.height,
        )

    def frame(self, across_ticks: bool = True) -> Iterator[Element]:
        """Grid lines with their numbers, and the two axes."""
        bottom = self.top + self.height
        for tick in ticks(*self.across):
            x = self.at(tick, self.up[0])[0]
            yield line("grid", [(x, self.top), (x, bottom)], 0.8)
            if across_ticks:
                yield label("aside", (x, bottom + 16), written(tick), 12)
        for tick in ticks(*self.up):
            y = self.at(self.across[0], tick)[1]
            yield line("grid", [(self.left, y), (self.left + self.width, y)], 0.8)
            yield label("aside", (self.left - 7, y + 4), written(tick), 12, "end")
        yield line("axis", [(self.left, self.top), (self.left, bottom)], 1)
        yield line("axis", [(self.left, bottom), (self.left + self.width, bottom)], 1)

    def runs(self, points: Sequence[tuple[float, float]]) -> Iterator[list[Point]]:
        """The points in runs that stay in the panel, for a line that leaves it and comes back."""
        run: list[Point] = []
        for x, y in points:
            if isfinite(y) and self.up[0] <= y <= self.up[1]:
                run.append(self.at(x, y))
                continue
            if len(run) > 1:
                yield run
            run = []
        if len(run) > 1:
            yield run


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers in a range, at most `most` and a few."""
    rough = (high - low) / most
    scale = 10.0 ** floor(log10(rough))
    step = next(scale * part for part in _STEPS if scale * part >= rough * 0.999)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [count * step for count in range(first, last + 1)]


def written(value: float) -> str:
    """A number at an axis."""
    return f"{value:.4g}".replace("-", "−") if abs(value) > 1e-12 else "0"


def range_of_values(values: Sequence[float]) -> tuple[float, float]:
    """A range that shows most of the values, with some air; far-off ones are left outside."""
    finite = sorted(value for value in values if isfinite(value))
    if not finite:
        return -1.0, 1.0
    cut = len(finite) // 20
    low, high = finite[cut], finite[-1 - cut]
    if finite[-1] - finite[0] < 3 * (high - low):
        low, high = finite[0], finite[-1]
    air = (high - low) * 0.08 or max(abs(high), 1.0) * 0.5
    return low - air, high + air
