"""Every setting is documented, every variable the code reads is one, every command of the README exists."""

from __future__ import annotations

import re

from archive.launch import ROOT
from archive.launch.commands import discover, resolve
from archive.launch.main import OWN
from archive.settings import SETTINGS

README = (ROOT / "README.md").read_text(encoding="utf-8")

BETWEEN_OURSELVES = {"KYUC_SUPERVISED", "KYUC_QUEUE_PASSWORD"}
"""Written by `kyuc up` for its own processes; nobody sets them."""

OF_THE_FRONT = {"KYUC_DOMAIN", "KYUC_OBJECTS_UPSTREAM", "KYUC_PAGES_UPSTREAM"}
"""Read by docker-compose.yml and its Caddyfile, not by the archive."""


def test_readme_documents_every_setting_with_its_default() -> None:
    rows = re.findall(r"^\| `(KYUC_\w+)` \| `?(.*?)`? \| (.*) \|$", README, re.MULTILINE)
    assert rows == [(setting.name, setting.default, setting.help) for setting in SETTINGS]


def test_every_variable_that_the_code_names_is_a_setting() -> None:
    known = {setting.name for setting in SETTINGS} | BETWEEN_OURSELVES
    named: dict[str, set[str]] = {}
    for folder in ("archive", "workers", "search_ui"):
        for path in (ROOT / folder).rglob("*.py"):
            for name in re.findall(r"\bKYUC_[A-Z][A-Z0-9_]*[A-Z0-9]\b", path.read_text(encoding="utf-8")):
                named.setdefault(name.removesuffix("_FILE"), set()).add(str(path.relative_to(ROOT)))
    unknown = {name: files for name, files in named.items() if name not in known}
    assert {name: files for name, files in unknown.items() if not name.startswith("KYUC_PORT")} == {}


def test_every_variable_of_the_readme_exists() -> None:
    known = {setting.name for setting in SETTINGS} | OF_THE_FRONT
    assert set(re.findall(r"\bKYUC_[A-Z0-9_]+\b", README)) <= known


def test_every_command_of_the_readme_exists() -> None:
    commands = discover()
    typed = [line.split() for line in re.findall(r"\./kyuc ([a-z][a-z -]*)", README)]
    assert len(typed) >= 6
    assert [words for words in typed if words[0] not in OWN and resolve(words, commands) is None] == []
