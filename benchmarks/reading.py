"""How fast formulas of real articles are read, how many of them, and how many rightly.

    PYTHONPATH=. python benchmarks/reading.py [--corpus FILE] [--rounds 3]

The corpus is a file of JSON lines with `tex`, the formulas of nineteen public sources; each is
read alone, as it stands, with the macros of its source. A formula counts as read when nothing in it
is left unread. Whether it is read *rightly* only data checked by hand can tell:
`formulas_read.json` is a sample of the corpus, and `formulas_fresh.json` holds formulas of other
sources with what became of each at first sight, before anything was mended. Processor time of one
process, the best of the rounds.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.notation.test_real_formulas import DATA, FILES, outcome
from verifier.notation.read_latex import read_latex

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus" / "formulas.jsonl"
BAR = 1000


def texts(path: Path) -> list[str]:
    """The formulas of the corpus, each behind the macros of its source."""
    macros: dict[str, str] = DATA[0]["macros"]
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines if line.strip()]
    return [f"{macros.get(item['repo'], '')}\n{item['tex']}" for item in found]


def seconds(formulas: list[str]) -> float:
    start = time.process_time()
    for text in formulas:
        read_latex(text)
    return time.process_time() - start


def corpus(path: Path, rounds: int) -> str:
    """Speed and share read; why the others are not, the most frequent reason first."""
    formulas = texts(path)
    best = min(seconds(formulas) for _ in range(rounds))
    readings = [read_latex(text) for text in formulas]
    unread = [reading for reading in readings if reading.problems]
    why = Counter(reading.problems[0].message for reading in unread)
    share = 100 * (len(formulas) - len(unread)) / len(formulas)
    rows = [
        f"corpus: {len(formulas) / best:.0f} formulas/s (bar {BAR}), "
        f"{len(formulas) - len(unread)} of {len(formulas)} read ({share:.1f} %)"
    ]
    rows += [f"    {count}  {message}" for message, count in why.most_common(8)]
    return "\n".join(rows)


def checked_by_hand(name: str, data: dict[str, Any]) -> str:
    """How many formulas of known meaning are read rightly, now and at first sight."""
    known = data["macros"]
    entries = [{**e, "macros": known.get(e["source"], "")} for e in data["formulas"]]
    rows = [f"{name}: {_counted(Counter(map(outcome, entries)))} of {len(entries)}"]
    first = Counter(entry["first"] for entry in entries if "first" in entry)
    if first:
        rows.append(f"    at first sight: {_counted(first)}")
    return "\n".join(rows)


def _counted(found: Counter[str]) -> str:
    return ", ".join(f"{found[kind]} {kind}" for kind in ("right", "unreadable", "misread"))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpus", type=Path, default=CORPUS)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    if chosen.corpus.is_file():
        print(corpus(chosen.corpus, chosen.rounds))
    else:
        print(f"no corpus in {chosen.corpus}")
    for name, data in zip(FILES, DATA, strict=True):
        print(checked_by_hand(name, data))


if __name__ == "__main__":
    main()
