"""OAI-PMH: harvesters get what is public and nothing else, page by page, and the protocol's own errors."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from lxml import etree

from archive.bootstrap import Archive
from archive.intake import open_visit
from archive.oai import provider
from archive.settings import Settings
from schemas.consent import Consent, Purpose
from schemas.holdings import Item, ItemKind, Visit

NS = {"o": "http://www.openarchives.org/OAI/2.0/", "dc": "http://purl.org/dc/elements/1.1/"}


@pytest.fixture
def public(records_archive: Archive) -> list[Item]:
    """Five that a family let be shown to all, one it did not, one of a higher level."""
    shown = open_visit(records_archive, Visit("Thăm", commune="Xã Thử"))
    other = open_visit(records_archive, Visit("Thăm nhà khác"))
    items = [Item(shown.id, ItemKind.LETTER, title=f"Thư {n}", level=0) for n in range(5)]
    with records_archive.records() as records:
        records.add_items([*items, Item(other.id, ItemKind.LETTER, title="Kín", level=0)])
        records.add_items([Item(shown.id, ItemKind.LETTER, title="Nội bộ", level=1)])
        records.add_consent(Consent(shown.id, "Bà Sáu", frozenset({Purpose.KEEPING, Purpose.PUBLICATION})))
        records.commit()
    return items


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, admin_email="vanthu@tinhdoan.example.vn")


def _ask(app: Flask, query: str) -> etree._Element:
    answer = app.test_client().get(f"/oai?{query}")
    assert answer.status_code == 200 and answer.content_type.startswith("text/xml")
    return etree.fromstring(answer.data)


def _found(page: etree._Element, path: str) -> list[str]:
    return [str(one) for one in page.xpath(path, namespaces=NS)]


def test_only_what_is_public_is_listed_page_by_page(
    app: Flask, public: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "PAGE", 2)
    query, titles, pages = "verb=ListRecords&metadataPrefix=oai_dc", [], 0
    while query:
        page = _ask(app, query)
        titles += _found(page, "//dc:title/text()")
        token = _found(page, "//o:resumptionToken/text()")
        query, pages = (f"verb=ListRecords&resumptionToken={token[0]}" if token else ""), pages + 1
    assert titles == [f"Thư {n}" for n in range(5)] and pages == 3


def test_one_record_is_given_and_a_hidden_one_does_not_exist(app: Flask, public: list[Item]) -> None:
    page = _ask(app, f"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:kyuc:{public[0].id}")
    assert _found(page, "//dc:coverage/text()") == ["Xã Thử"]
    with app.app_context():
        hidden = _ask(app, "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:kyuc:khong-co")
    assert _found(hidden, "//o:error/@code") == ["idDoesNotExist"]


def test_harvesters_learn_whom_to_write_to_and_get_nothing_where_nobody_is_named(
    app: Flask, public: list[Item], records_archive: Archive
) -> None:
    assert _found(_ask(app, "verb=Identify"), "//o:adminEmail/text()") == ["vanthu@tinhdoan.example.vn"]
    records_archive.settings = replace(records_archive.settings, admin_email="")
    refused = app.test_client().get("/oai?verb=ListRecords&metadataPrefix=oai_dc")
    assert refused.status_code == 503 and "KYUC_ADMIN_EMAIL" in refused.text


def test_a_harvester_comes_back_for_what_is_new(app: Flask, public: list[Item]) -> None:
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    listed = _ask(app, f"verb=ListIdentifiers&metadataPrefix=oai_dc&from={today}")
    assert len(_found(listed, "//o:identifier/text()")) == 5
    late = _ask(app, "verb=ListIdentifiers&metadataPrefix=oai_dc&from=2999-01-01")
    assert _found(late, "//o:error/@code") == ["noRecordsMatch"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Destroy", "badVerb"),
        ("verb=ListRecords", "badArgument"),
        ("verb=Identify&x=1", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=hom-qua", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-01&until=2026-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=ListRecords&resumptionToken=%3Cb%3E", "badResumptionToken"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=thu", "noSetHierarchy"),
        ("verb=ListSets", "noSetHierarchy"),
    ],
)
def test_the_protocol_s_errors_are_said(app: Flask, query: str, code: str) -> None:
    assert _found(_ask(app, query), "//o:error/@code") == [code]


def test_the_archive_says_what_it_is(app: Flask) -> None:
    assert _found(_ask(app, "verb=Identify"), "//o:protocolVersion/text()") == ["2.0"]
    assert _found(_ask(app, "verb=ListMetadataFormats"), "//o:metadataPrefix/text()") == ["oai_dc"]
