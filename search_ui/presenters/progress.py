"""From stage states to the one sentence that a volunteer needs: where is my file, and what went wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.processing import Stage, StageState, State
from search_ui.presenters.labels import LOOKS, STAGES, STATES
from search_ui.words import _

_READING = (Stage.READ_PAGE, Stage.HEAR_TESTIMONY, Stage.READ_FRAMES)
_ORDER = tuple(Stage)


@dataclass(frozen=True, slots=True)
class Progress:
    """`look` is one of waiting, running, done, doubt, failed."""

    look: str
    words: str
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    target_id: str
    stage: str
    label: str
    look: str
    words: str
    share: float | None
    why: str | None
    may_retry: bool
    running: bool


def overall(stages: Sequence[StageState]) -> Progress:
    """One state for the whole item: a failure first, then work, then what came out."""
    if not stages:
        return Progress("waiting", _("Đã đến kho"))
    failed = [state for state in stages if state.state is State.FAILED]
    if failed:
        return Progress("failed", _failed_words(failed))
    # Read and findable is what the sender waits for; proposals for verifiers come when they come.
    stages = [state for state in stages if state.stage is not Stage.SUGGEST_LINKS] or stages
    running = [state for state in stages if state.state is State.RUNNING]
    if running:
        return _running(min(running, key=lambda state: _ORDER.index(state.stage)))
    waiting = [state for state in stages if state.state is State.WAITING]
    if waiting:
        first = min(waiting, key=lambda state: _ORDER.index(state.stage))
        begun = any(state.state in (State.DONE, State.BLANK) for state in stages if state.stage in _READING)
        return Progress(
            "waiting",
            _("Chờ đến lượt") if not begun else _("Đã đọc, chờ: %(step)s", step=STAGES[first.stage]),
        )
    reading = [state for state in stages if state.stage in _READING]
    if reading and all(state.state is State.BLANK for state in reading):
        return Progress("doubt", _("Không thấy chữ hay lời nói"))
    if any(state.state is State.BARRED for state in reading):
        return Progress("doubt", _("Máy không được xử lý"))
    if any(state.stage is Stage.HEAR_TESTIMONY for state in reading):
        return Progress("done", _("Đã nghe"))
    return Progress("done", _("Đã đọc") if reading else _("Xong"))


def _failed_words(failed: Sequence[StageState]) -> str:
    if any(state.stage in _READING for state in failed):
        return _("Chưa đọc được")
    return _("Chưa xong: %(step)s", step=STAGES[failed[0].stage])


def _running(state: StageState) -> Progress:
    doing = {
        Stage.READ_PAGE: _("Đang đọc"),
        Stage.HEAR_TESTIMONY: _("Đang nghe"),
        Stage.READ_FRAMES: _("Đang đọc chữ trên hình"),
        Stage.MAKE_DERIVATIVES: _("Đang làm bản xem"),
    }.get(state.stage, _("Đang xử lý"))
    if state.progress is None:
        return Progress("running", doing)
    percent = _("%(doing)s %(percent)s %%", doing=doing, percent=int(state.progress * 100))
    return Progress("running", percent, state.progress)


def ended(stages: Sequence[StageState]) -> bool:
    """Nothing waits and nothing runs."""
    return all(state.state not in (State.WAITING, State.RUNNING) for state in stages)


def steps(stages: Sequence[StageState], language: str) -> list[Step]:
    """Every stage of an item in the order of the flow, with what failed and why."""
    ordered = sorted(stages, key=lambda state: (_ORDER.index(state.stage), state.target_id))
    return [_step(state, language) for state in ordered]


def _step(state: StageState, language: str) -> Step:
    why = state.reason_en if language == "en" else state.reason_vi
    words = str(STATES[state.state])
    if state.state is State.RUNNING and state.progress is not None:
        words = f"{words} {int(state.progress * 100)} %"
    if state.state is State.WAITING and state.attempt:
        words = _("Sẽ tự làm lại")
    return Step(
        target_id=state.target_id,
        stage=state.stage.value,
        label=str(STAGES[state.stage]),
        look=LOOKS[state.state],
        words=words,
        share=state.progress,
        why=why if state.state in (State.FAILED, State.BLANK, State.WAITING, State.BARRED) else None,
        may_retry=state.state in (State.FAILED, State.BLANK),
        running=state.state is State.RUNNING,
    )
