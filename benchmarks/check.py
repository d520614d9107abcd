"""How fast articles are read and checked, and that a longer one costs no more per formula.

    PYTHONPATH=. python benchmarks/check.py [--rounds 3] [--formulas 1000]

The articles of the library without matrices, one after the other and again, until there are as many
formulas as asked for; then twice and four times as many. Processor time of one process, the best of
the rounds; garbage is collected as the command collects it. A ratio is the time of a length to
that of half the length: 2 where the cost grows with the length, 4 where with its square.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Iterator
from itertools import cycle

from verifier import library
from verifier.articles.check import check_article
from verifier.articles.read_article import read_article
from verifier.records import dataclass
from verifier.start import UNCOLLECTED

BARS = {"read": 1000, "checked": 200}


@dataclass(frozen=True, slots=True)
class Measured:
    """One article: its formulas and claims, and the seconds to read and to check it."""

    formulas: int
    claims: int
    read: float
    checked: float


def texts() -> Iterator[tuple[str, int]]:
    """The articles without matrices for ever, without front matter, with their formulas."""
    articles = [library.load(name) for name in library.names()]
    bodies = [
        (article.text.split("---\n", 2)[2], article.formulas)
        for article in articles
        if article.matrices is None
    ]
    return cycle(bodies)


def article_of(formulas: int) -> str:
    """A text with at least so many formulas."""
    parts, count = [], 0
    for text, found in texts():
        if count >= formulas:
            break
        parts.append(text)
        count += found
    return "\n\n".join(parts)


def measured(text: str) -> Measured:
    start = time.process_time()
    article = read_article(text, "long.md")
    middle = time.process_time()
    report = check_article(article)
    end = time.process_time()
    return Measured(article.formulas, len(report.claims), middle - start, end - middle)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--formulas", type=int, default=1000)
    chosen = options.parse_args()
    gc.set_threshold(UNCOLLECTED, 50, 100)
    print("formulas   read/s  (bar)  ratio   claims   checked/s  (bar)  ratio")
    before: Measured | None = None
    for size in (chosen.formulas, 2 * chosen.formulas, 4 * chosen.formulas):
        text = article_of(size)
        rounds = [measured(text) for _ in range(chosen.rounds)]
        found = Measured(
            rounds[0].formulas,
            rounds[0].claims,
            min(item.read for item in rounds),
            min(item.checked for item in rounds),
        )
        ratios = ["", ""]
        if before is not None:
            ratios = [
                f"{found.read / before.read:.2f}",
                f"{found.checked / before.checked:.2f}",
            ]
        print(
            f"{found.formulas:8d} {found.formulas / found.read:8.0f} {BARS['read']:6d} "
            f"{ratios[0]:>6s} {found.claims:8d} {found.claims / found.checked:11.0f} "
            f"{BARS['checked']:6d} {ratios[1]:>6s}"
        )
        before = found


if __name__ == "__main__":
    main()
