"""Made-up figures get into no file for readers, whatever a command says."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from data.__main__ import commands
from data.catalog.models import read_sources
from data.errors import InputError
from data.pipeline.build import Inputs, build
from data.pipeline.synthetic_sources import refuse_synthetic
from data.settings import Settings
from tests.small_counts import make_source


def mark(inputs: Inputs) -> None:
    path = inputs.sources / "dph_opioid_towns_2019.toml"
    path.write_text(f"synthetic = true\n{path.read_text(encoding='utf-8')}", encoding="utf-8")


def test_none_of_the_sites_own_sources_is_made_up() -> None:
    assert [source.id for source in read_sources(Inputs().sources).values() if source.synthetic] == []


def test_a_source_is_refused_unless_the_build_is_told() -> None:
    sources = [make_source("real"), make_source("made_up", synthetic=True)]
    refuse_synthetic(sources[:1], told=False)
    refuse_synthetic(sources, told=True)
    with pytest.raises(InputError, match=r"^made_up: marked `synthetic`"):
        refuse_synthetic(sources, told=False)


def test_a_build_refuses_it_and_leaves_nothing(small_inputs: Inputs, tmp_path: Path) -> None:
    mark(small_inputs)
    with pytest.raises(InputError, match="dph_opioid_towns_2019: marked `synthetic`"):
        build(tmp_path / "equity.duckdb", small_inputs)
    assert list(tmp_path.glob("equity*")) == []
    assert build(tmp_path / "equity.duckdb", small_inputs, synthetic=True).observations > 0


def test_a_build_of_the_sites_own_data_refuses_it_even_when_it_is_told(
    small_inputs: Inputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark(small_inputs)
    monkeypatch.setattr(Inputs, "__init__", _always(small_inputs))
    with pytest.raises(InputError, match="marked `synthetic`"):
        build(tmp_path / "equity.duckdb", Inputs(), synthetic=True)


def _always(inputs: Inputs) -> object:
    folders = {name: getattr(inputs, name) for name in ("indicators", "sources", "areas", "snapshot", "geometry")}

    def initialize(made: Inputs) -> None:
        for name, folder in folders.items():
            object.__setattr__(made, name, folder)

    return initialize


@pytest.mark.parametrize("words", [[], ["--from", "{folder}"], ["--to", "x.duckdb"]])
def test_the_command_takes_them_for_a_file_of_their_own_alone(words: list[str], tmp_path: Path) -> None:
    arguments = [word.format(folder=tmp_path) for word in words]
    result = CliRunner().invoke(commands, ["build", "--synthetic", *arguments])
    assert isinstance(result.exception, InputError)
    assert "--synthetic goes with --from FOLDER and --to FILE" in str(result.exception)


def test_the_command_never_takes_them_for_the_file_that_is_served(tmp_path: Path) -> None:
    served = Settings.from_environment().database
    result = CliRunner().invoke(commands, ["build", "--synthetic", "--from", str(tmp_path), "--to", str(served)])
    assert isinstance(result.exception, InputError)
    assert "is not the one the site serves" in str(result.exception)
