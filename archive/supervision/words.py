"""What the commands of the running archive say to a person: both languages, on standard error."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

from schemas.errors import KyucError


def say(vi: str, en: str) -> None:
    print(f"{vi}\n  {en}", file=sys.stderr, flush=True)


def complain(error: KyucError) -> int:
    """Say what is wrong and what to do; the exit status for it."""
    say(f"✗ {error.message_vi}", error.message_en)
    return 1


class Parser(argparse.ArgumentParser):
    """Arguments with help in both languages."""

    def error(self, message: str) -> NoReturn:
        say(f"✗ Tham số không hợp lệ. {self.prog} --help để xem cách dùng.", message)
        raise SystemExit(2)
