"""The register of martyrs behind the pages: one for the application, opened when somebody first asks."""

from typing import cast

from flask import current_app

from archive.linkage.suggesting import Suggester
from search_ui.services import current_archive

_REGISTER = "kyuc-register"


def current_register() -> Suggester:
    if _REGISTER not in current_app.extensions:
        current_app.extensions[_REGISTER] = Suggester(current_archive().settings.data / "registry")
    return cast(Suggester, current_app.extensions[_REGISTER])
