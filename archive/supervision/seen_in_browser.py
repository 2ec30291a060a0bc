"""An archive of its own and a real Chromium beside it, for measurements of pages."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from archive.launch import system
from archive.supervision.alone import archive_alone
from archive.supervision.folders import Folders
from schemas.errors import KyucError


class NoBrowserLibrary(KyucError):
    """Playwright comes with the libraries of the tests."""

    code = "no_browser_library"
    vi = "Cần thư viện kiểm thử: ./kyuc test"
    en = "The libraries of the tests are needed: ./kyuc test"


def add_browser(parser: ArgumentParser) -> None:
    """The option that names the program."""
    parser.add_argument("--browser", default=system.browser() or "chromium", help="Chromium")


@contextmanager
def archive_with_chromium(purpose: str) -> Iterator[tuple[Folders, Any]]:
    """The archive's folders, and Playwright's `chromium`. Raises NoBrowserLibrary, StartFailed."""
    try:
        playwright = import_module("playwright.sync_api")
    except ModuleNotFoundError as error:
        raise NoBrowserLibrary from error
    with archive_alone(purpose) as folders, playwright.sync_playwright() as started:
        yield folders, started.chromium
