"""Figures that are made up stay out of every file that readers get: a build takes them only where it is told to."""

from __future__ import annotations

from collections.abc import Iterable

from data.catalog.models import Source
from data.errors import InputError


def refuse_synthetic(sources: Iterable[Source], *, told: bool) -> None:
    """Raise InputError when a source is marked `synthetic` and the build was not told that it may take such.

    A figure's source is what its row names, so no row of made-up records comes in without the mark of its source.
    """
    marked = sorted(source.id for source in sources if source.synthetic)
    if marked and not told:
        raise InputError(
            f"{', '.join(marked)}: marked `synthetic`, made-up figures that no reader may get; take the source out of "
            "the folder, or build a database of its own: python -m data build --from FOLDER --synthetic --to FILE"
        )
