"""What the archive stands on is pinned by its hash, and says under which licence it may be used."""

from __future__ import annotations

import re

import pytest

from archive.cli.licences import libraries
from archive.launch import ROOT

COPYLEFT = {"unidecode"}
"""Under the GPL, by way of vietnamadminunits: used as it comes, told to whoever hands the archive on."""


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
    assert strict - lesser <= COPYLEFT
