"""Where the running archive keeps its files, all under KYUC_DATA."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import KyucError

LONGEST_SOCKET_PATH = 100
"""Linux takes 107 bytes for the path of a unix socket; some room for a suffix."""

UNUSABLE = frozenset('"\\{}$%;#\n\r')
"""Letters that the configuration languages of the servers do not take, even quoted."""


class UnusableFolder(KyucError):
    """The data folder's name cannot be written in the servers' configuration."""

    code = "unusable_folder"


@dataclass(frozen=True)
class Folders:
    """`data` must be absolute."""

    data: Path

    @property
    def run(self) -> Path:
        """Configuration, secrets and state of the running servers; for the owner only."""
        return self.data / "run"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def objects(self) -> Path:
        return self.data / "objects"

    @property
    def queue(self) -> Path:
        return self.data / "queue"

    @property
    def front(self) -> Path:
        """Caddy's certificates and its own authority."""
        return self.data / "front"

    @property
    def endpoints(self) -> Path:
        return self.run / "endpoints.env"

    @property
    def marker(self) -> str:
        """Stands in the environment of every process started for this data folder."""
        return hashlib.sha256(str(self.data).encode()).hexdigest()[:20]

    def socket(self, name: str) -> Path:
        """Path for a unix socket: in `run`, or in the temporary folder where that path is too long."""
        path = self.run / f"{name}.sock"
        if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
            return path
        short = Path(tempfile.gettempdir()) / f"kyuc-{os.getuid()}-{self.marker[:12]}"
        short.mkdir(mode=0o700, exist_ok=True)
        if short.stat().st_uid != os.getuid():
            raise PermissionError(f"{short} belongs to somebody else")
        return short / f"{name}.sock"

    def environment(self, **more: str) -> dict[str, str]:
        """This process's environment, pointed at this data folder."""
        return dict(os.environ) | {"KYUC_DATA": str(self.data)} | more

    def make(self) -> None:
        """All folders, readable by the owner only. Raises UnusableFolder for a name that servers misread."""
        if unusable := UNUSABLE & set(str(self.data)):
            shown = " ".join(sorted(unusable))
            raise UnusableFolder(
                str(self.data),
                vi=f"Tên thư mục dữ liệu không được có {shown}. Hãy chọn thư mục khác bằng --data.",
                en=f"The data folder's name must not hold {shown}. Choose another with --data.",
            )
        for folder in (self.data, self.run, self.logs, self.objects, self.queue, self.front):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.run.chmod(0o700)


def write_private(path: Path, text: str) -> None:
    """Replace a file at once; at no moment can anyone but the owner read it."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    scratch.unlink(missing_ok=True)
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    scratch.replace(path)
