"""Every route stands in the one table, and what it says holds."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from archive.access import ACTS, Act, acts_of
from archive.bootstrap import Archive
from schemas.holdings import Item, ItemKind, Visit
from schemas.people import Role
from search_ui.access_table import ROUTES
from tests.unit.search_ui.conftest import signed_in

OPEN = {"/healthz", "/readyz", "/dang-nhap", "/api/openapi.json"}
PLAIN = {
    "/": Act.VIEW_ITEM,
    "/buoi-tham": Act.VIEW_ITEM,
    "/buoi-tham/moi": Act.CONTRIBUTE,
    "/tra-cuu": Act.SEARCH,
    "/tai-khoan": Act.KEEP_ACCOUNT,
    "/ban-xac-minh": Act.PROPOSE_LINK,
    "/liet-si": Act.PROPOSE_LINK,
    "/danh-sach": Act.PROPOSE_LINK,
    "/quan-tri/nguoi-dung": Act.MANAGE_USERS,
    "/cong-viec": Act.KEEP_RUNNING,
    "/suc-khoe": Act.KEEP_RUNNING,
    "/nhat-ky": Act.SEE_AUDIT,
    "/nhat-ky/tuan": Act.SEE_AUDIT,
    "/nhat-ky/moc.pdf": Act.SEE_AUDIT,
}


def test_every_route_stands_in_the_table_and_nothing_else(app: Flask) -> None:
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert routes - ROUTES.keys() == set()
    assert ROUTES.keys() - routes == set()


def test_every_act_of_the_table_belongs_to_somebody(app: Flask) -> None:
    anybody = acts_of(Role)
    assert set(ROUTES.values()) <= anybody


@pytest.mark.parametrize("path", sorted(PLAIN))
def test_who_is_not_signed_in_is_led_to_the_door_and_back(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/dang-nhap?next=")


@pytest.mark.parametrize("path", sorted(OPEN))
def test_what_is_open_is_open(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.RESEARCHER, Role.CONTRIBUTOR, Role.ADMINISTRATOR])
def test_a_role_reaches_what_its_acts_allow(app: Flask, records_archive: Archive, role: Role) -> None:
    client = signed_in(app, records_archive, role)
    allowed = ACTS[role] | {Act.KEEP_ACCOUNT}
    answers = {path: client.get(path).status_code for path in PLAIN}
    assert answers == {path: 200 if act in allowed else 403 for path, act in PLAIN.items()}


def test_a_link_is_only_shown_to_who_may_follow_it(app: Flask, records_archive: Archive) -> None:
    page = signed_in(app, records_archive, Role.RESEARCHER).get("/").text
    assert "/buoi-tham/moi" not in page
    assert "/quan-tri" not in page


def test_a_closed_account_is_out_at_once(app: Flask, records_archive: Archive) -> None:
    client = signed_in(app, records_archive, Role.VOLUNTEER)
    with records_archive.records() as records:
        user = records.find_user_by_login("lan")
        assert user is not None
        records.set_disabled(user.id, True)
        records.commit()
    assert client.get("/").status_code == 302


def test_visits_are_listed_for_the_own_commune_and_for_who_made_them(
    app: Flask, records_archive: Archive
) -> None:
    hoa = signed_in(app, records_archive, Role.VOLUNTEER, login="hoa", place="lang-son/mau-son")
    tam = signed_in(app, records_archive, Role.VOLUNTEER, login="tam", place="lang-son/ky-lua")
    lead = signed_in(app, records_archive, Role.TEAM_LEAD, login="lead", place="lang-son")
    with records_archive.records() as records:
        of_tam = records.find_user_by_login("tam")
        assert of_tam is not None
        here = Visit("Thăm bà Mận", code="AA-2222", organisation_path="lang-son/mau-son")
        brought = Visit("Thăm ông Sáu", code="AA-3333", organisation_path="lang-son", created_by=of_tam.id)
        for visit in (here, brought):
            records.add_visit(visit)
            records.add_item(Item(visit.id, ItemKind.LETTER, f"Thư của {visit.family or visit.title}"))
        records.commit()
    shown = {
        who: [title for title in ("bà Mận", "ông Sáu") if title in client.get("/buoi-tham").text]
        for who, client in {"hoa": hoa, "tam": tam, "lead": lead}.items()
    }
    assert shown == {"hoa": ["bà Mận"], "tam": ["ông Sáu"], "lead": ["bà Mận", "ông Sáu"]}
    assert [tam.get(f"/buoi-tham/{visit.id}").status_code for visit in (here, brought)] == [404, 200]
    assert [tam.get(f"/buoi-tham/{visit.id}/them").status_code for visit in (here, brought)] == [404, 200]
    assert "Thư của Thăm bà Mận" in hoa.get("/").text
    assert "Thư của" not in signed_in(app, records_archive, Role.VOLUNTEER, login="new").get("/").text


def test_a_researcher_states_a_purpose_before_reading(app: Flask, records_archive: Archive) -> None:
    visit = Visit("Thăm bà Mận", code="AA-2222")
    item = Item(visit.id, ItemKind.LETTER, "Thư", level=2)
    with records_archive.records() as records:
        records.add_visit(visit)
        records.add_item(item)
        records.commit()
    client = signed_in(app, records_archive, Role.RESEARCHER)
    assert client.get(f"/tu-lieu/{item.id}").status_code == 200
    client.post("/tai-khoan/muc-dich", data={"purpose": "  "})
    assert client.get(f"/tu-lieu/{item.id}").status_code == 404
    assert "mục đích nghiên cứu" in client.get("/tai-khoan").text
    client.post("/tai-khoan/muc-dich", data={"purpose": "Thư từ mặt trận 1972"})
    assert client.get(f"/tu-lieu/{item.id}").status_code == 200


def test_a_family_sees_what_it_allowed_and_takes_it_back_on_one_page(
    app: Flask, records_archive: Archive
) -> None:
    lan = signed_in(app, records_archive, Role.TEAM_LEAD)
    visit = Visit("Thăm bà Mận", code="AA-2222")
    with records_archive.records() as records:
        records.add_visit(visit)
        records.commit()
    page = f"/buoi-tham/{visit.id}/dong-y"
    assert "Chưa ghi sự đồng ý" in lan.get(f"/buoi-tham/{visit.id}").text
    refused = lan.post(page, data={"consent_by": "Lê Thị Mận", "consent_nghien_cuu": "yes"})
    assert (refused.status_code, "đồng ý cho lưu trữ" in refused.text) == (422, True)
    ticked = {"consent_luu_tru": "yes", "consent_may": "yes", "consent_manner": "paper"}
    assert lan.post(page, data={"consent_by": "Lê Thị Mận", **ticked}).status_code == 302
    with records_archive.records() as records:
        (consent,) = records.consents_of([visit.id])[visit.id]
    shown = lan.get(page).text
    assert "Lê Thị Mận" in shown
    assert "Phiếu giấy" in shown
    assert lan.post(f"{page}/{consent.id}/rut", data={"purpose": "may"}).status_code == 302
    assert "Đã rút hoặc hết hạn" in lan.get(page).text
    assert lan.post(f"{page}/{consent.id}/rut", data={"purpose": "luu_tru"}).status_code == 302
    assert lan.get(page).status_code == 404


def test_an_administrator_places_a_volunteer_who_then_sees_the_commune(
    app: Flask, records_archive: Archive
) -> None:
    admin = signed_in(app, records_archive, Role.ADMINISTRATOR, login="admin")
    tam = signed_in(app, records_archive, Role.VOLUNTEER, login="tam")
    with records_archive.records() as records:
        visit = Visit("Thăm bà Mận", code="AA-2222", organisation_path="Lạng Sơn/Xã Mẫu Sơn")
        records.add_visit(visit)
        user = records.find_user_by_login("tam")
        records.commit()
    assert user is not None
    assert tam.get(f"/buoi-tham/{visit.id}").status_code == 404
    given = {"place": "lang son / xa mau son", "born": "2010-02-03"}
    assert admin.post(f"/quan-tri/nguoi-dung/{user.id}/noi", data=given).status_code == 302
    assert "Lạng Sơn/Xã Mẫu Sơn" in admin.get("/quan-tri/nguoi-dung").text
    assert tam.get(f"/buoi-tham/{visit.id}").status_code == 200
    assert admin.post(f"/quan-tri/nguoi-dung/{user.id}/noi", data={"born": "hôm qua"}).status_code == 422


def test_every_route_is_refused_to_every_role_that_may_not_call_it(
    app: Flask, records_archive: Archive
) -> None:
    """Over HTTP, with ids that nobody has: 403 exactly where the two tables say so."""
    wrong = []
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in LEFT_OUT]
    for role in Role:
        client = signed_in(app, records_archive, role, login=role.value)
        allowed = acts_of([role])
        for rule in rules:
            methods = (rule.methods or set()) - {"OPTIONS", "HEAD"}
            method = "GET" if "GET" in methods else min(methods)
            with app.test_request_context():
                path = url_for(rule.endpoint, **{name: _example(rule, name) for name in rule.arguments})
            status = client.open(path, method=method).status_code
            stricter = (rule.endpoint, role) in STRICTER
            if (status == 403) == (ROUTES[rule.endpoint] in allowed and not stricter):
                wrong.append((role.value, rule.endpoint, method, status))
    assert wrong == []


STRICTER = {("intake_desk.point", Role.INTAKE_OFFICER)}
"""Where the view itself asks for more than its act: exact points are for verifiers."""
LEFT_OUT = {"static", "account.sign_out", "account.sign_in", "account.redeem", "account.choose_language"}


def _example(rule: Rule, name: str) -> object:
    """A value that fits the address and names nothing."""
    kind = type(rule._converters[name]).__name__
    if kind == "UUIDConverter":
        return UUID("01900000-0000-7000-8000-000000000000")
    if kind == "AnyConverter":
        return sorted(rule._converters[name].items)[0]
    return 0 if kind == "IntegerConverter" else "khong-co"
