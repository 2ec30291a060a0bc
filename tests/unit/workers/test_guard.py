"""Nobody's words are invented, and nobody's words are thrown away in silence."""

from __future__ import annotations

import pytest

from workers.guard import Action, Facts, agreement, is_known_invention, judge, loops_over_lines, nonsense

SPOKEN = "Hồi ấy đơn vị tôi đóng ở bờ sông"


def said(text: str = SPOKEN, **facts: object) -> Facts:
    return Facts(**{"text": text, "length": 3.0, "voiced": 2.5, "no_speech": 0.1, **facts})  # type: ignore[arg-type]


def test_clear_speech_stands_without_doubt() -> None:
    assert judge(said(agreement=0.95)) == judge(said()) and judge(said()).doubt is None


def test_a_line_without_any_voice_is_left_out() -> None:
    assert judge(said(voiced=0.1)).action is Action.DROP


def test_a_one_syllable_answer_is_kept() -> None:
    verdict = judge(said("Dạ.", length=0.25, voiced=0.25))
    assert verdict.action is Action.KEEP
    assert verdict.doubt == "little_speech"


def test_the_engine_sure_of_no_speech_needs_a_voice_to_be_believed() -> None:
    assert judge(said(no_speech=0.8, length=5.0, voiced=1.0)).action is Action.DROP
    assert judge(said(no_speech=0.8, length=5.0, voiced=4.0)).action is Action.KEEP


@pytest.mark.parametrize(
    ("text", "length", "why"),
    [
        ("các chú, " * 12, 10.0, "repetition"),
        ("Cảm ơn các bạn đã lắng nghe. " * 8, 20.0, "repetition"),
        (SPOKEN, 0.4, "too_fast"),
        (SPOKEN, 3.0, None),
        ("rất rất xa, xa lắm, đi mãi đi mãi mới tới", 3.0, None),
    ],
)
def test_loops_and_impossible_speed_are_heard_again(text: str, length: float, why: str | None) -> None:
    assert nonsense(text, length) == why
    assert (judge(said(text, length=length, voiced=length)).action is Action.REDO) == (why is not None)


@pytest.mark.parametrize(
    ("text", "invented"),
    [
        ("Hãy subscribe cho kênh Ghiền Mì Gõ Để không bỏ lỡ những video hấp dẫn", True),
        ("HAY SUBSCRIBE CHO KENH La La School", True),
        ("Cảm ơn các bạn đã theo dõi và hẹn gặp lại.", True),
        ("Cảm ơn các cô chú đã theo dõi và hẹn gặp lại", True),
        ("Cảm ơn các bác đã đến thăm gia đình tôi", False),
        ("Anh em theo dõi địch ở bên kia sông", False),
    ],
)
def test_known_inventions_are_doubted_not_deleted(text: str, invented: bool) -> None:
    assert is_known_invention(text) == invented
    verdict = judge(said(text))
    assert verdict.action is Action.KEEP
    assert verdict.doubt == ("known_invention" if invented else None)


def test_two_searches_that_differ_put_the_line_in_doubt() -> None:
    assert judge(said(agreement=0.4)).doubt == "low_agreement"


def test_agreement_is_told_line_by_line() -> None:
    shares = agreement(["xin chào các bác", "tôi tên là Nam"], "Xin chào các bác, thôi tiên ra năm")
    assert shares == [1.0, 0.0]
    assert agreement([""], "gì đó") == [1.0]


def test_the_same_line_over_and_over_is_a_loop_but_short_answers_are_not() -> None:
    loop = ["Anh ấy đi rồi.", "anh ấy đi rồi", "Anh ấy đi rồi!"]
    assert loops_over_lines(["Vâng", *loop, "Thế à"]) == [False, True, True, True, False]
    assert not any(loops_over_lines(["Vâng.", "Vâng.", "Vâng.", "Vâng."]))
