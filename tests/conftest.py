"""What every test shares."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "viewport(width, height): the size, in CSS pixels, of this test's page")
    config.addinivalue_line(
        "markers", "expects_console(*patterns): console messages of this test's page that are meant to appear"
    )
