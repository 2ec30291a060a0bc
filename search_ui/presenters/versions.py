"""The versions of a text as a page tells them: who, in which role, how it stands, what was said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel.speaklater import LazyString

from archive.ports import Catalogue
from archive.transcription.handing_out import Told
from archive.transcription.versions import history
from schemas.editing import Review, ReviewAct, Version
from schemas.people import Role
from schemas.transcripts import Author, TranscriptStatus
from search_ui.presenters.cards import title_of
from search_ui.presenters.labels import ROLES
from search_ui.presenters.version_words import APART, RETURN_REASONS, REVIEW_ACTS, STATUS_LOOKS, STATUSES
from search_ui.words import _

_WORDS_ARE_IDS = (ReviewAct.RESTORE, ReviewAct.SETTLE, ReviewAct.AGREE)
"""Their words are ids of the versions concerned."""


@dataclass(frozen=True, slots=True)
class SaidOf:
    act: LazyString
    by: str
    role: str
    at: datetime
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    id: str
    author: str
    role: str
    status: LazyString
    look: str
    made_at: datetime
    reason: str
    said: Sequence[SaidOf]
    stands: bool
    supersedes: str | None
    letters: int
    proposed: bool
    apart: bool
    """An independent second reading, kept beside what stands."""
    sources: tuple[str, ...]


def version_lines(records: Catalogue, asset_id: str, current: str | None) -> list[VersionLine]:
    """Newest first, independent readings too. `current`: the id of what stands."""
    found = history(records, asset_id)
    names = records.names_of(sorted(_everybody(found)))
    return [_line(version, said, names, current) for version, said in found]


def _everybody(found: Sequence[tuple[Version, Sequence[Review]]]) -> set[str]:
    authors = {one.author.name for one, _ in found if one.author.kind == "person"}
    return authors | {review.by for _, said in found for review in said}


def _line(
    version: Version, said: Sequence[Review], names: Mapping[str, str], current: str | None
) -> VersionLine:
    return VersionLine(
        version.id,
        author_words(version.author, names),
        role_words(version.author.role),
        APART if version.track else STATUSES[version.status],
        STATUS_LOOKS[version.status],
        version.made_at,
        version.reason,
        [_said(review, names) for review in said if review.act is not ReviewAct.PROPOSE],
        version.id == current,
        version.supersedes,
        version.letters,
        version.status is TranscriptStatus.PROPOSED,
        bool(version.track),
        version.sources,
    )


def _said(review: Review, names: Mapping[str, str]) -> SaidOf:
    reasons = {code.value: words for code, words in RETURN_REASONS.items()}
    restored = review.act in _WORDS_ARE_IDS
    return SaidOf(
        REVIEW_ACTS[review.act],
        names.get(review.by, ""),
        role_words(review.role),
        review.at,
        str(reasons.get(review.reason_code, "")),
        "" if restored else review.words,
    )


def author_words(author: Author, names: Mapping[str, str]) -> str:
    """A person by name, an engine as a machine with its name and version."""
    if author.kind == "person":
        return names.get(author.name) or str(_("Người đã rời kho"))
    return str(_("Máy (%(engine)s)", engine=f"{author.name} {author.version}".strip()))


def role_words(role: str | None) -> str:
    return str(ROLES[Role(role)]) if role in set(Role) else ""


def told_of(records: Catalogue, asset_id: str, version_id: str | None) -> Told:
    """The words on a file that is handed out: the role of its author, never a volunteer's name."""
    asset = records.asset(asset_id)
    version = records.find_transcript(version_id) if version_id else records.current_transcript(asset_id)
    title = title_of(records.item(asset.item_id))
    if version is None:
        return Told(title, "", "")
    role = role_words(version.author.role)
    author = role if version.author.kind == "person" else author_words(version.author, {})
    return Told(title, author, str(STATUSES[version.status]))
