"""A word that a person corrected is found by search, and opens at its box or its second."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.bootstrap import Archive
from archive.discovery import Discovery
from archive.indexing import index_items
from archive.transcription.drafting import Save, save_draft
from archive.transcription.versions import accept, propose
from schemas.holdings import Medium
from schemas.queries import SearchQuery
from schemas.rights import EVERYTHING
from tests.support.texts import LINES, enter_page, page_lines, spoken_lines
from tests.unit.transcription.conftest import People


@pytest.mark.parametrize("medium", [Medium.IMAGE, Medium.AUDIO])
def test_search_opens_at_the_corrected_word(texts: Archive, people: People, medium: Medium) -> None:
    asset = enter_page(texts, medium=medium)
    with texts.records() as records:
        machine = records.current_transcript(asset.id)
    assert machine is not None
    lines = [replace(one, words=(), id=f"s{at}") for at, one in enumerate(machine.segments)]
    lines[1] = replace(lines[1], text="Đơn vị của con đang chốt bên bờ sông")
    save_draft(texts, people.lan, asset.id, Save(machine.id, 0, tuple(lines), "d"))
    accept(texts, people.thu, asset.id, propose(texts, people.lan, asset.id).id)
    index_items(texts.records, texts.index, [asset.item_id])

    discovery = Discovery(texts.records, texts.index)
    [hit] = discovery.search(SearchQuery("sông", reach=EVERYTHING)).hits
    where = hit.places[0].locator
    assert where is not None
    misread_there = (page_lines() if medium is Medium.IMAGE else spoken_lines())[1].words[7]
    assert (where.box, where.start, where.end) == (misread_there.box, misread_there.start, misread_there.end)
    misread = discovery.search(SearchQuery(f'"{LINES[1].split()[-1]}"', reach=EVERYTHING))
    assert misread.total == 0, "what the machine misread is no longer found"
