"""Settings, each from one environment variable. The README lists them; a test compares the two.

A value that cannot be one is refused with a sentence that names the variable, the value and what it may be; gunicorn's
configuration reads them all before there are workers.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import partial
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

from data.errors import InputError

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "EQUITY_"
_OF_TESTS = "EQUITY_TEST_"
"""Names that only the tests read."""
LOGS = ("errors", "requests")
"""What the log may hold: what went wrong, or every request."""


class SettingError(InputError):
    """A setting cannot be what it is."""

    def __init__(self, name: str, value: str, allowed: str) -> None:
        super().__init__(f"{name} is “{value}”: {allowed}")


@dataclass(frozen=True)
class Settings:
    """The site's settings; the environment variable of each is its name in capitals with `EQUITY_` before it."""

    database: Path = ROOT / "data" / "equity.duckdb"
    memory_limit: str = "512MB"
    worker_memory: str = "240MB"
    answer_cache: int = 512
    preload_seconds: float = 2.0
    contact: str = ""
    export_rate: str = "120/minute"
    trusted_proxies: str = ""
    slides: Path | None = None
    log: str = "errors"
    metrics: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings; what is not set, or empty, keeps its default. Raises SettingError."""
        given = {f.name: environment.get(f"{PREFIX}{f.name.upper()}", "").strip() for f in fields(cls)}
        values = {name: _READ[name](f"{PREFIX}{name.upper()}", text) for name, text in given.items() if text}
        return cls(**values)

    @property
    def worker_bytes(self) -> int:
        """Bytes of `worker_memory`."""
        return _bytes(self.worker_memory)

    @property
    def metrics_address(self) -> tuple[str, int] | None:
        """Where Prometheus asks: a host and a port of its own; None where it does not."""
        if not self.metrics:
            return None
        host, _, port = self.metrics.rpartition(":")
        return host.strip("[]") or "127.0.0.1", int(port)


@dataclass(frozen=True)
class ServerSettings:
    """Where the site is served, and by how many workers."""

    host: str = "127.0.0.1"
    port: int = 8050
    workers: int = 2

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> ServerSettings:
        """Read the settings; what is not set, or empty, keeps its default. Raises SettingError."""
        given = {name: environment.get(variable, "").strip() for name, variable in SERVER.items()}
        return cls(**{name: _READ[name](SERVER[name], text) for name, text in given.items() if text})

    @property
    def bind(self) -> str:
        """The address as gunicorn takes it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


SERVER = {"host": "HOST", "port": "PORT", "workers": "WEB_CONCURRENCY"}
"""The variables of `ServerSettings`, whose names are those that hosts give them."""


def checked(environment: Mapping[str, str] = os.environ) -> tuple[Settings, ServerSettings]:
    """All settings. Raises SettingError, also where two of them contradict each other."""
    settings, server = Settings.from_environment(environment), ServerSettings.from_environment(environment)
    address = settings.metrics_address
    if address is not None and address[1] == server.port:
        raise SettingError(
            "EQUITY_METRICS", settings.metrics, f"it takes another port than PORT, which is {server.port}"
        )
    return settings, server


def unknown(environment: Mapping[str, str] = os.environ) -> list[str]:
    """A sentence for each variable that is named like a setting and is none."""
    known = [f"{PREFIX}{field.name.upper()}" for field in fields(Settings)]
    sentences = []
    for name in sorted(environment):
        if not name.startswith(PREFIX) or name.startswith(_OF_TESTS) or name in known:
            continue
        # What all have in common makes none like another.
        near = get_close_matches(name.removeprefix(PREFIX), [one.removeprefix(PREFIX) for one in known], n=1)
        sentences.append(f"{name} is no setting of the site{f': did you mean {PREFIX}{near[0]}?' if near else ''}")
    return sentences


def _whole(name: str, text: str, least: int, most: int) -> int:
    if re.fullmatch(r"[0-9]{1,9}", text) and least <= int(text) <= most:
        return int(text)
    raise SettingError(name, text, f"it takes a whole number from {least} to {most}")


