"""PostgreSQL from Debian's package, as an ordinary user, on a free loopback port, in its own folder."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

from tests.servers.availability import ServerMissing
from tests.servers.ports import free_port, wait_until

PASSWORD = "only-for-tests-0123456789"


class Postgres:
    """One server. PostgreSQL refuses to run as root; then the package's own user runs it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._bin = programs()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return self.database("kyuc")

    def database(self, name: str) -> str:
        """SQLAlchemy address of a database; `create` makes it."""
        return f"postgresql+psycopg://kyuc:{PASSWORD}@127.0.0.1:{self.port}/{name}"

    def environment(self) -> dict[str, str]:
        """The settings with which the archive finds these records."""
        return {"KYUC_DATABASE_URL": self.url}

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        data = self.folder / "data"
        if not data.exists():
            self._initialise(data)
        command = [str(self._bin / "postgres"), "-D", str(data), "-p", str(self.port)]
        options = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}"]
        frugal = ["-c", "shared_buffers=32MB", "-c", "fsync=off", "-c", "max_connections=40"]
        with (self.folder / "postgres.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *options, *frugal], stdout=log, stderr=log, user=_owner(), cwd=self.folder
            )
        wait_until(self._ready, 60, self._process)
        if not self._sql("SELECT 1 FROM pg_database WHERE datname = 'kyuc'"):
            self.create("kyuc")

    def create(self, name: str) -> str:
        """A new, empty database; returns its SQLAlchemy address."""
        self._sql(f'CREATE DATABASE "{name}"')
        return self.database(name)

    def kill(self) -> None:
        """All its processes at once, as when the power fails."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)  # immediate shutdown: no checkpoint, recovery at start
            self._process.wait(30)
            self._process = None

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)  # fast shutdown: does not wait for connections to end
            self._process.wait(30)
            self._process = None

    def _initialise(self, data: Path) -> None:
        owner = _owner()
        if owner is not None:
            shutil.chown(self.folder, owner)
            _let_through(self.folder)
        secret = self.folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        command = [str(self._bin / "initdb"), "-D", str(data), "-U", "kyuc", "-A", "scram-sha-256", "-N"]
        more = ["--pwfile", str(secret), "-E", "UTF8", "--locale", "C.UTF-8"]
        subprocess.run([*command, *more], check=True, capture_output=True, user=owner, cwd=self.folder)

    def _ready(self) -> bool:
        command = [str(self._bin / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(command, check=False).returncode == 0

    def _sql(self, statement: str) -> str:
        command = ["psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "kyuc", "-d", "postgres", "-Atqc"]
        environment = dict(os.environ, PGPASSWORD=PASSWORD)
        done = subprocess.run(
            [*command, statement],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
            cwd=self.folder,
        )
        return done.stdout.strip()


def programs() -> Path:
    """The folder of the newest PostgreSQL server. Raises ServerMissing."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parent.parent.name)
    )
    if not found:
        raise ServerMissing("PostgreSQL is not installed (apt-get install postgresql)")
    return found[-1].parent


def _owner() -> str | None:
    """The user to run as: the package's, where we are root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError as error:
        raise ServerMissing("root may not run PostgreSQL and there is no user postgres") from error


def _let_through(folder: Path) -> None:
    """The package's user must be able to pass the folders above (pytest makes them for their owner only)."""
    for above in folder.parents:
        mode = above.stat().st_mode
        if above.stat().st_uid == os.geteuid() and not mode & 0o001 and above != Path("/"):
            above.chmod(mode | 0o011)
