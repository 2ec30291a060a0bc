from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.authority.orthography import canon
from archive.search_analysis.tokens import opening, query_words, terms_of, terms_of_all
from archive.search_analysis.vocabulary import pair_terms

TEXTS = st.text(alphabet=st.sampled_from('aàbđơ .!?\n\f,"-_1́ẦK'), max_size=60) | st.text(max_size=40)


def pairs(*written: str) -> list[str]:
    return [pair_terms(pair.split())[0] for pair in written]


def test_spellings_of_one_word_become_one_term() -> None:
    assert terms_of("hoà Hòa HÒA").words.split() == ["hoà"] * 3
    assert terms_of("Mỹ mĩ").words.split() == ["mĩ"] * 2


def test_pairs_carry_no_marks_and_stay_within_a_sentence() -> None:
    made = terms_of("Anh Nguyễn Văn Hùng. Quê Kỳ Anh")
    assert made.pairs.split() == pairs("anh nguyen", "nguyen van", "van hung", "que ki", "ki anh")


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    assert pairs("ng van")[0] in terms_of("Đồng chí Ng. văn Hùng").pairs.split()
    assert pairs("tp hue")[0] in terms_of("ở TP. Huế").pairs.split()


def test_a_number_with_a_point_is_no_sentence_end() -> None:
    assert terms_of("hơn 3.000 người").pairs.split() == pairs("hon 3", "3 000", "000 nguoi")


@given(st.lists(TEXTS, max_size=5))
def test_many_texts_at_once_give_what_each_gives_alone(texts: list[str]) -> None:
    alone = [terms_of(text) for text in texts]
    together = terms_of_all(texts)
    assert [(t.words, t.pairs, t.sentences) for t in together] == [
        (t.words, t.pairs, t.sentences) for t in alone
    ]


@given(TEXTS)
def test_every_pair_is_two_neighbouring_words_of_the_text(text: str) -> None:
    made = terms_of(text)
    for sentence in made.sentences.split(". "):
        words = sentence.split()
        assert set(pair_terms(words)) <= set(made.pairs.split())
    assert len(made.pairs.split()) < max(len(made.words.split()), 1)


@given(TEXTS)
def test_the_words_of_a_query_are_found_in_the_text_they_were_taken_from(text: str) -> None:
    assert [canon(word) for word in query_words(text)] == terms_of(text).words.split()


def test_a_text_without_spaces_is_cut_into_terms_that_engines_take() -> None:
    assert all(len(term.encode()) < 1000 for term in terms_of("á" * 100_000).words.split())


def test_the_opening_joins_short_lines_of_a_page_and_stops_at_the_first_paragraph() -> None:
    page = "CỘNG HÒA\nĐộc lập\nGiấy báo tử của đồng chí Hùng\nTrung đoàn 66"
    assert opening(page) == "CỘNG HÒA\nĐộc lập\nGiấy báo tử của đồng chí Hùng"
    article = "Đoạn mở đầu nói lên điều chính của cả bài viết này.\nĐoạn hai."
    assert opening(article) == article.split("\n")[0]
