"""Every address is asked for the words of a withheld box and of a withheld stretch: none gives them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pypdfium2
import pytest
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from archive.access import Act, may
from archive.authority.extraction import find_mentions
from archive.authority.orthography import fold_text
from archive.bootstrap import Archive
from archive.discovery import Discovery
from archive.exporting import make_next
from archive.indexing import index_items
from archive.sharing import share
from archive.signing_in.accounts import create_user
from archive.watch_digest import digests, keep_digests
from archive.watching import news, tell_of_suggestions, watch
from archive.withholding import withhold
from schemas.exports import Export, ExportForm, ExportState
from schemas.ids import new_id
from schemas.linkage import Decision, Evidence, Step, Subject, VerifierLevel
from schemas.martyrs import Assertion
from schemas.people import Role, User
from schemas.transcripts import Author, Box, Locator, PageInfo, Segment, Transcript, Word
from schemas.watches import WatchKind
from schemas.withheld import WithheldFor, WithheldPart
from search_ui.api import live
from search_ui.app import create_app
from tests.support.story import Story, end_all, tell
from tests.unit.search_ui.conftest import PASSWORD

WRITTEN = "Đồng chí Trần Khắc Xuyến, e812, nằm ở xã Vĩnh Kim ngày 3/4/1969"
SPOKEN = "Phùng Thế Khuê ở trung đoàn bảy trăm chín mươi hai, xã Hải Ba"
SECRET = ("xuyen", "e812", "vinh kim", "4/1969", "1969-04", "khue", "bay tram", "e792", "xa hai ba")
"""Folded: what of these words no reader below level 3 may meet anywhere."""
BOX = Box(90, 700, 1200, 60)
READERS = (Role.RESEARCHER, Role.TEAM_LEAD)


@dataclass(frozen=True)
class Told:
    story: Story
    record_id: str
    ids: dict[str, list[str]]
    people: dict[Role, User]


def _line(words: str, top: int) -> Segment:
    step = BOX.width // len(words.split())
    placed = [Word(word, 0.9, Box(90 + n * step, top, step - 8, 56)) for n, word in enumerate(words.split())]
    return Segment(words, 0.9, 1, Box(90, top, BOX.width, 56), words=tuple(placed))


def _said(words: str, start: float) -> Segment:
    step = 3.4 / len(words.split())
    timed = [
        Word(word, 0.9, start=start + n * step, end=start + (n + 1) * step)
        for n, word in enumerate(words.split())
    ]
    return Segment(words, 0.9, start=start, end=start + 3.5, words=tuple(timed), kind="speech")


@pytest.fixture
def told(archive: Archive) -> Told:
    """What people and machines made of the words while everybody could read them."""
    story = tell(archive)
    roles = (*READERS, Role.COMMUNE_VERIFIER)
    people = {
        role: create_user(archive, role.value, [role], password=PASSWORD, purpose="Trận 1972")
        for role in roles
    }
    letter, testimony = story.letter, story.testimony
    with archive.records() as records:
        (suggestion,) = records.suggestions_of(letter.item.id)
        record_id = suggestion.record_id
        for role in READERS:
            if may(people[role], Act.PROPOSE_LINK):
                watch(records, people[role], WatchKind.WORDS, "khắc xuyến")
                watch(records, people[role], WatchKind.UNIT, "e792")
                watch(records, people[role], WatchKind.RECORD, record_id)
        records.commit()
    page = Transcript(
        letter.asset.id,
        Author("person", people[Role.COMMUNE_VERIFIER].id),
        (_line("Bên bờ sông Thạch Hãn, đơn vị trú quân", 600), _line(WRITTEN, 702)),
        pages=(PageInfo(1, 1400, 1000),),
    )
    heard = Transcript(
        testimony.asset.id,
        Author("person", people[Role.COMMUNE_VERIFIER].id),
        (_said("Hồi đó bên bờ sông Thạch Hãn", 0.0), _said(SPOKEN, 4.0)),
        duration=12.0,
    )
    where = Locator(letter.asset.id, page=1, box=Box(200, 702, 300, 56))
    with archive.records() as records:
        for text in (page, heard):
            records.add_transcript(text)
            records.replace_mentions(text.id, find_mentions(text.text))
        seen = Evidence("name", "1.00", 9.1, "Trần Khắc Xuyến", "Nguyễn Văn Hùng", where)
        records.replace_suggestions(letter.item.id, [replace(suggestion, evidence=(seen,))])
        by = people[Role.COMMUNE_VERIFIER].id
        records.decide(
            Decision(
                Subject.of(letter.item.id, record_id),
                Step.PROPOSE,
                by,
                VerifierLevel.COMMUNE,
                words="Đọc thấy Trần Khắc Xuyến",
                evidence_seen=(seen.to_json(),),
            )
        )
        records.assert_value(
            Assertion(record_id, "name", "Trần Khắc Xuyến", "Trần Khắc Xuyến", "Thư", by, where)
        )
        tell_of_suggestions(records, letter.item.id, [record_id])
        records.commit()
    index_items(archive.records, archive.index, [letter.item.id, testimony.item.id])
    items = [letter.item.id, testimony.item.id]
    ids = {
        "item_id": items,
        "asset_id": [letter.asset.id, testimony.asset.id],
        "record_id": [record_id],
        "visit_id": [story.visit.id],
        "version_id": [page.id, heard.id],
        "token": [share(archive, people[Role.COMMUNE_VERIFIER], story.visit.id, items, days=3)],
    }
    return Told(story, record_id, ids, people)


def _words(content: bytes, mimetype: str) -> str:
    """All that can be read in an answer, whatever it is packed in."""
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return " ".join(_words(packed.read(name), "") for name in packed.namelist())
    if content[:5] == b"%PDF-":
        pdf = pypdfium2.PdfDocument(content)
        return " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    if mimetype.startswith(("image/", "audio/")):
        return ""
    said = content.decode("utf-8", "replace")
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found.group(1), 16)), said)


def _client(archive: Archive, role: Role) -> FlaskClient:
    app = create_app(archive.settings, archive=archive)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert client.post("/dang-nhap", data={"login": role.value, "password": PASSWORD}).status_code == 302
    return client


def _addresses(client: FlaskClient, told: Told) -> Iterator[tuple[str, str]]:
    """(endpoint, address) of every page, file and call of every one of these things."""
    for rule in client.application.url_map.iter_rules():
        if rule.endpoint == "static" or "GET" not in (rule.methods or ()):
            continue
        for which in (0, 1):
            for choice in _choices(rule):
                yield rule.endpoint, _address(rule, told, which, choice)


def _choices(rule: Rule) -> list[str]:
    listed = [sorted(kind.items) for kind in rule._converters.values() if isinstance(kind, AnyConverter)]
    if rule.endpoint == "api_transcript_files.out":
        return ["txt", "docx", "pdf", "pdf-chu", "tei", "alto", "page", "vtt", "srt"]
    if "kind" in rule.arguments:
        return ["web_image", "thumbnail", "audio_proxy", "waveform", "tiles"]
    return listed[0] if listed else [""]


def _address(rule: Rule, told: Told, which: int, choice: str) -> str:
    given = {}
    for name in rule.arguments:
        known = told.ids.get(name, [new_id()])
        kind = rule._converters[name]
        plain = known[min(which, len(known) - 1)]
        given[name] = "1" if isinstance(kind, IntegerConverter) else plain
        if isinstance(kind, AnyConverter) or name in ("form", "kind"):
            given[name] = choice
    _, path = rule.build(given) or ("", "/")
    item, version = told.ids["item_id"][which], told.ids["version_id"][which]
    return (
        f"{path}?q=b%E1%BB%9D+s%C3%B4ng&tu-lieu={item}&ban={version}&a={version}&b={version}&t=5&viec=duyet"
    )


def _met(client: FlaskClient, told: Told) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for endpoint, address in _addresses(client, told):
        with client.get(address) as answer:
            said = fold_text(_words(answer.get_data(), answer.mimetype))
        met = {word for word in SECRET if word in said}
        if met:
            found.setdefault(endpoint, set()).update(met)
    return found


def _withhold(archive: Archive, told: Told) -> None:
    by = told.people[Role.COMMUNE_VERIFIER]
    letter, testimony = told.story.letter.asset.id, told.story.testimony.asset.id
    box = Locator(letter, page=1, box=BOX)
    stretch = Locator(testimony, start=3.9, end=7.9)
    for where in (box, stretch):
        withhold(archive, by, WithheldPart(where, WithheldFor.LIVING_PERSON, by.id))
    for item_id in told.ids["item_id"]:
        end_all(archive, item_id)


def test_no_way_out_of_the_archive_gives_the_words_of_a_withheld_part(
    archive: Archive, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LONGEST", 0.01)  # one piece of news is enough
    monkeypatch.setattr(live, "PAUSE", 0.02)
    clients = {role: _client(archive, role) for role in READERS}
    before = _met(clients[Role.RESEARCHER], told)
    assert {"items.show", "martyrs.show", "api_transcript_files.out", "watches.index"} <= set(before)
    _withhold(archive, told)
    after = {role.value: _met(client, told) for role, client in clients.items()}
    after["researcher"].pop("watches.index")  # repeats what they asked for themselves; its hits: see below
    assert {role: met for role, met in after.items() if met} == {}
    assert "items.show" in _met(_client(archive, Role.COMMUNE_VERIFIER), told), "who may, still reads it"


def test_what_was_found_by_withheld_words_is_told_to_nobody_any_more(archive: Archive, told: Told) -> None:
    reader = told.people[Role.RESEARCHER]
    keep_digests(archive)
    client = _client(archive, Role.RESEARCHER)
    with archive.records() as records:
        (digest,) = records.digests_of(reader.id)
    told_before = client.get(f"/theo-doi/ban-tin/{digest.id}").text
    assert f"/tu-lieu/{told.story.letter.item.id}" in told_before
    with archive.records() as records:
        kinds = {watched.kind for watched, _, _ in news(records, reader)}
        assert kinds >= {WatchKind.WORDS, WatchKind.RECORD}
        kept = Export(told.people[Role.COMMUNE_VERIFIER].id, ExportForm.CSV, {"text": "xuyến"})
        for export in (Export(reader.id, ExportForm.CSV, {"text": "xuyến"}), kept):
            records.add_export(export)
        records.commit()
    for _export in range(2):
        assert make_next(archive, Discovery(archive.records, archive.index))
    _withhold(archive, told)
    with archive.records() as records:
        assert [one.id for one in records.exports_of(kept.by)] == [kept.id], "who may see it keeps the list"
        assert news(records, reader) == []
    with archive.records() as records:
        assert [one.state for one in records.exports_of(reader.id)] == [ExportState.FAILED]
    assert f"/tu-lieu/{told.story.letter.item.id}" not in client.get(f"/theo-doi/ban-tin/{digest.id}").text
    assert [one for one in digests(archive, keep=True) if one.user.id == reader.id] == []
