"""The workshop: files made in a process of its own, and what becomes of one that fails, hangs or takes the process."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from components.documents.document import NothingToExportError
from data.errors import InputError
from data.language import use_language
from data.query.answers import Answers
from data.settings import Settings
from pages.responses.admission import Admission, register
from pages.responses.exports import workshop
from pages.responses.exports.formats import BOOKS, FORMATS
from pages.responses.exports.rates import Rates, client_of
from pages.responses.exports.refusals import BusyError
from pages.responses.exports.workshop import FileFailedError, Workshop
from tests.pages import workshop_tasks as tasks
from tests.site import open_site
from tests.soak.processes import gone_within

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def database(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that a test may break."""
    return Path(shutil.copy(example, tmp_path_factory.mktemp("workshop")))


@pytest.fixture(scope="module")
def shop(database: Path) -> Iterator[Workshop]:
    settings = Settings(database=database)
    made = Workshop(settings, in_line=1, seconds=120, source=Answers.over(settings))
    yield made
    made.close()


def test_a_file_is_made_in_another_process_at_low_priority(shop: Workshop) -> None:
    niceness, number = shop.submit(tasks.priority).split()
    assert int(niceness) >= 10
    assert int(number) != os.getpid()
    assert shop.submit(tasks.priority).split()[1] == number, "the process stays for the next file"
    assert shop.submit(tasks.explore, "pdf").startswith(b"%PDF-")


def test_a_file_speaks_the_language_of_who_asks(shop: Workshop) -> None:
    with use_language("es"):
        spanish = shop.submit(tasks.speaks)
    assert spanish.decode() != shop.submit(tasks.speaks).decode() == "Maternity access"


