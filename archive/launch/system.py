"""Packages of the operating system: which are missing, and installing them where we may."""

import os
import shutil
import subprocess
from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path

from archive.launch import ROOT
from archive.launch.progress import SetupError, run_step, say

LIST = ROOT / "apt-packages.txt"

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
"""Names under which Chromium comes; on Ubuntu as a snap, on other machines from its maker."""


def browser() -> str | None:
    """The program of a Chromium on this machine, for the tests and `bench first-screen`."""
    return next((found for found in map(shutil.which, BROWSERS) if found), None)


PRESENT_AS = {
    "chromium": lambda: browser() is not None,
    "python3-venv": lambda: find_spec("ensurepip") is not None,
    "golang-go": lambda: shutil.which("go") is not None,
    "maven": lambda: shutil.which("mvn") is not None,
    "openjdk-17-jdk-headless": lambda: shutil.which("javac") is not None,
    "git": lambda: shutil.which("git") is not None,
}
"""Some come to a machine by other ways than Debian's package; then the program itself counts."""


ARCHIVE: tuple[str, ...] = ()
TESTS = ("test",)
SLOW_TESTS = ("test", "slow")
"""For whom packages are: the words that may stand before a name in the list."""


def wanted(purposes: Collection[str], file: Path = LIST) -> list[tuple[str, ...]]:
    """The packages of the list that the archive or one of `purposes` needs, each with its alternatives."""
    packages = []
    for line in file.read_text(encoding="utf-8").splitlines():
        entry = line.split("#")[0].strip()
        purpose = next((word for word in SLOW_TESTS if entry.startswith(f"{word} ")), None)
        if entry and (purpose is None or purpose in purposes):
            packages.append(tuple(n.strip() for n in entry.removeprefix(f"{purpose} ").split("|")))
    return packages


def missing(purposes: Collection[str] = ARCHIVE, file: Path = LIST) -> list[str]:
    """Packages not there, of each set of alternatives the one that this system offers; empty without dpkg."""
    if shutil.which("dpkg-query") is None:
        return []
    groups = wanted(purposes, file)
    installed = _installed([name for group in groups for name in group])
    return [_offered(group) for group in groups if not any(_present(name, installed) for name in group)]


def _offered(names: tuple[str, ...]) -> str:
    """Where Debian and Ubuntu differ, the list has Debian's name first and Ubuntu's last."""
    release = Path("/etc/os-release")
    on_ubuntu = release.is_file() and "ID=ubuntu" in release.read_text(encoding="utf-8").splitlines()
    return names[-1] if on_ubuntu else names[0]


def install_line(packages: list[str]) -> str:
    """The one line for a person to type."""
    sudo = "" if os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {' '.join(packages)}"


def install(packages: list[str]) -> None:
    """Install as root or with sudo that asks no password; else raises SetupError with the line to type."""
    prefix = _privilege()
    if prefix is None:
        raise SetupError(
            f"Thiếu gói hệ thống. Hãy chạy lệnh sau rồi chạy lại:\n\n    {install_line(packages)}\n",
            "System packages are missing. Run the line above, then this command again.",
        )
    environment = {"DEBIAN_FRONTEND": "noninteractive"}
    run_step("Cập nhật danh mục gói", "Updating the list of packages", [*prefix, "apt-get", "update"])
    names = " ".join(packages)
    command = [*prefix, "apt-get", "install", "-y", "--no-install-recommends", *packages]
    run_step(f"Cài gói hệ thống: {names}", f"Installing system packages: {names}", command, environment)


def warn_if_foreign() -> None:
    if shutil.which("dpkg-query") is None:
        names = ", ".join(group[0] for group in wanted(ARCHIVE))
        say(
            f"Máy này không phải Debian hay Ubuntu; hãy tự cài: {names}",
            "Not Debian or Ubuntu; install the like of these yourself.",
        )


def _installed(names: list[str]) -> set[str]:
    query = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *names]
    answer = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    return {line.split()[0] for line in answer.splitlines() if line.endswith(" installed")}


def _present(name: str, installed: set[str]) -> bool:
    return name in installed or (name in PRESENT_AS and PRESENT_AS[name]())


def _privilege() -> list[str] | None:
    """What to put before apt-get: nothing for root, sudo where it asks nothing, None where we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if allowed.returncode == 0 else None
