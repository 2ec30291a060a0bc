"""Elasticsearch 8.19 from its jars on Maven Central, on free loopback ports, as one node or several.

The distribution is not on Maven Central, so a home folder is laid out here and a main class of some forty
lines (`elastic_node/Main.java`) starts the node. Needs a JDK 17 and Maven.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

from elasticsearch import ApiError, Elasticsearch, TransportError

from archive.launch import CACHE
from tests.servers.availability import FILES, ServerMissing
from tests.servers.ports import free_port, wait_until

_SOURCE = Path(__file__).with_name("elastic_node")
_MODULE = "transport-netty4"
_DESCRIPTORS = ("plugin-descriptor.properties", "entitlement-policy.yaml")
_LOGGING = """status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""
_BUILD_SECONDS = 600


class ElasticNode:
    """One node. `kill` is `kill -9`; `start` after it finds the same data on the same port."""

    def __init__(self, folder: Path, name: str = "node-0", heap_mb: int = 512) -> None:
        self.folder = folder
        self.name = name
        self.port, self.transport = free_port(), free_port()
        self._heap = heap_mb
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """The settings with which the archive finds this node."""
        return {"KYUC_SEARCH": "elasticsearch", "KYUC_ELASTIC_URL": self.url}

    def start(self, cluster: dict[str, str] | None = None) -> None:
        """`cluster`: settings that join several nodes; without them it stands alone."""
        server = _built()
        home = _home(self.folder, server)
        settings = {
            "http.type": "netty4",
            "transport.type": "netty4",
            "http.port": str(self.port),
            "transport.port": str(self.transport),
            "network.host": "127.0.0.1",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            **(cluster or {"discovery.type": "single-node"}),
        }
        command = ["java", f"-Xms{self._heap}m", f"-Xmx{self._heap}m", "-XX:TieredStopAtLevel=1"]
        command += ["--module-path", str(home / "lib"), "--add-modules=jdk.net,ALL-MODULE-PATH"]
        command += ["-cp", str(server / "classes"), "Main", str(home), self.name]
        command += [f"{name}={value}" for name, value in settings.items()]
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder)
        wait_until(self._ready if cluster is None else self._answers, 120, self._process)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def client(self) -> Elasticsearch:
        return Elasticsearch(self.url, request_timeout=10, max_retries=0)

    def _answers(self) -> bool:
        try:
            with self.client() as client:
                client.cluster.health(timeout="1s")
        except (TransportError, ApiError):
            return False
        return True

    def _ready(self) -> bool:
        try:
            with self.client() as client:
                status = client.cluster.health(wait_for_status="yellow", timeout="1s")
        except (TransportError, ApiError):
            return False
        return str(status["status"]) in {"green", "yellow"}


class ElasticCluster:
    """Several nodes that form one cluster."""

    def __init__(self, folder: Path, size: int = 3, heap_mb: int = 400) -> None:
        self.nodes = [ElasticNode(folder / f"node-{n}", f"node-{n}", heap_mb) for n in range(size)]

    def environment(self) -> dict[str, str]:
        return {"KYUC_SEARCH": "elasticsearch", "KYUC_ELASTIC_URL": ",".join(n.url for n in self.nodes)}

    def start(self) -> None:
        joined = {
            "cluster.name": "kyuc-test",
            "discovery.seed_hosts": ",".join(f"127.0.0.1:{node.transport}" for node in self.nodes),
            "cluster.initial_master_nodes": ",".join(node.name for node in self.nodes[:1]),
        }
        for node in self.nodes:
            node.start(joined)
        wait_until(self._whole, 120)

    def stop(self) -> None:
        for node in self.nodes:
            node.stop()

    def _whole(self) -> bool:
        try:
            with self.nodes[0].client() as client:
                return int(client.cluster.health()["number_of_nodes"]) == len(self.nodes)
        except (TransportError, ApiError):
            return False


def build() -> None:
    """Fetch the jars and compile the main class, unless they stand already. Raises ServerMissing."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / "ready").is_file():
            return
        for program in ("mvn", "java", "javac"):
            if shutil.which(program) is None:
                raise ServerMissing(f"{program} is missing (apt-get install maven openjdk-17-jdk-headless)")
        _fetch(folder)
        _compile(folder)
        (folder / "ready").touch()


def _fetch(folder: Path) -> None:
    shutil.rmtree(folder / "lib", ignore_errors=True)
    module = folder / "modules" / _MODULE
    module.mkdir(parents=True, exist_ok=True)
    goal = ["dependency:copy-dependencies", f"-DoutputDirectory={folder / 'lib'}", "-DincludeScope=runtime"]
    _run(["mvn", "-q", "-B", "-f", str(_SOURCE / "pom.xml"), *goal])
    for jar in (folder / "lib").glob("*.jar"):
        if jar.name.startswith(("netty-", _MODULE)):
            jar.rename(module / jar.name)
    with zipfile.ZipFile(next(module.glob(f"{_MODULE}-*.jar"))) as packed:
        for name in _DESCRIPTORS:
            (module / name).write_bytes(packed.read(f"META-INF/es-plugins/{_MODULE}/{name}"))


def _compile(folder: Path) -> None:
    _run(["javac", "-cp", f"{folder / 'lib'}/*", "-d", str(folder / "classes"), str(_SOURCE / "Main.java")])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=_BUILD_SECONDS, check=False)
    if done.returncode:
        raise ServerMissing(f"Elasticsearch cannot be built: {(done.stdout + done.stderr).strip()[-500:]}")


def _home(folder: Path, server: Path) -> Path:
    """A home folder of its own for each node; the jars are shared."""
    home = folder / "home"
    for name in ("config", "data", "logs", "plugins"):
        (home / name).mkdir(parents=True, exist_ok=True)
    (home / "config" / "log4j2.properties").write_text(_LOGGING, encoding="utf-8")
    for name in ("lib", "modules"):
        if not (home / name).exists():
            (home / name).symlink_to(server / name)
    return home


def _built() -> Path:
    if not (_folder() / "ready").is_file():
        raise ServerMissing("Elasticsearch is not built yet: .venv/bin/python -m tests.servers")
    return _folder()


def _folder() -> Path:
    return Path(os.environ.get(FILES) or CACHE / "servers") / "elasticsearch"
