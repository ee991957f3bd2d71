"""The kinds of fault that are still there, with the number of states of each day's sample that had it when last listed.

A kind leaves this list when it is mended, and none is added: what is not listed fails the tests on sight, and so does a
number that has grown. `python -m tests.scan --expected` writes the list anew; `make test-deep` fails when a kind on it
is gone.
"""

from __future__ import annotations

EXPECTED: dict[str, int] = {}
