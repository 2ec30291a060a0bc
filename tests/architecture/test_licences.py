"""What the archive stands on is pinned by its hash, and says under which licence it may be used."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from archive.cli.licences import libraries
from archive.launch import ROOT

_WALK = """
import sys
import search_ui.app, workers.runner
from archive.authority.gazetteer import gazetteer
assert gazetteer().places
print("unidecode" in sys.modules)
"""


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-node.lock"])
def test_every_library_is_pinned_by_version_and_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)
    pins = [entry for entry in entries if re.match(r"[A-Za-z0-9_.\[\]-]+==", entry)]
    assert pins
    assert [entry.split(" ")[0] for entry in pins if "--hash=sha256:" not in entry] == []


def test_every_library_says_its_licence_and_none_is_stricter_than_known() -> None:
    found = list(libraries((ROOT / "requirements.lock").read_text(encoding="utf-8")))
    assert len(found) > 60
    assert [one.name for one in found if one.installed and not one.licence] == []
    strict = {one.name for one in found if re.search(r"\bA?GPL|General Public", one.licence)}
    lesser = {one.name for one in found if re.search(r"LGPL|Lesser", one.licence)}
    assert strict - lesser == set(), "nothing under the GPL"


def test_the_list_of_places_is_read_without_the_code_that_would_need_the_gpl() -> None:
    """vietnamadminunits asks for unidecode (GPL); the set-up leaves it out, and nothing misses it."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "unidecode" not in [one.name for one in libraries(lock) if one.installed]
    walked = subprocess.run([sys.executable, "-c", _WALK], cwd=ROOT, capture_output=True, text=True)
    assert walked.stdout == "False\n", walked.stderr