def test_what_its_reader_did_is_said_and_what_we_did_is_logged(
    shop: Workshop, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(NothingToExportError, match="There is nothing here"):
        shop.submit(tasks.refuses)
    with pytest.raises(FileFailedError) as failed:
        shop.submit(tasks.fails)
    assert "ZeroDivisionError" in caplog.text
    assert "ZeroDivision" not in str(failed.value)


def test_who_stops_the_site_does_not_stop_the_file_in_the_making(shop: Workshop) -> None:
    number = int(shop.submit(tasks.priority).split()[1])
    for stopped in (signal.SIGTERM, signal.SIGINT):
        os.kill(number, stopped)
    assert int(shop.submit(tasks.priority).split()[1]) == number


def test_it_ends_with_its_worker_and_the_next_makes_files_of_what_is_served_whatever_is_in_place(
    shop: Workshop, database: Path
) -> None:
    number, version = int(shop.submit(tasks.priority).split()[1]), shop.submit(tasks.version)
    process = shop._process
    assert process is not None
    process._connection.send(((tasks.hangs, (), {}, "en", None), 60))
    process._connection.close()  # as when the worker is killed
    assert gone_within(10, [number]) == []
    shop._process = None
    whole = database.read_bytes()
    database.write_bytes(b"not any more")  # the process that begins now has never seen the file whole
    assert shop.submit(tasks.version) == version
    database.write_bytes(whole)


def test_a_format_that_takes_the_process_with_it_leaves_the_next_file_alone(shop: Workshop) -> None:
    with pytest.raises(BusyError) as failed:
        shop.submit(tasks.crashes)
    assert failed.value.status == 503
    assert shop.submit(tasks.says, "again") == b"again"


def test_a_file_that_hangs_is_given_up_and_one_more_than_may_wait_is_refused(shop: Workshop) -> None:
    said: list[object] = []

    def ask(task: workshop.Work[[], bytes], seconds: float = 120) -> None:
        try:
            said.append(shop.submit_within(seconds, task))
        except BusyError as error:
            said.append(str(error))

    threads = [threading.Thread(target=ask, args=of) for of in ((tasks.hangs, 3), (tasks.speaks,))]
    for thread, places_left in zip(threads, (1, 0), strict=True):
        thread.start()
        while shop._places._value != places_left:
            time.sleep(0.01)
    ask(tasks.speaks)
    assert said == ["Too many files are being made just now. Try again in a few seconds."]
    for thread in threads:
        thread.join()
    assert said[1:] == [
        "This file takes too long to make just now. Try again later, or another format.",
        b"Maternity access",
    ]


def test_a_process_that_has_grown_large_is_ended_when_its_file_is_done(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = shop.submit(tasks.priority)
    monkeypatch.setattr(workshop, "MOST_MEMORY", 2**20)
    assert shop.submit(tasks.priority) == first, "it is ended after the file, not before"
    until = time.monotonic() + 60
    while shop._process is None and time.monotonic() < until:
        time.sleep(0.05)
    ahead = shop._process
    assert ahead is not None, "the next is begun before anybody asks for it"
    assert shop.submit(tasks.priority).split()[1] == str(ahead._process.pid).encode() != first.split()[1]


def test_what_is_closed_begins_nothing(database: Path) -> None:
    made = Workshop(Settings(database=database))
    made.begin()
    assert made._process is not None
    made.close()
    made.begin()
    assert made._process is None


def test_a_client_that_asks_too_often_is_told_when_to_come_again() -> None:
    rates = Rates(Settings(export_rate="2/minute", trusted_proxies="10.0.0.0/8, 192.0.2.9"))
    server = Flask(__name__)

    def asked(remote: str, **headers: str) -> int:
        with server.test_request_context(environ_base={"REMOTE_ADDR": remote}, headers=headers):
            try:
                rates.count()
            except BusyError as error:
                return error.retry_seconds if error.status == 429 else -1
        return 0

    assert [asked("203.0.113.5") for _ in range(2)] == [0, 0]
    assert 1 <= asked("203.0.113.5") <= 60
    assert asked("203.0.113.6") == 0, "another client"
    behind = {"X-Forwarded-For": "203.0.113.5, 203.0.113.7"}
    assert asked("10.1.1.1", **behind) == 0, (
        "the proxy says who it is; what its client wrote before that counts nothing"
    )
    assert 1 <= asked("203.0.113.5", **{"X-Forwarded-For": "198.51.100.1"}) <= 60, "who is no proxy is not believed"


@pytest.mark.parametrize(
    ("remote", "forwarded", "client"),
    [
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["1.2.3.4"], "1.2.3.4"),
        ("10.0.0.1", ["6.6.6.6", "1.2.3.4, 10.0.0.2"], "1.2.3.4"),
        ("10.0.0.1", ["10.0.0.3"], "10.0.0.3"),
        ("9.9.9.9", ["1.2.3.4"], "9.9.9.9"),
        ("2001:db8:1:2:3:4:5:6", [], "2001:db8:1:2::/64"),
        ("::ffff:9.9.9.9", [], "9.9.9.9"),
        ("10.0.0.1", ["no address"], "no address"),
    ],
)
def test_who_a_client_is(remote: str, forwarded: list[str], client: str) -> None:
    assert client_of(remote, forwarded, Rates(Settings(trusted_proxies="10.0.0.0/8"))._proxies) == client


@pytest.mark.parametrize("wrong", [{"export_rate": "often"}, {"trusted_proxies": "proxy.example.org"}])
def test_settings_that_cannot_be_read_are_named(wrong: dict[str, str]) -> None:
    with pytest.raises(InputError, match="EQUITY_"):
        Rates(Settings(**wrong))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [*BOOKS, *(kind for kind, made in FORMATS.items() if made.costly)])
def test_what_waits_for_the_workshop_takes_no_turn_of_a_page(kind: str) -> None:
    """A page would wait as long as the file: a ZIP of a briefing is one that no single view has."""
    server = Flask(__name__)
    server.add_url_rule("/api/v1/briefing.<kind>", endpoint="briefing", view_func=lambda kind: kind)
    register(server, Admission(renders=0, in_line=0))  # whoever asks for a turn is refused
    assert server.test_client().get(f"/api/v1/briefing.{kind}").get_data(as_text=True) == kind


@pytest.mark.parametrize("page", ["/explore", "/methods"])
def test_a_card_is_waited_for_without_a_turn_of_a_page(example: Path, page: str) -> None:
    """It renders what it shows, and then waits for all files that are made before it."""
    server, busy = open_site(example).app.server, list[bool]()
    admission: Admission = server.extensions["admission"]

    def submit(*_: object) -> bytes:
        busy.append(admission.busy)
        return b"card"

    server.extensions["workshop"] = SimpleNamespace(submit=submit)
    assert server.test_client().get(f"/card.png?page={page}&place=nantucket-county").data == b"card"
    assert busy == [False]
    assert not admission.busy
