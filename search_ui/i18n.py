"""Vietnamese first, English complete. The message id is the Vietnamese sentence; `translations/en` has it.

Catalogues are compiled at the start of the application when they are older than their source, so that a
clone needs no step of its own.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, current_app, request, session
from flask_babel import Babel

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
TRANSLATIONS = Path(__file__).parent / "translations"


def language() -> str:
    """The language the person chose, else the archive's first language."""
    chosen = session.get("language") or request.cookies.get("kyuc_language")
    if chosen in LANGUAGES:
        return str(chosen)
    return str(current_app.config["KYUC_LANGUAGE"])


def install(app: Flask) -> None:
    compile_catalogues()
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    app.config["BABEL_DEFAULT_LOCALE"] = app.config["KYUC_LANGUAGE"]
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Ho_Chi_Minh"
    Babel(app, locale_selector=language)
    app.jinja_env.globals["language"] = language
    app.jinja_env.globals["languages"] = LANGUAGES


def compile_catalogues() -> None:
    """Write `messages.mo` beside each `messages.po` that is newer than it, at once for all readers."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parts[-3])
        beside = target.with_suffix(".mo.new")
        with beside.open("wb") as stream:
            write_mo(stream, catalogue)
        beside.replace(target)
