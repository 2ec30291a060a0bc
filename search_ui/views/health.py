"""Is it well? For supervisors (`/healthz`, `/readyz`), for Prometheus (`/metrics`) and for people."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, jsonify, render_template, request

from archive.running.alarms import findings
from archive.running.measuring import measure
from schemas.errors import NotFound
from search_ui.metrics import as_prometheus
from search_ui.presenters.running_words import shown
from search_ui.services import current_archive

blueprint = Blueprint("health", __name__)
_THIS_MACHINE = {"127.0.0.1", "::1", ""}
"""Also whoever comes through the socket of the web server, which only this machine reaches."""


@blueprint.get("/healthz")
def live() -> Response:
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
def ready() -> Response:
    """200 once the records answer; RecordsUnavailable (503) otherwise."""
    with current_archive().records() as records:
        return jsonify({"status": "ok", "items": records.item_count()})


@blueprint.get("/suc-khoe")
def show() -> str:
    """Sức khỏe: each part with a sentence, the worst first, and what to do."""
    facts = measure(current_archive())
    found = [shown(finding, facts) for finding in findings(facts)]
    return render_template("pages/health.html", findings=found, at=facts.at)


@blueprint.get("/metrics")
def metrics() -> Response:
    """For Prometheus: from this machine, or with the token of the settings."""
    if not _may_measure():
        raise NotFound("metrics")
    facts = measure(current_archive())
    return Response(as_prometheus(facts, findings(facts)), mimetype="text/plain; version=0.0.4")


def _may_measure() -> bool:
    token = str(current_archive().settings.metrics_token)
    given = request.headers.get("Authorization", "")
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    handed_on = request.headers.get("X-Forwarded-For") and not current_archive().settings.public_url
    return (request.remote_addr or "") in _THIS_MACHINE and not handed_on
