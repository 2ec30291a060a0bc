"""A small invented holding, entered as workers would: a page, a recording, a text, each ready to be read.

Everything in it is invented; units and places are real.
"""

from __future__ import annotations

import io
import json
import math
import struct
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from PIL import Image, ImageDraw, ImageFont

from archive.authority.extraction import find_mentions
from archive.bootstrap import Archive
from archive.indexing import index_items
from archive.intake import Deposit, Receipt, open_visit, receive
from archive.linkage.importing import ListToImport, import_list
from schemas.holdings import Derivative, DerivativeKind, ItemKind, Visit
from schemas.linkage import Evidence, Suggestion
from schemas.processing import Stage, State
from schemas.transcripts import Author, Box, Locator, PageInfo, Segment, Transcript, Word

FONT = "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf"
LINES = (
    "Quảng Trị, ngày 20 tháng 7 năm 1972",
    "Mẹ kính yêu của con,",
    "Đơn vị con là c3, d7, e66 đang chốt bên bờ sông",
    "Thạch Hãn. Anh Nguyễn Văn Hùng cùng tổ đã hy sinh",
    "đêm qua, chúng con chôn anh cạnh gốc đa đầu làng.",
)
SPOKEN = (
    "Hồi đó tôi ở trung đoàn sáu mươi sáu.",
    "Đồng chí Nguyễn Văn Hùng nằm lại ở xã Triệu Ái.",
    "Tôi còn nhớ gốc đa đầu làng bên sông Thạch Hãn.",
)
LEASE = timedelta(minutes=5)
ENGINE = Author("engine", "scripted", "1")


@dataclass(frozen=True)
class Story:
    visit: Visit
    letter: Receipt
    testimony: Receipt


def tell(archive: Archive) -> Story:
    """Enter the story; every stage ends as done and the index knows it."""
    archive.objects.prepare()
    visit = open_visit(
        archive,
        Visit(
            title="Thăm gia đình bà Lê Thị Mận",
            commune="Triệu Ái, Quảng Trị",
            family="bà Lê Thị Mận, em gái liệt sĩ",
            team="Chi đoàn thôn Hà Xá",
            witnesses=("Trần Quốc Bảo, đồng đội cũ",),
            known_names=("Nguyễn Văn Hùng", "E66"),
        ),
    )
    letter = _letter(archive, visit)
    testimony = _testimony(archive, visit)
    _propose(archive, letter)
    index_items(archive.records, archive.index, [letter.item.id, testimony.item.id])
    return Story(visit, letter, testimony)


def _propose(archive: Archive, letter: Receipt) -> None:
    """What the linking stage would propose: a record whose name and unit agree and whose birth is silent."""
    written = archive.settings.data / "danh-sach.csv"
    written.write_text("id,họ tên,hy sinh,đơn vị\nHS-0417,Nguyễn Văn Hùng,12/8/1972,c3/d7/e66\n", "utf-8")
    import_list(archive.records, ListToImport(written, "danh sách thử", "test"))
    with archive.records() as records:
        record_id = next(row.record_id for _, _, row in records.newest_rows())
    where = Locator(letter.asset.id, page=1, box=Box(400, 460, 520, 56))
    suggestion = Suggestion(
        item_id=letter.item.id,
        record_id=record_id,
        external_id="HS-0417",
        name="Nguyễn Văn Hùng",
        weight=14.2,
        probability=0.97,
        evidence=(
            Evidence("name", "1.00", 9.1, "Nguyễn Văn Hùng", "Nguyễn Văn Hùng", where),
            Evidence("unit", "+", 5.4, "c3, d7, e66", "c3/d7/e66"),
        ),
        contradictions=(Evidence("death", "-", -1.3, "7/1972", "12/8/1972"),),
        model="test",
    )
    with archive.records() as records:
        records.replace_suggestions(letter.item.id, [suggestion])
        records.commit()


def page_image(size: tuple[int, int] = (1400, 1000), lines: Sequence[str] = LINES) -> bytes:
    """A typed letter as JPEG; the lines stand where `_page_segments` says."""
    picture = Image.new("RGB", size, "#f3ead6")
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(FONT, 44)
    for number, line in enumerate(lines):
        pen.text((90, 100 + number * 120), line, fill="#2b2620", font=font)
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=85)
    return kept.getvalue()


