"""Which handout of an article is made: what for, in which language, on which paper."""

from __future__ import annotations

from verifier.handout.language import ENGLISH, Language
from verifier.records import dataclass

KINDS = ("handout", "sheet", "exercise", "solutions")
PAPERS = ("a4", "letter")


@dataclass(frozen=True, slots=True)
class Edition:
    """`sheet`: the results on one page. `exercise`: some steps are blank, chosen by the seed.

    `solutions` is the handout that belongs to an exercise, the steps that were blank marked.
    """

    kind: str = "handout"
    language: Language = ENGLISH
    paper: str = "a4"
    seed: int = 0

    @property
    def suffix(self) -> str:
        """What stands between the name of the article and the format: `.exercise.zh`."""
        kind = "" if self.kind == "handout" else f".{self.kind}"
        return kind if self.language.code == "en" else f"{kind}.{self.language.code}"
