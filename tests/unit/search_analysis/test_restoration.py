from __future__ import annotations

import pytest

from archive.search_analysis.confusions import confused_forms
from archive.search_analysis.counts import WordCounts, WordTable, empty_table
from archive.search_analysis.plan import plan
from archive.search_analysis.restoration import restore
from archive.search_analysis.suggestions import corrected
from archive.search_analysis.tokens import terms_of
from schemas.queries import SearchQuery

TEXTS = (
    ["Đồng chí Nguyễn Văn Hùng hy sinh ở Quảng Trị."] * 6
    + ["Nguyễn Thị Hưng viết thư cho mẹ."] * 4
    + ["Tiếng hưng phấn vang lên.", "Sông Thạch Hãn ở Quảng Trị."]
)


@pytest.fixture(scope="module")
def table() -> WordTable:
    counts = WordCounts()
    counts.add([[terms_of(text)] for text in TEXTS])
    return counts.table()


def best(text: str, table: WordTable) -> str:
    return " ".join(forms[0].text for forms in restore(text.split(), table))


def test_marks_are_put_on_by_what_stands_beside(table: WordTable) -> None:
    assert best("nguyen van hung", table) == "nguyễn văn hùng"
    assert best("nguyen thi hung", table) == "nguyễn thị hưng"
    assert best("quang tri", table) == "quảng trị"


def test_a_name_typed_with_marks_weighs_more_than_its_likelier_namesake(table: WordTable) -> None:
    weights = {term.value: term.weight for term in plan(SearchQuery("nguyễn văn hưng"), table).ranked}
    assert weights["hưng"] == 1.0
    assert weights["hùng"] <= 0.5


def test_probabilities_of_a_word_add_up_to_one(table: WordTable) -> None:
    for forms in restore("nguyen van hung la ai".split(), table):
        assert sum(form.probability for form in forms) == pytest.approx(1)


def test_a_word_that_nobody_wrote_stays_as_typed(table: WordTable) -> None:
    assert best("zzz", table) == "zzz"
    assert [form.text for form in restore(["xyz"], empty_table())[0]] == ["xyz"]


def test_counts_survive_being_kept_and_go_on(table: WordTable) -> None:
    kept = WordTable.from_bytes(table.to_bytes())
    assert kept.forms == table.forms
    assert kept.total == table.total
    more = WordCounts(kept)
    more.add([[terms_of(TEXTS[0])]])
    grown = more.table()
    assert grown.texts == len(TEXTS) + 1
    assert grown.uses[grown.ids["hùng"]] == table.uses[table.ids["hùng"]] + 1
    pair = grown.ids["văn"] << 32 | grown.ids["hùng"]
    assert grown.pairs(grown.pair_keys).sum() == grown.pair_uses.sum()
    assert grown.pair_uses[list(grown.pair_keys).index(pair)] == 7


def test_how_many_texts_hold_a_word(table: WordTable) -> None:
    assert table.share_of("nguyễn") == pytest.approx(10 / 12)
    assert table.share_of("không") == 0


def test_what_eye_or_ear_confuses_is_near(table: WordTable) -> None:
    assert "quảng" in confused_forms("quản", table)
    assert "sinh" in confused_forms("xinh", table)
    assert confused_forms("quảng", table) == []


def test_another_wording_is_offered_only_where_one_is_better(table: WordTable) -> None:
    assert corrected("quang tri", table) == "quảng trị"
    assert corrected("hy xinh", table) == "hy sinh"
    assert corrected("nguyễn văn hùng", table) is None
    assert corrected('"quang tri"', table) is None
