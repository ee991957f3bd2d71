"""How gunicorn serves what the site is set against: as `gunicorn.conf.py` serves the site, without what only it has.

The site's own file makes letters with packages that the environment of a plain page lacks.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

bind = f"127.0.0.1:{os.environ['PORT']}"
workers = 1
worker_class = "gthread"
threads = 50
timeout = 30
preload_app = False
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
control_socket_disable = True
accesslog = None
loglevel = "warning"


def post_worker_init(worker: Any) -> None:
    """Warm the worker as the site's is."""
    sys.setswitchinterval(0.001)
    worker.wsgi.test_client().get("/")
    gc.collect()
    gc.freeze()
