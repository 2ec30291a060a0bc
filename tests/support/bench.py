"""A diary page of twenty lines and five minutes of speech, as a machine misread and misheard them.

All invented; the river crossing and the hill are real.
"""

from __future__ import annotations

import io
import json
import wave

from PIL import Image, ImageDraw, ImageFont

from archive.authority.extraction import find_mentions
from archive.bootstrap import Archive
from archive.indexing import index_items
from archive.intake import Deposit, Receipt, receive
from schemas.holdings import Derivative, DerivativeKind, ItemKind, Visit
from schemas.transcripts import Box, PageInfo, Reading, Segment, Transcript, Word
from tests.support.story import ENGINE, FONT, end_all

WRITTEN = (
    "Ngày 3 tháng 4 năm 1969, rừng Trường Sơn",
    "Sáng nay trời mưa, đường trơn như mỡ.",
    "Cả tiểu đội vượt dốc Ba Thang từ lúc gà gáy.",
    "Anh Vi Văn Lả mang hộ tôi khẩu súng và bao gạo.",
    "Đến trưa thì nghỉ ở bãi khách số 14.",
    "Nước suối trong, anh em rửa mặt, nấu cơm.",
    "Chiều có thư nhà, mẹ viết lúa đã trổ đòng.",
    "Đọc thư xong ai cũng lặng đi một lúc.",
    "Tối họp chi bộ, kết nạp đồng chí Hoàng.",
    "Ngày 4 tháng 4. Máy bay ném bom ngầm Tà Lê.",
    "Chúng tôi nằm trong hang đá suốt buổi sáng.",
    "Anh Lả bị thương ở vai, vẫn không rời vị trí.",
    "Quân y băng cho anh rồi cáng về tuyến sau.",
    "Tôi giữ giúp anh chiếc bi đông và quyển sổ.",
    "Ngày 6 tháng 4. Tin từ trạm phẫu báo sang.",
    "Anh Lả hy sinh hồi 2 giờ sáng.",
    "Chúng tôi chôn anh cạnh ba hòn đá trắng,",
    "cách ngầm chừng hai trăm mét về phía tây.",
    "Quyển sổ này tôi sẽ mang về cho mẹ anh,",
    "ở bản Nà Pục, nếu tôi còn sống.",
)
MISREAD = {
    3: "Anh Vi Văn La mang hộ tòi khẩu súng và bao gạo.",
    9: "Ngày 4 tháng 4. Máy bay ném bom ngầm Ta Le.",
}
"""What the machine made of two lines; of the second another engine read it right."""
MISHEARD = "chúng tôi đưa anh qua cồn tiền lúc trời chưa sáng"
SAID = "chúng tôi đưa anh qua Cồn Tiên lúc trời chưa sáng"
STRETCH, SECONDS = 5.0, 300.0


def enter_diary(archive: Archive, visit: Visit) -> Receipt:
    picture = _page()
    deposit = Deposit(visit.id, visit.created_by or "", kind=ItemKind.DIARY)
    receipt = receive(archive, io.BytesIO(picture), "nhật ký.jpg", deposit)
    made = _kept(archive, receipt, {DerivativeKind.WEB_IMAGE: (picture, "image/jpeg")}, page=1)
    transcript = Transcript(receipt.asset.id, ENGINE, tuple(_lines()), pages=(PageInfo(1, 1400, 1900),))
    _enter(archive, receipt, transcript, made)
    return receipt


def _page() -> bytes:
    picture = Image.new("RGB", (1400, 1900), "#efe6cf")
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 42)
    for number, line in enumerate(WRITTEN):
        pen.text((90, 80 + number * 88), line, fill="#2a2a3a", font=font)
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=80)
    return kept.getvalue()


def _lines() -> list[Segment]:
    font, found = ImageFont.truetype(FONT, 42), []
    for number, right in enumerate(WRITTEN):
        read, top, at, words = MISREAD.get(number, right), 80 + number * 88, 90.0, []
        for word in read.split(" "):
            width = font.getlength(word)
            words.append(Word(word, 0.9, Box(int(at), top, int(width), 56)))
            at += width + font.getlength(" ")
        others = (Reading(right, 0.7, "trueocr"),) if number == 9 else ()
        box = Box(90, top, int(at - 90), 56)
        found.append(Segment(read, 0.8, 1, box, words=tuple(words), readings=others, kind="handwriting"))
    return found


