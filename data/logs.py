"""Logs: one JSON object a line, on standard error, without anything that could name a person.

A line has the route of a request and never its address, so that what somebody typed or who they are is in none. Of an
error within a request it has the kind and the places in the code, but not the message, in which words of the request
may stand; outside of requests (at the start, in the master) it has that too.
"""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime
from logging.config import dictConfig
from typing import Any

import orjson

from data.references import reference
from data.settings import ROOT

REQUESTS = "equity.requests"
"""Name of the logger of requests."""
FIELDS = ("route", "method", "status", "milliseconds", "megabytes", "error", "trace")
"""What a line may have besides: no other attribute of a record is written."""
_OURS = ("pages.", "components.", "data.", "gunicorn.", "equity.", "__main__")
"""Loggers whose messages are known: others may put an address into theirs."""


class JsonLines(logging.Formatter):
    """A record as a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        own = reference()
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": _event(record, within=bool(own)),
            "logger": record.name,
            "worker": record.process,
        }
        if own:
            line["reference"] = own
        if record.exc_info and record.exc_info[1] is not None:
            line |= told(record.exc_info[1], within=bool(own))
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        return orjson.dumps(line, default=str).decode()


def told(error: BaseException, *, within: bool) -> dict[str, Any]:
    """Kind of an error and the places in the code it went through; its message only where it is not `within` a request.

    An error that another one caused has that one's kind and places behind its own.
    """
    kinds: list[str] = []
    places: list[str] = []
    one: BaseException | None = error
    while one is not None and len(kinds) < 5:
        kinds.append(type(one).__name__ if within else "".join(traceback.format_exception_only(one)).strip())
        places += [_place(frame) for frame in traceback.extract_tb(one.__traceback__)]
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return {"error": " < ".join(kinds), "trace": places}


def configuration() -> dict[str, Any]:
    """What `logging.config.dictConfig` and gunicorn take."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": JsonLines}},
        "handlers": {
            "lines": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stderr"},
        },
        "root": {"level": "WARNING", "handlers": ["lines"]},
        "loggers": {
            "gunicorn.error": {"level": "WARNING", "handlers": ["lines"], "propagate": False},
            # Its lines have addresses of clients and of pages: ours take their place.
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
            REQUESTS: {"level": "INFO"},
        },
    }


def configure() -> None:
    """Write the log of this process in lines of JSON, warnings of Python included."""
    dictConfig(configuration())
    logging.captureWarnings(True)


def _event(record: logging.LogRecord, *, within: bool) -> str:
    return str(record.msg) if within and not record.name.startswith(_OURS) else record.getMessage()


def _place(frame: traceback.FrameSummary) -> str:
    name = frame.filename.removeprefix(f"{ROOT}/")
    return f"{name.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}"
