"""A sentence in the reader's language, typed."""

from flask_babel import gettext


def _(message: str, **values: object) -> str:
    """The translation of a Vietnamese sentence, its `%(name)s` filled in."""
    return str(gettext(message, **values))
