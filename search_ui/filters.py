"""Gives the templates the words and figures of `presenters`, in the reader's language."""

from datetime import date, datetime

from flask import Flask

from search_ui.i18n import language
from search_ui.presenters import figures, labels


def install(app: Flask) -> None:
    filters = app.jinja_env.filters
    filters["number"] = _number
    filters["size"] = _size
    filters["time_code"] = figures.time_code
    filters["day"] = _day
    filters["moment"] = figures.moment
    filters["kind_label"] = labels.kind_label
    filters["kind_icon"] = labels.kind_icon


def _number(value: float, digits: int = 0) -> str:
    return figures.number(value, language(), digits)


def _size(count: int) -> str:
    return figures.size(count, language())


def _day(value: date | datetime | None) -> str:
    return figures.day(value)
