"""`make fuzz`: breed inputs for the readers of addresses and of publishers' files, and say what they reached.

    python -m tests.fuzz [--minutes N] [address] [importers]

atheris breeds them (libFuzzer): an input that reaches new code is kept and changed further, in `build/fuzz`. One that
fails is written there too, and the command ends with an error. What was found is in `tests/fuzz/kept`, for good: each
run of the tests reads it again.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "build" / "fuzz"
TARGETS = {
    "address": ("data.query", "data.analysis.regions", "data.language"),
    "importers": ("data.sources", "data.observations"),
}
"""What is tried, and the modules whose lines are counted."""
SLOWEST_SECONDS = 10
MOST_MEGABYTES = 3000
_LAST = re.compile(r"^#(\d+)\s+DONE\s+cov: (\d+) ft: (\d+) corp: (\d+)/(\S+)", re.MULTILINE)


def main() -> int:
    """Try each target for its minutes, one after the other. 1 where anything was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("targets", nargs="*", help="of: " + ", ".join(TARGETS))
    parser.add_argument("--minutes", type=float, default=10.0)
    given = parser.parse_args()
    if unknown := set(given.targets) - set(TARGETS):
        parser.error(f"there is no {', '.join(unknown)}; there is: {', '.join(TARGETS)}")
    failed = 0
    for target in given.targets or TARGETS:
        failed |= _try(target, given.minutes)
    return failed


def _try(target: str, minutes: float) -> int:
    """Breed inputs of a target in a process of its own, at the lowest priority."""
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    module = import_module(f"tests.fuzz.{target}")
    for n, seed in enumerate(module.seeds()):
        (folder / f"seed-{n:03}").write_bytes(seed)
    words = CORPUS / f"{target}.dict"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in sorted(set(module.dictionary()))), encoding="ascii")
    command = [
        sys.executable, "-m", "tests.fuzz.bred", target, str(folder), f"-dict={words}",
        f"-max_total_time={round(60 * minutes)}", f"-timeout={SLOWEST_SECONDS}", f"-rss_limit_mb={MOST_MEGABYTES}",
        f"-artifact_prefix={CORPUS}/{target}-", "-print_final_stats=1", "-max_len=20000", "-len_control=20",
    ]  # fmt: skip
    began = time.monotonic()
    with (CORPUS / f"{target}.log").open("w", encoding="utf-8") as log:
        ended = subprocess.run(["nice", "-n", "15", *command], cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    said = (CORPUS / f"{target}.log").read_text(encoding="utf-8", errors="replace")
    done = _LAST.search(said)
    if ended.returncode != 0 or done is None:
        print(f"{target}: an input failed, or the run did not end; the end of {CORPUS}/{target}.log:")
        print("\n".join(said.splitlines()[-40:]))
        return 1
    runs, branches, _, kept, size = done.groups()
    minutes = (time.monotonic() - began) / 60
    print(f"{target}: {int(runs):,} inputs in {minutes:.1f} minutes, {branches} branches, {kept} inputs kept ({size})")
    for name, hit, lines in _lines_reached(target):
        print(f"  {name:52} {hit:5} of {lines:5} lines, {100 * hit / lines:3.0f} %")
    return 0


def _escaped(word: str) -> str:
    return "".join(chr(b) if 32 <= b < 127 and chr(b) not in '"\\' else f"\\x{b:02X}" for b in word.encode())


def _lines_reached(target: str) -> list[tuple[str, int, int]]:
    """Of each module of a target: the lines that the inputs kept run, and all it has within functions."""
    reached: dict[str, set[int]] = {}

    def in_function(frame: FrameType, event: str, _argument: Any) -> Any:
        if event == "line":
            reached[frame.f_code.co_filename].add(frame.f_lineno)
        return in_function

    def called(frame: FrameType, _event: str, _argument: Any) -> Any:
        if not frame.f_code.co_filename.startswith(str(ROOT / "data")):
            return None
        reached.setdefault(frame.f_code.co_filename, set()).add(frame.f_lineno)
        return in_function

    module = import_module(f"tests.fuzz.{target}")
    inputs = sorted((CORPUS / target).iterdir())
    sys.settrace(called)
    try:
        for path in inputs:
            module.try_one(path.read_bytes())
    finally:
        sys.settrace(None)
    found = []
    for name in sorted(sys.modules):
        if name.startswith(TARGETS[target]) and (source := getattr(sys.modules[name], "__file__", None)):
            lines = _lines_of(Path(source))
            if lines and (hit := reached.get(source, set()) & lines):
                found.append((name, len(hit), len(lines)))
    return found


def _lines_of(path: Path) -> set[int]:
    """The lines of a module that run when its functions are called."""
    lines: set[int] = set()
    waiting = [compile(path.read_text(encoding="utf-8"), str(path), "exec")]
    while waiting:
        code = waiting.pop()
        waiting += [part for part in code.co_consts if hasattr(part, "co_code")]
        if code.co_name != "<module>" and not code.co_flags & 0x40:
            lines |= {line for _, _, line in code.co_lines() if line}
    return lines


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    sys.exit(main())
