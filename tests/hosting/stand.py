"""Two of the image and nginx before them, in a network of their own, as compose.yaml starts them.

The network is a name space of this process: `app1` and `app2` are addresses of its loopback, and hosting/nginx.conf
runs as it is committed. Nothing outside can be reached from there, so what needs a network fails.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data.settings import ROOT
from tests import processes
from tests.hosting.image import NO_RIGHTS, Image

NAMES = {"app1": "127.0.0.11", "app2": "127.0.0.12"}
OTHERS = {"preview": "127.0.0.11", "signon": "127.0.0.13"}
"""Of hosting/preview.conf: the preview is the first site here, and what signs on a few lines of the check."""
PORT, PROXY = 8050, ("127.0.0.1", 8080)
OUTSIDE = "198.51.100.7"
"""An address of nobody that a proxy would trust: of those that are kept for examples (RFC 5737)."""
PATIENCE = 240


@dataclass(frozen=True)
class Got:
    """An answer: its status, its headers by their names in small letters, and its body as it was sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def get(where: tuple[str, int], path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Got:
    """One answer over a connection of its own; underscores in names of headers stand for hyphens."""
    source = (OUTSIDE, 0) if headers.pop("outside", "") else None
    connection = http.client.HTTPConnection(*where, timeout=PATIENCE, source_address=source)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"Host": "equity.example.org", **named})
        answered = connection.getresponse()
        content = answered.read()
        return Got(answered.status, {name.lower(): value for name, value in answered.getheaders()}, content)
    finally:
        connection.close()


@dataclass
class Stand:
    """What runs, and where it writes what it has to say."""

    image: Image
    folder: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def published(self) -> Path:
        """The folder of the published file, as it is mounted into each site."""
        return self.folder / "published"

    def begin(self) -> None:
        """Names, addresses, both sites and nginx. Raises RuntimeError, with its log, for what does not start."""
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        subprocess.run(["ip", "address", "add", f"{OUTSIDE}/32", "dev", "lo"], check=True)
        hosts = self.folder / "hosts"
        hosts.write_text("127.0.0.1 localhost\n" + "".join(f"{ip} {name}\n" for name, ip in (NAMES | OTHERS).items()))
        subprocess.run(["mount", "--bind", str(hosts), "/etc/hosts"], check=True)
        self.image.mount()
        for name in NAMES:
            self.start(name)
        for name in NAMES:
            self.wait(name)
        self.start_proxy()

    def start(self, name: str, **environment: str) -> None:
        """Start a site by the command of its image."""
        told = {
            "HOST": NAMES[name],
            "EQUITY_DATABASE": "/published/equity.duckdb",
            "EQUITY_TRUSTED_PROXIES": "127.0.0.1",
        }
        told |= {"WEB_CONCURRENCY": "2", **environment}
        command = "exec " + " ".join(self.image.stage.command("CMD"))
        self._open(name, self.image.service(command, self.published, **told))

    def wait(self, name: str) -> float:
        """Wait until a site answers; the seconds it took from now on."""
        began = time.monotonic()
        while time.monotonic() < began + PATIENCE:
            try:
                if get((NAMES[name], PORT), "/health").status == 200:
                    return time.monotonic() - began
            except OSError:
                if self.running[name].poll() is not None:
                    break
            time.sleep(0.05)
        raise RuntimeError(f"{name} does not start:\n{self.said(name)}")

    def start_proxy(self) -> None:
        """Start nginx by hosting/nginx.conf, as a user without rights, who can write into /tmp alone."""
        script = (
            f"mount --bind {ROOT}/hosting /mnt && mount -o remount,bind,ro /mnt && mount -t tmpfs -o "
            f"size=640m,mode=1777,noexec,nosuid,nodev tmpfs /tmp && mount --bind / / && mount -o remount,bind,ro / && "
            f"exec setpriv --reuid=101 --regid=101 --clear-groups {NO_RIGHTS} nginx -c /mnt/nginx.conf -g 'daemon off;'"
        )
        self._open("nginx", ["unshare", "--mount", "sh", "-c", script])
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.running["nginx"].poll() is None:
            try:
                socket.create_connection(PROXY, timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"nginx does not start:\n{self.said('nginx')}")

    def _open(self, name: str, command: list[str]) -> None:
        with (self.folder / f"{name}.txt").open("ab") as output:
            # Docker gives the streams of a container to its user, who may open them anew: nginx does.
            os.fchmod(output.fileno(), 0o666)
            self.running[name] = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL)

    def leader(self, name: str) -> int:
        """The process that leads a service: what its name space was made for."""
        started = self.running[name].pid
        inside = Path(f"/proc/{started}/task/{started}/children").read_text(encoding="utf-8").split()
        return int(inside[0]) if name in NAMES else started

    def kill(self, name: str) -> None:
        """End a site at once with all its workers, as when its machine is lost."""
        os.kill(self.leader(name), signal.SIGKILL)
        self.running[name].wait(PATIENCE)

    def stop(self, name: str) -> float:
        """Ask a service to end, and the seconds it took."""
        began = time.monotonic()
        os.kill(self.leader(name), signal.SIGTERM)
        self.running.pop(name).wait(PATIENCE)
        return time.monotonic() - began

    def end(self) -> None:
        """Stop whatever still runs. nginx is asked: killed, it would leave its workers behind."""
        for name, process in self.running.items():
            if name == "nginx":
                process.terminate()
            else:
                process.kill()
            process.wait(PATIENCE)
        # Else what takes the folder away would walk through the whole of this machine's root.
        subprocess.run(["umount", "--lazy", "--recursive", str(self.image.folder / "root")], check=False)

    def said(self, name: str) -> str:
        """The end of what a service wrote."""
        return (self.folder / f"{name}.txt").read_text(encoding="utf-8", errors="replace")[-3000:]

    def memory(self, name: str) -> list[float]:
        """Megabytes of each process of a site that nobody shares with it (proportional set), the largest first."""
        return sorted((processes.proportional([one]) for one in processes.tree(self.leader(name))), reverse=True)

    def processor(self, name: str) -> float:
        """Seconds of processor time that a service and what it started have had."""
        return processes.seconds(self.leader(name))
