"""How gunicorn serves the site. Settings come from the environment: the README lists them (`data/settings.py`)."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from typing import Any

from data import made_beside
from data.errors import InputError
from data.logs import configuration
from data.settings import checked, unknown
from pages.responses.operations import door

try:
    settings, served = checked()
except InputError as error:
    # One sentence, before there is a worker that could not begin either.
    print(error, file=sys.stderr)
    sys.exit(2)

# Only this machine by default; a container sets HOST=0.0.0.0 and leaves the door to what stands before it.
bind = served.bind

workers = served.workers
worker_class = "pages.responses.operations.worker.Worker"
# Most wait: for a turn to render (pages/responses/admission.py bounds how many may), for a file that is made elsewhere
# (pages/responses/exports/workshop.py), the database, a slow connection.
threads = 50
timeout = 30
# Longer than what stands before the site keeps its connections (hosting/nginx.conf: 74 s), so that the site never
# closes one in the moment the next request is sent on it. A connection that rests takes no thread.
keepalive = 75
# What is under way when the site is stopped is finished: a file may wait and be made for this long (workshop.py).
graceful_timeout = 50

# The address of a briefing carries its views (data/query/briefings/codec.py:LONGEST_LINK), a region's its members.
# A longer address is refused by the site itself, in words (pages/responses/api/problems.py).
limit_request_line = 8190

# Whether a reader came over TLS is believed of the proxies that are believed who that is, and of this machine.
forwarded_allow_ips = ",".join(filter(None, ("127.0.0.1,::1", os.environ.get("EQUITY_TRUSTED_PROXIES"))))

# The heartbeat file lives in memory where there is some: on a slow disk a busy worker looks like a dead one.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108

# gunicorn would otherwise put a socket that commands it into the home directory.
control_socket_disable = True

# One line says where the site is (when_ready); beyond that the log is in lines of JSON, requests included if they are
# wanted: gunicorn's own lines of them would have addresses.
accesslog = None
loglevel = "warning"
logconfig_dict = configuration()


def on_starting(server: Any) -> None:
    """Read the code once, before there are workers: each is forked with it, and one that takes another's place at once.

    The letters that browsers get and Dash's scripts as small as they become take two seconds each, which processes
    beside this one need meanwhile. Nothing here opens the database: each worker does so for itself, because a DuckDB
    instance does not survive a fork.
    """
    from components.documents.drawings import letters
    from pages.responses.files import scripts
    from pages.responses.operations import memory, renewal, scratch

    for sentence in unknown():
        server.log.warning(sentence)
    try:
        if settings.slides is not None:
            from components.documents.formats.slides.template import check

            check(settings.slides)
        door.open_door(server, settings)
    except InputError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    memory.keep_small()
    renewal.prepare(server)
    scratch.prepare(server)
    if server.app.app_uri == "app:server":
        letters.begin()
        scripts.begin()
    # Matrices here are small, and threads of a library are nothing to fork with.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What is read now stays: to look through it for garbage again and again takes a sixth of the time.
    gc.disable()
    application = server.app.wsgi()
    if hasattr(application, "test_client"):
        # Dash finishes its set-up with the first request; several first requests at once race for it and get errors.
        for address in ("/health/live", "/style.css"):
            application.test_client().get(address, environ_overrides={door.OWN: True})
    gc.freeze()
    # Ctrl-C lets what is under way be finished too; a second one does not wait.
    server.handle_int = server.handle_term


def pre_fork(server: Any, worker: Any) -> None:
    """Give a worker its number among the metrics, and what workers take turns by."""
    door.number(server, worker)
    worker.turn = server.turn


def post_fork(server: Any, worker: Any) -> None:
    """Tell a worker its number, and where it may write for a moment."""
    from pages.responses.operations import scratch

    door.begin(worker)
    scratch.begin(server, worker)


def child_exit(server: Any, worker: Any) -> None:
    """Forget what a worker had in hand, however it ended, and want no more workers than there should be."""
    from pages.responses.operations import renewal, scratch

    door.forget(worker)
    scratch.forget(server, worker)
    renewal.settle(server, workers)


def on_exit(server: Any) -> None:
    """Leave nothing behind."""
    from pages.responses.operations import scratch

    door.close(server)
    scratch.close(server)


def when_ready(server: Any) -> None:
    """Print the address once the port is ours, and not before: a port in use must not be announced."""
    # From here on gunicorn hears of each process that ends; those beside it may have ended before.
    made_beside.reap()
    print(f"Serving on http://{bind}", flush=True)


def post_worker_init(worker: Any) -> None:
    """Open the database before threads of the worker see a request; what most readers ask for is made beside them."""
    from pages.responses.operations import memory, metering

    # Threads that render hold Python for a millisecond at a time, not for five: /health comes in between.
    sys.setswitchinterval(0.001)
    # At a terminal Ctrl-C is told to every process: the first of them says when workers stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    memory.trim_forever()
    client = worker.wsgi.test_client()
    _warm(worker, client, "/health")
    metering.begin(worker)
    gc.freeze()
    gc.enable()
    threading.Thread(target=_beside, args=(worker, client), daemon=True).start()


def _warm(worker: Any, client: Any, *addresses: str) -> None:
    for address in addresses:
        status = client.get(address, environ_overrides={door.OWN: True}).status_code
        if status >= 400:
            worker.log.warning("A new worker answers %s with status %s", address, status)
    _keep()


def _beside(worker: Any, client: Any) -> None:
    """Make what readers will ask for, and then look at what the worker takes, beside its threads."""
    from pages.responses.operations import renewal

    if worker.age > workers and "workshop" in worker.wsgi.extensions:
        # It takes another's place, whose readers were having files made and go on to.
        threading.Thread(target=worker.wsgi.extensions["workshop"].begin, daemon=True).start()
    try:
        _ahead(worker, client)
    except Exception:
        worker.log.exception("A new worker could not make what readers will ask for")
    renewal.watch(worker, settings.worker_bytes)


def _ahead(worker: Any, client: Any) -> None:
    """Make what readers will ask for while none does; it stays, too."""
    _warm(worker, client, "/", "/explore", "/typeface.woff2")
    if "ahead" in worker.wsgi.extensions:
        worker.wsgi.extensions["scripts"].compress()
        worker.wsgi.extensions["ahead"]()
        _keep()


def _keep() -> None:
    """Keep what is there now: looked through for garbage, it stops every thread for a tenth of a second each time."""
    gc.collect()
    gc.freeze()


def worker_exit(server: Any, worker: Any) -> None:
    """End a worker that has served, without taking its libraries apart: that takes a second, and some print then."""
    from pages.responses.operations import metering

    if worker.booted and worker.pid == os.getpid():
        metering.end(worker)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
