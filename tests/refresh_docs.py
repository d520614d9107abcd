"""Writes anew what the documents show: `python -m tests.refresh_docs`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.documents import DOCUMENTS, ROOT, PlayError, played
from verifier.handout.rule_reference import rules_as_markdown

RULES = ROOT / "docs" / "rules.md"


def refresh() -> int:
    """Rewrites every document that is not up to date; the exit status."""
    status = 0
    for path in DOCUMENTS:
        old = path.read_text(encoding="utf-8")
        try:
            new = rules_as_markdown() if path == RULES else _played(old)
        except PlayError as problem:
            sys.stderr.write(f"{path.relative_to(ROOT)}: {problem}\n")
            status = 1
            continue
        if new != old:
            path.write_text(new, encoding="utf-8")
            sys.stdout.write(f"{path.relative_to(ROOT)}: written\n")
    return status


def _played(text: str) -> str:
    with tempfile.TemporaryDirectory() as directory:
        return played(text, Path(directory))


if __name__ == "__main__":
    sys.exit(refresh())
