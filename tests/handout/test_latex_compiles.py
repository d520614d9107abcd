"""The LaTeX handout compiles without a warning, under pdfLaTeX and XeLaTeX."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.handout.samples import FALSE, OPEN, article, formula, misprint, one_route, proof, step
from tests.handout.test_formats import hostile
from verifier.handout.document import document_of
from verifier.handout.write import written

_COMPLAINT = re.compile(
    r"^(?:!.*|.*(?:LaTeX|Package|Class) .*[Ww]arning.*|(?:Over|Under)full.*|Missing character.*)",
    re.MULTILINE,
)
WIDE = " + ".join(rf"\frac{{a_{{{n}}}}}{{b_{{{n}}}}}" for n in range(1, 25))
BRACKET = rf"\left( {WIDE} \right) \cdot x"


def sample() -> str:
    """Everything that is hard to set: wide formulas, wide left sides, text of strangers."""
    text, wild = hostile()
    proofs = [
        proof("w"),
        proof("b"),
        wild,
        one_route(
            step(WIDE, ("long words " * 12,)),
            step(BRACKET, ("factor out ", formula("x")), FALSE),
            step("x", verdict=OPEN, left=BRACKET),
            step("1", misprints=(replace(misprint(), printed=formula(WIDE)),)),
            step("1", ("Greek σ, Ω, a sum ∑, é, 中文, e⁻ᶻ, ℝ, ✓",)),
        ),
        one_route(
            step(r"\text{变量} + \begin{cases} 1 & a > 0 \\ 2 & \text{otherwise} \end{cases}")
        ),
        one_route(step(r"\operatorname{softmax} z + \sqrt{x} + |x| + \hat{y} + f'(x)")),
    ]
    return written(document_of(article(text), proofs), "latex")


@pytest.mark.parametrize("engine", ["pdflatex", "xelatex"])
def test_it_compiles_without_a_warning(engine: str, tmp_path: Path) -> None:
    if shutil.which(engine) is None:
        pytest.skip(f"{engine} is not installed")
    (tmp_path / "handout.tex").write_text(sample(), encoding="utf-8")
    command = [engine, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape"]
    for _ in range(3):
        run = subprocess.run(
            [*command, "handout.tex"], cwd=tmp_path, capture_output=True, timeout=120, check=False
        )
    log = (tmp_path / "handout.log").read_text(encoding="utf-8", errors="replace")
    complaints = [found.group() for found in _COMPLAINT.finditer(log)]
    assert complaints == []
    assert run.returncode == 0
    assert (tmp_path / "handout.pdf").stat().st_size > 10_000
