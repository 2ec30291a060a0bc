"""Phần này còn sống không, cho bộ chứa / is this container's part alive: web, worker or night."""

from __future__ import annotations

import socket
import sys
from collections.abc import Sequence

from archive.settings import load
from archive.supervision import health
from archive.supervision.words import Parser, say


def main(argv: Sequence[str]) -> int:
    """0 if it answers."""
    parser = Parser(prog="./kyuc alive", description=__doc__)
    parser.add_argument("part", choices=["web", "worker", "night"])
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="địa chỉ trang web / address of web")
    options = parser.parse_args(argv)
    if options.part == "web":
        alive = health.front_answers(options.url)
    elif options.part == "night":
        alive = health.runs_here("archive.supervision.night")
    else:
        alive = health.worker_registered(str(load().redis_url), socket.gethostname())
    if not alive:
        say("✗ Không trả lời.", "No answer.")
    return int(not alive)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
