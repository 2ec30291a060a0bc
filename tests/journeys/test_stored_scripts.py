"""Scripts written into every text field of the archive, then seen in Chromium: none of them runs."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser

from archive.bootstrap import Archive
from archive.indexing import rebuild_index
from archive.intake import Deposit, open_visit, receive
from archive.linkage.importing import ListToImport, import_list
from archive.signing_in.accounts import create_user
from schemas.holdings import ItemKind, Visit
from schemas.people import Role
from schemas.processing import Stage, State
from schemas.transcripts import Author, Segment, Transcript
from tests.journeys.conftest import PASSWORD, serving, sign_in
from tests.support.cases import suggest, suggestion

EVIL = "\"'><script>window.pwned=1</script><img src=x onerror=window.pwned=1>{{7*191919}}"


def test_no_script_that_was_written_into_a_field_runs(
    browser: Browser, archive: Archive, tmp_path: Path
) -> None:
    archive.objects.prepare()
    pages = _filled(archive, tmp_path)
    with serving(archive) as origin:
        context = browser.new_context()
        page = sign_in(context, origin)
        ran: list[str] = []
        page.on("console", lambda said: ran.append(said.text) if "inline" in said.text else None)
        page.on("dialog", lambda dialog: ran.append(dialog.message))
        for address in pages:
            answer = page.goto(f"{origin}{address}")
            assert answer is not None
            assert answer.status == 200, address
            assert page.evaluate("window.pwned") is None, address
            assert "1343433" not in page.content(), address
        assert ran == []
        context.close()


def _listed(archive: Archive, folder: Path) -> str:
    """A martyr record with evil in each column; its id."""
    path = folder / "danh sách.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Mã số", "Họ và tên", "Năm sinh", "Hy sinh", "Quê quán", "Đơn vị"])
        rows.writerow(["QT-001", *[EVIL] * 5])
    import_list(archive.records, ListToImport(path, EVIL[:200], "import"))
    with archive.records() as records:
        return records.known_rows(EVIL[:200], ["QT-001"])["QT-001"][0]


def _filled(archive: Archive, folder: Path) -> list[str]:
    """Every kind of text that people or files bring, all of it evil; the pages that show it."""
    roles = [Role.TEAM_LEAD, Role.ADMINISTRATOR, Role.PROVINCE_VERIFIER, Role.DATA_PROTECTION_OFFICER]
    user = create_user(archive, "lan", roles, name=EVIL, password=PASSWORD)
    visit = open_visit(
        archive,
        Visit(
            EVIL,
            commune=EVIL[:200],
            team=EVIL,
            family=EVIL,
            witnesses=(EVIL,),
            known_names=(EVIL,),
            created_by=user.id,
        ),
    )
    deposit = Deposit(visit.id, user.id, kind=ItemKind.LETTER, title=EVIL, description=EVIL)
    receipt = receive(archive, io.BytesIO(b"Thu gui me"), f"{EVIL}.txt", deposit)
    record = _listed(archive, folder)
    suggest(archive, suggestion(receipt.item.id, record))
    with archive.records() as records:
        author = Author("person", user.id)
        records.add_transcript(Transcript(receipt.asset.id, author, (Segment(EVIL),)))
        records.plan_stage(receipt.item.id, receipt.item.id, Stage.INDEX_ITEM)
        state = records.claim_stage(receipt.item.id, Stage.INDEX_ITEM, "w", timedelta(minutes=1))
        assert state is not None
        records.end_stage(state, State.FAILED, reason_code="x", reason_vi=EVIL, reason_en=EVIL)
        records.commit()
    rebuild_index(archive.records, archive.index)
    item = receipt.item.id
    return [
        "/",
        "/buoi-tham",
        f"/buoi-tham/{visit.id}",
        f"/buoi-tham/{visit.id}/them",
        f"/tu-lieu/{item}",
        f"/tu-lieu/{item}/sua",
        "/tra-cuu?q=window.pwned",
        "/tra-cuu?q=%3Cscript%3Ewindow.pwned%3D1%3C/script%3E",
        "/ban-xac-minh",
        f"/ban-xac-minh/{item}/{record}",
        f"/liet-si/{record}",
        f"/liet-si/{record}/ho-so",
        "/danh-sach",
        "/quan-tri/nguoi-dung",
        "/nhat-ky",
        "/nhat-ky/tuan",
        "/cong-viec",
        "/tai-khoan",
    ]
