"""The papers of hosting say the same as each other, the settings and the code. `make host-check` carries them out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from data.query.briefings.codec import LARGEST
from data.settings import ROOT
from pages.responses.files import plotly
from tests.hosting.dockerfile import sent, stages
from tests.site import app

DOCKERFILE = stages((ROOT / "Dockerfile").read_text(encoding="utf-8"))
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
NGINX = (ROOT / "hosting" / "nginx.conf").read_text(encoding="utf-8")
KUSTOMIZATION = yaml.safe_load((ROOT / "hosting" / "kustomization.yaml").read_text(encoding="utf-8"))
RESOURCES: dict[tuple[str, str], dict[str, Any]] = {
    (one["kind"], one["metadata"]["name"]): one
    for path in KUSTOMIZATION["resources"]
    for one in yaml.safe_load_all((ROOT / "hosting" / path).read_text(encoding="utf-8"))
}
GUNICORN = (ROOT / "gunicorn.conf.py").read_text(encoding="utf-8")
SITES = ("app1", "app2")
SECONDS_OF_GRACE = int((re.search(r"^graceful_timeout = (\d+)", GUNICORN, re.MULTILINE) or (0, "30"))[1])
"""What gunicorn waits for requests that are under way when it is stopped."""


def containers(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = RESOURCES["Deployment", name]["spec"]["template"]["spec"]["containers"]
    return found


def directive(name: str) -> list[str]:
    """What nginx.conf says of a directive, each time it does."""
    return re.findall(rf"^\s*{name} (.+?);", NGINX, re.MULTILINE)


def settings() -> set[str]:
    """The settings that the README has a row or a word of."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Settings")[2]
    return set(re.findall(r"`(EQUITY_\w+|HOST|PORT|WEB_CONCURRENCY)`", readme))


# The image


def test_the_image_holds_what_serves_and_nothing_that_builds_or_tests_it() -> None:
    build, served = DOCKERFILE
    assert build.base == served.base
    assert [step for step in served.steps if step[0] == "RUN"] == []
    assert all(rest.startswith("--from=build ") for word, rest in served.steps if word == "COPY")
    installs = [rest for word, rest in build.steps if "pip" in rest and word == "RUN"]
    assert len(installs) == 1
    assert {"--require-hashes", "--only-binary", "-r"} <= set(installs[0].split())
    assert "apt-get" not in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_the_image_runs_as_a_number_that_is_not_root_and_by_the_command_of_make_run() -> None:
    served = DOCKERFILE[-1]
    user, group = served.last("USER").split(":")
    assert int(user) >= 10_000
    assert int(group) >= 10_000
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = re.search(r"^run:.*\n\t@exec \$\(PY\) (.+)$", makefile, re.MULTILINE)
    assert recipe is not None
    assert served.command("CMD") == ["python", *recipe[1].split()]


def test_the_image_asks_its_own_health() -> None:
    (address,) = re.findall(r"127\.0\.0\.1:\S+?\}(/\w+)", " ".join(DOCKERFILE[-1].command("HEALTHCHECK")))
    assert address in {rule.rule for rule in app.server.url_map.iter_rules()}


def test_a_build_is_sent_what_the_site_reads_and_no_file_that_was_built_elsewhere() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    names = {path.relative_to(ROOT).as_posix() for path in sent(ROOT, ignored)}
    assert {"app.py", "gunicorn.conf.py", "docs/methods.md", "data/overview.toml", "hosting/first_answers.py"} <= names
    assert {path.relative_to(ROOT).as_posix() for path in (ROOT / "data" / "snapshot").glob("*.csv")} <= names
    roots = {name.partition("/")[0] for name in names}
    assert roots & {"tests", ".git", ".venv", "published"} == set()
    built = {name for name in names if name.startswith("build/")}
    assert built <= {"build/sbom.cdx.json", plotly.CUT.relative_to(ROOT).as_posix()}
    assert [name for name in names if name.endswith((".duckdb", ".pyc"))] == []


