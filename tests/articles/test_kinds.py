"""The list of findings holds every code that the program writes, and the documents explain it."""

from __future__ import annotations

import re
from pathlib import Path

from verifier.articles.findings import MESSAGES
from verifier.articles.kinds import KINDS
from verifier.rules.table import RULES

ROOT = Path(__file__).parents[2]
# A code stands where a finding is made: as an argument, or where one is chosen.
_CODE = re.compile(
    r'(?:Defect|Remark|Diagnostic|diagnostic|_slip|Slip)\(\s*(?:[\w.]+,\s*)?"([a-z]+(?:-[a-z]+)*)"'
    r'|\bcode = "([a-z-]+)"|else "([a-z]+-[a-z]+)"|UNREAD = "([a-z-]+)"'
)


def written() -> set[str]:
    sources = (ROOT / "verifier").rglob("*.py")
    found = (_CODE.findall(path.read_text(encoding="utf-8")) for path in sources)
    return {code for groups in found for group in groups for code in group if code}


def test_every_code_that_is_written_is_in_the_list() -> None:
    codes = {code for code in written() if code in MESSAGES or "-" in code} - set(RULES)
    assert {"outside-domain", "needs-assumption", "unreadable-file", "not-equal"} <= codes
    assert set(MESSAGES) <= set(KINDS)
    assert codes <= set(KINDS)


def test_the_documents_explain_every_code() -> None:
    text = (ROOT / "docs" / "verdicts.md").read_text(encoding="utf-8")
    section = text[text.index("## Findings") : text.index("## Corrections")]
    assert [code for code in KINDS if f"`{code}`" not in section] == []


def test_a_code_is_no_name_of_a_rule() -> None:
    assert not set(KINDS) & set(RULES)