def sound(seconds: float = 12.0) -> bytes:
    """A tone that swells and fades, as WAV."""
    rate = 8000
    kept = io.BytesIO()
    with wave.open(kept, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        count = int(rate * seconds)
        swell = (math.sin(n / rate * 2) ** 2 for n in range(count))
        tone = (int(9000 * s * math.sin(n / rate * 2 * math.pi * 220)) for n, s in enumerate(swell))
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in tone))
    return kept.getvalue()


def _letter(archive: Archive, visit: Visit) -> Receipt:
    picture = page_image()
    deposit = Deposit(visit.id, "test", kind=ItemKind.LETTER, title="Thư gửi mẹ, tháng 7 năm 1972")
    receipt = receive(archive, io.BytesIO(picture), "thư gửi mẹ.jpg", deposit)
    key = f"{receipt.asset.id}/web_image"
    archive.objects.put_derivative(key, io.BytesIO(picture), len(picture), "image/jpeg")
    transcript = Transcript(
        receipt.asset.id, ENGINE, tuple(_page_segments()), pages=(PageInfo(1, 1400, 1000),)
    )
    made = [
        Derivative(receipt.asset.id, kind, key, "image/jpeg", page=1, width=1400, height=1000)
        for kind in (DerivativeKind.WEB_IMAGE, DerivativeKind.THUMBNAIL)
    ]
    _enter(archive, receipt, transcript, made)
    return receipt


def _page_segments() -> list[Segment]:
    font = ImageFont.truetype(FONT, 44)
    found = []
    for number, line in enumerate(LINES):
        top, words, at = 100 + number * 120, [], 90.0
        for word in line.split(" "):
            width = font.getlength(word)
            words.append(Word(word, 0.95 if word != "chôn" else 0.4, Box(int(at), top, int(width), 56)))
            at += width + font.getlength(" ")
        found.append(Segment(line, 0.93, 1, Box(90, top, int(at - 90), 56), words=tuple(words)))
    return found


def _testimony(archive: Archive, visit: Visit) -> Receipt:
    voice = sound()
    deposit = Deposit(visit.id, "test", kind=ItemKind.TESTIMONY, title="Lời kể của ông Trần Quốc Bảo")
    receipt = receive(archive, io.BytesIO(voice), "loi-ke.wav", deposit)
    peaks = [abs(math.sin(n / 20)) for n in range(240)]
    wave_json = json.dumps({"duration": 12.0, "peaks": [peaks]}).encode()
    made = []
    for kind, body, media in (
        (DerivativeKind.AUDIO_PROXY, voice, "audio/wav"),
        (DerivativeKind.WAVEFORM, wave_json, "application/json"),
    ):
        key = f"{receipt.asset.id}/{kind.value}"
        archive.objects.put_derivative(key, io.BytesIO(body), len(body), media)
        made.append(Derivative(receipt.asset.id, kind, key, media))
    segments = [_spoken(number, words) for number, words in enumerate(SPOKEN)]
    _enter(archive, receipt, Transcript(receipt.asset.id, ENGINE, tuple(segments), duration=12.0), made)
    return receipt


def _spoken(number: int, said: str) -> Segment:
    start = number * 4.0
    words = said.split(" ")
    step = 3.6 / len(words)
    timed = [
        Word(word, 0.9, start=round(start + i * step, 2), end=round(start + (i + 1) * step, 2))
        for i, word in enumerate(words)
    ]
    return Segment(said, 0.88, start=start, end=start + 3.6, words=tuple(timed), kind="speech")


def _enter(archive: Archive, receipt: Receipt, transcript: Transcript, made: list[Derivative]) -> None:
    with archive.records() as records:
        for derivative in made:
            records.add_derivative(derivative)
        records.add_transcript(transcript)
        records.replace_mentions(transcript.id, find_mentions(transcript.text))
        records.commit()
    end_all(archive, receipt.item.id)


def end_all(archive: Archive, item_id: str, outcome: State = State.DONE, reason: str | None = None) -> None:
    """End what waits, as a worker would."""
    with archive.records() as records:
        for state in records.stages_of(item_id):
            held = records.claim_stage(state.target_id, Stage(state.stage), "test", LEASE)
            if held is not None:
                records.end_stage(held, outcome, reason_code="test", reason_vi=reason, reason_en=reason)
        records.commit()
