"""How a process gives memory back: what the C library's allocator is told, where it is GNU's.

Each of fifty threads would get an arena of its own, and what one has let go no other may use: one arena for all costs
nothing that could be measured where Python runs one thread at a time. What a view needs for a moment (its JSON, the
tables of what compresses it) stays with the process for the next view: given back and taken anew, it would be five
hundred pages of memory a view, which the system has to clear each time. What stays too long, TRIM_SECONDS gives back.
"""

from __future__ import annotations

import ctypes
import threading
import time

TRIM_SECONDS = 30.0
"""How often free memory is given back to the system. It takes some milliseconds, in which Python runs on."""
_LARGE = 2**21
"""Bytes from which a block is the system's own, and given back as soon as it is let go. The draws behind ranks are a
view's largest: those of 14 counties take 1.1 MB, those of 351 towns 5.6."""
_FREE = 4 * _LARGE
"""Bytes at the end of the heap that may be free before they are given back at once."""
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
"""Of `mallopt` (malloc.h)."""


def keep_small() -> None:
    """Tell the allocator of this process, and of those forked from it; before it has threads."""
    library = _library()
    if library is not None:
        for option, value in ((_ARENA_MAX, 1), (_MMAP_THRESHOLD, _LARGE), (_TRIM_THRESHOLD, _FREE)):
            library.mallopt(option, value)


def trim_forever() -> None:
    """Give free memory back to the system every TRIM_SECONDS, on a thread that ends with the process."""
    library = _library()
    if library is not None:
        threading.Thread(target=_trim, args=(library,), name="trim", daemon=True).start()


def _trim(library: ctypes.CDLL) -> None:
    while True:
        time.sleep(TRIM_SECONDS)
        library.malloc_trim(0)


def _library() -> ctypes.CDLL | None:
    """The C library, where it is GNU's."""
    try:
        library = ctypes.CDLL(None)
    except (OSError, TypeError):  # TypeError: Windows
        return None
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None
