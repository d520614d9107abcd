"""Settings of all the tests: generated examples are the same on every run of `make test`.

A counterexample that turns up at random belongs in `make fuzz`, not in somebody else's change.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
