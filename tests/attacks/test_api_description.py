"""The API does what it says: every call described, and whatever comes in, no answer outside the description.

Calls are made up by schemathesis from `/api/openapi.json`, good ones and bad ones, against the pages over a
real store. The quick pass tries each call a few times; `--all` goes deep.
"""

from __future__ import annotations

import io
from typing import Any, cast

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy, booleans
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from archive.bootstrap import Archive
from archive.intake import Deposit, open_visit, receive
from archive.sending import begin
from archive.signing_in.accounts import create_user
from archive.uploads import begin as begin_upload
from schemas.holdings import Visit
from schemas.ids import new_id
from schemas.people import Role
from schemas.sendings import Sending
from search_ui.api.describing import call_of
from search_ui.app import create_app
from tests.unit.search_ui.conftest import PASSWORD

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
ENDLESS = {"api_live.item.get", "api_live.visit.get"}
"""Streams: they answer as long as there is news, and are walked by the journeys."""


@pytest.fixture
def app(archive: Archive) -> Flask:
    archive.objects.prepare()
    return create_app(archive.settings, archive=archive)


def test_every_call_of_the_api_describes_itself(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]
    silent = {rule.endpoint for rule in rules if call_of(app.view_functions[rule.endpoint]) is None}
    assert silent == set()


def test_the_description_is_an_openapi_document(app: Flask) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    operations = [one.ok() for one in schema.get_all_operations()]
    assert len(operations) >= 15
    assert all(operation.responses for operation in operations)


@pytest.mark.parametrize("times", [4, pytest.param(150, marks=pytest.mark.slow)], ids=["quick", "deep"])
@pytest.mark.timeout(3000)
def test_no_call_breaks_it_or_is_answered_otherwise_than_described(
    app: Flask, archive: Archive, times: int
) -> None:
    ids = _things(archive)
    headers = _signed_in(app)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    wrong: list[str] = []
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.definition.raw["operationId"] not in ENDLESS:
            wrong += _tried(operation, headers, ids, times)
    assert wrong == []


def _tried(operation: Any, headers: dict[str, str], ids: dict[str, str], times: int) -> list[str]:
    """What went wrong with this call, as sentences."""
    wrong: list[str] = []

    @settings(
        max_examples=times,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=_good(operation) | _bad(operation), known=booleans())
    def call(case: Any, known: bool) -> None:
        if known:  # of things that are there
            case.path_parameters.update({name: ids[name] for name in case.path_parameters if name in ids})
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=CHECKS)

    try:
        call()
    except Exception as error:  # noqa: BLE001 - whatever it finds is told
        wrong.append(f"{operation.label}: {str(error)[:1500]}")
    return wrong


def _good(operation: Any) -> SearchStrategy[Any]:
    return cast(SearchStrategy[Any], operation.as_strategy(generation_mode=GenerationMode.POSITIVE))


def _bad(operation: Any) -> SearchStrategy[Any]:
    """What the description forbids; of a call that takes everything there is nothing bad."""
    made = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    return cast(SearchStrategy[Any], made)


def _things(archive: Archive) -> dict[str, str]:
    """A visit, an item and files on their way, by the names that the addresses give them."""
    user = create_user(archive, "lan", [*Role], password=PASSWORD)
    visit = open_visit(archive, Visit("Thăm", created_by=user.id))
    receipt = receive(archive, io.BytesIO(b"Thu gui me"), "thu.txt", Deposit(visit.id, user.id))
    sending = begin(archive, Sending(new_id(), visit.id, user.id, "anh.jpg", 5_000))
    upload = begin_upload(archive, Deposit(visit.id, user.id), "phim.mp4", 9_000_000)
    named = {"visit_id": visit.id, "item_id": receipt.item.id, "asset_id": receipt.asset.id}
    return {**named, "sending_id": sending.sending.id, "upload_id": upload.upload_id}


def _signed_in(app: Flask) -> dict[str, str]:
    """The headers of a person who may do nearly everything, with the token that every change needs."""
    client: FlaskClient = app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False
    client.post("/dang-nhap", data={"login": "lan", "password": PASSWORD})
    app.config["WTF_CSRF_ENABLED"] = True
    token = client.get("/api/session").get_json()["token"]
    cookie = client.get_cookie("kyuc")
    assert cookie is not None
    return {"Cookie": f"kyuc={cookie.value}", "X-CSRFToken": token}
