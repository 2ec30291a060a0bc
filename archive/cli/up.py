"""Chạy kho ký ức: mọi máy chủ, trang web, máy đọc và nghe / run the archive: servers, pages, workers."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

from archive.supervision.admission import first_administrator
from archive.supervision.folders import Folders
from archive.supervision.front import Front
from archive.supervision.machine import Machine, Wishes, data_folders
from archive.supervision.trust import steps
from archive.supervision.words import Parser, complain, say
from schemas.errors import KyucError


class _Asked(Exception):
    """Somebody asked the archive to end (Ctrl-C, or a signal)."""


def main(argv: Sequence[str]) -> int:
    """0 when the archive came up and was ended on purpose (or came up, with --detach)."""
    options = _parser().parse_args(argv)
    folders = data_folders(options.data)
    machine = Machine(folders, say)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _ask)
    started = time.monotonic()
    try:
        front = machine.start(Wishes(options.host, options.port, options.lan, options.detach))
        say(f"✓ Kho đã chạy sau {time.monotonic() - started:.0f} giây.", "The archive is up.")
        status = _demo(folders) if options.demo else 0
        _tell(front, folders)
        if options.detach:
            return status
        say("Bấm Ctrl-C để dừng.", "Press Ctrl-C to end.")
        if ended := machine.wait():
            say(
                f"✗ Bộ giám sát đã dừng với mã {ended}. Xem {folders.logs}.",
                "The supervisor ended by itself.",
            )
        return ended
    except KyucError as error:
        return complain(error)
    except OSError as error:
        say(f"✗ Không dùng được thư mục dữ liệu: {error}", "The data folder cannot be used.")
        machine.end()
        return 1
    except _Asked:
        say("Đang dừng …", "Ending …")
        machine.end()
        say("✓ Đã dừng hẳn.", "Ended.")
        return 0


def _parser() -> Parser:
    parser = Parser(prog="./kyuc up", description=__doc__)
    parser.add_argument(
        "--demo", action="store_true", help="thêm bộ tư liệu mẫu / add the demonstration items"
    )
    parser.add_argument("--data", metavar="DIR", help="thư mục dữ liệu / data folder (KYUC_DATA)")
    parser.add_argument("--host", metavar="H", help="địa chỉ lắng nghe / address to listen on (127.0.0.1)")
    parser.add_argument("--port", metavar="N", type=int, help="cổng / port (8080, 8443 --lan)")
    parser.add_argument("--detach", action="store_true", help="chạy nền / go on in the background")
    parser.add_argument("--lan", action="store_true", help="HTTPS cho mạng nội bộ / for the local network")
    return parser


def _ask(_number: int, _frame: FrameType | None) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the first request is enough; ending must not be broken off
    raise _Asked


def _demo(folders: Folders) -> int:
    """Import the demonstration items and wait until all can be found."""
    say("Đang thêm bộ tư liệu mẫu", "Adding the demonstration items")
    return subprocess.run(
        [sys.executable, "-m", "archive.cli.demo"], env=folders.environment(), check=False
    ).returncode


def _tell(front: Front, folders: Folders) -> None:
    """Where to go now, and the link of the first administrator while there is none."""
    link = first_administrator(front, folders)
    lines = ["", "Địa chỉ / addresses:", *(f"  {address}" for address in front.addresses)]
    if front.secure:
        lines.append(steps(front.public_url))
    if link:
        lines += [
            "Tạo tài khoản quản trị đầu tiên, dùng một lần / first administrator, once only:",
            f"  {link}",
        ]
    print("\n".join(lines), file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
