"""Versions in the records: two people, one winner of a race, boxes that stay, nothing that is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from archive.bootstrap import Archive
from archive.transcription.drafting import Save, Saved, save_draft
from archive.transcription.presence import take_lock
from archive.transcription.versions import Returned, accept, propose, restore, send_back
from archive.transcription.workspace import open_workspace
from schemas.editing import ReturnReason
from schemas.errors import Conflict, InvalidInput, KyucError, NeedsAll, NotFound, Refused
from schemas.holdings import Asset
from schemas.people import Role, User
from schemas.processing import Stage, State
from schemas.transcripts import Author, Box, Segment, Transcript, TranscriptStatus
from tests.support.texts import LINES, enter_page, page_lines, person
from tests.unit.transcription.conftest import People


def typed(archive: Archive, user: User, asset: Asset, *lines: str, device: str = "máy 1") -> Saved:
    """This person types these lines into the boxes of the page and the browser saves."""
    with archive.records() as records:
        opened = open_workspace(records, user, asset.id)
    base = opened.draft.base if opened.draft else opened.current.id if opened.current else None
    boxes = [replace(one, words=(), id=f"s{at}") for at, one in enumerate(page_lines())]
    segments = tuple(
        replace(boxes[at], text=text) if at < len(boxes) else Segment(text, page=1, id=f"n{at}")
        for at, text in enumerate(lines)
    )
    return save_draft(archive, user, asset.id, Save(base, opened.revision, segments, device))


def corrected(archive: Archive, user: User, asset: Asset, second: str = "bên bờ sông") -> Transcript:
    typed(archive, user, asset, LINES[0], f"Đơn vị con đang chốt {second}", LINES[2])
    return propose(archive, user, asset.id, "đọc lại dòng 2")


def standing(archive: Archive, asset: Asset) -> Transcript:
    with archive.records() as records:
        found = records.current_transcript(asset.id)
    assert found is not None
    return found


def test_a_correction_is_proposed_accepted_and_found_anew_at_its_box(texts: Archive, people: People) -> None:
    asset = enter_page(texts)
    made = corrected(texts, people.lan, asset)
    assert (made.author.name, made.author.role, made.status) == (
        people.lan.id,
        "volunteer",
        TranscriptStatus.PROPOSED,
    )
    accept(texts, people.thu, asset.id, made.id)
    now = standing(texts, asset)
    assert (now.id, now.status) == (made.id, TranscriptStatus.ACCEPTED)
    start = now.text.index("sông")
    [where] = now.locate(start, start + 4)
    assert where.box == page_lines()[1].words[7].box
    with texts.records() as records:
        work = records.stage(asset.id, Stage.EXTRACT_MENTIONS)
        reviews = [(one.act.value, one.role) for one in records.reviews_of(asset.id)]
    assert work is not None
    assert work.state is State.WAITING
    assert reviews == [("propose", "volunteer"), ("accept", "team_lead")]


def test_who_wrote_in_it_does_not_accept_it(texts: Archive, people: People) -> None:
    asset = enter_page(texts)
    typed(texts, people.son, asset, LINES[0], "Đơn vị con", LINES[2])
    made = corrected(texts, people.thu, asset)
    for writer in (people.thu, people.son):
        with pytest.raises(Refused):
            accept(texts, writer, asset.id, made.id)
    with pytest.raises(Refused):
        accept(texts, people.lan, asset.id, made.id)
    later = corrected(texts, people.lan, asset, "trên bờ sông")
    with pytest.raises(Refused):
        accept(texts, people.thu, asset.id, later.id)
    other = person(texts, "hoa", Role.CLASSIFIER)
    assert accept(texts, other, asset.id, later.id).status is TranscriptStatus.ACCEPTED


def test_of_two_who_judge_at_once_one_is_first(texts: Archive, people: People) -> None:
    asset = enter_page(texts)
    made = corrected(texts, people.lan, asset)
    reason = Returned(ReturnReason.MISREAD, "dòng 2")
    acts: list[Callable[[], object]] = [
        lambda: accept(texts, people.thu, asset.id, made.id),
        lambda: accept(texts, people.son, asset.id, made.id),
        lambda: send_back(texts, people.thu, asset.id, made.id, reason),
        lambda: send_back(texts, people.son, asset.id, made.id, reason),
    ]
    outcomes: list[str] = []
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
            outcomes.append("done")
        except KyucError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict", "conflict", "conflict", "done"]
    with texts.records() as records:
        assert len(records.reviews_of(asset.id)) == 2


def test_what_comes_back_says_why_and_is_a_draft_again(texts: Archive, people: People) -> None:
    asset = enter_page(texts)
    made = corrected(texts, people.lan, asset)
    with pytest.raises(InvalidInput):
        send_back(texts, people.thu, asset.id, made.id, Returned(ReturnReason.MISREAD, "  "))
    send_back(texts, people.thu, asset.id, made.id, Returned(ReturnReason.MISREAD, "Xem lại dòng 3"))
    assert standing(texts, asset).author.kind == "engine"
    with texts.records() as records:
        opened = open_workspace(records, people.lan, asset.id)
    assert opened.draft is not None
    assert opened.draft.segments[1].text == "Đơn vị con đang chốt bên bờ sông"
    [said] = [one for version, reviews in opened.versions for one in reviews if one.act.value == "return"]
    assert (said.reason_code, said.words) == ("misread", "Xem lại dòng 3")
    again = corrected(texts, people.lan, asset, "bên bờ sông,")
    assert again.segments[1].words[0].box == page_lines()[1].words[0].box
    with pytest.raises(Conflict):
        accept(texts, people.thu, asset.id, made.id)


def test_a_machine_never_replaces_a_persons_text(texts: Archive, people: People) -> None:
    asset = enter_page(texts)
    made = corrected(texts, people.lan, asset)
    with texts.records() as records:
        later = Transcript(asset.id, Author("engine", "newer", "2"), page_lines(("máy mới",)))
        records.add_transcript(later)
        records.commit()
    assert standing(texts, asset).id == made.id
    accept(texts, people.thu, asset.id, made.id)
    newer = corrected(texts, people.minh, asset, "dưới bờ sông")
    assert standing(texts, asset).id == made.id, "what was accepted stands until the next is accepted"
    accept(texts, people.thu, asset.id, newer.id)
    assert standing(texts, asset).id == newer.id


def test_an_earlier_version_comes_back_as_a_new_one(texts: Archive, people: People) -> None:
    asset = enter_page(texts)
    first = standing(texts, asset)
    made = corrected(texts, people.lan, asset)
    back = restore(texts, people.minh, asset.id, first.id, "bản sửa sai")
    assert (back.text, back.author.name, back.supersedes) == (first.text, people.minh.id, made.id)
    assert back.segments[0].words == first.segments[0].words
    assert accept(texts, people.thu, asset.id, back.id).id == back.id
    with pytest.raises(Conflict):
        restore(texts, people.minh, asset.id, "00000000-0000-0000-0000-000000000000")


def test_a_version_keeps_boxes_where_words_were_added_and_taken_out(texts: Archive, people: People) -> None:
    asset = enter_page(texts)
    typed(texts, people.lan, asset, "Mẹ rất kính yêu con,", *LINES[1:])
    made = propose(texts, people.lan, asset.id)
    old, new = page_lines()[0].words, made.segments[0].words
    assert [word.text for word in new] == ["Mẹ", "rất", "kính", "yêu", "con,"]
    assert [new[at].box for at in (0, 2, 3, 4)] == [old[at].box for at in (0, 1, 2, 4)]
    added = new[1].box
    assert added is not None
    assert old[0].box is not None and old[1].box is not None
    assert old[0].box.x + old[0].box.width <= added.x <= old[1].box.x


def test_two_people_type_into_one_page_and_neither_loses_a_line(texts: Archive, people: People) -> None:
    asset = enter_page(texts)
    with texts.records() as records:
        opened = open_workspace(records, people.lan, asset.id)
    assert opened.current is not None

    def save(user: User, at: int, text: str, revision: int) -> Saved:
        lines = [replace(one, words=(), id=f"s{n}") for n, one in enumerate(page_lines())]
        lines[at] = replace(lines[at], text=text)
        assert opened.current is not None
        given = Save(opened.current.id, revision, tuple(lines), user.login)
        return save_draft(texts, user, asset.id, given)

    assert save(people.lan, 0, "Mẹ kính yêu,", 0).theirs is None
    merged = save(people.minh, 2, "Thạch Hãn.", 0)
    assert merged.theirs is not None and merged.clashes == ()
    assert [one.text for one in merged.draft.segments] == ["Mẹ kính yêu,", LINES[1], "Thạch Hãn."]
    clash = save(people.minh, 0, "Má kính yêu,", 0)
    [line] = clash.clashes
    assert line.mine is not None and line.theirs is not None
    assert (line.mine.text, line.theirs.text) == ("Má kính yêu,", "Mẹ kính yêu,")
    with texts.records() as records:
        [aside] = open_workspace(records, people.lan, asset.id).asides
    assert aside.segments[0].text == "Má kính yêu,"
    assert aside.by == people.minh.id


def test_a_save_whose_answer_was_lost_is_no_conflict_with_oneself(texts: Archive, people: People) -> None:
    asset = enter_page(texts)
    first = typed(texts, people.lan, asset, "Mẹ", *LINES[1:])
    base, lines = first.draft.base, first.draft.segments
    again = replace(lines[0], text="Mẹ kính yêu")
    saved = save_draft(texts, people.lan, asset.id, Save(base, 0, (again, *lines[1:]), "máy 1"))
    assert saved.theirs is None
    assert saved.draft.segments[0].text == "Mẹ kính yêu"


def test_what_went_along_when_the_page_closed_is_not_taken_back(texts: Archive, people: People) -> None:
    """The last words reached the archive and not this machine's disk; opened again, it sends what it has."""
    asset = enter_page(texts)
    first = typed(texts, people.lan, asset, "Mẹ", *LINES[1:])
    base, lines = first.draft.base, first.draft.segments
    kept_here = (replace(lines[0], text="Mẹ kính yêu"), *lines[1:])
    last_words = replace(lines[2], text="Con của mẹ")
    gone_along = Save(base, 1, (kept_here[0], last_words), "máy 1", partial=True)
    save_draft(texts, people.lan, asset.id, gone_along)
    saved = save_draft(texts, people.lan, asset.id, Save(base, 1, kept_here, "máy 1"))
    assert [one.text for one in saved.draft.segments] == ["Mẹ kính yêu", lines[1].text, "Con của mẹ"]
    assert saved.theirs is not None, "and the page is told what it did not know"
    assert not saved.clashes


