"""Work for people: what fits, what waits, who is looked at, and how far a collection has come."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.bootstrap import Archive
from archive.transcription.drafting import Save, save_draft
from archive.transcription.exactness import LEAST_PAGES, has_shown
from archive.transcription.presence import take_lock
from archive.transcription.tasks import progress_for, tasks_for
from archive.transcription.versions import accept, propose
from archive.transcription.workspace import open_workspace
from schemas.holdings import Asset, ItemKind, Medium
from schemas.people import User
from schemas.rights import EVERYTHING
from schemas.textwork import Difficulty, TextFilter, TextTask
from schemas.transcripts import Author, Segment, Transcript, TranscriptStatus
from tests.support.texts import LINES, enter_page
from tests.unit.transcription.conftest import People

REVIEW = TextFilter(TextTask.REVIEW, reach=EVERYTHING)


def hand_in(archive: Archive, user: User, asset: Asset, second: str, *, look: bool = True) -> Transcript:
    with archive.records() as records:
        opened = open_workspace(records, user, asset.id)
    assert opened.current is not None
    lines = [replace(one, words=(), id=f"s{at}") for at, one in enumerate(opened.current.segments)]
    lines[1] = replace(lines[1], text=second)
    save_draft(archive, user, asset.id, Save(opened.current.id, opened.revision, tuple(lines), "d"))
    return propose(archive, user, asset.id, chance=lambda: look)


def _ids(archive: Archive, user: User, wanted: TextFilter = TextFilter()) -> list[str]:  # noqa: B008
    with archive.records() as records:
        return [one.text.asset_id for one in tasks_for(records, user, wanted)]


def test_work_is_found_by_place_kind_and_difficulty(texts: Archive, people: People) -> None:
    letter = enter_page(texts)
    diary = enter_page(texts, kind=ItemKind.DIARY, commune="Hải Lăng, Quảng Trị")
    unread, hidden = enter_page(texts, None), enter_page(texts, level=3)
    assert set(_ids(texts, people.lan)) == {letter.id, diary.id, unread.id}
    assert hidden.id not in _ids(texts, people.lan)
    assert _ids(texts, people.lan, TextFilter(commune="Hải Lăng, Quảng Trị")) == [diary.id]
    assert _ids(texts, people.lan, TextFilter(kind=ItemKind.DIARY)) == [diary.id]
    assert _ids(texts, people.lan, TextFilter(difficulty=Difficulty.HARD)) == [unread.id]
    assert set(_ids(texts, people.lan, TextFilter(difficulty=Difficulty.FAIR))) == {letter.id, diary.id}
    take_lock(texts, people.minh, diary.id, "d")
    assert diary.id not in _ids(texts, people.lan)


def test_a_long_recording_is_given_by_the_minute_that_needs_it_most(texts: Archive, people: People) -> None:
    asset = enter_page(texts, None, medium=Medium.AUDIO)
    heard = [
        Segment(f"câu {at}", 0.3 if at == 7 else 0.95, start=at * 20.0, end=at * 20.0 + 18, kind="speech")
        for at in range(30)
    ]
    with texts.records() as records:
        records.add_transcript(Transcript(asset.id, Author("engine", "x"), tuple(heard), duration=600.0))
        records.commit()
        [task] = tasks_for(records, people.lan, TextFilter())
    assert (task.start, task.page) == (120.0, None)


def test_what_was_handed_in_waits_for_another_person(texts: Archive, people: People) -> None:
    asset = enter_page(texts)
    made = hand_in(texts, people.thu, asset, "Đơn vị con đang chốt bên bờ sông")
    assert _ids(texts, people.lan) == []
    assert _ids(texts, people.lan, REVIEW) == []
    assert _ids(texts, people.thu, REVIEW) == []
    assert _ids(texts, people.son, REVIEW) == [asset.id]
    with texts.records() as records:
        assert [(one.proposed, one.accepted) for one in progress_for(records, people.lan)] == [(1, 0)]
    accept(texts, people.son, asset.id, made.id)
    with texts.records() as records:
        assert [(one.proposed, one.accepted) for one in progress_for(records, people.lan)] == [(0, 1)]
    assert _ids(texts, people.son, REVIEW) == []


def _exact(archive: Archive, people: People, count: int) -> None:
    for _ in range(count):
        asset = enter_page(archive)
        made = hand_in(archive, people.lan, asset, "Đơn vị con đang chốt bên bờ sông")
        accept(archive, people.thu, asset.id, made.id)


def test_who_has_shown_to_be_exact_is_accepted_by_sample(texts: Archive, people: People) -> None:
    _exact(texts, people, LEAST_PAGES - 1)
    asset = enter_page(texts)
    assert hand_in(texts, people.lan, asset, "Đơn vị", look=False).status is TranscriptStatus.PROPOSED
    _exact(texts, people, 1)
    asset = enter_page(texts)
    assert hand_in(texts, people.lan, asset, "Đơn vị", look=True).status is TranscriptStatus.PROPOSED
    asset = enter_page(texts)
    made = hand_in(texts, people.lan, asset, "Đơn vị", look=False)
    assert made.status is TranscriptStatus.ACCEPTED
    with texts.records() as records:
        assert [one.act.value for one in records.reviews_of(asset.id)] == ["propose", "accept_by_sample"]
        assert records.exactness_of(people.lan.id).pages == LEAST_PAGES
    newcomer = hand_in(texts, people.minh, enter_page(texts), "Đơn vị", look=False)
    assert newcomer.status is TranscriptStatus.PROPOSED
    hard = hand_in(texts, people.lan, _hard(texts), "Đơn vị", look=False)
    assert hard.status is TranscriptStatus.PROPOSED


def _hard(archive: Archive) -> Asset:
    asset = enter_page(archive, None)
    with archive.records() as records:
        lines = tuple(Segment(text, 0.3, 1, kind="handwriting") for text in LINES)
        records.add_transcript(Transcript(asset.id, Author("engine", "x"), lines))
        records.commit()
    return asset


def test_corrections_of_the_reviewer_count_against_exactness(texts: Archive, people: People) -> None:
    _exact(texts, people, LEAST_PAGES)
    asset = enter_page(texts)
    hand_in(texts, people.lan, asset, "Đơn vị con đang ở đâu đó trong rừng")
    better = hand_in(texts, people.thu, asset, "Đơn vị con đang chốt bên bờ sông")
    accept(texts, people.son, asset.id, better.id)
    with texts.records() as records:
        shown = records.exactness_of(people.lan.id)
        theirs = records.exactness_of(people.thu.id)
    assert shown.pages == LEAST_PAGES + 1
    assert shown.share > 0.01 and not has_shown(shown)
    assert theirs.changed == 0


@pytest.mark.parametrize("task", TextTask)
def test_who_may_not_is_given_nothing(texts: Archive, people: People, task: TextTask) -> None:
    enter_page(texts)
    reader = replace(people.lan, roles=frozenset())
    assert _ids(texts, reader, TextFilter(task)) == []
