"""Fetching a publisher's files: patiently, from where it stopped, and never taking a web page for a table."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from data.catalog.models import Download
from data.errors import InputError

Say = Callable[[str], None]
_CHUNK = 1 << 16
_WEB_PAGE = re.compile(rb"\s*(?:<!doctype html|<html)", re.IGNORECASE)
_AGAIN = {408, 425, 429, 500, 502, 503, 504}


class DownloadError(InputError):
    """A file could not be fetched: says which, why, and what to do."""


@dataclass(frozen=True)
class Patience:
    """How long to wait and how often to try.

    `silence`: seconds without a byte before a try is given up; `slowest`: bytes a second a try must bring after its
    first `silence` seconds; `pause`: seconds before the second try, doubled before each further one.
    """

    attempts: int = 5
    silence: float = 30
    slowest: float = 1_000
    pause: float = 2
    redirects: int = 5
    largest: int = 2_000_000_000


class _TryAgain(Exception):  # noqa: N818  # it says what to do
    """A try that failed in a way another may not."""


def fetch(downloads: Iterable[Download], folder: Path, say: Say, patience: Patience | None = None) -> None:
    """Fetch files into `folder`, each put in place only when it is whole.

    What has come of a file that did not arrive is kept beside it, and the next call goes on from there. Raises
    DownloadError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with requests.Session() as session:
        session.max_redirects = (patience or Patience()).redirects
        for wanted in downloads:
            _fetch(session, wanted, folder / wanted.file, say, patience or Patience())


def _fetch(session: requests.Session, wanted: Download, target: Path, say: Say, patience: Patience) -> None:
    part = target.with_name(target.name + ".part")
    problem = ""
    for attempt in range(patience.attempts):
        if attempt:
            say(f"{wanted.file}: {problem}; trying again ({attempt + 1} of {patience.attempts})")
            time.sleep(patience.pause * 2 ** (attempt - 1))
        try:
            _try(session, wanted, part, say, patience)
        except _TryAgain as error:
            problem = str(error)
            continue
        except requests.TooManyRedirects as error:
            raise DownloadError(
                f"{wanted.file}: {wanted.url} sends from one address to the next without end; look for the file in a "
                "browser and give its folder with --from"
            ) from error
        except requests.RequestException as error:
            problem = _said(error)
            continue
        part.replace(target)
        _note(part).unlink(missing_ok=True)
        say(f"{wanted.file}: {target.stat().st_size:,} bytes")
        return
    held, _ = _held(part)
    rest = f" {held:,} bytes have come and are kept: run the command again to go on." if held else ""
    raise DownloadError(f"{wanted.file}: {wanted.url} {problem}, {patience.attempts} times.{rest}")


def _said(error: requests.RequestException) -> str:
    if isinstance(error, requests.Timeout):
        return "does not answer in time"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "broke off before the end"
    return "cannot be reached" if isinstance(error, requests.ConnectionError) else f"failed ({type(error).__name__})"


def _try(session: requests.Session, wanted: Download, part: Path, say: Say, patience: Patience) -> None:
    held, validator = _held(part)
    headers = {"Accept-Encoding": "identity", "User-Agent": "massachusetts-health-equity-dashboard"}
    if held:
        headers |= {"Range": f"bytes={held}-", "If-Range": validator}
    with session.get(wanted.url, headers=headers, stream=True, timeout=patience.silence) as response:
        _check_answer(response, wanted, part)
        if response.status_code != 206 or not response.headers.get("Content-Range", "").startswith(f"bytes {held}-"):
            held = 0  # the file has changed, or the server starts from the beginning: so do we
        length = response.headers.get("Content-Length", "")
        expected = held + int(length) if length.isdigit() else None
        if expected is not None and expected > patience.largest:
            raise DownloadError(f"{wanted.file}: {wanted.url} is {expected:,} bytes, more than any table we know")
        _note(part).write_text(json.dumps(_validator(response)), encoding="utf-8")
        received = _receive(response, wanted, part, held, expected, say, patience)
    if expected is not None and received != expected:
        raise _TryAgain(f"brought {received:,} bytes where it had promised {expected:,}")
    if received == 0:
        raise _TryAgain("brought nothing")


def _check_answer(response: requests.Response, wanted: Download, part: Path) -> None:
    status = response.status_code
    if status == 416:  # what we hold is longer than the file is now
        part.unlink(missing_ok=True)
        raise _TryAgain("has changed since the last try")
    if status in _AGAIN:
        raise _TryAgain(f"answers with status {status}")
    if status not in (200, 206):
        raise DownloadError(
            f"{wanted.file}: {wanted.url} answers with status {status}; if the publisher has moved it, "
            "mend `downloads` in the source's file, or give the folder that holds it with --from"
        )
    if response.headers.get("Content-Type", "").lower().startswith("text/html"):
        _refuse_page(wanted)


def _refuse_page(wanted: Download) -> None:
    raise DownloadError(
        f"{wanted.file}: {wanted.url} sent a web page instead of the file; open it in a browser, save the file, and "
        "give its folder with --from"
    )


def _receive(
    response: requests.Response,
    wanted: Download,
    part: Path,
    held: int,
    expected: int | None,
    say: Say,
    patience: Patience,
) -> int:
    """Write what comes to the part file; returns its size."""
    began = told = time.monotonic()
    size = held
    with part.open("ab" if held else "wb") as file:
        for chunk in _chunks(response):
            if size == 0 and _WEB_PAGE.match(chunk):
                file.close()
                part.unlink(missing_ok=True)
                _refuse_page(wanted)
            file.write(chunk)
            size += len(chunk)
            now = time.monotonic()
            if size > patience.largest:
                raise DownloadError(f"{wanted.file}: {wanted.url} does not end: more than {patience.largest:,} bytes")
            if now - began > patience.silence and (size - held) / (now - began) < patience.slowest:
                raise _TryAgain(f"is too slow ({(size - held) / (now - began):,.0f} bytes a second)")
            if now - told > 2:
                told = now
                say(f"{wanted.file}: {size:,}{f' of {expected:,}' if expected else ''} bytes")
    return size


def _chunks(response: requests.Response) -> Iterable[bytes]:
    """What comes, as it comes: `iter_content` would wait for a full chunk, and lose it when the line breaks."""
    try:
        while chunk := response.raw.read1(_CHUNK):
            yield chunk
    except ReadTimeoutError as error:
        raise requests.exceptions.ReadTimeout(error) from error
    except HTTPError as error:
        raise requests.exceptions.ChunkedEncodingError(error) from error


def _held(part: Path) -> tuple[int, str]:
    """Bytes in hand of a file and the tag of the version they belong to; none when the version is not known."""
    try:
        validator = json.loads(_note(part).read_text(encoding="utf-8"))
        size = part.stat().st_size
    except (OSError, ValueError):
        return 0, ""
    return (size, validator) if isinstance(validator, str) and validator else (0, "")


def _note(part: Path) -> Path:
    return part.with_name(part.name + ".tag.part")


def _validator(response: requests.Response) -> str:
    tag = response.headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else response.headers.get("Last-Modified", "")
