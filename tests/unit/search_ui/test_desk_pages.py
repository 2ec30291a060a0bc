"""The desk's pages over records: who may take which step, what they see, lists looked at and brought in."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import docx
import jsonschema_rs
import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.bootstrap import Archive
from archive.linkage.desk import open_case
from archive.linkage.importing import ListToImport, import_list
from schemas.audit import AuditAct, AuditFilter
from schemas.linkage import LinkState, Step
from schemas.people import Role
from tests.support.cases import bring_stone, import_martyrs, suggest, suggestion
from tests.unit.search_ui.conftest import signed_in


@pytest.fixture
def case(records_archive: Archive, tmp_path: Path) -> tuple[str, str, str]:
    """(address, item, record) of a suggested case."""
    records = import_martyrs(records_archive, tmp_path)
    item = bring_stone(records_archive, "import")
    suggest(
        records_archive,
        suggestion(item.id, records["QT-001"]),
        suggestion(item.id, records["QT-002"], 0.02),
    )
    return f"/ban-xac-minh/{item.id}/{records['QT-001']}", item.id, records["QT-001"]


def _steps(page: str) -> list[str]:
    return re.findall(r'type="radio" name="step" value="(\w+)"', page)


def _seen(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', page)
    return found.group(1) if found else ""


def _decide(client: FlaskClient, address: str, step: str, **more: str) -> int:
    seen = _seen(client.get(address).text)
    given = {"step": step, "reason": "papers_agree", "words": "đã xem giấy báo tử", "seen": seen, **more}
    return client.post(address, data=given).status_code


def test_the_case_shows_both_sides_the_contradiction_and_what_would_settle_it(
    app: Flask, records_archive: Archive, case: tuple[str, str, str]
) -> None:
    page = signed_in(app, records_archive, Role.COMMUNE_VERIFIER).get(case[0]).text
    assert "NGUYEN VAN HUNG" in page
    assert "sổ liệt sĩ thử, dòng 1" in page
    assert "cần giấy báo tử hoặc lý lịch quân nhân" in page
    assert "trùng tên" in page
    assert "vô danh" not in page.lower()


@pytest.mark.parametrize(
    ("role", "steps"),
    [
        (Role.RESEARCHER, ["propose"]),
        (Role.COMMUNE_VERIFIER, ["review", "confirm_commune", "insufficient", "refute"]),
    ],
)
def test_only_the_steps_this_person_may_take_are_offered(
    app: Flask, records_archive: Archive, case: tuple[str, str, str], role: Role, steps: list[str]
) -> None:
    assert _steps(signed_in(app, records_archive, role).get(case[0]).text) == steps


def test_two_confirm_and_the_words_of_a_refused_step_are_not_lost(
    app: Flask, records_archive: Archive, case: tuple[str, str, str]
) -> None:
    commune = signed_in(app, records_archive, Role.COMMUNE_VERIFIER, login="xa")
    province = signed_in(app, records_archive, Role.PROVINCE_VERIFIER, login="tinh")
    assert _decide(province, case[0], "confirm_province") == 409
    old = _seen(province.get(case[0]).text)
    assert _decide(commune, case[0], "confirm_commune") == 302
    late = province.post(
        case[0], data={"step": "refute", "reason": "other_person", "words": "tên đệm khác", "seen": old}
    )
    assert late.status_code == 409
    assert "người khác đã ghi" in late.text
    assert "tên đệm khác" in late.text
    assert _decide(province, case[0], "confirm_province") == 302
    with records_archive.records() as records:
        user = records.find_user_by_login("tinh")
        assert user is not None
        assert open_case(records, user, *case[1:]).state is LinkState.CONFIRMED_PROVINCE
    assert "Xác nhận cấp tỉnh" in province.get(f"/liet-si/{case[2]}").text
    dossier = province.get(f"/liet-si/{case[2]}/ho-so").text
    assert dossier.index("Thông tin phần mộ") < dossier.index("Thông tin thân nhân")
    assert dossier.index("Thông tin thân nhân") < dossier.index("Giấy tờ, tư liệu")
    assert "đã xem giấy báo tử" in dossier


def test_the_queue_leads_to_the_case_and_the_case_to_the_next(
    app: Flask, records_archive: Archive, case: tuple[str, str, str]
) -> None:
    client = signed_in(app, records_archive, Role.COMMUNE_VERIFIER)
    page = client.get("/ban-xac-minh?xa=Tri%E1%BB%87u+%C3%81i,+Qu%E1%BA%A3ng+Tr%E1%BB%8B").text
    assert page.index(case[2]) > 0
    assert "mạnh" in page
    following = client.get(f"{case[0]}/tiep")
    assert following.status_code == 302
    assert case[1] in following.headers["Location"]
    assert case[2] not in following.headers["Location"]
    assert case[2] not in client.get("/ban-xac-minh?loai=thu").text


def test_the_item_page_names_martyrs_only_to_who_may_propose(
    app: Flask, records_archive: Archive, case: tuple[str, str, str]
) -> None:
    assert case[2] in signed_in(app, records_archive, Role.RESEARCHER).get(f"/tu-lieu/{case[1]}").text
    volunteer = signed_in(app, records_archive, Role.VOLUNTEER, login="tn").get(f"/tu-lieu/{case[1]}").text
    assert "Liệt sĩ có thể liên quan" not in volunteer
    assert case[2] not in volunteer


def test_a_name_without_marks_finds_the_record_and_leads_to_the_case_with_the_item(
    app: Flask, records_archive: Archive, case: tuple[str, str, str]
) -> None:
    client = signed_in(app, records_archive, Role.RESEARCHER)
    page = client.get(f"/liet-si?q=nguyen+van+hung&tu-lieu={case[1]}").text
    assert page.count("/ban-xac-minh/" + case[1]) == 2
    assert "quá ít" in client.get("/liet-si?q=nguyen+van").text


def test_a_persons_own_words_lead_to_the_one_of_two_namesakes_and_say_why(
    app: Flask, records_archive: Archive, case: tuple[str, str, str]
) -> None:
    client = signed_in(app, records_archive, Role.RESEARCHER)
    page = client.get("/liet-si?q=Nguyễn Văn Hùng, hy sinh 1972, trung đoàn 66").text
    first, second = page.index("QT-001"), page.index("QT-002")
    assert first < second
    assert "khớp" in page[first:second]
    assert "trái nhau" in page[second:]
    assert "quá ít" in client.get("/liet-si?q=Nguyễn Văn, hy sinh 1972").text


def test_a_record_shows_the_record_of_another_list_that_may_be_the_same_man(
    app: Flask, records_archive: Archive, case: tuple[str, str, str], tmp_path: Path
) -> None:
    path = tmp_path / "tỉnh.csv"
    rows = ["Mã số,Họ và tên,Năm sinh,Hy sinh,Quê quán", 'B9,Nguyễn Văn Hùng,1950,20/7/1972,"Triệu Ái"']
    path.write_text("\n".join(rows), encoding="utf-8")
    import_list(records_archive.records, ListToImport(path, "sổ tỉnh", "import"))
    page = signed_in(app, records_archive, Role.RESEARCHER).get(f"/liet-si/{case[2]}").text
    others = page[page.index("Hồ sơ khác có thể là cùng một người") :]
    assert "B9" in others


def test_columns_that_may_tell_of_kin_are_for_verifiers_only(
    app: Flask, records_archive: Archive, tmp_path: Path
) -> None:
    record = import_martyrs(records_archive, tmp_path)["QT-001"]
    verifier = signed_in(app, records_archive, Role.COMMUNE_VERIFIER)
    researcher = signed_in(app, records_archive, Role.RESEARCHER, login="b")
    page = f"/liet-si/{record}"
    assert "Mã số" not in verifier.get(page).text
    assert "Lý do cần xem" in verifier.get(page).text
    assert "Mã số" not in verifier.post(page, data={"ly-do": ""}).text
    assert "Mã số" in verifier.post(page, data={"ly-do": "verify"}).text
    assert "Mã số" not in researcher.post(page, data={"ly-do": "verify"}).text
    assert "Lý do cần xem" not in researcher.get(page).text
    for kin, told in (("", False), ("?ly-do=verify", True)):
        assert ("Mã số" in str(verifier.get(f"{page}/ho-so.json{kin}").get_json())) == told
    with records_archive.records() as records:
        entries = records.audit_entries(AuditFilter(act=AuditAct.CONTACTS_READ))
    assert [entry.details for entry in entries] == ['{"reason":"verify"}'] * 2


def test_an_unknown_case_is_not_found(
    app: Flask, records_archive: Archive, case: tuple[str, str, str]
) -> None:
    client = signed_in(app, records_archive, Role.COMMUNE_VERIFIER)
    assert client.get(f"/ban-xac-minh/{case[2]}/{case[1]}").status_code == 404


def test_the_dossier_is_had_as_pdf_docx_and_json_that_keeps_its_schema(
    app: Flask, records_archive: Archive, case: tuple[str, str, str]
) -> None:
    commune = signed_in(app, records_archive, Role.COMMUNE_VERIFIER)
    _decide(commune, case[0], "confirm_commune")
    address = f"/liet-si/{case[2]}/ho-so"
    pdf = pypdfium2.PdfDocument(commune.get(f"{address}.pdf").data)
    words = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
    sections = ("phần mộ", "thân nhân", "Nhân thân", "Giấy tờ", "trái nhau", "Nguồn danh sách")
    places = [words.index(f"{number}. ", words.index(name) - 20) for number, name in enumerate(sections, 1)]
    assert places == sorted(places)
    assert "“1952” – “1950”" in words
    assert "đã xem giấy báo tử" in words
    document = docx.Document(BytesIO(commune.get(f"{address}.docx").data))
    assert any("Nguyễn Văn Hùng" in line.text for line in document.paragraphs)
    schema = app.test_client().get("/liet-si/luoc-do/ho-so.json").get_json(force=True)
    told = commune.get(f"{address}.json?ly-do=verify").get_json()
    jsonschema_rs.validator_for(schema, validate_formats=True).validate(told)
    assert [entry["step"] for entry in told["papers"][0]["decisions"]] == ["propose", "confirm_commune"]
    assert told["other_columns"]
    reader = signed_in(app, records_archive, Role.RESEARCHER, login="doc")
    assert reader.get(f"{address}.json").get_json()["other_columns"] == []


def test_outside_the_desk_a_link_is_seen_only_with_an_authoritys_decision_and_not_after_a_withdrawal(
    app: Flask, records_archive: Archive, case: tuple[str, str, str]
) -> None:
    commune = signed_in(app, records_archive, Role.COMMUNE_VERIFIER, login="xa")
    province = signed_in(app, records_archive, Role.PROVINCE_VERIFIER, login="tinh")
    outside = signed_in(app, records_archive, Role.STEERING_MEMBER, login="ngoai")
    item = f"/tu-lieu/{case[1]}"
    _decide(commune, case[0], "confirm_commune")
    _decide(province, case[0], "confirm_province")
    assert "Nguyễn Văn Hùng" not in outside.get(item).text
    assert _decide(province, case[0], "authority") == 422
    assert _decide(province, case[0], "authority", authority="417/QĐ-BCH") == 302
    shown = outside.get(item).text
    assert "Nguyễn Văn Hùng" in shown
    assert "417/QĐ-BCH" in shown
    with records_archive.records() as records:
        first = next(one for one in records.decisions_touching(case[1]) if one.step is Step.CONFIRM_COMMUNE)
    assert _decide(commune, case[0], "withdraw", withdraws=first.id) == 302
    assert "Nguyễn Văn Hùng" not in outside.get(item).text


def test_kin_and_points_are_closed_on_the_page_and_open_with_a_reason_only(
    app: Flask, records_archive: Archive, tmp_path: Path
) -> None:
    record = import_martyrs(records_archive, tmp_path)["QT-001"]
    address = f"/liet-si/{record}"
    commune = signed_in(app, records_archive, Role.COMMUNE_VERIFIER)
    kin = {"name": "Lê Thị Mận", "relation": "sibling", "contact": "0900 000 000", "source": "buổi thăm"}
    assert commune.post(f"{address}/than_nhan", data=kin).status_code == 302
    page = commune.get(address).text
    assert "Lê Thị Mận" in page
    assert "0900" not in page
    opener = re.search(rf"{address}/mo-ra/lien_he/[-0-9a-f]+", page)
    assert opener
    assert "0900 000 000" in commune.post(opener[0], data={"reason": "mời lấy mẫu"}).text
    assert "0900" not in commune.post(opener[0], data={"reason": ""}, follow_redirects=True).text
    assert "Lê Thị Mận" not in commune.get(f"{address}/ho-so").text
    assert "Lê Thị Mận" in commune.get(f"{address}/ho-so?ly-do=verify").text
    reader = signed_in(app, records_archive, Role.RESEARCHER, login="doc")
    assert "Lê Thị Mận" not in reader.get(address).text
    assert "0900" not in reader.post(opener[0], data={"reason": "x"}, follow_redirects=True).text
