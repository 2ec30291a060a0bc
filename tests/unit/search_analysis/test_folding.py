from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.authority.orthography import fold_text, nfc
from archive.search_analysis.folding import folded_text

VIETNAMESE = st.text("aăâđeêioôơuưyÀẢÃÁẠẰẲẴẮẶĐỆỘỢỮỴ –…“”\n\f0123", max_size=60)


@given(VIETNAMESE | st.text(max_size=60))
def test_the_table_folds_as_the_orthography_does(text: str) -> None:
    assert folded_text(nfc(text)) == fold_text(nfc(text))


@given(st.text(max_size=60))
def test_every_letter_keeps_its_place(text: str) -> None:
    assert len(folded_text(nfc(text))) == len(nfc(text))


def test_text_beyond_the_table_is_folded_too() -> None:
    assert folded_text("Ảnh 😀 của Ký 日本") == "anh 😀 cua ky 日本"
