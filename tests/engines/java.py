"""The Java that Spark needs: found or got by `make java`, which runs this module.

The machine's, or Debian's package where the user may install it; where there is neither, it is asked for in a sentence.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from data.records import engines
from tests import debian

PACKAGE = "default-jre-headless"
"""Whichever version the release has: Spark 4.1 takes 17 and 21."""


def obtain() -> bool:
    """Whether there is a Java, installed if need be."""
    if engines.has_java():
        return True
    apt_get = debian.apt_get()
    if apt_get is None:
        return False
    print(f"Java: installing Debian's {PACKAGE}", flush=True)
    said = debian.install(apt_get, PACKAGE)
    if said:
        print(said, file=sys.stderr)
    return engines.has_java()


def main() -> int:
    """Say which Java there is; 2 where there is none, with what to do."""
    if not obtain():
        print(engines.JAVA, file=sys.stderr)
        return 2
    home = os.environ.get("JAVA_HOME")
    java = Path(home) / "bin" / "java" if home else "java"  # in this order Spark looks for it
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=True)
    print(f"Java: {said.stderr.splitlines()[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
