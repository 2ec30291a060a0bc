"""Originals as downloads."""

from __future__ import annotations

import hashlib
import io

from flask import Flask

from archive.bootstrap import Archive
from archive.import_texts import import_texts, mention_finders
from archive.intake import open_visit
from schemas.holdings import Visit
from schemas.people import Role
from tests.unit.search_ui.conftest import signed_in


def test_a_text_of_a_list_can_be_downloaded_word_for_word_without_a_store(
    app: Flask, records_archive: Archive
) -> None:
    text = "Đơn vị con là e66.\r\nMẹ giữ gìn sức khỏe."
    visit = open_visit(records_archive, Visit("Danh sách"))
    with mention_finders(few=True) as find:
        line = io.BytesIO(b'{"id": "L1", "text": "%s"}' % text.replace("\r\n", "\\r\\n").encode())
        import_texts(records_archive, line, visit.id, find)
    with records_archive.records() as records:
        [item] = records.items_of(visit.id)
        [asset] = records.assets_of(item.id)
    client = signed_in(app, records_archive, Role.INTAKE_OFFICER)
    answer = client.get(f"/tep/{asset.id}/goc")
    assert answer.data.decode() == text
    assert answer.headers["ETag"] == f'"{hashlib.sha256(text.encode()).hexdigest()}"'
    part = client.get(f"/tep/{asset.id}/goc", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, text.encode()[:4])
