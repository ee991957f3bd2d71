"""Our Dockerfile carried out without Docker: each stage in a root of its own, a copy on write over this machine's.

The base image is what cannot be had here; this machine's Python stands for it, and everything of this machine that a
base image would not have (home folders, the checkout) is hidden. Needs Linux and root, for mounts and changes of root.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data.settings import ROOT
from tests.hosting.dockerfile import Stage, sent, stages

PATIENCE = 900
HIDDEN = ("/root", "/home", "/work", "/mnt", "/srv", "/opt")
"""Folders of this machine that a base image has not, or has empty."""
PYTHON = sys.base_prefix
"""This machine's Python, which stands in the root of an image at its own place: its library is looked for there."""


@dataclass
class Image:
    """A root with what a stage wrote in it (`upper`), and how it is entered."""

    folder: Path
    stage: Stage
    environment: dict[str, str] = field(default_factory=dict)
    directory: str = "/"
    seconds: list[tuple[str, float]] = field(default_factory=list)

    @property
    def written(self) -> Path:
        """The folder with everything that the stage added to its base."""
        return self.folder / "upper"

    def command(self, inside: str, *, run_time: bool = False) -> list[str]:
        """What runs a shell command in the root, in a name space of mounts of its own.

        At run time the root is read-only, /tmp and /dev/shm are fresh and small, and the command is the image's user's,
        without any capability, as the manifests ask.
        """
        merged = self.folder / "root"
        script = [
            "set -eu",
            f"mount -t overlay overlay -o lowerdir=/,upperdir={self.written},workdir={self.folder / 'work'} {merged}",
            f"mount --rbind /dev {merged}/dev",
            f"mount -t proc proc {merged}/proc",
        ]
        script.append(f"mkdir -p {merged}{PYTHON} && mount --bind {sys.base_prefix} {merged}{PYTHON}")
        if run_time:
            script += [
                f"mount -o remount,ro {merged}",
                f"mount -t tmpfs -o size=256m,mode=1777,noexec,nosuid,nodev tmpfs {merged}/tmp",
                f"mount -t tmpfs -o size=64m,mode=1777,noexec,nosuid,nodev tmpfs {merged}/dev/shm",
            ]
        names = " ".join(shlex.quote(f"{name}={value}") for name, value in self._variables(run_time).items())
        rights = ""
        if run_time:
            user, _, group = self.stage.last("USER").partition(":")
            rights = f"setpriv --reuid={user} --regid={group} --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs "
        place = f"cd {shlex.quote(self.directory)} && {inside}"
        script.append(f"exec chroot {merged} env -i {names} {rights}sh -c {shlex.quote(place)}")
        return ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", "\n".join(script)]

    def _variables(self, run_time: bool) -> Mapping[str, str]:
        path = f"{PYTHON}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        # While packages come, pip is told what this machine's pip is told; an image at run time is told nothing.
        told = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_"))}
        own = {name: value.replace("$PATH", path) for name, value in self.environment.items()}
        return {"PATH": path, "HOME": "/", **({} if run_time else told), **own}


def built(folder: Path, root: Path = ROOT) -> Image:
    """The last image of our Dockerfile, every instruction carried out below `folder`. Raises CalledProcessError."""
    images: dict[str, Image] = {}
    for number, stage in enumerate(stages((root / "Dockerfile").read_text(encoding="utf-8"))):
        image = Image(folder / f"stage{number}", stage)
        for name in ("upper", "work", "root", *(f"upper{hidden}" for hidden in HIDDEN)):
            (image.folder / name).mkdir(parents=True)
        for hidden in HIDDEN:
            os.setxattr(image.written / hidden.lstrip("/"), "trusted.overlay.opaque", b"y")
        for word, rest in stage.steps:
            began = time.perf_counter()
            _carry_out(image, word, rest, images, root)
            image.seconds.append((f"{word} {rest}"[:60], time.perf_counter() - began))
        images[stage.name] = image
    return image


def _carry_out(image: Image, word: str, rest: str, images: Mapping[str, Image], root: Path) -> None:
    if word == "WORKDIR":
        image.directory = rest
        (image.written / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
    elif word == "ENV":
        image.environment |= dict(part.split("=", 1) for part in shlex.split(rest))
    elif word == "COPY":
        _copy(image, rest.split(), images, root)
    elif word == "RUN":
        done = subprocess.run(image.command(rest), capture_output=True, text=True, timeout=PATIENCE)
        if done.returncode:
            raise RuntimeError(f"RUN {rest}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    elif word not in ("USER", "EXPOSE", "HEALTHCHECK", "CMD"):
        raise ValueError(f"this instruction is not known here: {word}")


def _copy(image: Image, words: list[str], images: Mapping[str, Image], root: Path) -> None:
    *options, source, target = words
    goal = image.written / (target if target.startswith("/") else f"{image.directory}/{target}").lstrip("/")
    if options:
        other = images[options[0].removeprefix("--from=")]
        shutil.copytree(other.written / source.lstrip("/"), goal, symlinks=True, dirs_exist_ok=True)
    elif source == ".":
        ignored = (root / ".dockerignore").read_text(encoding="utf-8").splitlines()
        for path in sent(root, ignored):
            place = goal / path.relative_to(root)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, place)
    else:
        goal.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / source, goal)


def megabytes(folder: Path) -> float:
    """What the files below a folder take."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6
