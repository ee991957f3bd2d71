"""The six functions of scipy.special that are read without their package: they are scipy's own, and nothing else is."""

from __future__ import annotations

import subprocess
import sys

from data.settings import ROOT
from data.statistics.special import NAMES


def test_the_functions_are_those_of_scipy_and_its_package_is_not_read() -> None:
    """In a process of its own: in this one a library may have read the package already."""
    program = (
        "import sys; from data.statistics import special; assert 'numpy.testing' not in sys.modules; "
        "assert 'scipy.special' not in sys.modules; import scipy.special as whole; "
        f"assert all(getattr(special, name) is getattr(whole, name) for name in {NAMES}); print(special.ndtri(0.975))"
    )
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    assert abs(float(said.stdout) - 1.959963984540054) < 1e-12
