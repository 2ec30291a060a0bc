"""A page that a machine has read, in the records alone, and the people who work on it. All invented."""

from __future__ import annotations

from datetime import UTC, datetime

from archive.bootstrap import Archive
from schemas.holdings import Accession, Asset, Item, ItemKind, Medium, StoredObject, Visit
from schemas.ids import new_id
from schemas.people import Role, User
from schemas.transcripts import Author, Box, PageInfo, Segment, Transcript, Word

LINES = (
    "Mẹ kính yêu của con,",
    "Đơn vị con đang chốt bên bờ xông",
    "Thạch Hãn, chúng con vẫn khỏe.",
)

PROVINCE = "quang-tri"


def page_lines(lines: tuple[str, ...] = LINES) -> tuple[Segment, ...]:
    """Each letter is 10 pixels wide, each line 40 high, so that every box can be told from the text."""
    made = []
    for number, text in enumerate(lines):
        top, words, at = 100 + 60 * number, [], 0
        for word in text.split(" "):
            words.append(Word(word, 0.8, Box(50 + 10 * at, top, 10 * len(word), 40)))
            at += len(word) + 1
        made.append(Segment(text, 0.8, 1, Box(50, top, 10 * len(text), 40), words=tuple(words)))
    return tuple(made)


def spoken_lines(lines: tuple[str, ...] = LINES) -> tuple[Segment, ...]:
    """Each word takes half a second, each stretch begins where the one before it ended."""
    made, at = [], 0.0
    for text in lines:
        words = []
        for word in text.split(" "):
            words.append(Word(word, 0.8, None, at, at + 0.5))
            at += 0.5
        whole = Segment(text, 0.8, start=words[0].start, end=words[-1].end, words=tuple(words), kind="speech")
        made.append(whole)
    return tuple(made)


def enter_page(
    archive: Archive,
    lines: tuple[str, ...] | None = LINES,
    *,
    kind: ItemKind = ItemKind.LETTER,
    commune: str = "Triệu Ái, Quảng Trị",
    level: int = 1,
    medium: Medium = Medium.IMAGE,
) -> Asset:
    """A page (or recording) with the machine's text; with `lines` None nobody has read it yet."""
    visit = Visit("Thăm", commune=commune, code=new_id()[-12:], organisation_path=f"{PROVINCE}/trieu-ai")
    item, sha256 = Item(visit.id, kind, "Thư gửi mẹ", level=level), new_id().replace("-", "") * 2
    media = "image/jpeg" if medium is Medium.IMAGE else "audio/wav"
    asset = Asset(item.id, sha256, "trang.jpg", medium, media)
    with archive.records() as records:
        records.add_visit(visit)
        records.add_item(item)
        records.add_object(StoredObject(sha256, 1, media))
        records.add_asset(asset, Accession(asset.id, visit.id, sha256, datetime.now(UTC), "u"))
        if lines is not None:
            read = page_lines(lines) if medium is Medium.IMAGE else spoken_lines(lines)
            pages = (PageInfo(1, 800, 1000),) if medium is Medium.IMAGE else ()
            length = None if medium is Medium.IMAGE else read[-1].end
            engine = Author("engine", "scripted", "1")
            records.add_transcript(Transcript(asset.id, engine, read, pages, length))
        records.commit()
    return asset


def person(archive: Archive, login: str, *roles: Role) -> User:
    user = User(login, login.capitalize(), frozenset(roles), organisation_path=PROVINCE)
    with archive.records() as records:
        records.add_user(user, None)
        records.commit()
    return user
