"""The one sentence that says where an item is."""

from __future__ import annotations

import pytest
from flask import Flask

from schemas.processing import Stage, StageState, State
from search_ui.presenters.progress import ended, overall, steps

READ, HEAR, MADE, INDEX = Stage.READ_PAGE, Stage.HEAR_TESTIMONY, Stage.MAKE_DERIVATIVES, Stage.INDEX_ITEM


def _states(*pairs: tuple[Stage, State]) -> list[StageState]:
    return [StageState("asset", "item", stage, state=state) for stage, state in pairs]


CASES = [
    ([], "waiting", "Đã đến kho"),
    ([(READ, State.WAITING)], "waiting", "Chờ đến lượt"),
    ([(MADE, State.DONE), (READ, State.RUNNING)], "running", "Đang đọc"),
    ([(HEAR, State.RUNNING)], "running", "Đang nghe"),
    ([(READ, State.DONE), (INDEX, State.WAITING)], "waiting", "Đã đọc, chờ: Đưa vào tra cứu"),
    ([(READ, State.DONE), (INDEX, State.DONE)], "done", "Đã đọc"),
    ([(HEAR, State.DONE), (INDEX, State.DONE)], "done", "Đã nghe"),
    ([(READ, State.BLANK), (INDEX, State.DONE)], "doubt", "Không thấy chữ hay lời nói"),
    ([(READ, State.FAILED), (INDEX, State.DONE)], "failed", "Chưa đọc được"),
    ([(READ, State.DONE), (INDEX, State.DONE), (Stage.SUGGEST_LINKS, State.WAITING)], "done", "Đã đọc"),
    ([(READ, State.DONE), (MADE, State.FAILED)], "failed", "Chưa xong: Làm bản xem"),
]


@pytest.mark.parametrize(("pairs", "look", "words"), CASES)
def test_the_state_of_an_item(app: Flask, pairs: list[tuple[Stage, State]], look: str, words: str) -> None:
    with app.test_request_context():
        said = overall(_states(*pairs))
    assert (said.look, said.words) == (look, words)


def test_a_failure_never_looks_like_success(app: Flask) -> None:
    for stage in Stage:
        states = [StageState("a", "i", one, state=State.DONE) for one in Stage if one is not stage]
        with app.test_request_context():
            said = overall([*states, StageState("a", "i", stage, state=State.FAILED)])
        assert said.look == "failed"


def test_progress_is_a_percentage(app: Flask) -> None:
    running = [StageState("a", "i", HEAR, state=State.RUNNING, progress=0.42)]
    with app.test_request_context():
        assert overall(running).words == "Đang nghe 42 %"


def test_what_failed_says_why_in_the_reader_s_language(app: Flask) -> None:
    state = StageState(
        "a", "i", READ, state=State.FAILED, reason_vi="PDF có mật khẩu.", reason_en="The PDF has a password."
    )
    with app.test_request_context():
        (vietnamese,), (english,) = steps([state], "vi"), steps([state], "en")
    assert (vietnamese.why, english.why) == ("PDF có mật khẩu.", "The PDF has a password.")
    assert vietnamese.may_retry


def test_work_has_ended_when_nothing_waits_or_runs() -> None:
    assert ended(_states((READ, State.FAILED), (MADE, State.DONE)))
    assert not ended(_states((READ, State.DONE), (INDEX, State.WAITING)))
