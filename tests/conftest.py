"""Settings of all the tests: generated examples are the same on every run of `make test`.

A counterexample that turns up at random belongs in `make fuzz`, not in somebody else's change.
"""

from __future__ import annotations

import gc

from hypothesis import settings

from verifier.start import UNCOLLECTED

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

# As the command does: looking for cycles at every 700th new object finds none and takes its time.
gc.set_threshold(UNCOLLECTED, 50, 100)
