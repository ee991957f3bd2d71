"""Download of a publisher's files, with retries and resumption; a web page in place of a file is refused."""

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

Progress = Callable[[str], None]
_CHUNK = 1 << 16
_WEB_PAGE = re.compile(rb"\s*(?:<!doctype html|<html)", re.IGNORECASE)
_RETRY_STATUSES = {408, 425, 429, 500, 502, 503, 504}


class DownloadError(InputError):
    """A file could not be downloaded; the message names the file, the reason and the remedy."""


@dataclass(frozen=True)
class RetryPolicy:
    """Limits of a download.

    `timeout`: seconds without a byte after which an attempt fails; `min_bytes_per_second`: rate below which an attempt
    fails after its first `timeout` seconds; `backoff`: seconds before the second attempt, doubled before each further
    one; `max_bytes`: size above which a file is refused, larger than any table of a source.

    Patient with a slow portal, not with a dead one: five attempts wait 30 seconds between them (2 + 4 + 8 + 16).
    """

    attempts: int = 5
    timeout: float = 30
    min_bytes_per_second: float = 1_000
    backoff: float = 2
    redirects: int = 5
    max_bytes: int = 2_000_000_000


class _RetryableError(Exception):  # it says what to do
    """A try that failed in a way another may not."""


def fetch(downloads: Iterable[Download], folder: Path, progress: Progress, policy: RetryPolicy | None = None) -> None:
    """Download files into `folder`, each put in place only when it is complete.

    A partial download is kept next to it, and the next call resumes it. Raises DownloadError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with requests.Session() as session:
        session.max_redirects = (policy or RetryPolicy()).redirects
        for download in downloads:
            _fetch(session, download, folder / download.file, progress, policy or RetryPolicy())


def _fetch(
    session: requests.Session, download: Download, target: Path, progress: Progress, policy: RetryPolicy
) -> None:
    part = target.with_name(target.name + ".part")
    problem = ""
    for attempt in range(policy.attempts):
        if attempt:
            progress(f"{download.file}: {problem}; trying again ({attempt + 1} of {policy.attempts})")
            time.sleep(policy.backoff * 2 ** (attempt - 1))
        try:
            _attempt(session, download, part, progress, policy)
        except _RetryableError as error:
            problem = str(error)
            continue
        except requests.TooManyRedirects as error:
            raise DownloadError(
                f"{download.file}: {download.url} sends from one address to the next without end; look for the file in "
                "a browser and give its folder with --from"
            ) from error
        except requests.RequestException as error:
            problem = _failure_text(error)
            continue
        part.replace(target)
        _validator_file(part).unlink(missing_ok=True)
        progress(f"{download.file}: {target.stat().st_size:,} bytes")
        return
    kept, _ = _partial_download(part)
    rest = f" {kept:,} bytes have come and are kept: run the command again to go on." if kept else ""
    raise DownloadError(f"{download.file}: {download.url} {problem}, {policy.attempts} times.{rest}")


def _failure_text(error: requests.RequestException) -> str:
    if isinstance(error, requests.Timeout):
        return "does not answer in time"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "broke off before the end"
    return "cannot be reached" if isinstance(error, requests.ConnectionError) else f"failed ({type(error).__name__})"


def _attempt(
    session: requests.Session, download: Download, part: Path, progress: Progress, policy: RetryPolicy
) -> None:
    kept, validator = _partial_download(part)
    headers = {"Accept-Encoding": "identity", "User-Agent": "massachusetts-health-equity-dashboard"}
    if kept:
        headers |= {"Range": f"bytes={kept}-", "If-Range": validator}
    with session.get(download.url, headers=headers, stream=True, timeout=policy.timeout) as response:
        _check_response(response, download, part)
        if response.status_code != 206 or not response.headers.get("Content-Range", "").startswith(f"bytes {kept}-"):
            kept = 0  # the file has changed, or the server does not resume: start from the beginning
        length = response.headers.get("Content-Length", "")
        expected = kept + int(length) if length.isdigit() else None
        if expected is not None and expected > policy.max_bytes:
            raise DownloadError(f"{download.file}: {download.url} is {expected:,} bytes, more than any table we know")
        _validator_file(part).write_text(json.dumps(_validator(response)), encoding="utf-8")
        received = _write_body(response, download, part, kept, expected, progress, policy)
    if expected is not None and received != expected:
        raise _RetryableError(f"brought {received:,} bytes where it had promised {expected:,}")
    if received == 0:
        raise _RetryableError("brought nothing")


def _check_response(response: requests.Response, download: Download, part: Path) -> None:
    status = response.status_code
    if status == 416:  # range not satisfiable: the partial download is longer than the file is now
        part.unlink(missing_ok=True)
        raise _RetryableError("has changed since the last try")
    if status in _RETRY_STATUSES:
        raise _RetryableError(f"answers with status {status}")
    if status not in (200, 206):
        raise DownloadError(
            f"{download.file}: {download.url} answers with status {status}; if the publisher has moved it, "
            "mend `downloads` in the source's file, or give the folder that holds it with --from"
        )
    if response.headers.get("Content-Type", "").lower().startswith("text/html"):
        _raise_web_page(download)


def _raise_web_page(download: Download) -> None:
    raise DownloadError(
        f"{download.file}: {download.url} sent a web page instead of the file; open it in a browser, save the file, "
        "and give its folder with --from"
    )


def _write_body(
    response: requests.Response,
    download: Download,
    part: Path,
    kept: int,
    expected: int | None,
    progress: Progress,
    policy: RetryPolicy,
) -> int:
    """Write the response's body to the part file; returns the size of the file."""
    began = reported = time.monotonic()
    size = kept
    with part.open("ab" if kept else "wb") as file:
        for chunk in _chunks(response):
            if size == 0 and _WEB_PAGE.match(chunk):
                file.close()
                part.unlink(missing_ok=True)
                _raise_web_page(download)
            file.write(chunk)
            size += len(chunk)
            now = time.monotonic()
            if size > policy.max_bytes:
                raise DownloadError(
                    f"{download.file}: {download.url} does not end: more than {policy.max_bytes:,} bytes"
                )
            if now - began > policy.timeout and (size - kept) / (now - began) < policy.min_bytes_per_second:
                raise _RetryableError(f"is too slow ({(size - kept) / (now - began):,.0f} bytes a second)")
            if now - reported > 2:
                reported = now
                progress(f"{download.file}: {size:,}{f' of {expected:,}' if expected else ''} bytes")
    return size


def _chunks(response: requests.Response) -> Iterable[bytes]:
    """Bytes of the body as they arrive: `iter_content` waits for a full chunk, and loses it when the line breaks."""
    try:
        while chunk := response.raw.read1(_CHUNK):
            yield chunk
    except ReadTimeoutError as error:
        raise requests.exceptions.ReadTimeout(error) from error
    except HTTPError as error:
        raise requests.exceptions.ChunkedEncodingError(error) from error


def _partial_download(part: Path) -> tuple[int, str]:
    """Size of a partial download and the validator of its version; 0 when the version is not known."""
    try:
        validator = json.loads(_validator_file(part).read_text(encoding="utf-8"))
        size = part.stat().st_size
    except (OSError, ValueError):
        return 0, ""
    return (size, validator) if isinstance(validator, str) and validator else (0, "")


def _validator_file(part: Path) -> Path:
    return part.with_name(part.name + ".tag.part")


def _validator(response: requests.Response) -> str:
    tag = response.headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else response.headers.get("Last-Modified", "")
