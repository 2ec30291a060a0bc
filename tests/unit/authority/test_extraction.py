import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.authority.extraction import Context, find_mentions
from archive.authority.orthography import nfc
from schemas.mentions import Mention, MentionKind


def of(kind: str, text: str) -> list[Mention]:
    return [mention for mention in find_mentions(text) if mention.kind == kind]


def spans(kind: str, text: str) -> list[str]:
    return [mention.text for mention in of(kind, text)]


def test_offsets_fit_decomposed_text() -> None:
    text = unicodedata.normalize(
        "NFD", "Liệt sĩ Nguyễn Văn Hùng, trung đoàn 66, hy sinh 12/3/1968 ở Quảng Trị"
    )
    mentions = find_mentions(text)
    assert [nfc(text[m.start : m.end]) for m in mentions] == [
        "Nguyễn Văn Hùng", "trung đoàn 66", "12/3/1968", "Quảng Trị",
    ]  # fmt: skip
    assert all(mention.text == text[mention.start : mention.end] for mention in mentions)


def test_an_alias_and_its_person_know_each_other() -> None:
    one, other = of("person", "Liệt sĩ Đặng Văn Hợi (tức Sáu Hợi) hy sinh")
    assert one.attributes["aliases"] == ["Sáu Hợi"]
    assert other.attributes["alias_of"] == "Đặng Văn Hợi"


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn văn Hùng về",
        "NGUYỄN VĂN HÙNG",
        "Ng. Văn Hùng",
        "đ/c Nguyễn Văn Hùng",
        "ông nguyễn văn hùng đến đây",
    ],
)
def test_a_name_in_every_style_has_one_value(text: str) -> None:
    assert [mention.value for mention in of("person", text)] == ["Nguyễn Văn Hùng"]


@pytest.mark.parametrize(
    ("text", "persons", "places"),
    [
        ("toi la nguyen van hung que o ha tinh", ["nguyen van hung"], ["ha tinh"]),
        ("nguyen van hung e66 quang tri", ["nguyen van hung"], ["quang tri"]),
        ("đông hà", [], ["đông hà"]),
        ("có anh lê đình quý người thọ xuân thanh hóa", ["lê đình quý"], ["thọ xuân", "thanh hóa"]),
        ("thằng sơn nó nằm bên phải tôi", ["sơn"], []),
        ("mẹ già như chuối chín cây gió lay mẹ rụng con phải mồ côi", [], []),
        ("hôm đó trời mưa to lắm ai cũng ướt hết cả người", [], []),
        ("LIỆT SĨ\nTRẦN QUỐC\nXÃ ĐẠI HỢP", ["TRẦN QUỐC"], ["XÃ ĐẠI HỢP"]),
        ("hy sinh 3 đ/c: Tuấn, Lợi, Kha", ["Tuấn", "Lợi", "Kha"], []),
        ("Bộ đội qua ngã ba Ông Thìn, cầu Bà Đạt", [], ["ngã ba Ông Thìn", "cầu Bà Đạt"]),
        ("Cựu binh Mỹ và già làng A Blong", ["A Blong"], []),
        ("1\tSùng A Páo\tMù Cang Chải", ["Sùng A Páo"], ["Mù Cang Chải"]),
    ],
)
def test_names_in_speech_on_stones_and_in_lists(text: str, persons: list[str], places: list[str]) -> None:
    assert (spans("person", text), spans("place", text)) == (persons, places)


@pytest.mark.parametrize(
    ("text", "kind", "written", "value"),
    [
        ("Lieejt six Nguyeexn Vawn Hungf, quee Huees", "person", "Nguyeexn Vawn Hungf", "Nguyễn Văn Hùng"),
        ("Anh Nam ddaji ddooij truwowngr c7", "post", "ddaji ddooij truwowngr", "đại đội trưởng"),
        ("Lie^.t si~ Nguye^~n Va(n Thu+o+?ng", "person", "Nguye^~n Va(n Thu+o+?ng", "Nguyễn Văn Thưởng"),
    ],
)
def test_telex_and_viqr_are_read_as_meant_and_shown_as_typed(
    text: str, kind: str, written: str, value: str
) -> None:
    assert [(one.text, one.value) for one in of(kind, text)] == [(written, value)]
    assert all(text[one.start : one.end] == one.text for one in find_mentions(text))


def test_english_words_are_no_telex() -> None:
    assert not find_mentions("the beer and the roof were needed, keep food and look down")


