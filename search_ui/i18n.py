"""Vietnamese first, English complete. The message id is the Vietnamese sentence; `translations/en` has it.

Catalogues are compiled into the data folder when the application starts, so that a clone needs no step of
its own and the program's files can be read-only.
"""

import tempfile
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
