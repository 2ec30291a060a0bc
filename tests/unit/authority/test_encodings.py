import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.authority.encodings import decode, recognise, untelex

PLAIN = "Nguyễn Văn Hùng, quê ở Quảng Trị, đơn vị trung đoàn 66, hy sinh năm 1968. Mộ ở nghĩa trang."


@pytest.mark.parametrize(
    ("written", "encoding"),
    [
        ("NguyÔn V¨n Hïng, quª ë Qu¶ng TrÞ, ®¬n vÞ trung ®oµn 66", "tcvn3"),
        ("Nguyeãn Vaên Huøng, queâ ôû Quaûng Trò, ñôn vò trung ñoaøn 66", "vni"),
        ("Nguye^~n Va(n Hu`ng, que^ o+? Qua?ng Tri., ddo+n vi. trung ddoa`n 66", "viqr"),
        ("Nguyễn Văn Hùng, quê ở Quảng Trị, đơn vị trung đoàn 66", "unicode"),
        ("Nguyen Van Hung, que o Quang Tri", "unicode"),
        ("The quick brown fox's house. Isn't it?", "unicode"),
    ],
)
def test_encodings_are_recognised_and_converted(written: str, encoding: str) -> None:
    found = recognise(written)
    assert found.encoding == encoding
    if encoding in {"tcvn3", "vni"}:
        assert found.text == "Nguyễn Văn Hùng, quê ở Quảng Trị, đơn vị trung đoàn 66"


def test_viqr_keeps_the_full_stop() -> None:
    assert recognise("Nguye^~n Va(n Hu`ng ve^` Hue^'.").text == "Nguyễn Văn Hùng về Huế."


def test_utf8_read_as_latin_is_mended() -> None:
    assert recognise(PLAIN.encode().decode("cp1252", errors="ignore")).encoding in {"mojibake", "unicode"}
    damaged = "Trần Thị Lan quê Hải Phòng".encode().decode("latin-1")
    assert recognise(damaged).text == "Trần Thị Lan quê Hải Phòng"


def test_files_of_windows_1258() -> None:
    data = "Nguyê\u0303n Văn Hu\u0300ng, quê ơ\u0309 Qua\u0309ng Tri\u0323".encode("cp1258")
    assert decode(data).text == "Nguyễn Văn Hùng, quê ở Quảng Trị"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Nguyeexn", "Nguyễn"), ("ddooij", "đội"), ("ddaji", "đại"), ("Vawns", "Vắn"), ("see", None),
     ("book", None), ("Nguyen", None), ("Huowng", None)],
)  # fmt: skip
def test_words_left_in_telex(typed: str, meant: str | None) -> None:
    assert untelex(typed) == meant


@given(st.binary(max_size=200))
def test_any_bytes_become_text(data: bytes) -> None:
    assert isinstance(decode(data).text, str)
