"""Chi tiết tư liệu: the original beside its text, opened at the box or the second that the address names."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.access import Act
from archive.intake import wake
from archive.linkage.release import released_for
from archive.ports import Catalogue
from schemas.audit import AuditAct, AuditEntry, Detail
from schemas.holdings import Item, ItemKind
from schemas.processing import Stage
from search_ui.auth import can, person
from search_ui.forms import ItemForm
from search_ui.i18n import language
from search_ui.presenters.cards import thumbnails, title_of
from search_ui.presenters.cases import links_of_item
from search_ui.presenters.form_fields import form_rows
from search_ui.presenters.found import mention_groups
from search_ui.presenters.labels import WITHHELD
from search_ui.presenters.locators import wanted
from search_ui.presenters.martyrs import shown_martyrs
from search_ui.presenters.progress import ended, overall, steps
from search_ui.presenters.sheet import Sheet, open_sheet, original_facts, sight, sound, stills
from search_ui.presenters.versions import VersionLine, version_lines
from search_ui.presenters.withheld import shown_withheld
from search_ui.security import style_nonce
from search_ui.services import current_archive
from search_ui.views.reading import must_be_visible
from search_ui.words import _

blueprint = Blueprint("items", __name__, url_prefix="/tu-lieu")
RESTRICTED = 3
"""From this level on, who looked is written down."""


@blueprint.get("/<uuid:item_id>")
def show(item_id: UUID) -> str:
    with current_archive().records() as records:
        item = must_be_visible(records, records.item(str(item_id)))
        if item.level >= RESTRICTED:
            records.note(AuditEntry(AuditAct.RESTRICTED_READ, "item", item.id, details={"level": item.level}))
            records.commit()
        return render_template("pages/item.html", **_shown(records, item))


@blueprint.route("/<uuid:item_id>/sua", methods=["GET", "POST"])
def edit(item_id: UUID) -> str | Response:
    """Title, kind and what the family said; the item is found by its new words at once."""
    archive = current_archive()
    with archive.records() as records:
        item = must_be_visible(records, records.item(str(item_id)))
    form = ItemForm(obj=item)
    if not form.validate_on_submit():
        return render_template("pages/item_edit.html", form=form, item=item, title=title_of(item))
    changed = replace(
        item, title=form.title.data, kind=ItemKind(form.kind.data), description=form.description.data or ""
    )
    with archive.records() as records:
        records.change_item(changed)
        records.note(AuditEntry(AuditAct.ITEM_CHANGED, "item", item.id, details=_told(item, changed)))
        planned = records.plan_stage(item.id, item.id, Stage.INDEX_ITEM)
        records.commit()
    wake(archive.queue, [planned])
    flash(_("Đã lưu."), "good")
    return redirect(url_for("items.show", item_id=item.id))


def _told(before: Item, after: Item) -> dict[str, Detail]:
    """Which parts changed; what they say is not the audit's business."""
    parts = ("title", "kind", "description")
    changed = [part for part in parts if getattr(before, part) != getattr(after, part)]
    return {"changed": "+".join(changed)}


def _shown(records: Catalogue, item: Item) -> dict[str, object]:
    sheet = open_sheet(records, item, wanted(request.args))
    stages = records.stages_of(item.id)
    withheld = shown_withheld(records, person(), item)
    linked = can(Act.PROPOSE_LINK) and not any(part.hidden for part in withheld)
    assets = records.assets_of(item.id)
    pictures = thumbnails(records, assets)
    return {
        "item": item,
        "title": title_of(item),
        "visit": records.visit(item.visit_id),
        "sheet": sheet,
        "strip": [(asset, pictures.get(asset.id)) for asset in assets],
        "sight": sight(sheet) if sheet and sheet.seen else None,
        "sound": sound(sheet, style_nonce()) if sheet and sheet.heard else None,
        "versions": _versions(records, sheet) if sheet else [],
        "stills": stills(sheet) if sheet and sheet.heard else [],
        "facts": original_facts(sheet.asset) if sheet else [],
        "form": form_rows(sheet) if sheet else [],
        "groups": mention_groups(sheet) if sheet else [],
        "martyrs": shown_martyrs(item.id, records.suggestions_of(item.id)) if linked else [],
        "released": released_for(records, item.id),
        "progress": overall(stages),
        "steps": steps(stages, language()),
        "live": not ended(stages),
        "links": links_of_item(records, item) if linked else {},
        "withheld": withheld,
        "withheld_reasons": WITHHELD,
    }


def _versions(records: Catalogue, sheet: Sheet) -> list[VersionLine]:
    return version_lines(records, sheet.asset.id, sheet.transcript.id if sheet.transcript else None)