def test_what_a_dockerignore_leaves_out(tmp_path: Path) -> None:
    for name in (
        "a.md",
        "b/a.md",
        "docs/one.md",
        "docs/two.md",
        "deep/x/__pycache__/m.pyc",
        "kept.py",
        "made/list",
        "made/x",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    left = sent(tmp_path, ["*.md", "docs", "!docs/two.md", "**/__pycache__", "made/*", "!made/list"])
    names = [path.relative_to(tmp_path).as_posix() for path in left]
    assert names == ["b/a.md", "docs/two.md", "kept.py", "made/list"]


# compose.yaml


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_a_service_has_no_rights_writes_in_memory_alone_and_is_bounded(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert [mount.split(":")[0] for mount in service["tmpfs"]] == ["/tmp"]
    assert all(mount.endswith(":ro") for mount in service["volumes"])
    assert {"cpus", "mem_limit", "pids_limit", "restart"} <= set(service)


@pytest.mark.parametrize("name", SITES)
def test_a_site_of_compose_is_set_by_settings_that_there_are(name: str) -> None:
    service = COMPOSE["services"][name]
    assert set(service["environment"]) <= settings()
    proxy = COMPOSE["services"]["proxy"]["networks"]["inner"]["ipv4_address"]
    assert service["environment"]["EQUITY_TRUSTED_PROXIES"] == proxy
    assert "ports" not in service
    assert set(service["networks"]) == {"inner"}
    assert COMPOSE["networks"]["inner"]["internal"] is True
    assert int(service["stop_grace_period"].removesuffix("s")) > SECONDS_OF_GRACE


def test_the_file_of_compose_stands_in_a_folder_that_is_mounted_whole() -> None:
    service = COMPOSE["services"]["app1"]
    (mount,) = service["volumes"]
    folder = Path(mount.removesuffix(":ro").rpartition(":")[2])
    assert Path(service["environment"]["EQUITY_DATABASE"]).parent == folder


# nginx


def test_nginx_asks_the_sites_of_compose_and_kubernetes_at_the_port_of_the_image() -> None:
    port = dict(part.split("=") for part in DOCKERFILE[-1].last("ENV").split())["PORT"]
    asked = re.findall(r"server (\w+):(\d+) max_fails", NGINX)
    assert asked == [(name, port) for name in SITES]
    for name in SITES:
        (listed,) = RESOURCES["Service", name]["spec"]["ports"]
        assert str(listed["port"]) == port
    assert {str(one["containerPort"]) for one in containers("site")[0]["ports"]} == {port}


def test_nginx_keeps_apart_what_the_site_answers_differently() -> None:
    (key,) = directive("proxy_cache_key")
    assert {"$proto", "$http_host", "$request_uri", "$encoding", "$form"} == set(key.strip('"').split())
    assert directive("proxy_ignore_headers")[0] == "Vary"


def test_only_addresses_that_nginx_keeps_apart_by_accept_are_answered_by_it() -> None:
    """A route that asks for the header Accept elsewhere needs its address among those of `$form`."""
    (prefixes,) = re.findall(r'"~\^/\(([\w|]+)\)" \$http_accept;', NGINX)
    asking = {
        path.relative_to(ROOT / "pages").as_posix()
        for path in (ROOT / "pages").rglob("*.py")
        if re.search(r"accept_mimetypes|vary\.add\(\"Accept\"\)", path.read_text(encoding="utf-8"))
    }
    of_search = "responses/addresses.py"
    assert set(prefixes.split("|")) == {"api", "search"}
    assert {name for name in asking if not name.startswith("responses/api/")} == {of_search}


def test_nginx_lets_through_what_the_site_takes_and_gives_up_connections_first() -> None:
    line = int((re.search(r"^limit_request_line = (\d+)", GUNICORN, re.MULTILINE) or (0, "0"))[1])
    ((_, buffer),) = [said.split() for said in directive("large_client_header_buffers")]
    assert int(buffer.removesuffix("k")) * 1024 >= line
    (largest,) = directive("client_max_body_size")
    assert int(largest.removesuffix("m")) * 2**20 >= 2 * LARGEST
    (upstream,) = re.findall(r"upstream site \{(.+?)\}", NGINX, re.DOTALL)
    idle = int((re.search(r"^keepalive = (\d+)", GUNICORN, re.MULTILINE) or (0, "2"))[1])
    assert f"keepalive_timeout {idle - 1}s;" in upstream


def test_the_preview_finds_the_place_of_its_line_on_each_page_and_refusal() -> None:
    """`make host-check` sees the line itself; the words that nginx looks for have to be in what the site writes."""
    preview = (ROOT / "hosting" / "preview.conf").read_text(encoding="utf-8")
    (sought,) = re.findall(r'^ *sub_filter "([^"]+)" "<p role', preview, re.MULTILINE)
    client = app.server.test_client()
    answered = [client.get(address) for address in ("/", "/explore", "/methods", "/embed", "/nowhere")]
    for one in (*answered, client.delete("/explore")):
        assert one.mimetype == "text/html"
        assert one.get_data(as_text=True).count(sought) == 1


# Kubernetes


@pytest.mark.parametrize("name", ["site", "proxy"])
def test_a_pod_has_no_rights_writes_in_memory_alone_and_is_bounded(name: str) -> None:
    pod = RESOURCES["Deployment", name]["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    for container in pod["containers"]:
        allowed = container["securityContext"]
        assert allowed["readOnlyRootFilesystem"] is True
        assert allowed["allowPrivilegeEscalation"] is False
        assert allowed["capabilities"] == {"drop": ["ALL"]}
        assert set(container["resources"]) == {"requests", "limits"}
        assert {"readinessProbe", "livenessProbe"} <= set(container)
    assert RESOURCES["PodDisruptionBudget", name]["spec"]["minAvailable"] == 1
    assert RESOURCES["Deployment", name]["spec"]["replicas"] == 2


def test_the_pods_of_the_site_run_as_the_image_says_and_end_in_their_own_time() -> None:
    pod = RESOURCES["Deployment", "site"]["spec"]["template"]["spec"]
    user = f"{pod['securityContext']['runAsUser']}:{pod['securityContext']['runAsGroup']}"
    assert user == DOCKERFILE[-1].last("USER")
    pause = int(pod["containers"][0]["lifecycle"]["preStop"]["exec"]["command"][1])
    assert pod["terminationGracePeriodSeconds"] > SECONDS_OF_GRACE + pause


def test_every_address_that_a_probe_asks_for_is_one() -> None:
    probes = ("startupProbe", "readinessProbe", "livenessProbe")
    asked = {
        container[probe]["httpGet"]["path"]
        for name in ("site", "proxy")
        for container in containers(name)
        for probe in probes
        if "httpGet" in container.get(probe, {})
    }
    assert asked
    assert asked <= {rule.rule for rule in app.server.url_map.iter_rules()}


def test_kubernetes_sets_settings_that_there_are_and_names_what_it_makes() -> None:
    made = {one["name"]: one for one in KUSTOMIZATION["configMapGenerator"]}
    assert {line.partition("=")[0] for line in made["settings"]["literals"]} <= settings()
    assert all((ROOT / "hosting" / file).is_file() for file in made["proxy"]["files"])
    named = {
        source["configMapRef"]["name"] for container in containers("site") for source in container.get("envFrom", ())
    } | {
        volume["configMap"]["name"]
        for volume in RESOURCES["Deployment", "proxy"]["spec"]["template"]["spec"]["volumes"]
        if "configMap" in volume
    }
    assert named == set(made)
    assert {one["name"] for one in KUSTOMIZATION["images"]} == {container["image"] for container in containers("site")}


def test_the_proxy_is_the_same_image_everywhere() -> None:
    assert {container["image"] for container in containers("proxy")} == {COMPOSE["services"]["proxy"]["image"]}


# What is written of it


def test_every_file_setting_and_command_that_the_paper_of_hosting_names_is_there() -> None:
    paper = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    files = re.findall(r"`((?:hosting|tests|docs)/[\w./-]+\.\w+|compose\.yaml|Dockerfile|gunicorn\.conf\.py)`", paper)
    assert len(files) > 5
    assert [name for name in files if not (ROOT / name).exists()] == []
    of_compose = set(re.findall(r"\$\{(EQUITY_\w+)", (ROOT / "compose.yaml").read_text(encoding="utf-8")))
    assert set(re.findall(r"\b(EQUITY_[A-Z_]+)\b", paper)) <= settings() | of_compose
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", paper)) <= targets
