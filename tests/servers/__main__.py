"""`python -m tests.servers`: fetch or build, once, every many-machine server that needs it.

Each module here with a function `build() -> None` is asked; under CI one that cannot be had is a failure.
"""

from __future__ import annotations

import os
import pkgutil
import sys
import time
from importlib import import_module

import tests.servers
from tests.servers.availability import ServerMissing


def main() -> int:
    missing = 0
    for found in pkgutil.iter_modules(tests.servers.__path__):
        if found.name.startswith("_"):
            continue
        build = getattr(import_module(f"tests.servers.{found.name}"), "build", None)
        if build is not None:
            missing += _build(found.name, build)
    return int(bool(missing and os.environ.get("CI")))


def _build(name: str, build: object) -> int:
    assert callable(build)
    started = time.monotonic()
    print(f"→ {name} …", file=sys.stderr, flush=True)
    try:
        build()
    except ServerMissing as error:
        print(f"  ✗ {error}", file=sys.stderr, flush=True)
        return 1
    print(f"  ✓ {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
