"""What watching needs from the records."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from schemas.watches import Hit, KeptDigest, Letter, Watch, WatchKind


class Watching(Protocol):
    """The part of the records about what people wait for."""

    def add_watch(self, watch: Watch) -> None: ...
    def end_watch(self, watch_id: str, user_id: str) -> None:
        """Its hits stay. Raises NotFound where it is not this person's or has ended."""
        ...

    def watches_of(self, user_id: str) -> Sequence[Watch]:
        """Those that stand, newest first."""
        ...

    def watches_for(self, kind: WatchKind, values: Collection[str]) -> Sequence[Watch]:
        """Standing watches for any of these values, of everybody."""
        ...

    def watches_of_kind(self, kind: WatchKind) -> Sequence[Watch]: ...
    def add_hits(self, hits: Sequence[Hit]) -> None:
        """Those that are there already stay as they are."""
        ...

    def hits_of(
        self, user_id: str, *, unread: bool = False, offset: int = 0, limit: int = 100
    ) -> Sequence[tuple[Watch, Hit]]:
        """Newest first, also of watches that have ended."""
        ...

    def read_hits(self, user_id: str, item_ids: Sequence[str] | None = None) -> None:
        """Those of these items, or all, are read."""
        ...

    def undigested_hits(self, limit: int) -> Sequence[tuple[Watch, Hit]]:
        """By person and time; those that no digest has told yet."""
        ...

    def digest_hits(self, hits: Sequence[Hit], at: datetime) -> None: ...
    def add_digest(self, digest: KeptDigest) -> None: ...
    def digests_of(self, user_id: str, limit: int = 30) -> Sequence[KeptDigest]:
        """Newest first."""
        ...

    def unmailed_digests(self, limit: int = 100) -> Sequence[tuple[KeptDigest, str]]:
        """Oldest first, each with the address of its person; of people who gave one when it was made."""
        ...

    def end_mailing(self, digest_id: str, at: datetime | None, refused: str = "") -> None: ...
    def mail_address(self, user_id: str) -> str:
        """Empty: this person wants no letters."""
        ...

    def set_mail_address(self, user_id: str, address: str) -> None:
        """Only digests made from now on are mailed there."""
        ...

    def newest_texts(self, item_ids: Sequence[str]) -> Mapping[str, datetime]:
        """By item, when its newest text or the item itself was made."""
        ...


class Post(Protocol):
    """Letters to people."""

    def send(self, letter: Letter) -> None:
        """Raises PostUnavailable, PostRefused."""
        ...
