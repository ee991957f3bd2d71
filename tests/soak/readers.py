"""Clients and what they see: how long each answer took, what was wrong with it, and which file it was made of."""

from __future__ import annotations

import http.client
import json
import random
import select
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

import brotli

from tests.soak.journeys import Answered, Ask, World, journey
from tests.soak.versions import told_versions

PATIENCE = 90.0
TRIES = 5
"""How often a client asks again where the connection broke: the worker it had was killed, another takes its place."""
BUSY, TOO_MANY = 503, 429


@dataclass(frozen=True)
class Seen:
    """An answer as its client saw it: when it was asked for, how long it took, its status and what it told of."""

    began: float
    seconds: float
    status: int
    address: str
    versions: frozenset[str]
    refused: bool


@dataclass
class Record:
    """What all clients saw."""

    answers: list[Seen] = field(default_factory=list)
    broken: list[tuple[float, str]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def statuses(self) -> dict[int, int]:
        """How many answers there were of each status."""
        return dict(sorted(Counter(seen.status for seen in self.answers).items()))


class Reader(threading.Thread):
    """A client on one connection, which it keeps until it breaks."""

    def __init__(self, where: tuple[str, int], world: World, number: int, first: str, record: Record) -> None:
        super().__init__(daemon=True)
        self._where, self._world, self._first, self._record = where, world, first, record
        self._dice = random.Random(number)
        # Of the range for documentation; the site is told that who asks stands before it and says who its clients are.
        self._headers = {"Accept-Encoding": "br", "X-Forwarded-For": f"203.0.113.{number + 1}"}
        self._connection: http.client.HTTPConnection | None = None
        self.ended = threading.Event()

    def run(self) -> None:
        """Make one journey after the other."""
        time.sleep(self._dice.uniform(0, 2))
        try:
            while not self.ended.is_set():
                self._travel()
        except Exception as error:  # the table tells of it
            self._record.failed.append(repr(error))
        finally:
            self._hang_up()

    def _travel(self) -> None:
        way = journey(self._world, self._dice)
        ask = next(way)
        while not self.ended.wait(ask.rest):
            answered = self._answer(ask)
            if answered is None:
                return
            if answered.status in (BUSY, TOO_MANY):
                # As a person does: wait, and ask for the page once more some time.
                self.ended.wait(float(answered.headers.get("retry-after", 5)))
                return
            try:
                ask = way.send(answered)
            except StopIteration:
                return

    def _answer(self, ask: Ask) -> Answered | None:
        for tried in range(TRIES):
            began = time.time()
            try:
                answered = self._send(ask)
            except (OSError, http.client.HTTPException) as error:
                self._record.broken.append((time.time(), type(error).__name__))
                self._hang_up()
                time.sleep(0.2 * 2**tried)
                continue
            told = told_versions(self._first, answered.headers.get("data-version", ""), answered.content)
            refused = answered.status == BUSY and "retry-after" in answered.headers
            self._record.answers.append(
                Seen(began, time.time() - began, answered.status, ask.address, frozenset(told), refused)
            )
            return answered
        self._record.lost.append(ask.address)
        return None

    def _send(self, ask: Ask) -> Answered:
        # What the site has closed meanwhile is made anew, as a browser does: a connection at rest has nothing to say.
        socket = self._connection.sock if self._connection is not None else None
        if socket is not None and select.select([socket], [], [], 0)[0]:
            self._hang_up()
        if self._connection is None:
            self._connection = http.client.HTTPConnection(*self._where, timeout=PATIENCE)
        if ask.body is None:
            self._connection.request("GET", ask.address, headers=self._headers)
        else:
            headers = {**self._headers, "Content-Type": "application/json"}
            self._connection.request("POST", ask.address, json.dumps(ask.body), headers)
        response = self._connection.getresponse()
        content = response.read()
        headers = {name.lower(): value for name, value in response.getheaders()}
        if content and headers.get("content-encoding") == "br":
            content = brotli.decompress(content)
        return Answered(response.status, headers, content)

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def asked_once(where: tuple[str, int], address: str) -> bytes:
    """The content of an address. Raises AssertionError for another status than 200."""
    connection = http.client.HTTPConnection(*where, timeout=PATIENCE)
    try:
        connection.request("GET", address)
        answered = connection.getresponse()
        content = answered.read()
        assert answered.status == 200, (address, answered.status)
        return content
    finally:
        connection.close()
