"""Debian's packages, for what the tests need and no package of Python brings."""

from __future__ import annotations

import os
import shutil
import subprocess


def apt_get() -> list[str] | None:
    """The command, as this user may give it without being asked for a password; None where there is none."""
    if shutil.which("apt-get") is None:
        return None
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    if os.geteuid() == 0:
        return quiet
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n", *quiet]
    return None


def install(command: list[str], *packages: str) -> str:
    """Install packages; what apt-get complains of, empty when all is well."""
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run([*command, *arguments], capture_output=True, text=True)
        if done.returncode != 0:
            return done.stderr.strip() or f"apt-get {arguments[0]} ended with {done.returncode}."
    return ""
