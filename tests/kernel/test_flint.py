"""The five types of python-flint are loaded alone, and nothing is missing afterwards."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

from verifier.kernel.flint import CODE_FLAGS

ROOT = Path(__file__).parents[2]


def test_the_flags_are_those_of_the_standard_library() -> None:
    assert {name: getattr(inspect, name) for name in CODE_FLAGS} == CODE_FLAGS


def test_the_true_module_is_there_for_whoever_asks() -> None:
    code = (
        "import sys, verifier.kernel.flint as parts; assert 'inspect' not in sys.modules\n"
        "import inspect, flint; assert inspect.signature and flint.fmpz is parts.fmpz\n"
        "stand_in = parts._only_flags(); sys.modules['inspect'] = stand_in\n"
        "assert stand_in.CO_GENERATOR == 32 and stand_in.signature.__module__ == 'inspect'\n"
        "assert sys.modules['inspect'] is not stand_in"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
