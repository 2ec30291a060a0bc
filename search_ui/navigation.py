"""The main ways through the pages, as far as the person may go them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from archive.watching import unread
from schemas.errors import Unavailable
from search_ui.access_table import may_call
from search_ui.auth import person, person_here
from search_ui.services import current_archive


@dataclass(frozen=True, slots=True)
class Way:
    endpoint: str
    label: LazyString
    icon: str
    main: bool = True
    """Shown in the bar, and under the thumb on phones; the others stand behind "Thêm"."""

    @property
    def address(self) -> str:
        return url_for(self.endpoint)

    @property
    def here(self) -> bool:
        return request.blueprint == self.endpoint.partition(".")[0]


WAYS = (
    Way("home.show", _("Tổng quan"), "home"),
    Way("visits.index", _("Buổi thăm"), "visit"),
    Way("capture.show", _("Ghi nhận"), "camera"),
    Way("textwork.index", _("Việc cần làm"), "text"),
    Way("search.show", _("Tra cứu"), "search"),
    Way("desk.index", _("Bàn xác minh"), "desk"),
    Way("intake_desk.index", _("Tiếp nhận tin"), "text", main=False),
    Way("data_requests.index", _("Yêu cầu về dữ liệu cá nhân"), "document", main=False),
    Way("bags.incoming", _("Nhận gói lưu trữ"), "folder", main=False),
    Way("lists.index", _("Danh sách liệt sĩ"), "document", main=False),
    Way("organisations.index", _("Tổ chức"), "person", main=False),
    Way("users.index", _("Người dùng"), "person"),
    Way("jobs.index", _("Công việc"), "run", main=False),
    Way("audit.index", _("Nhật ký"), "text", main=False),
)


MOST_MAIN = 5
"""So many ways fit side by side under the thumb on a narrow phone."""
_MAY_LEAVE = "textwork.index"
"""Volunteers have it there; who works at the desk finds it behind "Thêm"."""


def install(app: Flask) -> None:
    app.context_processor(_ways)
    app.jinja_env.globals["unread_news"] = _unread_news


def _ways() -> dict[str, list[Way]]:
    ways = [way for way in WAYS if may_call(way.endpoint)] if person() else []
    main = [way for way in ways if way.main]
    if len(main) > MOST_MAIN:
        main = [way for way in main if way.endpoint != _MAY_LEAVE][:MOST_MAIN]
    return {"ways": main, "more_ways": [way for way in ways if way not in main]}


def _unread_news() -> int:
    """How many items wait for who watches something; asked by the header of each page, errors too."""
    try:
        with current_archive().records() as records:
            return unread(records, person_here())
    except Unavailable:
        return 0
