"""How gunicorn serves the site. HOST, PORT and WEB_CONCURRENCY (the number of workers) are set from outside."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from typing import Any

# Only this machine by default; a container sets HOST=0.0.0.0 and leaves the door to what stands before it.
bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8050'}"

workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
# Most wait: for a turn to render (pages/responses/admission.py bounds how many may), for a file that is made elsewhere
# (pages/responses/exports/workshop.py), the database, a slow connection.
threads = 50
timeout = 30
# Longer than what stands before the site keeps its connections (nginx: 60 s), so that the site never closes one in the
# moment the next request is sent on it. A connection that rests takes no thread.
keepalive = 75
# What is under way when the site is stopped is finished: a file may wait and be made for this long (workshop.py).
graceful_timeout = 50

# The address of a briefing carries its views (data/query/briefings/codec.py:LONGEST_LINK), a region's its members.
# A longer address is refused by the site itself, in words (pages/responses/api/problems.py).
limit_request_line = 8190

# The heartbeat file lives in memory where there is some: on a slow disk a busy worker looks like a dead one.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108

# gunicorn would otherwise put a socket that commands it into the home directory.
control_socket_disable = True

# One line says where the site is (when_ready); beyond that only what went wrong.
accesslog = None
loglevel = "warning"


def on_starting(server: Any) -> None:
    """Read the code once, before there are workers: each is forked with it, and one that takes another's place at once.

    The letters that browsers get take two seconds, which another process needs meanwhile. Nothing here opens the
    database: each worker does so for itself, as a DuckDB instance does not survive a fork.
    """
    from components.documents.drawings import letters
    from pages.responses import memory

    memory.keep_small()
    if server.app.app_uri == "app:server":
        letters.begin()
    # Matrices here are small, and threads of a library are nothing to fork with.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What is read now stays: to look through it for garbage again and again takes a sixth of the time.
    gc.disable()
    application = server.app.wsgi()
    if hasattr(application, "test_client"):
        # Dash finishes its set-up with the first request; several first requests at once race for it and get errors.
        for address in ("/health/live", "/style.css"):
            application.test_client().get(address)
    gc.freeze()
    # Ctrl-C lets what is under way be finished too; a second one does not wait.
    server.handle_int = server.handle_term


def when_ready(server: Any) -> None:
    """Print the address once the port is ours, and not before: a port in use must not be announced."""
    from components.documents.drawings import letters

    # From here on gunicorn hears of each process that ends; this one may have ended before.
    letters.reap()
    print(f"Serving on http://{bind}", flush=True)


def post_worker_init(worker: Any) -> None:
    """Open the database before threads of the worker see a request; what most readers ask for is made beside them."""
    # Threads that render hold Python for a millisecond at a time, not for five: /health comes in between.
    sys.setswitchinterval(0.001)
    # At a terminal Ctrl-C is told to every process: the first of them says when workers stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from pages.responses import memory

    memory.trim_forever()
    client = worker.wsgi.test_client()
    _warm(worker, client, "/health")
    gc.freeze()
    gc.enable()
    threading.Thread(target=_warm, args=(worker, client, "/", "/typeface.woff2"), daemon=True).start()


def _warm(worker: Any, client: Any, *addresses: str) -> None:
    for address in addresses:
        status = client.get(address).status_code
        if status >= 400:
            worker.log.warning("A new worker answers %s with status %s", address, status)
    # What is there now stays: looked through for garbage, it stops every thread for a tenth of a second each time.
    gc.collect()
    gc.freeze()


def worker_exit(server: Any, worker: Any) -> None:
    """End a worker that has served without taking its libraries apart: that takes a second, and some print about it."""
    if worker.booted and worker.pid == os.getpid():
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
