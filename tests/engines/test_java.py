"""Java is the machine's, or Debian's package where the user may install it, or is asked for in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engines import java


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with nothing on its PATH but what a test puts there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    (tmp_path / "env").symlink_to("/usr/bin/env")
    return tmp_path


def script(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


SAYS = "echo 'openjdk version \"17.0.1\"' >&2"


def test_the_machines_java_is_taken(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script(machine / "java", SAYS)
    script(machine / "apt-get", "exit 1")
    assert java.main() == 0
    assert capsys.readouterr().out == 'Java: openjdk version "17.0.1"\n'


def test_java_home_names_one(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script(machine / "own" / "bin" / "java", SAYS)
    monkeypatch.setenv("JAVA_HOME", str(machine / "own"))
    assert java.main() == 0
    assert "17.0.1" in capsys.readouterr().out


def test_debians_package_is_installed_where_the_user_may(machine: Path) -> None:
    script(machine / "packaged", SAYS)
    script(
        machine / "apt-get",
        f'case "$*" in *install*{java.PACKAGE}*) /bin/ln -s {machine}/packaged {machine}/java;; esac',
    )
    assert java.main() == 0


@pytest.mark.parametrize("user", [0, 1000])
def test_where_there_is_none_and_none_can_be_had_it_is_asked_for(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], user: int
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: user)
    script(machine / "apt-get", "echo no such package >&2; exit 100")
    assert java.main() == 2
    assert f"Spark needs Java 17 or 21: install it (Debian: apt-get install {java.PACKAGE})" in capsys.readouterr().err
