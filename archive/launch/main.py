"""`./kyuc COMMAND …`: set-up if needed, then the command's module in the project's own Python."""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from archive.launch import PYTHON, ROOT, VENV, doctor, locking, testing
from archive.launch.commands import Command, discover, resolve
from archive.launch.progress import SetupError, fail, say
from archive.launch.setup import prepare

WITH_PAGES = {"up"}
"""Commands that show the pages, so these must be built."""

BARE = {"deploy-secrets"}
"""Commands that need no library, so that a container host makes its secrets without any set-up."""

OWN = {
    "test": "Chạy mọi kiểm tra / run all checks: [--all] [đường dẫn / PATH …]",
    "doctor": "Xem thiếu gì, sai gì, gõ lệnh gì tiếp / what is missing or wrong, and the next command",
    "lock": "Ghim lại phiên bản thư viện / pin the libraries' versions anew",
}
"""Commands of the launcher itself."""


def main(arguments: Sequence[str]) -> int:
    """Exit status of the command; 2 where there is no such command."""
    try:
        return _run(list(arguments))
    except SetupError as error:
        fail(error)
    except KeyboardInterrupt:
        return 130


def _run(arguments: list[str]) -> int:
    commands = discover()
    if not arguments or arguments[0] in {"--help", "-h", "help"}:
        print(overview(commands))
        return 0 if arguments else 2
    if arguments[0] == "test":
        return testing.main(arguments[1:])
    if arguments[0] == "lock":
        return locking.main(arguments[1:])
    if arguments[0] == "doctor" and (status := doctor.before_libraries()):
        return status
    found = resolve(arguments, commands)
    if found is None:
        return _unknown(arguments, commands)
    command, rest = found
    if command.words[0] in BARE:
        _become(sys.executable, command, rest)
    if command.words != ("doctor",):
        prepare(pages=command.words[0] in WITH_PAGES)
    _become(str(PYTHON), command, rest)


def overview(commands: Sequence[Command]) -> str:
    """The list of commands, in both languages."""
    known = {" ".join(command.words): command.help for command in commands} | OWN
    width = max(len(name) for name in known)
    lines = [
        "Ký Ức: kho ký ức cho việc tìm liệt sĩ / a memory archive for the search for fallen soldiers",
        "",
        "Cách dùng / usage: ./kyuc LỆNH/COMMAND … (--help sau mỗi lệnh / after each)",
        "Bắt đầu / start:   ./kyuc up --demo",
        "",
        *(f"  {name:<{width}}  {known[name]}" for name in sorted(known)),
        "",
        "KYUC_DATA: thư mục dữ liệu / data folder (mặc định / default ./data)",
    ]
    return "\n".join(lines)


def _unknown(arguments: Sequence[str], commands: Sequence[Command]) -> int:
    family = [" ".join(c.words) for c in commands if c.words[0] == arguments[0]]
    if family:
        say("Chọn một trong: " + ", ".join(family), "Choose one of these.")
        return 0 if set(arguments) & {"--help", "-h"} else 2
    say(
        f"Không có lệnh “{arguments[0]}”. Gõ ./kyuc --help để xem các lệnh.",
        f"There is no command “{arguments[0]}”. Type ./kyuc --help to see all.",
    )
    return 2


def _become(python: str, command: Command, rest: Sequence[str]) -> NoReturn:
    """Replace this process, so that signals and the exit status are the command's own."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    programs = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    data = os.environ.get("KYUC_DATA", str(ROOT / "data"))
    environment = dict(os.environ, PYTHONPATH=path, PATH=programs, KYUC_DATA=data)
    environment["PYTHONSAFEPATH"] = "1"  # a file archive.py in the folder one stands in must not be ours
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(python, [python, "-m", command.module, *rest], environment)
