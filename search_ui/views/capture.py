"""Ghi nhận: the page that a volunteer's phone keeps and uses without network, and what installs it.

The page holds no data of the archive, so it opens without sign-in; sending asks for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template, send_file, url_for

from archive.rights.consents import TEXT, TEXT_SHA256, TEXT_VERSION
from schemas.holdings import AssetRole
from search_ui.assets import DIST, EXTENSION, Bundles
from search_ui.presenters.capture_words import capture_words, guide, signs
from search_ui.presenters.labels import ASSET_ROLES, KINDS, PURPOSES

_SIDES = (AssetRole.FRONT, AssetRole.BACK, AssetRole.DETAIL, AssetRole.PAGE)
blueprint = Blueprint("capture", __name__, url_prefix="/ghi")


@blueprint.get("")
def show() -> str:
    """One page for all visits on this phone."""
    return render_template(
        "pages/capture.html",
        kinds=KINDS,
        purposes=PURPOSES.items(),
        consent_text=TEXT,
        setup=_setup(),
        sides=[(role.value, ASSET_ROLES[role]) for role in _SIDES],
        guide=guide(),
        signs=signs(),
    )


def _setup() -> dict[str, Any]:
    return {
        "words": capture_words(),
        "kinds": {code: str(words) for code, words in KINDS.items()},
        "consent": {"version": TEXT_VERSION, "sha256": TEXT_SHA256},
    }


@blueprint.get("/manifest.webmanifest")
def manifest() -> Response:
    """What a phone needs to put the page among its apps."""
    icons = [{"src": url_for("static", filename="mark.svg"), "sizes": "any", "type": "image/svg+xml"}]
    answer = jsonify(
        {
            "name": "Ký Ức: ghi nhận",
            "short_name": "Ký Ức",
            "start_url": url_for("capture.show"),
            "scope": "/",
            "display": "standalone",
            "lang": "vi",
            "background_color": "#faf7f1",
            "theme_color": "#faf7f1",
            "icons": icons,
        }
    )
    answer.mimetype = "application/manifest+json"
    return answer


@blueprint.get("/shell.json")
def shell() -> Response:
    """The addresses that the phone keeps; their names carry hashes, so a new build is a new list."""
    bundles: Bundles = current_app.extensions[EXTENSION]
    kept = [url_for("capture.show"), url_for("capture.manifest"), url_for("static", filename="mark.svg")]
    built = (*bundles.addresses("capture"), *bundles.addresses("base"))
    return jsonify({"keep": list(dict.fromkeys([*kept, *built]))})


@blueprint.get("/worker.js")
def worker() -> Response:
    """The service worker, allowed to answer for this page when there is no network."""
    bundles: Bundles = current_app.extensions[EXTENSION]
    chunk = bundles.manifest.get("src/worker.ts")
    answer = (
        send_file(DIST / Path(chunk["file"]), mimetype="text/javascript") if chunk else Response(status=404)
    )
    answer.headers["Service-Worker-Allowed"] = "/"
    answer.headers["Cache-Control"] = "no-cache"
    return answer
