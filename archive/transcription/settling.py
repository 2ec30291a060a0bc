"""Two independent readings brought together by a third person, difference by difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from archive.access import Act
from archive.intake import wake
from archive.ports import Catalogue
from archive.transcription.comparison import changed_letters
from archive.transcription.differing import Difference, apart, brought_together, differences
from archive.transcription.entering import enter, entry, found_anew, moved_on
from archive.transcription.exactness import measure
from archive.transcription.people import Place, Stores, must, open_place, role_for
from archive.transcription.realignment import realign
from schemas.editing import ReviewAct
from schemas.errors import Conflict, InvalidInput, KyucError, Refused
from schemas.holdings import Medium
from schemas.people import User
from schemas.textwork import SecondReading
from schemas.transcripts import Author, Transcript, TranscriptStatus

FIRST, SECOND = "1", "2"
"""What a choice says; anything else that begins with `=` is what the person read themselves."""
OWN = "="


@dataclass(frozen=True, slots=True)
class TwoReadings:
    place: Place
    reading: SecondReading
    first: Transcript
    second: Transcript
    differences: Sequence[Difference]
    apart: float
    """Character error rate between both."""


def two_readings(records: Catalogue, user: User, asset_id: str) -> TwoReadings:
    """Both readings, for who may settle them. Raises NotFound, Refused (wrote in one), Conflict (none)."""
    must(user, Act.REVIEW_TEXT)
    place = open_place(records, user, asset_id)
    found = [one for one in records.second_readings([asset_id]).get(asset_id, ()) if one.second]
    reading = next((one for one in reversed(found) if not one.settled), None)
    first = records.working_transcript(asset_id)
    second = records.find_transcript(reading.second) if reading and reading.second else None
    if reading is None or first is None or second is None:
        raise Conflict(
            "nothing to settle",
            vi="Trang này không có hai bản chép độc lập đang chờ đối chiếu.",
            en="There are no two independent readings of this page that wait to be settled.",
        )
    error = _why_not(user, first, second)
    if error is not None:
        raise error
    return TwoReadings(
        place,
        reading,
        first,
        second,
        differences(first.segments, second.segments),
        apart(first.segments, second.segments),
    )


def _why_not(user: User, *versions: Transcript) -> KyucError | None:
    if any(user.id in (*one.contributors, one.author.name) for one in versions):
        return Refused(
            "wrote one of them",
            vi="Bạn đã viết một trong hai bản, nên người thứ ba đối chiếu.",
            en="You wrote one of the two, so a third person settles them.",
        )
    return None


def settle(
    archive: Stores, user: User, asset_id: str, both: tuple[str, str], chosen: Mapping[int, str]
) -> Transcript:
    """`both`: ids of the versions that the person saw; `chosen`: by number, FIRST, SECOND or OWN + words.

    Accepted at once where every word is of one of the two; what the third person read alone is proposed, and
    a fourth accepts it. Raises InvalidInput (something is not chosen), Conflict, Refused, NotFound.
    """
    with archive.records() as records:
        found = two_readings(records, user, asset_id)
        records.hold_text(asset_id)
        if both != (found.first.id, found.second.id):
            raise moved_on()
        made = _settled(user, found, _words(found.differences, chosen))
        records.add_transcript(made)
        words = " ".join(made.sources)
        enter(records, entry(made, user, ReviewAct.SETTLE, Act.REVIEW_TEXT, words=words))
        records.change_second_reading(replace(found.reading, settled=made.id))
        if made.status is TranscriptStatus.ACCEPTED:
            _measured(records, found, made)
        planned = found_anew(records, found.place)
        records.commit()
    wake(archive.queue, [planned])
    return made


def _words(found: Sequence[Difference], chosen: Mapping[int, str]) -> dict[int, tuple[str, bool]]:
    """By number the words, and whether the person read them otherwise than both."""
    open_ones = [one.number for one in found if not chosen.get(one.number)]
    if open_ones:
        raise InvalidInput(
            f"not chosen: {open_ones}",
            vi=f"Còn {len(open_ones)} chỗ chưa chọn, đầu tiên là chỗ thứ {open_ones[0]}.",
            en=f"{len(open_ones)} places are not decided yet; the first is number {open_ones[0]}.",
        )
    taken = {}
    for one in found:
        said = chosen[one.number]
        words = {FIRST: one.first, SECOND: one.second}.get(said, said.removeprefix(OWN).strip()[:2000])
        taken[one.number] = words, words not in (one.first, one.second)
    return taken


def _settled(user: User, found: TwoReadings, words: Mapping[int, tuple[str, bool]]) -> Transcript:
    first, second = found.first, found.second
    lines = brought_together(
        first.segments, second.segments, {number: text for number, (text, _) in words.items()}
    )
    kind = "speech" if found.place.asset.medium in (Medium.AUDIO, Medium.VIDEO) else None
    read_alone = any(own for _, own in words.values())
    wrote = (*first.contributors, *second.contributors, *((user.id,) if read_alone else ()))
    return replace(
        Transcript(
            first.asset_id,
            Author("person", user.id, role=role_for(user, Act.REVIEW_TEXT)),
            realign(lines, first.segments, kind=kind),
        ),
        pages=first.pages or second.pages,
        duration=first.duration,
        status=TranscriptStatus.PROPOSED if read_alone else TranscriptStatus.ACCEPTED,
        supersedes=first.id,
        contributors=tuple(dict.fromkeys(wrote)),
        chapters=first.chapters,
        points=first.points,
        sources=(first.id, second.id),
    )


def _measured(records: Catalogue, found: TwoReadings, made: Transcript) -> None:
    """How exact both were."""
    kind = found.place.item.kind
    measure(records, made, kind)
    letters, changed = changed_letters(found.second.text, made.text)
    records.note_exactness(found.second.id, found.second.author.name, kind, letters, changed)
