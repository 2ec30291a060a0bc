"""What a family withdraws is gone from records, store and index, and no restore brings it back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.bootstrap import Archive
from archive.consenting import give, withdraw
from archive.erasing import finish
from archive.keeping.backup import back_up
from archive.keeping.errors import DamagedBackup
from archive.keeping.keys import make_key, read_key
from archive.keeping.restore import examine, restore
from archive.keeping.signatures import signer_of
from schemas.audit import AuditAct, AuditFilter
from schemas.consent import Consent, Purpose, Withdrawal
from schemas.errors import NotFound
from schemas.people import Role
from schemas.queries import SearchQuery
from schemas.rights import EVERYTHING
from search_ui.app import create_app
from tests.support.story import Story, tell
from tests.unit.search_ui.conftest import signed_in

ALL = frozenset(Purpose)


@pytest.fixture
def story(archive: Archive) -> Story:
    return tell(archive)


@pytest.fixture
def consent(archive: Archive, story: Story) -> Consent:
    given = Consent(story.visit.id, "Bà Lê Thị Mận", ALL, "em gái")
    give(archive, given)
    return given


def _withdraw(archive: Archive, consent: Consent) -> None:
    withdraw(archive, consent.id, Withdrawal(consent.id, frozenset({Purpose.KEEPING}), "lan"))


def _reader(archive: Archive) -> FlaskClient:
    app = create_app(archive.settings, archive=archive)
    app.config["WTF_CSRF_ENABLED"] = False
    return signed_in(app, archive, Role.RESEARCHER)


def _found(archive: Archive) -> int:
    return archive.index.search(SearchQuery("thạch hãn", reach=EVERYTHING)).total


def test_records_store_and_index_know_nothing_more_and_the_list_proves_it(
    archive: Archive, story: Story, consent: Consent
) -> None:
    originals = {story.letter.sha256, story.testimony.sha256}
    with archive.records() as records:
        keys = [one.key for one in records.derivatives_of(story.letter.asset.id)]
    assert _found(archive) == 2
    _withdraw(archive, consent)
    assert not any(archive.objects.holds(sha256) for sha256 in originals)
    for key in keys:
        with pytest.raises(NotFound), archive.objects.read_derivative(key):
            pass
    assert _found(archive) == 0
    with archive.records() as records:
        assert records.find_asset(story.letter.asset.id) is None
        assert records.transcripts(story.letter.asset.id) == []
        assert records.item(story.letter.item.id).title == ""
        visit = records.visit(story.visit.id)
        erased = records.erasures()
        entries = records.audit_entries(AuditFilter(act=AuditAct.ERASED))
        (stated,) = records.consents_of([story.visit.id])[story.visit.id]
    assert (visit.family, visit.witnesses, visit.known_names) == ("", (), ())
    assert {sha256 for one in erased for sha256 in one.objects} == originals
    assert all(one.done_at and not one.keys for one in erased)
    assert {one.subject_id for one in entries} == {story.letter.item.id, story.testimony.item.id}
    assert stated.withdrawn == ALL


def test_an_original_that_another_family_keeps_stays(
    archive: Archive, story: Story, consent: Consent
) -> None:
    other = tell(archive)
    assert other.letter.sha256 == story.letter.sha256
    _withdraw(archive, consent)
    assert archive.objects.holds(other.letter.sha256)
    with archive.records() as records:
        assert records.find_asset(other.letter.asset.id) is not None


def test_a_store_that_is_away_is_asked_again(
    archive: Archive, story: Story, consent: Consent, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive.records() as records:
        away = Archive(replace(archive.settings, s3_endpoint="127.0.0.1:9"))
        assert records.erasures() == []
    _withdraw(away, consent)
    away.close()
    assert archive.objects.holds(story.letter.sha256)
    with archive.records() as records:
        assert len(records.erasures(open_only=True)) == 2
    assert finish(archive) == 2
    assert not archive.objects.holds(story.letter.sha256)


def test_what_was_erased_after_a_backup_does_not_come_back_with_it(
    archive: Archive, elsewhere: Archive, story: Story, consent: Consent, tmp_path: Path
) -> None:
    file, usb = tmp_path / "khoa.txt", tmp_path / "usb"
    make_key(archive.settings, archive.sealing, file, signer_of(archive.settings).public)
    key = read_key(file, archive.sealing)
    before = back_up(archive, usb)
    _withdraw(archive, consent)
    back_up(archive, usb)
    restore(elsewhere, examine(elsewhere, usb, key, before.manifest.run), key)
    with elsewhere.records() as records:
        assert records.find_asset(story.letter.asset.id) is None
        assert records.item(story.letter.item.id).state == "withdrawn"
    assert not elsewhere.objects.holds(story.letter.sha256)
    assert _found(elsewhere) == 0


def test_a_list_of_erasures_that_somebody_changed_stops_the_restore(
    archive: Archive, story: Story, consent: Consent, tmp_path: Path
) -> None:
    """Whoever holds the disk cannot bring back what a family withdrew."""
    file, usb = tmp_path / "khoa.txt", tmp_path / "usb"
    make_key(archive.settings, archive.sealing, file, signer_of(archive.settings).public)
    key = read_key(file, archive.sealing)
    before = back_up(archive, usb)
    erased = usb / "erasures.json"
    empty = erased.read_bytes()
    _withdraw(archive, consent)
    back_up(archive, usb)
    whole = erased.read_text(encoding="utf-8")
    assert len(examine(archive, usb, key, before.manifest.run).erased) == 2
    shorter = json.dumps({**json.loads(whole), "list": "[]"}).encode()
    for forged in (shorter, b"[]", b"not json", empty, None):
        erased.unlink()
        if forged is not None:
            erased.write_bytes(forged)
        with pytest.raises(DamagedBackup, match="erasures"):
            examine(archive, usb, key, before.manifest.run)
        erased.write_text(whole, encoding="utf-8")


def test_no_piece_of_an_erased_picture_stays_ready_on_this_machine(
    archive: Archive, story: Story, consent: Consent
) -> None:
    client = _reader(archive)
    address = f"/iiif/anh/{story.letter.asset.id}/1"
    assert client.get(f"{address}/info.json").status_code == 200
    folder = archive.settings.data / "tiles"
    assert len(list(folder.iterdir())) == 1
    _withdraw(archive, consent)
    assert list(folder.iterdir()) == []
    assert client.get(f"{address}/info.json").status_code == 404
