"""The job desk and the health of the archive in plain words: what is the matter, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from schemas.processing import Stage
from schemas.running import Facts, Finding, Level, StageQueue, Topic
from search_ui.i18n import language
from search_ui.presenters import figures
from search_ui.presenters.labels import STAGES
from search_ui.words import _ as gettext

_TEMPORARY = _("Cho làm lại. Nếu lại hỏng, mở bản gốc xem tệp có nguyên vẹn không.")
ADVICE: dict[str, LazyString] = {
    "unreadable_file": _(
        "Mở bản gốc. Nếu hỏng thật, xin gia đình hay người chụp tệp khác, rồi thôi việc này."
    ),
    "not_media": _("Xin lại tệp gốc từ máy ghi, gửi như tệp mới, rồi thôi việc này."),
    "empty_recording": _("Hỏi người ghi còn bản khác không; nếu không, thôi việc này."),
    "too_large": _("Chia tệp nhỏ hơn rồi gửi lại; bản lớn vẫn được giữ."),
    "engine_failed": _TEMPORARY,
    "engine_timeout": _TEMPORARY,
    "worker_lost": _TEMPORARY,
    "engine_out_of_memory": _("Máy thiếu bộ nhớ: giảm số máy đọc, hoặc thêm bộ nhớ, rồi cho làm lại."),
    "store_unavailable": _("Kho tệp vừa vắng: xem trang Sức khỏe, rồi cho làm lại cả loại."),
    "damaged_object": _("Bản gốc không còn khớp mã băm: xem sự cố ở trang Sức khỏe, đừng cho làm lại vội."),
}
_OTHERWISE = _("Đọc lý do, mở tư liệu, rồi cho làm lại hoặc thôi kèm ghi chú.")

TOPICS: dict[Topic, LazyString] = {
    Topic.DISK: _("Ổ đĩa"),
    Topic.READING: _("Đọc chữ"),
    Topic.HEARING: _("Nghe lời kể"),
    Topic.FAILED: _("Việc hỏng"),
    Topic.FIXITY: _("Bản gốc"),
    Topic.BACKUP: _("Sao lưu"),
    Topic.STORE: _("Kho tệp"),
    Topic.SEARCH: _("Tra cứu"),
    Topic.QUEUE: _("Hàng đợi"),
    Topic.REQUESTS: _("Yêu cầu về dữ liệu"),
}
LOOKS: dict[Level, str] = {Level.GOOD: "done", Level.CARE: "doubt", Level.BAD: "failed"}
LEVELS: dict[Level, LazyString] = {
    Level.GOOD: _("Tốt"),
    Level.CARE: _("Cần để ý"),
    Level.BAD: _("Cần làm ngay"),
}
_TO_DO: dict[Topic, LazyString] = {
    Topic.DISK: _("Thêm ổ đĩa hoặc chuyển thư mục dữ liệu sang ổ lớn hơn; đừng xóa bản gốc."),
    Topic.READING: _("Xem trang Công việc. Nếu chỉ là nhiều việc, thêm máy đọc (KYUC_READING_WORKERS)."),
    Topic.HEARING: _("Xem trang Công việc. Nếu chỉ là nhiều việc, thêm máy nghe (KYUC_HEARING_WORKERS)."),
    Topic.FAILED: _("Mở trang Công việc: mỗi lý do có việc nên làm."),
    Topic.FIXITY: _("Chạy ./kyuc fixity và đọc báo cáo; bản hỏng được lấy lại từ kho thứ hai nếu có."),
    Topic.BACKUP: _("Chạy ./kyuc backup THƯ-MỤC trên một ổ khác, và đặt cho chạy mỗi đêm."),
    Topic.STORE: _("Chạy ./kyuc status để xem vì sao kho tệp dừng; chưa tệp nào mất."),
    Topic.SEARCH: _("Chạy ./kyuc rebuild-index nếu không tự trở lại; tư liệu vẫn nguyên vẹn."),
    Topic.REQUESTS: _("Mở trang Yêu cầu về dữ liệu cá nhân: trả lời hoặc làm xong việc đã quá hạn."),
    Topic.QUEUE: _("Chạy ./kyuc status; việc đang chờ không mất và tự chạy khi hàng đợi trở lại."),
}


@dataclass(frozen=True, slots=True)
class ShownFinding:
    topic: str
    look: str
    level: str
    sentence: str
    to_do: str
    """Empty where all is well."""


@dataclass(frozen=True, slots=True)
class ShownQueue:
    code: str
    label: str
    waiting: int
    running: int
    failed: int
    left: str
    paused: str
    """Since when, or empty."""


def advice(reason_code: str) -> str:
    return str(ADVICE.get(reason_code, _OTHERWISE))


def shown(finding: Finding, facts: Facts) -> ShownFinding:
    return ShownFinding(
        str(TOPICS[finding.topic]),
        LOOKS[finding.level],
        str(LEVELS[finding.level]),
        _SENTENCES[finding.topic](finding, facts),
        "" if finding.level is Level.GOOD else str(_TO_DO[finding.topic]),
    )


def queue_shown(queue: StageQueue) -> ShownQueue:
    return ShownQueue(
        queue.stage.value,
        str(STAGES[queue.stage]),
        queue.waiting,
        queue.running,
        queue.failed,
        lasting(queue.seconds_left) if queue.seconds_left is not None else "",
        figures.moment(queue.paused_since),
    )


def lasting(seconds: float) -> str:
    """About how long, as people say it: in the largest unit that leaves two or more."""
    if seconds < 120:
        return gettext("khoảng một, hai phút")
    if seconds < 2 * 3600:
        return gettext("khoảng %(n)s phút", n=_figure(seconds / 60))
    if seconds < 48 * 3600:
        return gettext("khoảng %(n)s giờ", n=_figure(seconds / 3600))
    return gettext("khoảng %(n)s ngày", n=_figure(seconds / 86_400))


def _figure(value: float, digits: int = 0) -> str:
    return figures.number(value, language(), digits)


def _disk(finding: Finding, facts: Facts) -> str:
    free = figures.size(facts.free_bytes, language())
    if finding.value is None or finding.value > 3650:
        return gettext("Còn trống %(free)s.", free=free)
    return gettext("Còn trống %(free)s, đủ khoảng %(n)s ngày.", free=free, n=_figure(finding.value))


def _behind(finding: Finding, facts: Facts) -> str:
    queue = facts.queues.get(Stage.READ_PAGE if finding.topic is Topic.READING else Stage.HEAR_TESTIMONY)
    if queue is not None and queue.paused_since is not None:
        return gettext("Đang tạm dừng, %(n)s việc chờ.", n=_figure(queue.waiting))
    if queue is None or not queue.waiting:
        return gettext("Không có việc nào chờ.")
    waits = lasting((finding.value or 0) * 3600)
    return gettext("%(n)s việc chờ; việc lâu nhất đã chờ %(waits)s.", n=_figure(queue.waiting), waits=waits)


def _failed(finding: Finding, _facts: Facts) -> str:
    if not finding.value:
        return gettext("Không có việc nào hỏng.")
    return gettext("%(n)s việc hỏng đang chờ người xem.", n=_figure(finding.value))


def _fixity(finding: Finding, facts: Facts) -> str:
    if finding.value:
        return gettext("%(n)s bản gốc không còn khớp mã băm khi nhận.", n=_figure(finding.value))
    if facts.unchecked_originals:
        return gettext("%(n)s bản gốc đã hơn một năm chưa đối chiếu.", n=_figure(facts.unchecked_originals))
    return gettext("Mọi bản gốc đã đối chiếu đều nguyên vẹn.")


def _backup(finding: Finding, facts: Facts) -> str:
    if facts.last_backup is None:
        return gettext("Chưa sao lưu lần nào.")
    return gettext("Lần sao lưu gần nhất: %(at)s.", at=figures.moment(facts.last_backup))


def _requests(finding: Finding, _facts: Facts) -> str:
    if not finding.value:
        return gettext("Không có yêu cầu nào quá hạn.")
    return gettext("%(n)s yêu cầu của gia đình đã quá hạn luật định.", n=_figure(finding.value))


def _answers(finding: Finding, _facts: Facts) -> str:
    return gettext("Đang trả lời.") if finding.level is Level.GOOD else gettext("Không trả lời.")


_SENTENCES = {
    Topic.DISK: _disk,
    Topic.READING: _behind,
    Topic.HEARING: _behind,
    Topic.FAILED: _failed,
    Topic.FIXITY: _fixity,
    Topic.BACKUP: _backup,
    Topic.STORE: _answers,
    Topic.SEARCH: _answers,
    Topic.QUEUE: _answers,
    Topic.REQUESTS: _requests,
}