def _seconds(name: str, text: str) -> float:
    if re.fullmatch(r"[0-9]{1,2}(\.[0-9]+)?", text) and float(text) <= 60:
        return float(text)
    raise SettingError(name, text, "it takes seconds from 0 to 60, as in “2.0”")


_AMOUNT = re.compile(r"([0-9]*[1-9][0-9]*(?:\.[0-9]+)?) ?([KMGT])(i?)B", re.IGNORECASE)


def _memory(name: str, text: str) -> str:
    if _AMOUNT.fullmatch(text):
        return text
    raise SettingError(name, text, "it takes an amount of memory with its unit, as in “512MB” or “2GB”")


def _bytes(text: str) -> int:
    """Bytes of an amount of memory as `_memory` lets it pass: kilobytes are 1,000 of them, kibibytes 1,024."""
    amount = _AMOUNT.fullmatch(text)
    assert amount is not None
    number, unit, binary = amount.groups()
    base = 1024.0 if binary else 1000.0
    return round(float(number) * base ** (1 + "KMGT".index(unit.upper())))


def _file(name: str, text: str, *, there: bool) -> Path:
    """A file; the data file may come later, so that it need not be there."""
    path = Path(text)
    if path.is_dir():
        raise SettingError(name, text, "it takes a file, and this is a folder")
    if there and not path.is_file():
        raise SettingError(name, text, "it takes a file, and there is none here")
    return path


def _mail(name: str, text: str) -> str:
    if re.fullmatch(r"[^@\s<>\"?&%]+@[^@\s<>\"?&%]+\.[^@\s<>\"?&%]+", text):
        return text
    raise SettingError(name, text, "it takes one e-mail address, as in “figures@example.org”")


def _rate(name: str, text: str) -> str:
    from limits import parse  # commands of the steward's read settings too, and none of them needs it

    try:
        parse(text)
    except ValueError as error:
        raise SettingError(name, text, "write it as in “120/minute”") from error
    return text


def _networks(name: str, text: str) -> str:
    try:
        for part in filter(None, map(str.strip, text.split(","))):
            ip_network(part, strict=False)
    except ValueError as error:
        raise SettingError(
            name, text, "write addresses or networks with commas, as in “10.0.0.0/8, 192.0.2.7”"
        ) from error
    return text


def _one_of(name: str, text: str, words: tuple[str, ...]) -> str:
    if text.lower() in words:
        return text.lower()
    raise SettingError(name, text, f"it takes {' or '.join(f'“{word}”' for word in words)}")


def _host(name: str, text: str) -> str:
    plain = text.strip("[]")
    if re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", plain) and not re.fullmatch(r"[0-9.]+", plain):
        return plain
    try:
        return str(ip_address(plain))
    except ValueError as error:
        raise SettingError(name, text, "it takes an address of this machine, as in “127.0.0.1” or “0.0.0.0”") from error


def _metrics(name: str, text: str) -> str:
    """A port, of this machine alone, or an address with a port."""
    host, _, port = text.rpartition(":")
    try:
        _whole(name, port, 1, 65_535)
        return f"{_host(name, host) if host else '127.0.0.1'}:{port}"
    except SettingError as error:
        raise SettingError(
            name, text, "it takes a port, or an address and a port, as in “9100” or “127.0.0.1:9100”"
        ) from error


_READ: dict[str, Callable[[str, str], Any]] = {
    "database": partial(_file, there=False),
    "memory_limit": _memory,
    "worker_memory": _memory,
    "answer_cache": partial(_whole, least=0, most=1_000_000),
    "preload_seconds": _seconds,
    "contact": _mail,
    "export_rate": _rate,
    "trusted_proxies": _networks,
    "slides": partial(_file, there=True),
    "log": partial(_one_of, words=LOGS),
    "metrics": _metrics,
    "host": _host,
    "port": partial(_whole, least=1, most=65_535),
    "workers": partial(_whole, least=1, most=256),
}
"""How each setting is read from the text of its variable."""
