"""How gunicorn serves the site. HOST, PORT and WEB_CONCURRENCY (the number of workers) are set from outside."""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

# Only this machine by default; a container sets HOST=0.0.0.0 and leaves the door to what stands before it.
bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8050'}"

workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
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

# One line says where the site is (when_ready); beyond that only what went wrong.
accesslog = None
loglevel = "warning"


def on_starting(server: Any) -> None:
    """Make what browsers get from every worker before there are any: each would need seconds of its own for it.

    Those are the letters, and Dash's scripts as small as they become.
    """
    from threading import Thread

    from components.documents.drawings.letters import letters
    from pages.responses.files.scripts import compress

    scripts = Thread(target=compress)
    scripts.start()
    letters()
    scripts.join()


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
    worker.wsgi.extensions["scripts"].compress()
    # What is there now stays: looked through for garbage, it stops every thread for a tenth of a second each time.
    gc.collect()
    gc.freeze()
