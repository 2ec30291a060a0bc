"""The part of `kyuc doctor` that runs before any library is there."""

import os
import shutil
import subprocess
from pathlib import Path

from archive.launch import PYTHON, ROOT, environment, system
from archive.launch.progress import say

LEAST_FREE_GB = 5


def before_libraries() -> int:
    """0 where the rest of the doctor can run; else 1, having said what is missing and what to type."""
    free = shutil.disk_usage(_nearest(Path(os.environ.get("KYUC_DATA", ROOT)))).free / 1e9
    if free < LEAST_FREE_GB:
        say(
            f"✗ Đĩa chỉ còn {free:.1f} GB. Hãy dọn bớt hoặc đặt KYUC_DATA sang đĩa khác.",
            f"Only {free:.1f} GB of disk left. Make room, or point KYUC_DATA to another disk.",
        )
    packages = system.missing()
    if packages:
        say(f"✗ Thiếu gói hệ thống: {', '.join(packages)}", f"Missing. Type: {system.install_line(packages)}")
    if not environment.is_ready():
        say("✗ Chưa cài thư viện. Gõ: ./kyuc up", "The libraries are not installed. Type: ./kyuc up")
        return 1
    _check_weights()
    return int(bool(packages))


def _check_weights() -> None:
    """Every model by its SHA-256, which takes a few seconds."""
    command = [str(PYTHON), "-m", "workers.weights", "--check"]
    asked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if asked.returncode:
        say(
            f"✗ Mô hình thiếu hoặc hỏng:\n{asked.stderr.strip()}",
            "Models are missing or damaged. Type: .venv/bin/python -m workers.weights",
        )
    else:
        say("✓ Mô hình đủ, đúng mã kiểm tra.", "The models are there and have the right checksums.")


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    return next(path for path in (folder.absolute(), *folder.absolute().parents) if path.is_dir())
