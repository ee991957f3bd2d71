"""What `make fuzz` found is read again: each input that once failed, and the sound ones it begins with."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from tests.fuzz import address, importers

KEPT = sorted((Path(__file__).parent / "fuzz" / "kept").iterdir())


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_an_input_that_once_failed_is_read(path: Path) -> None:
    import_module(f"tests.fuzz.{path.name.partition('-')[0]}").try_one(path.read_bytes())


@pytest.mark.parametrize(("target", "every"), [(address, 1), (importers, 7)], ids=["address", "importers"])
def test_the_inputs_it_begins_with_are_read(target: ModuleType, every: int) -> None:
    seeds = list(target.seeds())
    assert len(seeds) > 30
    for seed in seeds[::every]:
        target.try_one(seed)
    assert len(list(target.dictionary())) > 20


def test_an_input_that_fails_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The properties can fail: where a view reads back as another, and where a file is refused in two lines."""
    with monkeypatch.context() as patch:
        patch.setattr(address, "plain_query", lambda query: f"{query}&level=county")
        with pytest.raises(AssertionError):
            address.try_one(b"\0indicator=infant_mortality&level=state")

    class Refuser:
        files = importers.cases()[0].files

        def read(self, _folder: Path) -> None:
            raise importers.InputError("two\nlines")

    sound = next(importers.seeds())
    monkeypatch.setattr(importers, "cases", lambda: (Refuser(),))
    with pytest.raises(AssertionError):
        importers.try_one(sound)
