"""The six functions of scipy.special that the site's statistics need, without the package around them.

`import scipy.special` reads all of NumPy with it, its tests and what compiles Fortran too, for arrays of others: 16 MB
in every worker, and half a second of its start. The functions are in compiled modules that need none of this.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from types import ModuleType
from typing import Any

PACKAGE = "scipy.special"
NAMES = ("betainc", "betaincinv", "gammaincinv", "ndtr", "ndtri", "stdtrit")


def _functions() -> ModuleType:
    """The compiled module, read below a stand-in for its package, which is taken away again."""
    found = importlib.util.find_spec("scipy")
    if PACKAGE in sys.modules or found is None or not found.submodule_search_locations:
        return importlib.import_module(PACKAGE)
    package = ModuleType(PACKAGE)
    package.__path__ = [f"{place}/special" for place in found.submodule_search_locations]
    sys.modules[PACKAGE] = package
    try:
        read = importlib.import_module(f"{PACKAGE}._ufuncs")
    except ImportError:
        read = ModuleType("another arrangement")
    finally:
        # Whoever imports it after this gets the whole of it, with the same functions.
        del sys.modules[PACKAGE]
    # A version of the library that is arranged in another way is read as a whole.
    return read if all(hasattr(read, name) for name in NAMES) else importlib.import_module(PACKAGE)


_of: Any = _functions()
betainc, betaincinv, gammaincinv = _of.betainc, _of.betaincinv, _of.gammaincinv
ndtr, ndtri, stdtrit = _of.ndtr, _of.ndtri, _of.stdtrit
