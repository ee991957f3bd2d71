"""How gunicorn serves the site. Settings come from the environment: the README lists them (`data/settings.py`)."""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

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

# The address of a briefing carries its views (data/query/briefings/codec.py:LONGEST_LINK), a region's its members.
# A longer address is refused by the site itself, in words (pages/responses/api/problems.py).
limit_request_line = 8190

# Each worker opens the database for itself: a DuckDB instance does not survive a fork.
preload_app = False

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
    """Make the letters that browsers get before there are workers: each would need two seconds of its own for them."""
    from components.documents.drawings.letters import letters

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
    letters()


def pre_fork(server: Any, worker: Any) -> None:
    """Give a worker its number among the metrics."""
    door.number(server, worker)


def post_fork(server: Any, worker: Any) -> None:
    """Tell a worker its number."""
    door.begin(worker)


def worker_exit(server: Any, worker: Any) -> None:
    """End a worker without taking the libraries apart, which takes a second and prints what they leave behind."""
    if worker.booted:  # the master is told by its status of one that could not begin
        from pages.responses.operations.metering import finish

        finish(worker)
        os._exit(0)


def child_exit(server: Any, worker: Any) -> None:
    """Forget what a worker had in hand, however it ended."""
    door.forget(worker)


def on_exit(server: Any) -> None:
    """Leave nothing behind."""
    door.close(server)


def when_ready(server: Any) -> None:
    """Print the address once the port is ours, and not before: a port in use must not be announced."""
    print(f"Serving on http://{bind}", flush=True)


def post_worker_init(worker: Any) -> None:
    """Warm the worker before its threads see a request.

    Dash finishes its set-up with the first request; several first requests at once race for it and get errors.
    """
    # Threads that render hold Python for a millisecond at a time, not for five: /health comes in between.
    sys.setswitchinterval(0.001)
    client = worker.wsgi.test_client()
    for address in ("/", "/health", "/typeface.woff2", "/style.css"):
        status = client.get(address).status_code
        if status >= 400:
            worker.log.warning("A new worker answers %s with status %s", address, status)
    if hasattr(worker, "metrics"):
        from pages.responses.operations.metering import answer

        answer(worker)
    # What is there now stays: looked through for garbage, it stops every thread for a tenth of a second each time.
    gc.collect()
    gc.freeze()
