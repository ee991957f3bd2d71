"""Settings: the table of the README, and that a wrong value ends the start with one sentence."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from data.settings import ROOT, SERVER, ServerSettings, SettingError, Settings, checked, unknown

ROWS = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
"""Variables of the table, with their defaults as it prints them."""


def test_the_table_has_every_setting_and_no_other_with_its_default() -> None:
    site = {f"EQUITY_{field.name.upper()}": field.default for field in fields(Settings)}
    server = {SERVER[field.name]: field.default for field in fields(ServerSettings)}
    written = {}
    for name, default in {**site, **server}.items():
        assert default is not MISSING
        shown = default.relative_to(ROOT) if isinstance(default, Path) else default
        written[name] = "none" if shown in ("", None) else f"`{shown}`"
    assert written == ROWS


WRONG = [
    ("EQUITY_DATABASE", str(ROOT), "folder"),
    ("EQUITY_MEMORY_LIMIT", "lots", "512MB"),
    ("EQUITY_MEMORY_LIMIT", "0MB", "512MB"),
    ("EQUITY_MEMORY_LIMIT", "512", "unit"),
    ("EQUITY_WORKER_MEMORY", "200", "unit"),
    ("EQUITY_ANSWER_CACHE", "-1", "whole number from 0"),
    ("EQUITY_ANSWER_CACHE", "1e3", "whole number from 0"),
    ("EQUITY_ANSWER_CACHE", "٣", "whole number from 0"),
    ("EQUITY_PRELOAD_SECONDS", "nan", "from 0 to 60"),
    ("EQUITY_PRELOAD_SECONDS", "61", "from 0 to 60"),
    ("EQUITY_CONTACT", "figures", "e-mail address"),
    ("EQUITY_CONTACT", "a@b.org?cc=c@d.org", "e-mail address"),
    ("EQUITY_EXPORT_RATE", "often", "120/minute"),
    ("EQUITY_TRUSTED_PROXIES", "proxy.example.org", "10.0.0.0/8"),
    ("EQUITY_SLIDES", "nowhere.pptx", "there is none here"),
    ("EQUITY_LOG", "all", "“errors” or “requests”"),
    ("EQUITY_METRICS", "9100/metrics", "127.0.0.1:9100"),
    ("EQUITY_METRICS", "127.0.0.1:0", "127.0.0.1:9100"),
    ("EQUITY_METRICS", "8050", "another port than PORT"),
    ("PORT", "80a", "from 1 to 65535"),
    ("PORT", "0", "from 1 to 65535"),
    ("HOST", "everywhere!", "127.0.0.1"),
    ("HOST", "300.1.1.1", "127.0.0.1"),
    ("WEB_CONCURRENCY", "two", "from 1 to 256"),
    ("WEB_CONCURRENCY", "0", "from 1 to 256"),
]


@pytest.mark.parametrize(("name", "value", "allowed"), WRONG)
def test_a_wrong_value_is_refused_with_its_name_itself_and_what_is_allowed(name: str, value: str, allowed: str) -> None:
    with pytest.raises(SettingError) as refused:
        checked({name: value})
    said = str(refused.value)
    assert said.startswith(f"{name} is “")
    assert value in said
    assert allowed in said
    assert "\n" not in said


def test_every_setting_has_a_wrong_value() -> None:
    assert {name for name, _, _ in WRONG} == set(ROWS)


def test_right_values_are_read_and_empty_ones_are_defaults() -> None:
    assert checked(dict.fromkeys(ROWS, "")) == checked({}) == (Settings(), ServerSettings())
    settings, server = checked({
        "EQUITY_PRELOAD_SECONDS": "0", "EQUITY_CONTACT": " figures@example.org ", "EQUITY_LOG": "Requests",
        "EQUITY_METRICS": "9100", "EQUITY_TRUSTED_PROXIES": "10.0.0.0/8, 192.0.2.7", "EQUITY_EXPORT_RATE": "5 per hour",
        "EQUITY_MEMORY_LIMIT": "1.5GB", "EQUITY_WORKER_MEMORY": "1.5 gib",
        "HOST": "::", "PORT": "80", "WEB_CONCURRENCY": "4",
    })  # fmt: skip
    assert (settings.preload_seconds, settings.contact, settings.log) == (0, "figures@example.org", "requests")
    assert settings.metrics_address == ("127.0.0.1", 9100)
    assert settings.worker_bytes == 3 * 2**29
    assert (server.bind, server.workers) == ("[::]:80", 4)
    assert checked({})[0].worker_bytes == 240 * 1000**2
    assert checked({"EQUITY_METRICS": "[::1]:9100"})[0].metrics_address == ("::1", 9100)


def test_a_name_that_is_none_is_told_with_the_nearest_that_is() -> None:
    said = unknown(
        {"EQUITY_DATABSE": "x", "EQUITY_TEST_TIMEOUT": "1", "EQUITY_LOG": "errors", "PATH": "", "EQUITY_Q": ""}
    )
    assert said == [
        "EQUITY_DATABSE is no setting of the site: did you mean EQUITY_DATABASE?", "EQUITY_Q is no setting of the site",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        # Before gunicorn, which reads this one when it is imported.
        (["serve.py"], {"WEB_CONCURRENCY": "two"}),
        (["-m", "gunicorn", "app:server", "-c", "gunicorn.conf.py"], {"EQUITY_EXPORT_RATE": "often"}),
        # A port that somebody has is found by the master, which ends.
        (["-m", "gunicorn", "app:server", "-c", "gunicorn.conf.py"], {"EQUITY_METRICS": "taken"}),
    ],
)
def test_the_start_ends_with_the_sentence_and_nothing_else(
    command: list[str], wrong: dict[str, str], taken_port: int
) -> None:
    given = {name: str(taken_port) if value == "taken" else value for name, value in wrong.items()}
    ended = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env={**os.environ, "PORT": "8249", **given}, capture_output=True,
        text=True, timeout=60, check=False,
    )  # fmt: skip
    (name,) = given
    assert ended.returncode == 2, ended.stderr
    assert ended.stderr.startswith(f"{name} is “")
    assert ended.stderr.count("\n") == 1
    assert ended.stdout == ""


@pytest.fixture
def taken_port() -> object:
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]
