"""The program of the workshop's process: it makes one file after the other until its worker hangs up."""

from __future__ import annotations

import os
import pickle
import select
import signal
import sys
import threading
import traceback
from importlib import import_module
from math import ceil
from multiprocessing.connection import Connection

from components.documents.drawings import letters
from data.errors import DatabaseUnavailableError, InputError
from data.language import use_language
from data.query.answers import Answers
from data.settings import Settings
from pages.responses.exports.formats import read_costly
from pages.responses.exports.workshop import FAILED, MADE, REFUSED

NICENESS = 10
READ_FIRST = ("pages.responses.exports.files",)
"""Code that every file needs: read before the first, as that of formats is, and no part of that one's time."""
GRACE_SECONDS = 5
"""What a file may take beyond its limit before the process ends itself: whoever should have ended it is gone."""


def main(descriptor: int) -> None:
    """Answer the tasks that come over a connection; see `Workshop`."""
    os.nice(NICENESS)
    # Who stops the site, at a terminal or by its service manager, stops its workers; they wait for the file in the
    # making, and with them this ends.
    for stopped in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stopped, signal.SIG_IGN)
    with Connection(descriptor) as connection:
        threading.Thread(target=_end_with_worker, args=(descriptor,), daemon=True).start()
        settings: Settings
        settings, made = connection.recv()
        letters.take(made)
        for name in READ_FIRST:
            import_module(name)
        read_costly()
        answers = Answers.over(settings)
        connection.send("ready")
        while True:
            try:
                received = connection.recv_bytes()
            except (EOFError, OSError):
                return
            connection.send(_answer(received, answers))


def _end_with_worker(descriptor: int) -> None:
    """End this process when its worker has hung up: it may have been killed, and nobody waits for the file any more."""
    hung_up = select.poll()
    hung_up.register(descriptor, select.POLLRDHUP)
    hung_up.poll()
    os._exit(0)


def _answer(received: bytes, answers: Answers) -> tuple[str, object]:
    """What became of a task: the file, the error that its reader is told, or the traceback of ours."""
    try:
        # What comes over the connection is from our own worker.
        (work, args, words, code, handed), seconds = pickle.loads(received)  # noqa: S301
        signal.alarm(ceil(seconds) + GRACE_SECONDS)
        if handed is not None:
            answers.database.take_over(handed)
        with use_language(code), answers.database.pinned():
            return MADE, work(answers, *args, **words)
    except (InputError, DatabaseUnavailableError) as error:
        return REFUSED, error
    except Exception:
        return FAILED, traceback.format_exc()
    finally:
        signal.alarm(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
    # Without taking the libraries apart, which takes a second and prints what they leave behind.
    os._exit(0)