def enter_drawing(archive: Archive, visit: Visit) -> Receipt:
    """A sketch of a valley that nobody has read: 4 metres a pixel, north a little to the right of up."""
    picture = Image.new("RGB", (1000, 1400), "#f3ead2")
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 36)
    pen.line([(40, 900), (400, 820), (960, 500)], fill="#33558a", width=6)
    pen.text((520, 660), "gốc đa", fill="#2a2a3a", font=font)
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=80)
    deposit = Deposit(visit.id, visit.created_by or "", kind=ItemKind.HAND_DRAWN_MAP)
    receipt = receive(archive, io.BytesIO(kept.getvalue()), "sơ đồ.jpg", deposit)
    files = {DerivativeKind.WEB_IMAGE: (kept.getvalue(), "image/jpeg")}
    made = _kept(archive, receipt, files, page=1, size=(1000, 1400))
    _enter(archive, receipt, Transcript(receipt.asset.id, ENGINE, (), pages=(PageInfo(1, 1000, 1400),)), made)
    return receipt


def enter_talk(archive: Archive, visit: Visit) -> Receipt:
    voice = _silence()
    deposit = Deposit(visit.id, visit.created_by or "", kind=ItemKind.TESTIMONY)
    receipt = receive(archive, io.BytesIO(voice), "lời kể.wav", deposit)
    peaks = json.dumps({"duration": SECONDS, "peaks": [[0.2, 0.8, 0.5] * 400]}).encode()
    files = {
        DerivativeKind.AUDIO_PROXY: (voice, "audio/wav"),
        DerivativeKind.WAVEFORM: (peaks, "application/json"),
    }
    made = _kept(archive, receipt, files)
    count = int(SECONDS / STRETCH)
    said = [
        MISHEARD if number == 3 else f"Đoạn thứ {number + 1} ông kể về làng cũ" for number in range(count)
    ]
    segments = tuple(_spoken(number, text) for number, text in enumerate(said))
    _enter(archive, receipt, Transcript(receipt.asset.id, ENGINE, segments, duration=SECONDS), made)
    return receipt


def _silence() -> bytes:
    kept = io.BytesIO()
    with wave.open(kept, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * int(8000 * SECONDS))
    return kept.getvalue()


def _spoken(number: int, text: str) -> Segment:
    start, words = number * STRETCH, text.split(" ")
    step = (STRETCH - 0.5) / len(words)
    timed = [
        Word(word, 0.9, start=round(start + at * step, 2), end=round(start + (at + 1) * step, 2))
        for at, word in enumerate(words)
    ]
    return Segment(text, 0.9, start=start, end=start + STRETCH - 0.5, words=tuple(timed), kind="speech")


def _kept(
    archive: Archive,
    receipt: Receipt,
    files: dict[DerivativeKind, tuple[bytes, str]],
    page: int | None = None,
    size: tuple[int, int] = (1400, 1900),
) -> list[Derivative]:
    made = []
    for kind, (body, media) in files.items():
        key = f"{receipt.asset.id}/{kind.value}"
        archive.objects.put_derivative(key, io.BytesIO(body), len(body), media)
        width, height = size if page else (None, None)
        made.append(Derivative(receipt.asset.id, kind, key, media, page=page, width=width, height=height))
    return made


def _enter(archive: Archive, receipt: Receipt, transcript: Transcript, made: list[Derivative]) -> None:
    with archive.records() as records:
        for derivative in made:
            records.add_derivative(derivative)
        records.add_transcript(transcript)
        records.commit()
    end_all(archive, receipt.item.id)
    find_anew(archive, receipt)


def find_anew(archive: Archive, receipt: Receipt) -> None:
    """What the workers do with the text that stands: mentions, then the index."""
    with archive.records() as records:
        current = records.current_transcript(receipt.asset.id)
        assert current is not None
        records.replace_mentions(current.id, find_mentions(current.text))
        records.commit()
    index_items(archive.records, archive.index, [receipt.item.id])
