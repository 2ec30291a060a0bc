"""Vietnamese first, English complete. The message id is the Vietnamese sentence; `translations/en` has it.

Catalogues are compiled into the data folder when the application starts, so that a clone needs no step of
its own and the program's files can be read-only.
"""

import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, current_app, request
from flask_babel import Babel
from werkzeug.wrappers import Response

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
TRANSLATIONS = Path(__file__).parent / "translations"
_COOKIE, _A_YEAR = "kyuc_language", 365 * 24 * 3600


def language() -> str:
    """The language the person chose, else the archive's first language."""
    chosen = request.cookies.get(_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return str(current_app.config["KYUC_LANGUAGE"])


def keep_language(answer: Response, chosen: str) -> None:
    """For this browser, in a cookie of its own: an answer that was on its way brings back an old session."""
    answer.set_cookie(
        _COOKIE,
        chosen,
        max_age=_A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )


def install(app: Flask, compiled: Path) -> None:
    """`compiled`: a folder that this process may write; the program's own files stay untouched."""
    compile_catalogues(compiled)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(compiled)
    app.config["BABEL_DEFAULT_LOCALE"] = app.config["KYUC_LANGUAGE"]
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Ho_Chi_Minh"
    Babel(app, locale_selector=language)
    app.jinja_env.globals["language"] = language
    app.jinja_env.globals["languages"] = LANGUAGES


def compile_catalogues(folder: Path) -> None:
    """Write `<language>/LC_MESSAGES/messages.mo` for each catalogue, at once for all readers."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"):
        target = folder / source.relative_to(TRANSLATIONS).with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parts[-3])
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as beside:
            write_mo(beside, catalogue)
        Path(beside.name).replace(target)
