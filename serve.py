"""Serve the site: gunicorn with gunicorn.conf.py, its settings checked first.

gunicorn reads WEB_CONCURRENCY when it is imported, and answers a wrong one with a traceback.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from data.errors import InputError
from data.settings import SERVER, checked


def main() -> None:
    """Run gunicorn in the place of this program; end with status 2 and a sentence where a setting is wrong."""
    try:
        checked()
    except InputError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    # What is set to nothing is not set.
    environment = {name: value for name, value in os.environ.items() if value or name not in SERVER.values()}
    own = Path(__file__).resolve().parent
    os.chdir(own)
    command = [sys.executable, "-m", "gunicorn", "app:server", "-c", "gunicorn.conf.py", *sys.argv[1:]]
    os.execve(sys.executable, command, environment)  # noqa: S606  # our own server, no shell


if __name__ == "__main__":
    main()
