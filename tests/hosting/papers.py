"""The papers of hosting before programs that know their forms: the Dockerfile, compose.yaml, Kubernetes, nginx.

The programs stand in an environment of their own (requirements-hosting.txt), as none of them serves or tests the site.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import yaml

from data.settings import ROOT

TOOLS = ROOT / ".venv-hosting" / "bin"
KUBERNETES = ("1.31", "1.34", "1.37")
NGINX_WARNINGS = {
    # Any name may be the site's: what stands before nginx knows which. What is kept is kept by the name.
    "host_spoofing", "default_server_flag",
    # What nginx refuses itself has headers of its own.
    "add_header_redefinition",
    # It is on this machine's own address alone, and says `deny all` besides.
    "status_page_exposed",
}  # fmt: skip


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)


def dockerfile(_: Path) -> tuple[str, bool]:
    """hadolint has nothing to say of the Dockerfile."""
    done = _run(str(TOOLS / "hadolint"), "Dockerfile")
    return f"Dockerfile, by hadolint: {done.stdout.strip() or 'nothing to say'}", done.returncode == 0


def compose(_: Path) -> tuple[str, bool]:
    """compose-lint finds nothing of weight in compose.yaml."""
    done = _run(str(TOOLS / "compose-lint"), "check", "compose.yaml")
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr[-300:]
    return f"compose.yaml, by compose-lint: {last}", done.returncode == 0


def manifests(folder: Path) -> tuple[str, bool]:
    """Every resource is one that Kubernetes knows, by its own schemas, and nothing in it is unknown."""
    made = folder / "kubernetes.yaml"
    if shutil.which("kubectl"):
        done = _run("kubectl", "kustomize", "hosting")
        said = "made by kubectl kustomize"
        if done.returncode:
            return f"kubectl kustomize hosting: {done.stderr}", False
        made.write_text(done.stdout, encoding="utf-8")
    else:
        made.write_text("---\n".join(path.read_text() for path in sorted((ROOT / "hosting/kubernetes").glob("*.yaml"))))
        said = "as they stand, without kubectl"
    number = sum(1 for document in yaml.safe_load_all(made.read_text(encoding="utf-8")) if document)
    wrong = []
    for version in KUBERNETES:
        done = _run(str(TOOLS / "kubernetes-validate"), "--strict", "--quiet", "-k", version, str(made))
        if done.returncode:
            wrong.append(f"{version}: {done.stdout[-600:]}{done.stderr[-600:]}")
    return f"{number} Kubernetes resources {said}, valid in {', '.join(KUBERNETES)}: {wrong or 'all'}", not wrong


def nginx(_: Path) -> tuple[str, bool]:
    """gixy finds nothing in hosting/nginx.conf but what is meant."""
    done = _run(str(TOOLS / "gixy"), "-f", "json", "hosting/nginx.conf")
    found = {problem["plugin"] for problem in yaml.safe_load(done.stdout or "[]")}
    return (
        f"nginx.conf, by gixy: {sorted(found - NGINX_WARNINGS) or 'nothing but what is meant'}",
        found <= NGINX_WARNINGS,
    )


PAPERS: tuple[Callable[[Path], tuple[str, bool]], ...] = (dockerfile, compose, manifests, nginx)
