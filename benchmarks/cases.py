"""How much `backproof check` finds in labelled documents, and how often it alarms falsely.

    PYTHONPATH=. python benchmarks/cases.py [--cases FOLDER] [NAME ...]

The folder holds `wrong/` and `right/`: Markdown documents, each with a JSON file of the same name
that says which lines are wrong (`wrong_lines`, `also_acceptable_lines`), what would be right there
(`correction`) and which right document is the same with the correction (`twin`). A wrong document
is *found* when an error is reported on one of its wrong lines and none in its twin. An error
anywhere else is a false alarm. A *repair* is a correction that the kernel proved; whether"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from verifier.articles.check import Report, check_article
from verifier.articles.read_article import read_article
from verifier.values import Diagnostic, Proved, Refuted

CASES = Path(__file__).parent.parent.parent / "shared" / "cases"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the check of one document came to."""

    name: str
    wrong: bool
    word: str
    repair: str
    decided: int
    claims: int
    formulas: int
    unreadable: int

    @property
    def alarm(self) -> bool:
        return self.word.startswith("false alarm")

    def __str__(self) -> str:
        figures = f"{self.decided}/{self.claims} claims of {self.formulas} formulas"
        unreadable = f", {self.unreadable} without meaning" if self.unreadable else ""
        return f"{self.word:12s} {self.name:48s} {figures + unreadable:44s} {self.repair}".rstrip()


def checked(path: Path) -> Report:
    return check_article(read_article(path.read_text(encoding="utf-8"), str(path)))


def errors_of(report: Report) -> tuple[Diagnostic, ...]:
    return tuple(item for item in report.diagnostics if item.severity == "error")


def outcome_of(path: Path, twins: Path) -> Outcome:
    """The outcome of a document; one with wrong lines has its twin in the folder `twins`."""
    label = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    report = checked(path)
    errors = errors_of(report)
    lines = {*(label.get("wrong_lines") or ()), *(label.get("also_acceptable_lines") or ())}
    found = [item for item in errors if item.location.line in lines]
    astray = [item for item in errors if item.location.line not in lines]
    word, repair = ("missed" if lines else "quiet"), ""
    if astray:
        places = ", ".join(str(item.location.line) for item in astray)
        word = f"false alarm in line {places}"
    elif found and label.get("twin") and errors_of(checked(twins / label["twin"])):
        word = "twin alarms"
    elif found:
        word, repair = "found", repair_of(path, label, found)
    decided = sum(claim.status != "unknown" for claim in report.claims)
    figures = (decided, len(report.claims), report.formulas, report.unreadable)
    return Outcome(path.stem, bool(lines), word, repair, *figures)


def repair_of(path: Path, label: dict[str, Any], found: list[Diagnostic]) -> str:
    """Whether a proved correction says the same as the labelled one."""
    suggestions = [item.suggestion for item in found if item.suggestion_proved]
    if not suggestions:
        return "no repair"
    twin = (path.parent.parent / label["twin"]).read_text(encoding="utf-8")
    sides = label["correction"].split("=")
    verdicts = [
        report.claims[-1].verdict
        for suggestion in suggestions
        for side in sides
        if suggestion is not None
        for report in [_with_line(path, f"{twin}\n\n$$\n{side} = {suggestion}\n$$\n")]
        if report.claims
    ]
    if any(isinstance(verdict, Proved) for verdict in verdicts):
        return "repair as expected"
    refuted = verdicts and all(isinstance(verdict, Refuted) for verdict in verdicts)
    return "another repair" if refuted else "repair not compared"


def _with_line(path: Path, text: str) -> Report:
    """The report with no claims but those of the last display."""
    last = text.count("\n") - 1
    report = check_article(read_article(text, str(path)))
    return replace(
        report, claims=tuple(item for item in report.claims if item.location.line == last)
    )


def outcomes(folder: Path, names: list[str]) -> Iterator[Outcome]:
    """The outcomes of all documents of both kinds, or of those whose names hold one of `names`."""
    for kind in ("wrong", "right"):
        for path in sorted((folder / kind).glob("*.md")):
            if not names or any(name in path.stem for name in names):
                yield outcome_of(path, folder)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", metavar="NAME", help="part of a document's name")
    options.add_argument("--cases", type=Path, default=CASES)
    chosen = options.parse_args()
    if not chosen.cases.is_dir():
        print(f"no labelled documents in {chosen.cases}")
        return
    everything = []
    for outcome in outcomes(chosen.cases, chosen.names):
        print(outcome, flush=True)
        everything.append(outcome)
    print(summary(everything))


def summary(everything: list[Outcome]) -> str:
    """Recall, false alarms and repairs, and how much of the formulas was decided."""
    wrong = [item for item in everything if item.wrong]
    right = [item for item in everything if not item.wrong]
    found = [item for item in wrong if item.word == "found"]
    repaired = [item for item in found if item.repair == "repair as expected"]
    alarms = [item for item in everything if item.alarm]
    decided, claims = (sum(getattr(item, n) for item in everything) for n in ("decided", "claims"))
    formulas = sum(item.formulas for item in everything)
    unreadable = sum(item.unreadable for item in everything)
    return (
        f"found {len(found)} of {len(wrong)} wrong documents, "
        f"{len(repaired)} with the expected correction proved\n"
        f"false alarms in {len(alarms)} of {len(everything)} documents, "
        f"of these {sum(not item.wrong for item in alarms)} of {len(right)} right ones\n"
        f"{decided} of {claims} claims decided, {formulas} formulas, {unreadable} without meaning"
    )


if __name__ == "__main__":
    main()
