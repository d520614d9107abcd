"""What `backproof check` finds of the errata of the article it was first made for.

    PYTHONPATH=. python benchmarks/article.py [--folder FOLDER]

The folder holds `article.md`, `errata.json` with the errata and `errata.md` with the table
"Confirmed right". For each erratum that is false as printed it says whether an error is
reported at its line, or at the line of the erratum that it is carried on from, and whether the
correction equals that of the list; then every error on a line that is confirmed right.
Exit status 1 when there is such a false alarm.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verifier.articles.article import Article
from verifier.articles.check import Report, check_article
from verifier.articles.followed import proved
from verifier.articles.implied import implied
from verifier.articles.read_article import read_article
from verifier.meaning.errors import MeaningError
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Hole, Node
from verifier.tensors.claims import judge_matrices
from verifier.values import Diagnostic, Proved

FOLDER = Path(__file__).parent.parent.parent / "shared" / "article"
MATRICES = tuple(f"S{number}" for number in range(1, 9))
FALSE = (
    *MATRICES,
    "S9",
    "S11",
    "S12",
    "S14",
    "S15",
    "S16",
    *(f"S{number}" for number in range(19, 32)),
)
CARRIED = {"S21": "S20", "S22": "S20", "S28": "S26", "S31": "S30"}
CONVENTIONS = ("S10", "S13", "S17", "S18", "S32", "S33", "S34", "S35")
FORMULA = re.compile(r"\| *([\d,]+) *\|")


@dataclass(frozen=True, slots=True)
class Erratum:
    """One erratum of the list."""

    label: str
    lines: tuple[int, ...]
    correct: str


def errata(folder: Path) -> Iterator[Erratum]:
    rows: list[dict[str, Any]] = json.loads((folder / "errata.json").read_text())["errata"]
    for row in rows:
        yield Erratum(row["id"], tuple(row["lines"]), row["correct"])


def confirmed_right(folder: Path) -> set[int]:
    """The lines of the table of formulas that are right."""
    table = (folder / "errata.md").read_text().partition("## Confirmed right")[2]
    found = (FORMULA.match(line) for line in table.splitlines())
    return {int(line) for row in found if row for line in row.group(1).split(",")}


def last_side(latex: str) -> Node | None:
    """The formula that a correction comes to: the last side of a chain."""
    reading = read_latex(latex)
    sides = [side for statement in reading.statements for side in statement.sides]
    return None if not sides or isinstance(sides[-1], Hole) else sides[-1]


def same(suggestion: str, correct: str, article: Article, of_matrices: bool) -> bool:
    """Whether the kernel proves that two formulas are equal with what the article implies."""
    sides = last_side(suggestion), last_side(correct)
    if sides[0] is None or sides[1] is None:
        return False
    if of_matrices:
        try:
            return isinstance(judge_matrices(sides[0], sides[1], article.given).verdict, Proved)
        except MeaningError:
            return False
    context = implied(article.context, article.bare, article.lines)
    return proved(sides[0], sides[1], context, article.context) is not None


def errors(report: Report) -> list[Diagnostic]:
    return [item for item in report.diagnostics if item.severity == "error"]


def repairs(
    item: Erratum, listed: dict[str, Erratum], found: list[Diagnostic], article: Article
) -> str:
    """Whether a correction is that of the list.

    Where the list corrects several slips of a line one by one, the formula with all of them
    corrected stands with one of them.
    """
    suggestions = [error.suggestion for error in found if error.suggestion_proved]
    if not suggestions:
        return "no correction"
    expected = [other.correct for other in listed.values() if other.lines == item.lines]
    of_matrices = item.label in MATRICES
    right = any(
        same(suggestion, correct, article, of_matrices)
        for suggestion in suggestions
        if suggestion
        for correct in (item.correct, *expected)
    )
    return "correction right" if right else "another correction"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=FOLDER)
    folder: Path = parser.parse_args().folder
    if not (folder / "errata.json").exists():
        print(f"skipped: no errata.json in {folder}")
        return 0
    article = read_article((folder / "article.md").read_text(), str(folder / "article.md"))
    found = errors(check_article(article))
    listed = {item.label: item for item in errata(folder)}
    at = {label: [e for e in found if e.location.line in listed[label].lines] for label in listed}
    hits = corrected = 0
    for label in FALSE:
        origin = CARRIED.get(label)
        carried = not at[label] and origin is not None and at[origin]
        word = "found" if at[label] else f"carried from {origin}" if carried else "missed"
        repair = repairs(listed[label], listed, at[label], article) if at[label] else ""
        hits += word != "missed"
        corrected += repair == "correction right"
        codes = ", ".join(dict.fromkeys(error.code for error in at[label]))
        print(f"{label:4s} line {listed[label].lines[0]:4d}  {word:17s} {repair:18s} {codes}")
    right = confirmed_right(folder)
    alarms = [error for error in found if error.location.line in right - wrong_lines(listed)]
    alarms += [e for label in CONVENTIONS for e in at[label] if is_off(e, listed)]
    for error in alarms:
        print(f"false alarm at line {error.location.line}: {error.code}: {error.message}")
    print(
        f"{hits} of {len(FALSE)} found, {corrected} corrected as in the list, "
        f"{len(alarms)} false alarms"
    )
    return 1 if alarms else 0


def wrong_lines(listed: dict[str, Erratum]) -> set[int]:
    """The lines where an error is expected."""
    return {line for label in FALSE for line in listed[label].lines}


def is_off(error: Diagnostic, listed: dict[str, Erratum]) -> bool:
    return error.location.line not in wrong_lines(listed)


if __name__ == "__main__":
    raise SystemExit(main())
