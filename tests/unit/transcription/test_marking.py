"""What a person says of a mention stands above the machine's, and goes with its words into every version."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.authority.extraction import find_mentions
from archive.bootstrap import Archive
from archive.transcription.drafting import Save, save_draft
from archive.transcription.marked_mentions import with_marks
from archive.transcription.marking import Said, mark_mention
from archive.transcription.versions import propose
from schemas.errors import InvalidInput
from schemas.holdings import Asset
from schemas.mentions import MarkAct, Mention, MentionKind
from schemas.processing import State
from schemas.transcripts import Transcript
from tests.support.texts import enter_page
from tests.unit.transcription.conftest import People
from workers.stages.extract_mentions import run
from workers.stages.workplace import Workplace

TEXT = ("Đồng chí Hùng ở c3 d7 e66,", "quê Triệu Ái, hy sinh ngày 20/7/1972.", "Sông Hùng chảy qua làng.")


@pytest.fixture
def asset(texts: Archive) -> Asset:
    return enter_page(texts, TEXT)


def version_of(archive: Archive, asset: Asset) -> Transcript:
    with archive.records() as records:
        found = records.working_transcript(asset.id)
    assert found is not None
    return found


def said(archive: Archive, people: People, asset: Asset, what: Said) -> list[Mention]:
    return list(mark_mention(archive, people.lan, asset.id, version_of(archive, asset).id, what))


def at(made: list[Mention], text: str, near: int = 0) -> Mention | None:
    return next((one for one in made if one.text == text and one.start >= near), None)


def test_a_name_is_marked_corrected_and_taken_back(texts: Archive, people: People, asset: Asset) -> None:
    made = said(texts, people, asset, Said(MarkAct.MARK, "Hùng", 9, MentionKind.PERSON, "Nguyễn Văn Hùng"))
    first = at(made, "Hùng")
    assert first is not None
    assert (first.start, first.value, first.attributes["by"]) == (9, "Nguyễn Văn Hùng", "person")
    assert not any(one.start < 13 and one.end > 9 for one in made if one is not first)
    gone = said(texts, people, asset, Said(MarkAct.REMOVE, "Hùng", 9))
    assert not any(one.start < 13 and one.end > 9 for one in gone)
    with texts.records() as records:
        marks = records.mention_marks([asset.id])[asset.id]
    back = said(texts, people, asset, Said(MarkAct.UNDO, "", undoes=marks[-1].id))
    assert at(back, "Hùng") == first


def test_a_place_is_linked_to_one_of_its_name(texts: Archive, people: People, asset: Asset) -> None:
    made = said(texts, people, asset, Said(MarkAct.MARK, "Triệu Ái", 0, MentionKind.PLACE))
    place = at(made, "Triệu Ái")
    assert place is not None and place.candidates
    chosen = place.candidates[-1].ref or ""
    linked = at(
        said(texts, people, asset, Said(MarkAct.MARK, "Triệu Ái", 0, MentionKind.PLACE, place=chosen)),
        "Triệu Ái",
    )
    assert linked is not None
    assert [(one.ref, one.weight) for one in linked.candidates] == [(chosen, 1.0)]


@pytest.mark.parametrize(
    "what",
    [
        Said(MarkAct.MARK, "không có trong đó", 0, MentionKind.PERSON),
        Said(MarkAct.MARK, "Hùn", 0, MentionKind.PERSON),
        Said(MarkAct.MARK, "", 0, MentionKind.PERSON),
        Said(MarkAct.MARK, "làng", 0, MentionKind.DATE, "hôm nào đó"),
        Said(MarkAct.MARK, "làng", 0, MentionKind.PLACE, place="vn/không-có"),
        Said(MarkAct.MARK, "làng"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    texts: Archive, people: People, asset: Asset, what: Said
) -> None:
    with pytest.raises(InvalidInput) as told:
        said(texts, people, asset, what)
    assert told.value.message_vi != told.value.message_en


def test_a_mark_goes_with_its_words_into_the_next_version(
    texts: Archive, people: People, asset: Asset
) -> None:
    said(texts, people, asset, Said(MarkAct.MARK, "Hùng", 9, MentionKind.PERSON, "Nguyễn Văn Hùng"))
    said(texts, people, asset, Said(MarkAct.MARK, "d7", 0, MentionKind.UNIT, "d7 e66"))
    before = version_of(texts, asset)
    lines = [replace(one, words=(), id=f"s{n}") for n, one in enumerate(before.segments)]
    lines[0] = replace(lines[0], text="Anh tôi, đồng chí Hùng ở c3 d7 e66,")
    save_draft(texts, people.lan, asset.id, Save(before.id, 0, tuple(lines), "d"))
    made = propose(texts, people.lan, asset.id)
    with texts.records() as records:
        marks = records.mention_marks([asset.id])[asset.id]
        [state] = [one for one in records.stages_of(asset.item_id) if one.state is State.WAITING]
    [result] = run(Workplace(texts, texts.settings.data, lambda share: None), [state])
    carried = list(result.mentions[made.id])
    assert carried == with_marks(find_mentions(made.text), marks, made)
    name = at(carried, "Hùng")
    assert name is not None
    assert (made.text[name.start : name.end], name.value) == ("Hùng", "Nguyễn Văn Hùng")
    assert name.start == made.text.index("Hùng")
    unit = at(carried, "d7")
    assert unit is not None and unit.value == "d7.e66"
