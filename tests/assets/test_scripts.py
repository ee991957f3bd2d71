"""The functions of the scripts, without a browser: node runs them, the one that comes with Playwright."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.test.mjs"))


def run(file: Path) -> subprocess.CompletedProcess[str]:
    node, _ = compute_driver_executable()
    return subprocess.run([node, "--test-reporter=tap", file], capture_output=True, text=True)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_script_does_what_its_tests_say(file: Path) -> None:
    ran = run(file)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    counted = {word: int(number) for word, number in re.findall(r"^# (\w+) (\d+)$", ran.stdout, re.MULTILINE)}
    assert counted["tests"] == counted["pass"] > 2, "nothing is skipped"


def test_a_fault_in_a_script_is_seen(tmp_path: Path) -> None:
    """Planted: a file of tests that fails, and one that does not begin."""
    failing = tmp_path / "failing.test.mjs"
    failing.write_text('import { test } from "node:test";\ntest("fails", () => { throw new Error("planted"); });\n')
    assert "planted" in run(failing).stdout
    assert run(failing).returncode != 0
    failing.write_text('import "./nowhere.mjs";\n')
    assert run(failing).returncode != 0
