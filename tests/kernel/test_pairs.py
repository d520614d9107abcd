"""Every labelled pair is decided as labelled; a wrong verdict would be a failure of the kernel.

`equality_pairs.json` guided the making of the kernel. The other sets were written before the kernel
saw any of them; docs/kernel.md says how many it decided at first sight. A pair marked `definedness`
is false only because one side is undefined somewhere; for it anything but an unconditional `Proved`
is right. A pair marked `open` is true and not proved.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.expressions import read, read_domains, read_hypotheses
from verifier.kernel.decide import decide
from verifier.values import Proved, Refuted, Unknown

DATA = Path(__file__).parent.parent / "data"


def rows() -> list[Any]:
    found = []
    for kind in ("", "_unseen", "_second", "_third", "_fourth"):
        name = f"equality_pairs{kind}.json"
        pairs = json.loads((DATA / name).read_text(encoding="utf-8"))
        found += [pytest.param(pair, id=pair["name"]) for pair in pairs]
    return found


@pytest.mark.parametrize("pair", rows())
def test_pair_is_decided_as_labelled(pair: dict[str, Any]) -> None:
    verdict = decide(
        read(pair["left"]),
        read(pair["right"]),
        read_domains(pair["domains"]),
        read_hypotheses(pair.get("hypotheses", [])),
    )
    if pair.get("open"):
        assert isinstance(verdict, Unknown), "it is decided: take the mark away"
    elif pair.get("definedness"):
        assert not (isinstance(verdict, Proved) and not verdict.conditions)
    elif pair["equal"]:
        assert isinstance(verdict, Proved), verdict
        assert verdict.conditions == ()
    else:
        assert isinstance(verdict, Refuted), verdict


def test_the_data_is_what_it_says() -> None:
    pairs = json.loads((DATA / "equality_pairs.json").read_text(encoding="utf-8"))
    assert len(pairs) == 186
    assert sum(pair["equal"] for pair in pairs) == 90
    assert sum(pair.get("definedness", False) for pair in pairs) == 9