def test_a_square_of_a_wartime_map_lies_on_the_earth_with_its_radius() -> None:
    [found] = of("coordinate", "tọa độ 48Q YD 123 456 gần suối")
    assert found.attributes["assumed_crs"] == "EPSG:3148"
    assert found.attributes["lat"] == pytest.approx(16.687, abs=0.001)
    assert found.attributes["lon"] == pytest.approx(106.987, abs=0.001)
    assert 70 <= found.attributes["uncertainty_m"] < 200


def test_places_and_units_are_no_persons() -> None:
    text = "Trung đoàn 66 qua sông Thạch Hãn vào Thành cổ Quảng Trị, qua Lê Ninh, chợ Đông Hà"
    assert not of("person", text.replace("Lê Ninh", "Lệ Ninh"))


def test_every_meaning_of_a_bare_commune_stays() -> None:
    [bare] = of("place", "Anh ấy ở xã Tân An.")
    assert len(bare.candidates) > 3
    [ward, *_] = of("place", "xã Hải Phú, huyện Hải Lăng, tỉnh Quảng Trị")
    assert ward.candidates[0].label == "xã Hải Phú, huyện Hải Lăng, tỉnh Quảng Trị"
    assert ward.candidates[0].weight > 0.5


def test_the_visit_helps_to_rank_places() -> None:
    [place] = find_mentions("Anh ấy ở xã Hải Phú.", Context(provinces=("p63:36",)))
    assert "Nam Định" in place.candidates[0].label


def test_a_lunar_day_follows_the_side_of_the_paper() -> None:
    assert find_mentions("mùng 5 Tết 68", Context(side="north"))[0].value == "1968-02-02"


@pytest.mark.parametrize(
    ("text", "kind", "span", "value"),
    [
        ("ở mộ số 10, hàng 2, lô 33, khu chính nhé", "grave", "mộ số 10, hàng 2, lô 33, khu chính",
         "khu:chính lô:33 hàng:2 mộ:10"),
        ("tọa độ 16°38'N 106°44'E", "coordinate", "16°38'N 106°44'E", "16.633333,106.733333"),
        ("vị trí 16.8021, 107.0934.", "coordinate", "16.8021, 107.0934", "16.802100,107.093400"),
        ("tọa độ XD 852 418 bắn", "coordinate", "XD 852 418", "XD852418"),
        ("Giấy báo tử số 1024/QK5 gửi về", "paper", "Giấy báo tử số 1024/QK5", "1024/QK5"),
        ("theo Hòm thư 8A3955 nhé", "code", "Hòm thư 8A3955", "#HT:8A3955"),
        ("bia ghi K6 và", "code", "K6", "K6"),
        ("cấp bậc H2, chức vụ CT", "rank", "H2", "trung sĩ"),
        ("cấp bậc H2, chức vụ CT", "post", "CT", "đại đội trưởng"),
        ("quân hàm 3// nghỉ", "rank", "3//", "thượng tá"),
        ("chức vụ: c/sỹ", "post", "c/sỹ", "chiến sĩ"),
        ("Hạ sỹ Nguyễn Văn Hùng", "rank", "Hạ sỹ", "hạ sĩ"),
        ("cấp bậc đội viên", "post", "đội viên", "đội viên"),
    ],
)  # fmt: skip
def test_numbers_ranks_and_posts(text: str, kind: str, span: str, value: str) -> None:
    [mention] = of(kind, text)
    assert (mention.text, mention.value) == (span, value)


@pytest.mark.parametrize("text", ["người Pháp", "tiếng Lào", "anh hùng", "Ngày mai", "UBND", "HỌ VÀ TÊN"])
def test_what_is_no_name(text: str) -> None:
    assert not of("person", text)
    assert not of("place", text)


PIECES = st.sampled_from(
    ["Nguyễn Văn Hùng", "xã Hải Phú", "e66", "C3, D7", "ngày 12/3/1968", "tọa độ", "mộ số 3", "\n", "🙂",
     "\u200f", "a\u0301", "K6", "Giấy báo tử số", "1024", "-", "(", "TRUNG ĐOÀN 66", "tức", "H'Mông", "\x00",
     "đồng chí", "HT", "8A"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=12).map(" ".join) | st.text(max_size=80))
def test_any_text_gives_true_offsets_without_overlap(text: str) -> None:
    last = 0
    for mention in find_mentions(text):
        assert last <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        assert mention.kind in MentionKind
        assert Mention.from_json(mention.to_json()) == mention
        last = mention.end


def test_a_long_text_without_lines_is_read_to_its_end() -> None:
    text = "Đơn vị tôi vượt sông, hành quân suốt đêm không nghỉ; " * 2000 + "gặp Nguyễn Văn Hùng ở Khe Sanh."
    assert [mention.text for mention in find_mentions(text)][-2:] == ["Nguyễn Văn Hùng", "Khe Sanh"]
