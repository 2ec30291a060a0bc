"""The key of the backups: its private half lies in a file that the province keeps away from the machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.keeping.errors import NoBackupKey, WrongKey
from archive.ports.keeping import KeyPair, Sealing
from archive.settings import Settings
from schemas.errors import InvalidInput

_SIGNER = "# archive: "


@dataclass(frozen=True)
class HeldKey:
    """What the province's file says: the key, and (if it says so) whose signature the backups must bear."""

    private: str
    signer: str = ""


def recipients(settings: Settings) -> tuple[str, ...]:
    """Public keys that every backup is sealed for. Raises NoBackupKey."""
    given = [key.strip() for key in settings.backup_keys.split(",") if key.strip()]
    path = _standing(settings)
    if path.is_file():
        lines = path.read_text(encoding="utf-8").split()
        given += [line for line in lines if line not in given]
    if not given:
        raise NoBackupKey()
    return tuple(given)


def make_key(settings: Settings, sealing: Sealing, file: Path, signer: str) -> KeyPair:
    """Write the private half to `file` alone, and let backups be sealed for it from now on."""
    if file.resolve().is_relative_to(settings.data.resolve()):
        raise InvalidInput(
            "key inside the data folder",
            vi="Không cất khóa trong thư mục dữ liệu: mất máy là mất cả khóa. Hãy chọn nơi khác.",
            en="Do not keep the key in the data folder: losing the machine loses both.",
        )
    pair = sealing.new_key()
    words = (
        "# Khóa mở bản sao lưu của kho Ký Ức. Giữ kín, giữ hai bản ở hai nơi, không để trên máy chủ.\n"
        "# Key that opens the backups of a Ký Ức archive. Secret; in two places; never on the server.\n"
        f"# made: {datetime.now(UTC):%Y-%m-%d}\n# public key: {pair.public}\n"
        f"{_SIGNER}{signer}\n{pair.private}\n"
    )
    try:
        with open(file, "x", opener=_private, encoding="utf-8") as target:
            target.write(words)
            target.flush()
            os.fsync(target.fileno())
    except FileExistsError as error:
        raise InvalidInput(
            "key file exists",
            vi="Tệp này đã có. Hãy chọn tên khác để không ghi đè một khóa cũ.",
            en="That file exists. Choose another name, so that no earlier key is overwritten.",
        ) from error
    _add(settings, pair.public)
    return pair


def read_key(file: Path, sealing: Sealing) -> HeldKey:
    """Raises WrongKey where the file holds none."""
    try:
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise WrongKey(
            str(error),
            vi="Không đọc được tệp khóa. Hãy kiểm tra đường dẫn sau --key.",
            en="The key file cannot be read. Check the path after --key.",
        ) from error
    private = next((line for line in lines if line.startswith("AGE-SECRET-KEY-")), "")
    signer = next((line[len(_SIGNER) :] for line in lines if line.startswith(_SIGNER)), "")
    sealing.public_of(private)
    return HeldKey(private, signer)


def _standing(settings: Settings) -> Path:
    return settings.data / "run" / "backup.recipients"


def _add(settings: Settings, public: str) -> None:
    path = _standing(settings)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(public + "\n")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
