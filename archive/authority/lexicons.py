"""Word lists for names: surnames, middle and given names, words before names, two-syllable words."""

from __future__ import annotations

import math
import re
from functools import cache
from importlib.resources import files

from archive.authority.distances import data_rows
from archive.authority.orthography import canon, fold, nfc


def data_lines(name: str) -> list[str]:
    text = files("archive.authority").joinpath("data", name).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def part_counts(name: str) -> dict[str, int]:
    """Name parts, canonical, with how many people of the table bear them."""
    counts: dict[str, int] = {}
    for part, count in data_rows(name):
        key = canon(nfc(part))
        counts[key] = counts.get(key, 0) + int(count)
    return counts


@cache
def surnames() -> dict[str, float]:
    """Points of a surname, by frequency: 1.6 for the commonest, .4 for the rarest; marked and folded keys."""
    counts = part_counts("name_surname.tsv")
    return _with_folded({part: min(1.6, 0.5 + 0.41 * math.log10(count)) for part, count in counts.items()})


def _with_folded(points: dict[str, float]) -> dict[str, float]:
    """Unmarked forms too, a little weaker; a marked word never falls back to them."""
    both = dict(points)
    for part, value in points.items():
        bare = fold(part)
        if bare not in points:
            both[bare] = max(both.get(bare, 0.0), value * 0.9)
    return both


@cache
def middle_names() -> frozenset[str]:
    marked = set(part_counts("name_middle.tsv"))
    return frozenset(marked | {fold(part) for part in marked})


@cache
def given_names() -> frozenset[str]:
    older = {canon(word) for line in data_lines("name_given_older.txt") for word in line.split()}
    marked = set(part_counts("name_given.tsv")) | older | set(part_counts("name_middle.tsv"))
    return frozenset(marked | {fold(part) for part in marked})


@cache
def compounds() -> frozenset[str]:
    """Two-syllable dictionary words, canonical, lower case."""
    return frozenset(" ".join(canon(part) for part in line.split()) for line in data_lines("compounds.txt"))


@cache
def folded_compounds() -> frozenset[str]:
    return frozenset(fold(word) for word in data_lines("compounds.txt"))


TITLES = frozenset(
    "ông bà anh chị em cô dì chú bác cậu mợ mự thím cụ mẹ mạ mệ cha bố má con cháu ba thầy tía u bầm bạn"
    " o dượng nàng chàng thằng"
    " lão ls bs ts gs ths pgs tên".split()
)
"""Single words that stand before a person's name."""
_TITLE_ENDS = """chí: đồng
sĩ sỹ: liệt chiến bác tiến nghệ ca nhạc thạc y dược hạ trung thượng
úy uý: thiếu trung thượng đại chuẩn
tá: thiếu trung thượng đại y
tướng: thiếu trung thượng đại danh
hùng: anh
nhất nhì: binh
sư: giáo kỹ luật đại
gái trai: con em cháu
danh: bí biệt
binh: thương bệnh cựu tân
kích: du
văn thơ báo: nhà
tịch: chủ
ủy uỷ: chính
tên: họ và
hữu: chiến
đội: đồng bộ
mẫu: thân
khai: tự
nhân: thân quân bệnh nạn
viên: chính giáo đảng đoàn nhân trị luyện diễn
thôn làng bản ấp xóm buôn: trưởng già
trưởng: đội đoàn thôn xã viện cục xóm bản họ ban tổ a b c d e
phó: đội đoàn viện cục ban a b c d e trưởng
thư: bí
"""
TITLE_ENDS = {
    last: frozenset(before.split())
    for line in _TITLE_ENDS.splitlines()
    for lasts, before in [line.split(": ")]
    for last in lasts.split()
}
"""Last syllables of longer words before a name, with the syllables that may stand before them."""
NAMED_AS = frozenset("tên tôi vợ chồng con mẹ bố cha anh chị em gọi nhà thật khai".split())
"""Words before "là" that make the next word a name: "tên là Phúc"."""
FALLING = re.compile(r"\s+(?:da\s+)?(?:hy\s+sinh|hi\s+sinh|bi\s+thuong|tu\s+tran|nga\s+xuong)(?![^\W_])")
SAYING = frozenset("nói kể cho bảo đáp hỏi chia tâm nhớ viết khẳng nhấn trả bày thuật".split())
ALIAS_WORDS = frozenset({"tức", "danh", "hiệu"})
BEFORE_PLACE = {
    "tại": 1.6, "ở": 1.6, "quê": 2.0, "trú": 1.6, "quán": 2.0, "về": 0.8, "đến": 0.8, "từ": 0.8, "vào": 0.8,
    "ra": 0.5,
    "lên": 0.5, "sang": 0.9, "qua": 0.6, "thuộc": 1.0, "giữa": 0.5, "gần": 1.0, "trường": 0.3, "trên": 0.4,
}  # fmt: skip
"""Points towards a place of the word before."""
NATION_BEFORE = frozenset("người tiếng lính giặc bọn tên thằng gốc quân binh kiều".split())
PARTICLES = frozenset({"de", "da", "van", "von", "del", "der", "bin", "al"})
JOINING_MIDDLES = frozenset("văn thị đức xuân hữu đình ngọc quang minh công trọng bá van thi".split())
"""Middle names that are often written small: "Nguyễn văn Hùng"."""
ABBREVIATED_SURNAMES = {"ng": "Nguyễn", "ngx": "Nguyễn", "tr": "Trần", "ph": "Phạm", "hg": "Hoàng"}
BREAKERS = frozenset(
    "sinh năm hy hi ngày tháng quê quán nguyên cấp bậc chức vụ đơn vị trú nhập ngũ mất hưởng thọ tại ở"
    " và là của đã"
    " nghĩa trang họ tên anh-hùng mộ chí người bị được khi do bởi vì trong ngoài với cùng các những"
    " tôi ta mình nó kể nói bảo đi về thì mà cũng rồi lại ra vào lên này đó".split()
)
"""Words that end a name where capitals do not tell."""
