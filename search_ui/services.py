"""The archive behind the current request."""

from typing import cast

from flask import Flask, current_app

from archive.bootstrap import Archive
from archive.discovery import Discovery

_ARCHIVE, _DISCOVERY = "kyuc", "kyuc-discovery"


def install(app: Flask, archive: Archive) -> None:
    app.extensions[_ARCHIVE] = archive


def current_archive() -> Archive:
    return cast(Archive, current_app.extensions[_ARCHIVE])


def current_discovery() -> Discovery:
    """One for the application: it keeps the transcripts that were read last."""
    if _DISCOVERY not in current_app.extensions:
        archive = current_archive()
        current_app.extensions[_DISCOVERY] = Discovery(archive.records, archive.index)
    return cast(Discovery, current_app.extensions[_DISCOVERY])
