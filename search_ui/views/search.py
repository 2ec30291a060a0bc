"""Tra cứu: one list over photo, page, recording and text. The address holds everything that is shown."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from search_ui.auth import reach_here
from search_ui.presenters.hits import shown_facets, shown_hits, understood_chips
from search_ui.presenters.query import PER_PAGE, query_of
from search_ui.services import current_archive, current_discovery

blueprint = Blueprint("search", __name__)


@blueprint.get("/tra-cuu")
def show() -> str:
    query = query_of(request.args, reach_here())
    asked = bool(query.text or query.kinds or query.communes or query.years or query.visits)
    if not asked:
        return render_template("pages/search_empty.html")
    result = current_discovery().search(query)
    with current_archive().records() as records:
        return render_template(
            "pages/search.html",
            query=query,
            total=result.total,
            hits=shown_hits(records, result.hits),
            facets=shown_facets(records, result, request.args),
            chips=understood_chips(result, request.args),
            did_you_mean=result.did_you_mean,
            page=query.offset // PER_PAGE + 1,
            more=query.offset + PER_PAGE < result.total,
            page_arguments=lambda number: {**request.args.to_dict(flat=False), "trang": [str(number)]},
            kept=[
                (name, value)
                for name, value in request.args.items(multi=True)
                if name not in ("q", "trang", "bo")
            ],
        )
