"""gunicorn's worker with threads, whose threads are not for those who wait: a slow client holds none.

A request is received whole by the loop that watches all connections, and a thread gets it then; gunicorn's own would
give a thread to each connection, for as long as its client likes to take. A request that does not come whole in time,
is cut off or is no HTTP is answered in words, with a reference that is in the log. Connections are closed without
waiting.
"""

from __future__ import annotations

import errno
import re
import selectors
import socket
import struct
import time
from concurrent.futures import Future
from functools import partial
from typing import Any

from gunicorn.http.errors import (
    InvalidResponseHeader,
    InvalidResponseHeaderName,
    LimitRequestHeaders,
    LimitRequestLine,
    NoMoreData,
    ParseException,
)
from gunicorn.workers.gthread import TConn, ThreadWorker

WHOLE_SECONDS = 20.0
"""The longest that a request may take to arrive. A browser's is a kilobyte; a briefing's on a slow telephone 50."""
LINGER_SECONDS = 2.0
"""The longest that a connection waits for its client to hang up: closed at once, the end of an answer may be lost."""
SEND_SECONDS = 30
"""The longest that a thread waits for a client that takes nothing of its answer."""
LONGEST_LINE = 8190
"""Of a request: gunicorn's own bound, which is in its configuration too."""
LONGEST_HEAD = 64 * 1024
MOST_BYTES = 400_000
"""Of a body that is received before a thread has it: what the form of the longest briefing sends. More is refused by
the site, which reads none of it."""
HELD_BYTES = 32 * 2**20
"""Of all requests of a process that are not whole yet."""
_GONE = {
    errno.EPIPE, errno.ECONNRESET, errno.ECONNABORTED, errno.ENOTCONN, errno.ESHUTDOWN, errno.EBADF, errno.ETIMEDOUT,
    errno.EAGAIN, errno.EWOULDBLOCK,
}  # fmt: skip
"""Errors of a connection whose client has gone, or takes nothing for SEND_SECONDS."""
_CHUNK = 64 * 1024
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*0*([0-9]*)[ \t]*\r\n", re.IGNORECASE)
_MOST_DIGITS = 12
"""Of a length that is read as a number: a longer one is more than any that is taken."""
_EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
"""A body that ends when its client likes; browsers send none, and proxies say its length."""
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Connection(TConn):  # type: ignore[misc]  # gunicorn has no types
    """A connection, what has come of its request, and until when the rest may."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.received = bytearray()
        self.until = 0.0
        self.whole = True
        self._looked = 0
        self._needed = -1

    def begin(self, received: bytes = b"") -> None:
        """Begin another request, of which something may have come with the last."""
        self.received = bytearray(received)
        self._looked, self._needed = 0, -1
        self.whole = True

    def state(self) -> int:
        """0: wait for more; 200: a thread can have the request; else the status it is refused with."""
        if self._needed < 0:
            end = self.received.find(b"\r\n\r\n", max(0, self._looked - 3))
            self._looked = len(self.received)
            if self.received.find(b"\r\n", 0, LONGEST_LINE + 2) < 0 and len(self.received) > LONGEST_LINE:
                return 414
            if end < 0:
                return 431 if len(self.received) > LONGEST_HEAD else 0
            head = bytes(self.received[: end + 2])
            if _CHUNKED.search(head):
                return 411
            length = _length(head)
            self.whole = length <= MOST_BYTES
            self._needed = end + 4 + (length if self.whole else 0)
            if length and self.whole and _EXPECTS.search(head):
                self.sock.send(_CONTINUE)
        return 200 if len(self.received) >= self._needed else 0


def _length(head: bytes) -> int:
    """Bytes of the body that the head of a request tells of: 0 where it tells of none."""
    said = _LENGTH.search(head)
    if said is None or not said[1]:
        return 0
    return int(said[1]) if len(said[1]) <= _MOST_DIGITS else MOST_BYTES + 1


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """The worker. All but `handle` and what it calls runs in the main thread."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        # In the order of their ends, as each has as long as the others.
        self._arriving: dict[Connection, None] = {}
        self._leaving: dict[Connection, None] = {}

    def accept(self, listener: socket.socket) -> None:
        """Take a new connection, and wait for its request."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                raise
            return
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_SECONDS, 0))
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", SEND_SECONDS, 0))
        self.nr_conns += 1
        # Those who are slow make place for those who come: together they cannot keep everybody out.
        while len(self._arriving) >= self.worker_connections // 2:
            self._drop(next(iter(self._arriving)))
        self._await(Connection(self.cfg, client, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: Connection, client: socket.socket) -> None:
        """Wait for the next request of a connection that was kept, of which something has come."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._await(conn)
        self._receive(conn, client)

    def murder_pending(self) -> None:
        """End what has taken too long."""
        now = time.monotonic()
        while self._arriving and (conn := next(iter(self._arriving))).until <= now:
            if conn.received:
                self._refuse(conn, 408)
            else:
                self._drop(conn)
        while self._leaving and (conn := next(iter(self._leaving))).until <= now:
            self._drop(conn)
        if not self.alive:
            for conn in [conn for conn in self._arriving if not conn.received]:
                self._drop(conn)

    def handle(self, conn: Connection) -> bool:
        """Answer a request that has arrived. Whether the connection is kept. Runs in a thread."""
        request = None
        try:
            conn.sock.setblocking(True)
            conn.init()
            conn.parser.unreader.unread(bytes(conn.received))
            request = next(conn.parser)
            if not conn.whole:
                request.force_close()  # the rest of the body is not waited for
            return bool(self.handle_request(request, conn) and conn.parser.finish_body())
        except (NoMoreData, StopIteration):
            return False  # the client has gone
        except Exception as error:
            if isinstance(error, OSError) and error.errno in _GONE:
                return False  # the client has gone, or takes nothing; any other is ours
            self.handle_error(request, conn.sock, conn.client, error)
        return False

    def finish_request(self, conn: Connection, done: Future[bool]) -> None:
        """Keep a connection whose request is answered, or take leave of it."""
        kept = not done.cancelled() and done.exception() is None and done.result()
        if not kept:
            self._leave(conn)
            return
        rest = conn.parser.unreader.take_buffered()
        conn.begin(rest)
        if not rest:
            super().finish_request(conn, done)
        else:
            conn.sock.setblocking(False)
            self._await(conn)
            self._go_on(conn)

    def handle_error(self, request: Any, client: socket.socket, _address: Any, error: Exception) -> None:
        """Answer what is no request that can be followed, and what failed outside of the site. Runs in a thread."""
        if isinstance(error, ParseException) and not isinstance(
            error, InvalidResponseHeader | InvalidResponseHeaderName
        ):
            status = (
                414 if isinstance(error, LimitRequestLine) else 431 if isinstance(error, LimitRequestHeaders) else 400
            )
            self._say(client, status, str(getattr(request, "query", "") or ""))
        else:
            self._say(client, 500, "", error)

    def _await(self, conn: Connection) -> None:
        conn.until = time.monotonic() + WHOLE_SECONDS
        self._arriving[conn] = None
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._receive, conn))

    def _receive(self, conn: Connection, client: socket.socket) -> None:
        """Take what has come of a request."""
        if conn not in self._arriving:
            return  # it made place for another, who came in the same moment as this
        try:
            data = client.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            self._drop(conn)
            return
        conn.received += data
        if data:
            self._go_on(conn)
        elif conn.received:
            self._refuse(conn, 400)
        else:
            self._drop(conn)

    def _go_on(self, conn: Connection) -> None:
        try:
            state = conn.state()
        except OSError:
            self._drop(conn)
            return
        if state == 200:
            self._forget(conn)
            self.enqueue_req(conn)
        elif state:
            self._refuse(conn, state)
        elif len(conn.received) > _CHUNK and sum(len(c.received) for c in self._arriving) > HELD_BYTES:
            self._refuse(conn, 503)

    def _refuse(self, conn: Connection, status: int) -> None:
        line = bytes(conn.received[:LONGEST_LINE]).partition(b"\r\n")[0]
        self._forget(conn)
        self._say(conn.sock, status, line.decode("latin-1"))
        self._leave(conn)

    def _say(self, client: socket.socket, status: int, line: str, error: Exception | None = None) -> None:
        # Not above: this module is read with gunicorn's settings, before the leader is ready for the code of the site.
        from pages.responses.operations.early import answer

        content = answer(status, line, error)
        try:
            client.setblocking(False)
            client.send(content)
        except OSError:
            self.log.debug("A client did not take what it was told")

    def _leave(self, conn: Connection) -> None:
        """Close a connection once its client has hung up, or after a while."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._discard, conn))
        except (OSError, ValueError, KeyError):
            self._close(conn)
            return
        conn.until = time.monotonic() + LINGER_SECONDS
        self._leaving[conn] = None

    def _discard(self, conn: Connection, client: socket.socket) -> None:
        try:
            if client.recv(_CHUNK):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self._drop(conn)

    def _drop(self, conn: Connection) -> None:
        self._forget(conn)
        self._close(conn)

    def _forget(self, conn: Connection) -> None:
        self.poller.unregister(conn.sock)
        self._arriving.pop(conn, None)
        self._leaving.pop(conn, None)

    def _close(self, conn: Connection) -> None:
        self.nr_conns -= 1
        conn.close()
