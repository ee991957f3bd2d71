"""What raw counts may be in stays inside: an error on the way out keeps its kind and place, and loses its words.

A message of an engine or a library may repeat the value it stumbled over, and a count of one among them.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from data.disclosure.tables import DisclosureError
from data.errors import DefinitionError, InternalError
from data.records.errors import RecordsError

P = ParamSpec("P")
T = TypeVar("T")

OWN = (RecordsError, DefinitionError, DisclosureError)
"""Errors whose messages are written to name no count."""
_WITHHELD = (
    "Its words are withheld, because they may repeat what a record says; look at the records with "
    "`python -m data records check FILE`"
)


def confined(step: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do work on raw counts. Raises InternalError without the words of any error but our own, and without its chain.

    `step` says in the message what was being done.
    """
    try:
        return work(*args, **kwargs)
    except OWN as error:
        again: Exception = type(error)(*error.args)
        if isinstance(error, RecordsError) and error.__cause__ is not None:  # it repeats what an engine said
            again = RecordsError(f"{step}: the engine could not finish: {type(error.__cause__).__name__}. {_WITHHELD}")
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        again = InternalError(
            f"{step}: {type(error).__name__} at {Path(place.filename).name}:{place.lineno}. {_WITHHELD}"
        )
    # Raised here, outside of the handlers, the new error has no context that a log would print with it.
    raise again
