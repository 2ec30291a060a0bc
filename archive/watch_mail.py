"""Digests as letters, to those who gave an address. Titles and names stay in the archive."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby
from typing import Protocol

from archive.ports.watches import Post
from archive.settings import Settings
from archive.watch_digest import Stores
from schemas.errors import PostRefused
from schemas.watches import KeptDigest, Letter


class Mailing(Stores, Protocol):
    settings: Settings

    @property
    def post(self) -> Post | None: ...


def mail_digests(archive: Mailing) -> int:
    """Letters to those who gave an address; a server that is away is asked again the next night.

    Titles and names stay in the archive: a letter says how much came for what, and where to read it.
    Returns how many went. Raises PostUnavailable.
    """
    post, sent = archive.post, 0
    while post is not None:
        with archive.records() as records:
            waiting = records.unmailed_digests()
        if not waiting:
            break
        for digest, address in waiting:
            sent += _mailed(archive, post, digest, address)
    return sent


def _mailed(archive: Mailing, post: Post, digest: KeptDigest, address: str) -> bool:
    refused = ""
    try:
        post.send(_letter(digest, address, archive.settings.public_url.rstrip("/")))
    except PostRefused as error:
        refused = error.code
    with archive.records() as records:
        records.end_mailing(digest.id, None if refused else datetime.now(UTC), refused)
        records.commit()
    return not refused


def _letter(digest: KeptDigest, address: str, home: str) -> Letter:
    """Every item, under what it was watched for."""
    parts = [
        f"{len(digest.lines)} tư liệu mới vì những gì bạn theo dõi. Tên và nội dung chỉ xem trong kho.",
        f"{len(digest.lines)} new items for what you watch. Read titles and contents in the archive.",
        f"{home}/theo-doi/ban-tin/{digest.id}",
    ]
    for watch, lines in groupby(sorted(digest.lines, key=lambda one: one.watch), key=lambda one: one.watch):
        parts += ["", watch, *(f"  {home}/tu-lieu/{line.item_id}" for line in lines)]
    count = len(digest.lines)
    return Letter(digest.id, address, f"Ký Ức: {count} tư liệu mới / new items", "\n".join(parts) + "\n")
