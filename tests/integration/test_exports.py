"""All hits as a file: asked for on the page, made beside it, fetched by who asked and nobody else."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from archive.bootstrap import Archive
from archive.discovery import Discovery
from archive.embedded import index_what_waits
from archive.erasing import erase, finish
from archive.exporting import HEADING, make_next
from archive.import_texts import import_texts, mention_finders
from archive.indexing import index_items
from schemas.exports import ExportState
from schemas.holdings import Visit
from schemas.people import Role
from search_ui.app import create_app
from tests.unit.search_ui.conftest import signed_in

FORMULA = '=HYPERLINK("http://example.org")'


@pytest.fixture
def researcher(archive: Archive) -> FlaskClient:
    visit = Visit("Đợt nhập")
    with archive.records() as records:
        records.add_visit(visit)
        records.commit()
    texts = [f"Thư thứ {number}: hành quân qua sông." for number in range(620)]
    titles = [FORMULA, *(f"Thư {number}" for number in range(1, 620))]
    rows = [
        {
            "id": str(n),
            "title": title,
            "text": text,
            "date": "2026-01-02",
            "source": "giả định",
            "kind": "letter",
        }
        for n, (title, text) in enumerate(zip(titles, texts, strict=True))
    ]
    with mention_finders(few=True) as find:
        import_texts(archive, io.BytesIO("\n".join(map(json.dumps, rows)).encode()), visit.id, find)
    index_what_waits(archive, "test")
    app = create_app(archive.settings, archive=archive)
    app.config["WTF_CSRF_ENABLED"] = False
    return signed_in(app, archive, Role.RESEARCHER)


def made(archive: Archive) -> None:
    assert make_next(archive, Discovery(archive.records, archive.index))


def ask(client: FlaskClient, form: str) -> str:
    """The address of the file, once it is made."""
    assert client.post("/xuat?q=hành+quân", data={"form": form}).status_code == 302
    newest = client.get("/api/exports").get_json()["exports"][0]
    assert newest["state"] == "waiting"
    return f"/xuat/{newest['id']}"


def test_every_hit_is_in_the_csv_once_and_no_cell_is_a_formula(
    archive: Archive, researcher: FlaskClient
) -> None:
    file = ask(researcher, "csv")
    assert researcher.get(file).status_code == 404
    made(archive)
    rows = list(csv.reader(io.StringIO(researcher.get(file).get_data().decode("utf-8-sig"))))
    assert rows[0] == list(HEADING)
    assert len({row[-1] for row in rows[1:]}) == len(rows) - 1 == 620
    assert rows[1][-1].startswith("http://localhost/tu-lieu/")
    assert f"'{FORMULA}" in {row[0] for row in rows}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_the_xlsx_holds_text_only(archive: Archive, researcher: FlaskClient) -> None:
    file = ask(researcher, "xlsx")
    made(archive)
    sheet = load_workbook(io.BytesIO(researcher.get(file).get_data())).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert FORMULA in {cell.value for cell in cells}


def test_it_holds_what_the_person_may_see_when_it_is_made_and_is_for_nobody_else(
    archive: Archive, researcher: FlaskClient
) -> None:
    file = ask(researcher, "csv")
    with archive.records() as records:
        item = records.item(next(iter(records.item_ids())))
        records.change_item(replace(item, level=4))
        records.commit()
    index_items(archive.records, archive.index, [item.id])
    made(archive)
    listed = researcher.get(file).get_data(as_text=True)
    assert item.id not in listed
    assert listed.count("/tu-lieu/") == 619
    other = signed_in(researcher.application, archive, Role.RESEARCHER, login="minh")
    assert other.get(file).status_code == 404
    assert other.get("/api/exports").get_json() == {"exports": []}


def test_whoever_lost_the_account_gets_no_list(archive: Archive, researcher: FlaskClient) -> None:
    ask(researcher, "csv")
    with archive.records() as records:
        user = records.find_user_by_login("lan")
        assert user is not None
        records.set_disabled(user.id, True)
        records.commit()
    made(archive)
    with archive.records() as records:
        export = records.exports_of(user.id)[0]
    assert export.state is ExportState.FAILED
    assert export.reason_vi
    assert export.reason_en


def test_lists_go_once_something_in_the_archive_is_erased(archive: Archive, researcher: FlaskClient) -> None:
    file = ask(researcher, "csv")
    made(archive)
    with archive.records() as records:
        erase(records, [next(iter(records.item_ids()))])
        records.commit()
    assert finish(archive) == 1
    assert researcher.get(file).status_code == 404
