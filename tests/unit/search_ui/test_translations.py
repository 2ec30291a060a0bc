"""English is complete: every sentence of the pages has its translation, with the same places to fill."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import search_ui

ROOT = Path(search_ui.__file__).parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
PLACES = re.compile(r"%\(\w+\)s|\{\w+\}")


def _sentences() -> set[str]:
    found = extract_from_dir(ROOT, METHODS, directory_filter=lambda path: "node_modules" not in str(path))
    return {ids if isinstance(ids, str) else ids[0] for _, _, ids, _, _ in found}


def _english() -> dict[str, Message]:
    with (ROOT / "translations/en/LC_MESSAGES/messages.po").open("rb") as stream:
        catalogue = read_po(stream, locale="en")
    return {message.id if isinstance(message.id, str) else message.id[0]: message for message in catalogue}


def test_every_sentence_has_its_english() -> None:
    english = {key for key, message in _english().items() if key and message.string and not message.fuzzy}
    assert _sentences() - english == set()


def test_no_english_is_left_over() -> None:
    assert {key for key in _english() if key} - _sentences() == set()


def test_translations_keep_their_places() -> None:
    changed = {}
    for key, message in _english().items():
        forms = [message.string] if isinstance(message.string, str) else list(message.string)
        if key and any(sorted(PLACES.findall(key)) != sorted(PLACES.findall(form)) for form in forms):
            changed[key] = forms
    assert changed == {}
