"""A hard page read twice: the second person sees nothing of the first, and a third settles what differs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import seeing
from archive.bootstrap import Archive
from archive.transcription.differing import apart, brought_together, differences
from archive.transcription.drafting import Save, save_draft
from archive.transcription.handing_out import whole_version
from archive.transcription.second_reading import begin_second, give_up
from archive.transcription.settling import FIRST, OWN, SECOND, settle, two_readings
from archive.transcription.tasks import tasks_for
from archive.transcription.versions import accept, propose
from archive.transcription.workspace import open_workspace
from schemas.errors import Conflict, InvalidInput, NotFound, Refused
from schemas.holdings import Asset
from schemas.markings import Mark, MarkKind
from schemas.people import Role, User
from schemas.rights import EVERYTHING
from schemas.textwork import TextFilter, TextTask
from schemas.transcripts import Author, PageInfo, Segment, Transcript, TranscriptStatus
from tests.support.texts import enter_page, page_lines, person
from tests.unit.transcription.conftest import People

READ_FIRST = ("Mẹ kính yêu của con,", "Đơn vị con chốt bên bờ sông", "Thạch Hãn, con vẫn khỏe.")
READ_SECOND = ("Mẹ kính yêu của con,", "Đơn vị con chốt bên bờ sóng", "Thạch Hãn, chúng con vẫn khỏe.")


def hard_page(archive: Archive) -> Asset:
    """Handwriting, of which a machine made nonsense."""
    asset = enter_page(archive, None)
    lines = tuple(replace(line, kind="handwriting", confidence=0.3) for line in page_lines())
    with archive.records() as records:
        engine = Author("engine", "scripted", "1")
        records.add_transcript(Transcript(asset.id, engine, lines, (PageInfo(1, 800, 1000),)))
        records.commit()
    return asset


def read(archive: Archive, user: User, asset: Asset, lines: tuple[str, ...], track: str = "") -> Transcript:
    """This person types these lines over what the page shows, and hands them in."""
    with archive.records() as records:
        opened = open_workspace(records, user, asset.id, track)
    shown = opened.draft or opened.current
    assert shown is not None
    base = opened.draft.base if opened.draft else opened.current.id if opened.current else None
    typed = tuple(
        replace(line, text=text, words=(), readings=(), id=line.id or f"s{at}")
        for at, (line, text) in enumerate(zip(shown.segments, lines, strict=True))
    )
    save_draft(archive, user, asset.id, Save(base, opened.revision, typed, user.login, track))
    return propose(archive, user, asset.id, track=track)


def waiting(archive: Archive, user: User, task: TextTask) -> list[str]:
    with archive.records() as records:
        found = tasks_for(records, user, TextFilter(task, reach=EVERYTHING))
    return [one.text.asset_id for one in found]


def test_the_second_reader_sees_the_lines_and_not_a_word_of_the_first(texts: Archive, people: People) -> None:
    asset, easy = hard_page(texts), enter_page(texts)
    assert waiting(texts, people.minh, TextTask.SECOND) == []
    first = read(texts, people.lan, asset, READ_FIRST)
    read(texts, people.lan, easy, READ_FIRST)
    assert waiting(texts, people.minh, TextTask.SECOND) == [asset.id]
    assert waiting(texts, people.lan, TextTask.SECOND) == []
    with pytest.raises(Refused):
        begin_second(texts, people.lan, asset.id)
    begin_second(texts, people.minh, asset.id)
    assert begin_second(texts, people.minh, asset.id).reader == people.minh.id
    assert waiting(texts, people.son, TextTask.SECOND) == []

    with texts.records() as records:
        item = records.item(asset.item_id)
        opened = open_workspace(records, people.minh, asset.id, people.minh.id)
        assert opened.current is None and opened.draft is not None
        assert [line.text for line in opened.draft.segments] == ["", "", ""]
        assert [line.box for line in opened.draft.segments] == [line.box for line in first.segments]
        assert seeing.visible(records, people.minh, [item]) == []
        assert seeing.visible(records, people.son, [item]) == [item]
        with pytest.raises(Refused):
            open_workspace(records, people.minh, asset.id)
        with pytest.raises(Refused):
            whole_version(records, people.minh, asset.id, first.id)
        with pytest.raises(Refused):
            open_workspace(records, people.son, asset.id, people.minh.id)

    second = read(texts, people.minh, asset, READ_SECOND, people.minh.id)
    with texts.records() as records:
        assert seeing.visible(records, people.minh, [item]) == [item]
        kept = {version.id: version.track for version in records.versions(asset.id)}
        standing = records.current_transcript(asset.id)
    assert (kept[first.id], kept[second.id]) == ("", people.minh.id)
    assert standing is not None and standing.id == first.id
    assert second.segments[0].words[0].box == page_lines()[0].words[0].box


def test_a_third_person_settles_what_differs_and_both_are_its_sources(texts: Archive, people: People) -> None:
    asset = hard_page(texts)
    first = read(texts, people.lan, asset, READ_FIRST)
    begin_second(texts, people.minh, asset.id)
    second = read(texts, people.minh, asset, READ_SECOND, people.minh.id)
    assert waiting(texts, people.thu, TextTask.SETTLE) == [asset.id]
    assert waiting(texts, people.thu, TextTask.REVIEW) == []
    with texts.records() as records:
        found = two_readings(records, people.thu, asset.id)
        with pytest.raises(Refused):
            two_readings(records, people.minh, asset.id)
    assert [(one.first, one.second) for one in found.differences] == [("sông", "sóng"), ("", "chúng")]
    assert 0 < found.apart < 0.15
    both = (first.id, second.id)
    with pytest.raises(InvalidInput):
        settle(texts, people.thu, asset.id, both, {1: FIRST})
    with pytest.raises(Conflict):
        settle(texts, people.thu, asset.id, (second.id, first.id), {1: FIRST, 2: SECOND})
    made = settle(texts, people.thu, asset.id, both, {1: FIRST, 2: SECOND})
    assert [line.text for line in made.segments] == [*READ_FIRST[:2], READ_SECOND[2]]
    assert (made.sources, made.status) == (both, TranscriptStatus.ACCEPTED)
    with texts.records() as records:
        standing = records.current_transcript(asset.id)
        listed = next(one for one in records.versions(asset.id) if one.id == made.id)
        shown = [records.exactness_of(one.id) for one in (people.lan, people.minh)]
    assert standing is not None and standing.id == made.id
    assert listed.sources == both
    assert [one.changed for one in shown] == [6, 1]
    with pytest.raises(Conflict):
        settle(texts, people.thu, asset.id, both, {1: FIRST, 2: SECOND})


def test_what_the_third_person_read_alone_needs_a_fourth(texts: Archive, people: People) -> None:
    asset = hard_page(texts)
    first = read(texts, people.lan, asset, READ_FIRST)
    begin_second(texts, people.minh, asset.id)
    second = read(texts, people.minh, asset, READ_SECOND, people.minh.id)
    chosen = {1: f"{OWN}sông,", 2: FIRST}
    made = settle(texts, people.thu, asset.id, (first.id, second.id), chosen)
    assert made.segments[1].text == "Đơn vị con chốt bên bờ sông,"
    assert made.status is TranscriptStatus.PROPOSED
    with pytest.raises(Refused):
        accept(texts, people.thu, asset.id, made.id)
    assert accept(texts, people.son, asset.id, made.id).status is TranscriptStatus.ACCEPTED


def test_two_who_read_the_same_need_nobody_else(texts: Archive, people: People) -> None:
    asset = hard_page(texts)
    first = read(texts, people.lan, asset, READ_FIRST)
    begin_second(texts, people.minh, asset.id)
    read(texts, people.minh, asset, (*READ_FIRST[:2], f" {READ_FIRST[2]}"), people.minh.id)
    with texts.records() as records:
        standing = records.current_transcript(asset.id)
        acts = [one.act.value for one in records.reviews_of(asset.id)]
    assert standing is not None
    assert (standing.id, standing.status) == (first.id, TranscriptStatus.ACCEPTED)
    assert acts == ["propose", "propose", "agree"]
    assert waiting(texts, people.thu, TextTask.SETTLE) == []


def test_who_gives_up_sees_again_and_another_takes_it(texts: Archive, people: People) -> None:
    asset = hard_page(texts)
    read(texts, people.lan, asset, READ_FIRST)
    begin_second(texts, people.minh, asset.id)
    give_up(texts, people.minh, asset.id)
    with texts.records() as records:
        assert open_workspace(records, people.minh, asset.id).current is not None
    assert waiting(texts, people.minh, TextTask.SECOND) == []
    hoa = person(texts, "hoa", Role.VOLUNTEER)
    assert waiting(texts, hoa, TextTask.SECOND) == [asset.id]
    begin_second(texts, hoa, asset.id)
    hidden = enter_page(texts, level=3)
    with pytest.raises(NotFound):
        begin_second(texts, people.minh, hidden.id)


WORDS = st.lists(st.sampled_from(["mẹ", "con", "sông", "sóng", "đơn", "vị"]), max_size=6).map(" ".join)
TEXTS = st.lists(WORDS, max_size=5)


def _lines(texts: list[str], skip: int) -> list[Segment]:
    return [Segment(text, page=1, id=f"n{at}") for at, text in enumerate(texts) if at != skip]


@given(TEXTS, TEXTS, st.integers(0, 8), st.integers(0, 8))
def test_taking_one_side_everywhere_gives_that_side(
    left: list[str], right: list[str], skip: int, gap: int
) -> None:
    first, second = _lines(left, skip), _lines(right, gap)
    found = differences(first, second)
    for side, lines in ((0, first), (1, second)):
        chosen = {one.number: (one.first, one.second)[side] for one in found}
        made = brought_together(first, second, chosen)
        assert [one.text for one in made if one.text] == [one.text for one in lines if one.text]
    assert found or apart(first, second) == 0


def test_signs_of_either_stay_on_their_letters() -> None:
    first = [Segment("bên bờ sông", id="a", marks=(Mark(7, 11, MarkKind.UNCLEAR),))]
    second = [Segment("ở bên bờ sóng", id="a", marks=(Mark(2, 5, MarkKind.STRUCK),))]
    found = differences(first, second)
    [line] = brought_together(first, second, {1: found[0].second, 2: found[1].first})
    assert line.text == "ở bên bờ sông"
    assert [(one.kind, one.start, one.end) for one in line.marks] == [
        (MarkKind.STRUCK, 2, 5),
        (MarkKind.UNCLEAR, 9, 13),
    ]
