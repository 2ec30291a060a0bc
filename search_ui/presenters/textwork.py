"""Việc cần làm, as its page tells it; and the table of short forms in old papers."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from archive.transcription.tasks import Task
from schemas.textwork import Difficulty, TextTask
from search_ui.presenters.labels import ICONS, kind_label

DIFFICULTIES: dict[Difficulty, LazyString] = {
    Difficulty.EASY: _("dễ"),
    Difficulty.FAIR: _("vừa"),
    Difficulty.HARD: _("khó"),
}
TASKS: dict[TextTask, LazyString] = {
    TextTask.CORRECT: _("Chép và sửa"),
    TextTask.REVIEW: _("Duyệt bản người khác gửi"),
    TextTask.SECOND: _("Chép độc lập lần hai"),
    TextTask.SETTLE: _("Đối chiếu hai bản"),
}
TASK_NAMES = {TextTask.REVIEW: "duyet", TextTask.SECOND: "lan-hai", TextTask.SETTLE: "doi-chieu"}
"""As they stand in addresses; the first task has no name there."""

SHORT_FORMS: tuple[tuple[str, LazyString], ...] = (
    ("a, b, c, d, e, f", _("tiểu đội, trung đội, đại đội, tiểu đoàn, trung đoàn, sư đoàn")),
    ("at, bt, ct, dt, et", _("trưởng của cấp ấy: ct là đại đội trưởng; ap, bp, cp là phó")),
    ("CTV, CTVP", _("chính trị viên, chính trị viên phó")),
    ("B2, B1", _("binh nhì, binh nhất; nhưng B1…B5 cũng là tên chiến trường")),
    ("H1, H2, H3", _("hạ sĩ, trung sĩ, thượng sĩ")),
    ("1/, 2/, 3/, 4/", _("thiếu úy, trung úy, thượng úy, đại úy; hai gạch (1//) là cấp tá")),
    ("đ/c", _("đồng chí")),
    ("HS, h/s", _("hy sinh; cũng là hạ sĩ hoặc hồ sơ: xem chữ bên cạnh")),
    ("LS", _("liệt sĩ")),
    ("TS", _("tử sĩ, trung sĩ, thượng sĩ hoặc trinh sát: giữ nguyên như viết")),
    ("MT, QK, KN, KB", _("mặt trận, quân khu; mật danh một hướng: giữ nguyên như viết")),
    ("đi B, đi C, đi K", _("vào Nam, sang Lào, sang Campuchia")),
    ("NQ, TQ", _("nguyên quán, trú quán")),
    ("BTCB, ĐUV", _("bí thư chi bộ, đảng ủy viên")),
    ("TNXP", _("thanh niên xung phong")),
)
"""As written, and what it stands for; texts keep it as written."""

LETTER_FORMS: tuple[tuple[str, LazyString], ...] = (
    ("n / u", _("nét móc liền nhau dễ lẫn: đếm số nét đứng, rồi đọc cả chữ")),
    ("ph, th, kh", _("nét khuyết dài của h hay bị viết tắt thành một nét xiên")),
    ("đ", _("gạch ngang có khi nằm trên chữ trước hoặc sau: tìm gạch trước khi chọn d")),
    ("r / s / z", _("s cuối chữ có khi giống r; z thay cho d hoặc gi trong lối viết của lính")),
    ("1 / 7", _("số 7 thường có gạch giữa; số 1 có chân")),
    ("4 / 9", _("số 4 hở đầu, số 9 kín đầu")),
    ("´ ` ? ~ .", _("dấu hay viết lệch sang phải một chữ: đọc theo vần")),
    ("w, j, f", _("lối viết tắt: w thay qu hoặc ư, f thay ph: chép đúng như viết")),
)


@dataclass(frozen=True, slots=True)
class TaskCard:
    address: str
    title: str
    kind: str
    icon: str
    commune: str
    difficulty: LazyString
    minutes: int
    page: int | None
    pages: int
    start: float | None
    suits: bool


def card_of(task: Task, what: TextTask) -> TaskCard:
    text = task.text
    kind = kind_label(text.kind)
    if what is TextTask.REVIEW:
        address = url_for("versions.index", asset_id=text.asset_id)
    elif what is TextTask.SECOND:
        address = url_for("twofold.offer", asset_id=text.asset_id)
    elif what is TextTask.SETTLE:
        address = url_for("twofold.compare", asset_id=text.asset_id)
    elif task.start is not None:
        address = url_for("workspace.show", asset_id=text.asset_id, t=f"{task.start:g}")
    else:
        address = url_for("workspace.show", asset_id=text.asset_id, page=task.page)
    return TaskCard(
        address,
        text.title or kind,
        kind,
        ICONS[text.medium],
        text.commune,
        DIFFICULTIES[task.difficulty],
        task.minutes,
        task.page,
        text.pages,
        task.start,
        task.suits,
    )
