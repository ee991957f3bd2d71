"""The process in which atheris breeds inputs: `python -m tests.fuzz.bred TARGET ARGUMENTS-OF-LIBFUZZER`."""

from __future__ import annotations

import sys
from importlib import import_module

import atheris

if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    with atheris.instrument_imports(include=["data"]):
        target = import_module(f"tests.fuzz.{name}")
        for seed in target.seeds():  # what is read once is read before the clock runs
            target.try_one(seed)
    atheris.Setup([sys.argv[0], *arguments], target.try_one)
    atheris.Fuzz()
