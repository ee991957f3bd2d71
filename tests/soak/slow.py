"""A site that takes its time, to see what becomes of a request when it is stopped."""

from __future__ import annotations

import os
import tempfile
import threading
import time

from flask import Flask, request

server = Flask(__name__)
held: list[bytes] = []


class Files:
    """Stands for what makes files (`pages.responses.exports.workshop.Workshop`)."""

    def __init__(self) -> None:
        self.begun = threading.Event()

    def begin(self) -> None:
        """Ready before anybody asks."""
        self.begun.set()


files = server.extensions["workshop"] = Files()


@server.get("/health")
@server.get("/health/live")
def health() -> str:
    """The number of the process that answers."""
    return str(os.getpid())


@server.get("/")
@server.get("/<path:rest>")
def anything(rest: str = "") -> str:
    """What gunicorn.conf.py asks a new worker for."""
    return rest


@server.get("/files")
def ready() -> str:
    """Whether files can be made without waiting, within a second."""
    return str(files.begun.wait(1))


@server.get("/write")
def write() -> str:
    """The name of a file that is half written, and stays so."""
    descriptor, name = tempfile.mkstemp()
    os.close(descriptor)
    return name


@server.get("/grow")
def grow() -> str:
    """Hold some megabytes more from now on."""
    held.append(os.urandom(int(request.args["megabytes"]) * 2**20))
    return str(os.getpid())


@server.get("/slow")
def slow() -> str:
    """An answer after some seconds."""
    time.sleep(float(request.args["seconds"]))
    return "done"