def test_only_changed_lines_are_sent_and_the_whole_is_kept(texts: Archive, people: People) -> None:
    asset = enter_page(texts)
    with texts.records() as records:
        opened = open_workspace(records, people.lan, asset.id)
    assert opened.current is not None
    base = opened.current.id

    def changed(*lines: Segment, revision: int, order: tuple[str, ...] | None = None) -> Saved:
        given = Save(base, revision, lines, "m", partial=True, order=order)
        return save_draft(texts, people.lan, asset.id, given)

    assert [one.text for one in changed(Segment("Má", id="s0"), revision=0).draft.segments] == [
        "Má",
        *LINES[1:],
    ]
    added = changed(Segment("thêm", id="n"), revision=1, order=("s0", "n", "s2"))
    assert [one.text for one in added.draft.segments] == ["Má", "thêm", LINES[2]]
    late = changed(Segment("Mẹ", id="s0"), revision=1)
    assert [one.text for one in late.draft.segments] == ["Mẹ", "thêm", LINES[2]], "nothing is taken back"
    with pytest.raises(NeedsAll):
        changed(Segment("x", id="s0"), revision=3, order=("s0", "nobody"))
    with pytest.raises(NeedsAll):
        save_draft(texts, people.lan, asset.id, Save("gone", 99, (Segment("x", id="s0"),), "m", partial=True))


