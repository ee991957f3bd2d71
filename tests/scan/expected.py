"""The kinds of fault that are still there, with the number of states that had each when everything was last read.

A kind leaves this list when it is mended, and none is added: what is not listed fails the tests on sight.
`make test-deep` fails when a number has grown or a kind is gone.
"""

from __future__ import annotations

EXPECTED: dict[str, int] = {}
