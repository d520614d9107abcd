"""How much `backproof check` finds in documents that it was not made with.

    PYTHONPATH=. python benchmarks/unseen.py [--half 1|2|…|7] [--totals]

`benchmarks/documents/` holds documents with a slip (`wrong/`, each with a JSON file that names
the source, the lines and whether it was printed there, adapted or planted), the same without it
(`twins/`), and right ones (`right/`). The sentences are our own. The first two sets are split in
halves at random: 1 and 3 may be studied, of 2 and 4 only the totals are looked at, so that their
figures stay those of unseen documents. Part 5 is right documents alone, dense with formulas; it
may be studied. Parts 6 and 7 are a third set, dense as well, mostly of slips that were reported:
part 6 may be studied, of part 7 the totals alone are looked at.

A wrong document is *found* when an error is reported on its lines and none in its twin. A false
alarm is an error anywhere else.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from verifier import library
from verifier.articles.check import check_article
from verifier.values import Diagnostic

DOCUMENTS = Path(__file__).parent / "documents"
SUFFIXES = (".md", ".tex", ".ipynb")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the check said of one document: on the lines that are wrong, and elsewhere."""

    path: Path
    hits: tuple[Diagnostic, ...]
    alarms: tuple[Diagnostic, ...]


def outcome_of(path: Path) -> Outcome:
    """The errors in a document; those of a wrong one are hits where they stand on its lines."""
    report = check_article(library.load(str(path), strict=False))
    errors = tuple(item for item in report.diagnostics if item.severity == "error")
    label = path.with_suffix(".json")
    if not label.exists():
        return Outcome(path, (), errors)
    said = json.loads(label.read_text(encoding="utf-8"))
    cell = said["cell"] + 1 if "cell" in said else None
    hits = tuple(item for item in errors if _is_on(item, said["lines"], cell))
    return Outcome(path, hits, tuple(item for item in errors if item not in hits))


def _is_on(item: Diagnostic, lines: list[int], cell: int | None) -> bool:
    place = item.location
    if cell is not None and place.cell != cell:
        return False
    return any(place.line <= line <= place.end_line for line in lines)


def documents(folder: str, names: frozenset[str]) -> Iterator[Path]:
    """The documents of a folder that are named."""
    for path in sorted((DOCUMENTS / folder).iterdir()):
        if path.suffix in SUFFIXES and {path.name, path.stem} & names:
            yield path


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--half", choices=tuple("1234567"), help="one half only")
    parser.add_argument("--totals", action="store_true", help="nothing about single documents")
    choice = parser.parse_args()
    halves = json.loads((DOCUMENTS / "halves.json").read_text(encoding="utf-8"))
    for half in (choice.half,) if choice.half else tuple(halves):
        names = frozenset(halves[half])
        wrong, twins, right = (
            [outcome_of(path) for path in documents(folder, names)]
            for folder in ("wrong", "twins", "right")
        )
        quiet = {item.path.stem for item in twins if not item.alarms}
        found = [item for item in wrong if item.hits and item.path.stem in quiet]
        if not choice.totals:
            for item in wrong:
                print("found " if item in found else "missed", item.path.name)
        alarmed = [item for item in (*wrong, *twins, *right) if item.alarms]
        if not choice.totals:
            for item in alarmed:
                print("alarm ", item.path.parent.name, item.path.name)
        off = sum(item in alarmed for item in wrong)
        rest = f"{len(alarmed) - off} of {len(twins) + len(right)} right ones"
        print(
            f"half {half}: found {len(found)} of {len(wrong)} wrong documents; errors in {rest},"
            f" off the lines in {off} of {len(wrong)}"
        )


if __name__ == "__main__":
    main()
