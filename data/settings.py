"""Settings, each from one environment variable. The README lists them; a test compares the two."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """The site's settings; the environment variable of each is its name in capitals with `EQUITY_` before it."""

    database: Path = ROOT / "data" / "equity.duckdb"
    memory_limit: str = "512MB"
    answer_cache: int = 512
    preload_seconds: float = 2.0
    contact: str = ""
    export_rate: str = "120/minute"
    trusted_proxies: str = ""
    slides: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings; what is not set keeps its default."""
        given = {f.name: environment.get(f"EQUITY_{f.name.upper()}") for f in fields(cls)}
        values = {name: text for name, text in given.items() if text}
        return cls(
            database=Path(values["database"]) if "database" in values else cls.database,
            memory_limit=values.get("memory_limit", cls.memory_limit),
            answer_cache=int(values["answer_cache"]) if "answer_cache" in values else cls.answer_cache,
            slides=Path(values["slides"]) if "slides" in values else None,
            contact=values.get("contact", cls.contact).strip(),
            export_rate=values.get("export_rate", cls.export_rate),
            trusted_proxies=values.get("trusted_proxies", cls.trusted_proxies),
            preload_seconds=float(values["preload_seconds"]) if "preload_seconds" in values else cls.preload_seconds,
        )