def test_a_save_against_a_version_that_is_gone_is_kept_beside(texts: Archive, people: People) -> None:
    asset = enter_page(texts)
    lines = (Segment("gõ trên máy khác", page=1, id="s0"),)
    saved = save_draft(texts, people.lan, asset.id, Save("không-còn", 7, lines, "cũ"))
    assert saved.theirs is not None
    with texts.records() as records:
        [aside] = open_workspace(records, people.lan, asset.id).asides
    assert aside.segments[0].text == "gõ trên máy khác"


def test_a_draft_is_not_handed_in_over_the_head_of_who_is_at_it(texts: Archive, people: People) -> None:
    asset = enter_page(texts)
    typed(texts, people.lan, asset, "Mẹ", *LINES[1:])
    assert take_lock(texts, people.minh, asset.id, "b").by == people.minh.id
    assert take_lock(texts, people.lan, asset.id, "a").by == people.minh.id
    with pytest.raises(Conflict):
        propose(texts, people.lan, asset.id)
    with texts.records() as records:
        opened = open_workspace(records, people.lan, asset.id)
    assert set(opened.present) == {people.lan.id, people.minh.id}
    assert opened.draft is not None


def test_a_page_that_nobody_has_read_is_written_from_nothing(texts: Archive, people: People) -> None:
    asset = enter_page(texts, None)
    line = Segment("Kính gửi", page=1, box=Box(10, 20, 200, 40), id="a")
    save_draft(texts, people.lan, asset.id, Save(None, 0, (line,), "máy"))
    made = propose(texts, people.lan, asset.id)
    assert [(word.text, word.box) for word in made.segments[0].words] == [
        ("Kính", Box(10, 20, 100, 40)),
        ("gửi", Box(135, 20, 75, 40)),
    ]


def test_a_line_of_a_megabyte_stays_a_draft_and_says_so(texts: Archive, people: People) -> None:
    asset = enter_page(texts)
    typed(texts, people.lan, asset, "dài " * 262_144)
    with pytest.raises(InvalidInput) as told:
        propose(texts, people.lan, asset.id)
    assert "Dòng 1 dài" in told.value.message_vi
    with texts.records() as records:
        kept = open_workspace(records, people.lan, asset.id).draft
    assert kept is not None and len(kept.segments[0].text) > 1_000_000


def test_who_may_not_see_the_item_learns_nothing_of_its_text(texts: Archive, people: People) -> None:
    asset = enter_page(texts, level=3)
    with texts.records() as records, pytest.raises(NotFound):
        open_workspace(records, people.lan, asset.id)
    with pytest.raises(NotFound):
        save_draft(texts, people.lan, asset.id, Save(None, 0, ()))
