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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from data.settings import ROOT
from tests.hosting.dockerfile import Stage, sent, stages

PATIENCE = 900
HIDDEN = ("/root", "/home", "/work", "/mnt", "/srv", "/opt")
"""Folders of this machine that a base image has not, or has empty."""
PYTHON = sys.base_prefix
"""This machine's Python, which stands in the root of an image at its own place: its library is looked for there."""

MEMORY = {"/tmp": "256m", "/dev/shm": "64m"}
"""What may be written in service, and how much of it: as in compose.yaml."""
NO_RIGHTS = "--bounding-set=-all --inh-caps=-all --no-new-privs"


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

    def longest(self) -> list[tuple[str, float]]:
        """The two instructions of all stages that took longest, with their seconds."""
        return sorted(self.seconds, key=lambda step: -step[1])[:2]

    def command(self, inside: str) -> list[str]:
        """What runs a shell command of the build in the root, in a name space of mounts of its own."""
        return self._entered([self._mount], "", self._variables(told=True), inside)

    def mount(self) -> None:
        """Mount the finished root, for every service in this process's name space of mounts. It cannot be written."""
        (self.written / "published").mkdir(exist_ok=True)
        subprocess.run(["sh", "-ec", f"{self._mount}\nmount -o remount,ro {self.folder / 'root'}"], check=True)

    def service(self, inside: str, published: Path | None = None, **environment: str) -> list[str]:
        """What runs a shell command as a container would run it that compose.yaml or Kubernetes starts; after `mount`.

        The root is read-only, /tmp and /dev/shm are in memory, small and not to run programs from, the user is the
        image's and has no capability. `published` is the folder at /published, which may not be written either.
        """
        merged, options = self.folder / "root", "mode=1777,noexec,nosuid,nodev"
        mounts = []
        if published is not None:
            mounts.append(f"mount --bind {published} {merged}/published")
            mounts.append(f"mount -o remount,bind,ro {merged}/published")
        user, _, group = self.stage.last("USER").partition(":")
        rights = f"setpriv --reuid={user} --regid={group} --clear-groups {NO_RIGHTS} "
        memory = [f"mount -t tmpfs -o size={size},{options} tmpfs {merged}{path}" for path, size in MEMORY.items()]
        return self._entered(mounts, rights, {**self._variables(told=False), **environment}, inside, memory)

    @property
    def _mount(self) -> str:
        layers = f"lowerdir=/,upperdir={self.written},workdir={self.folder / 'work'}"
        return f"mount -t overlay overlay -o {layers} {self.folder / 'root'}"

    def _entered(
        self, mounts: list[str], rights: str, variables: Mapping[str, str], inside: str, last: Sequence[str] = ()
    ) -> list[str]:
        merged = self.folder / "root"
        names = " ".join(shlex.quote(f"{name}={value}") for name, value in variables.items())
        script = [
            "set -eu",
            *mounts,
            f"mount --rbind /dev {merged}/dev",
            f"mount -t proc proc {merged}/proc",
            # Where it stands in a folder that is hidden.
            f"test -e {merged}{PYTHON}/bin || mount --bind {PYTHON} {merged}{PYTHON}",
            *last,
            f"exec chroot {merged} env -i {names} {rights}sh -c {shlex.quote(f'cd {self.directory} && {inside}')}",
        ]
        return ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", "\n".join(script)]

    def _variables(self, *, told: bool) -> Mapping[str, str]:
        """The environment: while packages come, pip is told what this machine's is told; in service nothing is."""
        path = f"{PYTHON}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        pip = {name: value for name, value in os.environ.items() if told and name.startswith(("PIP_", "SSL_"))}
        own = {name: value.replace("$PATH", path) for name, value in self.environment.items()}
        return {"PATH": path, "HOME": "/", **pip, **own}


def built(folder: Path, root: Path = ROOT) -> Image:
    """The last image of our Dockerfile, every instruction carried out below `folder`. Raises CalledProcessError."""
    images, seconds = dict[str, Image](), list[tuple[str, float]]()
    for number, stage in enumerate(stages((root / "Dockerfile").read_text(encoding="utf-8"))):
        image = Image(folder / f"stage{number}", stage, seconds=seconds)
        for name in ("upper", "work", "root", *(f"upper{place}" for place in (*HIDDEN, PYTHON))):
            (image.folder / name).mkdir(parents=True, exist_ok=True)
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
