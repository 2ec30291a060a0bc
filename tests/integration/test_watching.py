"""Who watches hears of every later item once: in a burst, after a crash, and never of what is not theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.authority.extraction import find_mentions
from archive.bootstrap import Archive
from archive.indexing import documents_of
from archive.keeping.nightly import send_digests
from archive.settings import Secret, load
from archive.signing_in.accounts import create_user
from archive.watch_digest import digests, keep_digests
from archive.watch_mail import mail_digests
from archive.watching import guessed_kind, news, tell_of_suggestions, tell_watchers, unread, watch
from schemas.errors import InvalidInput, NotFound, PostUnavailable, Refused
from schemas.holdings import Accession, Asset, Item, ItemKind, Medium, StoredObject, Visit
from schemas.ids import new_id
from schemas.keeping import KeepingTask
from schemas.people import Role, User
from schemas.transcripts import Author, Segment, Transcript
from schemas.watches import WatchKind
from tests.support.cases import import_martyrs
from tests.support.mail_server import PASSWORD, REFUSED, USER, mail_server

TEXT = "Đơn vị con là c3, d7, e66 đang chốt ở xã Triệu Ái, Quảng Trị, cạnh gốc đa đầu làng."


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.servers)])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    given = {"KYUC_DATA": str(tmp_path / "data")}
    if request.param == "postgres":
        given["KYUC_DATABASE_URL"] = request.getfixturevalue("postgres").create(f"watch_{new_id()[-12:]}")
    opened = Archive(load(given))
    yield opened
    opened.close()


@pytest.fixture
def reader(archive: Archive) -> User:
    password = "sông Thạch Hãn 1972"
    return create_user(archive, "doc", [Role.RESEARCHER], password=password, purpose="Trận 1972")


def _bring(archive: Archive, count: int, text: str = TEXT, level: int = 1) -> list[str]:
    """Items with this text, indexed as the stage does it, each half an hour of work later than the watch."""
    with archive.records() as records:
        visit = Visit("Thăm", code=new_id()[-8:])
        records.add_visit(visit)
        made = [Item(visit.id, ItemKind.LETTER, f"Thư {at}", level=level) for at in range(count)]
        records.add_items(made)
        for item in made:
            sha256 = item.id.replace("-", "").ljust(64, "0")
            asset = Asset(item.id, sha256, "thu.txt", Medium.TEXT, "text/plain")
            records.add_object(StoredObject(sha256, 1, "text/plain"))
            records.add_asset(asset, Accession(asset.id, visit.id, sha256, datetime.now(UTC), "import"))
            transcript = Transcript(asset.id, Author("engine", "test", "1"), (Segment(text),))
            records.add_transcript(transcript)
            records.replace_mentions(transcript.id, find_mentions(text))
        ids = [item.id for item in made]
        tell_watchers(records, documents_of(records, ids))
        records.commit()
    return ids


def _watch(archive: Archive, user: User, kind: WatchKind, written: str) -> str:
    with archive.records() as records:
        made = watch(records, user, kind, written)
        records.commit()
    return made.id


def _came(archive: Archive, user: User) -> list[tuple[str, str]]:
    with archive.records() as records:
        return [(watched.label, hit.item_id) for watched, hit, _ in news(records, user, limit=10_000)]


def test_a_regiment_a_commune_and_words_without_marks_are_heard_of(archive: Archive, reader: User) -> None:
    old = _bring(archive, 1)
    for kind, written in (
        (WatchKind.UNIT, "trung đoàn 66"),
        (WatchKind.PLACE, "Quảng Trị"),
        (WatchKind.WORDS, "goc da"),
        (WatchKind.UNIT, "e27"),
    ):
        _watch(archive, reader, kind, written)
    (item,) = _bring(archive, 1)
    came = _came(archive, reader)
    assert {found for _, found in came} == {item}
    assert len(came) == 3
    with archive.records() as records:  # an old item is put into the index again: no news
        assert tell_watchers(records, documents_of(records, old)) == 0


def test_none_of_a_burst_is_dropped_and_a_second_run_adds_nothing(archive: Archive, reader: User) -> None:
    _watch(archive, reader, WatchKind.UNIT, "e66")
    ids = _bring(archive, 300)
    with archive.records() as records:
        tell_watchers(records, documents_of(records, ids))
        records.commit()
    assert sorted(item for _, item in _came(archive, reader)) == sorted(ids)
    with archive.records() as records:
        assert unread(records, reader) == 300
        records.read_hits(reader.id, ids[:100])
        records.commit()
    with archive.records() as records:
        assert unread(records, reader) == 200
    told = [item.id for one in digests(archive) for _, _, item in one.news]
    assert sorted(told) == sorted(ids)
    assert list(digests(archive)) == []


def test_a_record_is_watched_from_now_on(archive: Archive, reader: User, tmp_path: Path) -> None:
    record = import_martyrs(archive, tmp_path)["QT-001"]
    _watch(archive, reader, WatchKind.RECORD, record)
    (item,) = _bring(archive, 1)
    with archive.records() as records:
        tell_of_suggestions(records, item, [record])
        tell_of_suggestions(records, item, [record])
        records.commit()
    assert _came(archive, reader) == [("QT-001", item)]


def test_what_is_not_for_this_reader_does_not_arrive_and_an_ended_watch_hears_nothing(
    archive: Archive, reader: User
) -> None:
    one = _watch(archive, reader, WatchKind.UNIT, "e66")
    _bring(archive, 1, level=4)
    assert _came(archive, reader) == []
    assert list(digests(archive)) == []
    with archive.records() as records:
        with pytest.raises(NotFound):
            records.end_watch(one, "somebody else")
        records.end_watch(one, reader.id)
        records.commit()
    _bring(archive, 1)
    assert _came(archive, reader) == []


def test_what_means_nothing_is_told_and_a_volunteer_does_not_watch(archive: Archive, reader: User) -> None:
    volunteer = create_user(archive, "tn", [Role.VOLUNTEER], password="sông Thạch Hãn 1972")
    with archive.records() as records:
        with pytest.raises(InvalidInput):
            watch(records, reader, WatchKind.UNIT, "không phải đơn vị")
        with pytest.raises(Refused):
            watch(records, volunteer, WatchKind.WORDS, "gốc đa")
    assert [guessed_kind(text) for text in ("e66", "xã Triệu Ái", "gốc đa đầu làng")] == [
        WatchKind.UNIT,
        WatchKind.PLACE,
        WatchKind.WORDS,
    ]


def _address(archive: Archive, user: User, address: str) -> None:
    with archive.records() as records:
        records.set_mail_address(user.id, address)
        records.commit()


def test_a_burst_comes_as_one_letter_over_tls_that_names_every_item_and_tells_no_title(
    archive: Archive, reader: User, tmp_path: Path
) -> None:
    other = create_user(
        archive, "hai", [Role.RESEARCHER], password="sông Thạch Hãn 1972", purpose="Trận 1972"
    )
    for user, address in ((reader, "doc@example.org"), (other, REFUSED)):
        _watch(archive, user, WatchKind.UNIT, "e66")
        _address(archive, user, address)
    ids = _bring(archive, 300)
    with mail_server(tmp_path) as server:
        mailing = Archive(
            replace(
                archive.settings,
                smtp=server.address,
                smtp_authority=str(server.certificate),
                smtp_user=USER,
                smtp_password=Secret(PASSWORD),
                public_url="https://kyuc.example.org",
            )
        )
        assert keep_digests(mailing) == 2
        assert (mail_digests(mailing), mail_digests(mailing)) == (1, 0)
        mailing.close()
    (letter,) = server.letters
    text = letter.get_content()
    assert letter["To"] == "doc@example.org"
    assert all(f"https://kyuc.example.org/tu-lieu/{item}" in text for item in ids)
    assert "Thư 7" not in text
    with archive.records() as records:
        kept = records.digests_of(reader.id)
        assert sorted(line.item_id for line in kept[0].lines) == sorted(ids)
        assert records.digests_of(other.id)[0].refused == "post_refused"


def test_a_mail_server_that_is_away_loses_no_letter(archive: Archive, reader: User, tmp_path: Path) -> None:
    _watch(archive, reader, WatchKind.UNIT, "e66")
    _address(archive, reader, "doc@example.org")
    _bring(archive, 3)
    away = Archive(replace(archive.settings, smtp="127.0.0.1:1"))
    with pytest.raises(PostUnavailable):
        send_digests(away)
    away.close()
    with mail_server(tmp_path) as server:
        mailing = Archive(
            replace(archive.settings, smtp=server.address, smtp_authority=str(server.certificate))
        )
        send_digests(mailing)
        mailing.close()
    assert len(server.letters) == 1
    with archive.records() as records:
        outcomes = [run.outcome for run in records.keeping_runs(KeepingTask.DIGEST)]
    assert sorted(outcomes) == ["done", "post_unavailable"]
