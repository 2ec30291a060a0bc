"""The one table: which act each route is. Roles and their acts are data in `archive.access`.

A route that is not in the table is refused to everybody, and a test fails.
"""

from __future__ import annotations

from flask import Flask, request, url_for

from archive.access import Act
from schemas.errors import NotFound, Refused
from search_ui.acting import act_as_person, note_refusal
from search_ui.auth import by_token, can, in_scope, lacks_second_factor, person
from search_ui.errors import OutOfScope, SecondStepNeeded, SignInNeeded, TokenEnded

ROUTES: dict[str, Act] = {
    "static": Act.SIGN_IN,
    "health.live": Act.SIGN_IN,
    "health.ready": Act.SIGN_IN,
    "openapi.show": Act.SIGN_IN,
    "account.sign_in": Act.SIGN_IN,
    "account.sign_out": Act.SIGN_IN,
    "account.redeem": Act.SIGN_IN,
    "account.choose_language": Act.SIGN_IN,
    "account.profile": Act.KEEP_ACCOUNT,
    "account.new_password": Act.KEEP_ACCOUNT,
    "account.state_purpose": Act.KEEP_ACCOUNT,
    "sessions.end": Act.KEEP_ACCOUNT,
    "sessions.end_others": Act.KEEP_ACCOUNT,
    "sessions.of_person": Act.MANAGE_USERS,
    "sessions.end_of_person": Act.MANAGE_USERS,
    "sessions.end_all_of_person": Act.MANAGE_USERS,
    "second_factor.ask": Act.SIGN_IN,
    "second_factor.show": Act.KEEP_ACCOUNT,
    "second_factor.confirm": Act.KEEP_ACCOUNT,
    "second_factor.renew": Act.KEEP_ACCOUNT,
    "second_factor.give_up": Act.KEEP_ACCOUNT,
    "second_factor.take_away": Act.MANAGE_USERS,
    "api_tokens.index": Act.KEEP_ACCOUNT,
    "api_tokens.make": Act.KEEP_ACCOUNT,
    "api_tokens.revoke": Act.KEEP_ACCOUNT,
    "api_tokens.revoke_of_person": Act.MANAGE_USERS,
    "provider.ask": Act.SIGN_IN,
    "provider.back": Act.SIGN_IN,
    "home.show": Act.VIEW_ITEM,
    "visits.index": Act.VIEW_ITEM,
    "visits.show": Act.VIEW_ITEM,
    "receipts.show": Act.VIEW_ITEM,
    "receipts.paper": Act.VIEW_ITEM,
    "visits.new": Act.CONTRIBUTE,
    "consents.show": Act.VIEW_ITEM,
    "consents.add": Act.CONTRIBUTE,
    "consents.take_back": Act.CONTRIBUTE,
    "sharing.show": Act.CONTRIBUTE,
    "sharing.make": Act.CONTRIBUTE,
    "sharing.take_away": Act.CONTRIBUTE,
    "sharing.family": Act.SIGN_IN,
    "sharing.family_file": Act.SIGN_IN,
    "upload.show": Act.CONTRIBUTE,
    "upload.plain": Act.CONTRIBUTE,
    "api_files.put": Act.CONTRIBUTE,
    "api_uploads.announce": Act.CONTRIBUTE,
    "api_uploads.show": Act.CONTRIBUTE,
    "api_uploads.parts": Act.CONTRIBUTE,
    "api_uploads.finish": Act.CONTRIBUTE,
    "capture.show": Act.SIGN_IN,
    "capture.manifest": Act.SIGN_IN,
    "capture.worker": Act.SIGN_IN,
    "capture.shell": Act.SIGN_IN,
    "report.show": Act.SIGN_IN,
    "report.challenge": Act.SIGN_IN,
    "report.points": Act.SIGN_IN,
    "report.send": Act.SIGN_IN,
    "report.taken": Act.SIGN_IN,
    "report.following": Act.SIGN_IN,
    "report.add": Act.SIGN_IN,
    "intake_desk.index": Act.MODERATE,
    "intake_desk.show": Act.MODERATE,
    "intake_desk.point": Act.MODERATE,
    "intake_desk.file": Act.MODERATE,
    "intake_desk.take": Act.MODERATE,
    "intake_desk.offer": Act.MODERATE,
    "intake_desk.decide": Act.MODERATE,
    "campaigns.index": Act.MODERATE,
    "campaigns.begin": Act.MODERATE,
    "campaigns.end": Act.MODERATE,
    "campaigns.sheet": Act.MODERATE,
    "api_sending.session": Act.SIGN_IN,
    "api_sending.visit": Act.CONTRIBUTE,
    "api_sending.visit_of_code": Act.CONTRIBUTE,
    "api_sending.announce": Act.CONTRIBUTE,
    "api_sending.part": Act.CONTRIBUTE,
    "api_sending.finish": Act.CONTRIBUTE,
    "search.show": Act.SEARCH,
    "search.on_map": Act.SEARCH,
    "exports.index": Act.SEARCH,
    "exports.ask": Act.SEARCH,
    "exports.fetch": Act.SEARCH,
    "exports.states": Act.SEARCH,
    "api_search.suggest": Act.SEARCH,
    "api_search.search": Act.SEARCH,
    "items.show": Act.VIEW_ITEM,
    "items.edit": Act.CONTRIBUTE,
    "workspace.show": Act.CORRECT_TEXT,
    "workspace.show_apart": Act.CORRECT_TEXT,
    "workspace.show_map": Act.CORRECT_TEXT,
    "api_maps.fitted": Act.CORRECT_TEXT,
    "twofold.offer": Act.CORRECT_TEXT,
    "twofold.begin": Act.CORRECT_TEXT,
    "twofold.leave": Act.CORRECT_TEXT,
    "twofold.compare": Act.REVIEW_TEXT,
    "twofold.bring_together": Act.REVIEW_TEXT,
    "withholding.withhold_part": Act.WITHHOLD,
    "withholding.give_back_part": Act.WITHHOLD,
    "withholding.confirm_part": Act.WITHHOLD,
    "withholding.cards_found": Act.WITHHOLD,
    "withholding.suspect_secret": Act.CONTRIBUTE,
    "withholding.quarantine": Act.CLEAR_SECRET,
    "withholding.clear_secret": Act.CLEAR_SECRET,
    "data_requests.index": Act.HANDLE_REQUESTS,
    "data_requests.new": Act.HANDLE_REQUESTS,
    "data_requests.enter": Act.HANDLE_REQUESTS,
    "data_requests.show": Act.HANDLE_REQUESTS,
    "data_requests.act": Act.HANDLE_REQUESTS,
    "data_requests.letter": Act.HANDLE_REQUESTS,
    "processing.show": Act.HANDLE_REQUESTS,
    "processing.file": Act.HANDLE_REQUESTS,
    "oai.harvest": Act.SIGN_IN,
    "bags.incoming": Act.IMPORT_BAG,
    "bags.receive": Act.IMPORT_BAG,
    "bags.states": Act.IMPORT_BAG,
    "bags.export": Act.EXPORT_BAG,
    "iiif.show": Act.SIGN_IN,
    "iiif.search": Act.SIGN_IN,
    "iiif.lines": Act.SIGN_IN,
    "iiif.captions": Act.SIGN_IN,
    "iiif.picture": Act.SIGN_IN,
    "iiif.info": Act.SIGN_IN,
    "iiif.piece": Act.SIGN_IN,
    "media.derivative": Act.VIEW_ITEM,
    "media.original": Act.DOWNLOAD_ORIGINAL,
    "api_live.item": Act.VIEW_ITEM,
    "api_live.visit": Act.VIEW_ITEM,
    "api_work.again": Act.RETRY_STAGE,
    "api_transcripts.show": Act.VIEW_ITEM,
    "api_transcripts.save": Act.CORRECT_TEXT,
    "api_transcripts.lock": Act.CORRECT_TEXT,
    "api_transcripts.unlock": Act.CORRECT_TEXT,
    "api_transcripts.hand_in": Act.CORRECT_TEXT,
    "api_transcripts.take": Act.REVIEW_TEXT,
    "api_transcripts.back": Act.REVIEW_TEXT,
    "api_transcripts.bring_back": Act.CORRECT_TEXT,
    "api_transcripts.difference": Act.VIEW_ITEM,
    "api_transcript_files.out": Act.VIEW_ITEM,
    "textwork.index": Act.CORRECT_TEXT,
    "textwork.help_": Act.CORRECT_TEXT,
    "mentions.index": Act.CORRECT_TEXT,
    "mentions.mark": Act.CORRECT_TEXT,
    "versions.index": Act.VIEW_ITEM,
    "versions.bring_back": Act.CORRECT_TEXT,
    "versions.judge": Act.REVIEW_TEXT,
    "versions.upload": Act.CORRECT_TEXT,
    "api_transcript_files.into": Act.CORRECT_TEXT,
    "desk.index": Act.PROPOSE_LINK,
    "desk.case": Act.PROPOSE_LINK,
    "desk.decide_on": Act.PROPOSE_LINK,
    "desk.take": Act.PROPOSE_LINK,
    "desk.following": Act.PROPOSE_LINK,
    "burials.state": Act.PROPOSE_LINK,
    "burials.withdraw": Act.PROPOSE_LINK,
    "burials.open": Act.PROPOSE_LINK,
    "watches.index": Act.PROPOSE_LINK,
    "watches.add": Act.PROPOSE_LINK,
    "watches.end": Act.PROPOSE_LINK,
    "watches.read": Act.PROPOSE_LINK,
    "watches.letters": Act.PROPOSE_LINK,
    "watches.digest": Act.PROPOSE_LINK,
    "case_work.act": Act.PROPOSE_LINK,
    "case_work.again": Act.PROPOSE_LINK,
    "case_work.learned": Act.PROPOSE_LINK,
    "martyrs.index": Act.PROPOSE_LINK,
    "martyrs.show": Act.PROPOSE_LINK,
    "martyrs.dossier": Act.PROPOSE_LINK,
    "martyrs.dossier_file": Act.PROPOSE_LINK,
    "martyrs.dossier_schema": Act.SIGN_IN,
    "lists.index": Act.PROPOSE_LINK,
    "lists.upload": Act.IMPORT_MARTYRS,
    "lists.look": Act.IMPORT_MARTYRS,
    "lists.run": Act.IMPORT_MARTYRS,
    "lists.refused": Act.IMPORT_MARTYRS,
    "lists.changed": Act.IMPORT_MARTYRS,
    "list_compare.compare": Act.PROPOSE_LINK,
    "jobs.index": Act.KEEP_RUNNING,
    "jobs.again": Act.KEEP_RUNNING,
    "jobs.give_up": Act.KEEP_RUNNING,
    "jobs.pause": Act.KEEP_RUNNING,
    "health.show": Act.KEEP_RUNNING,
    "health.metrics": Act.SIGN_IN,
    "audit.index": Act.SEE_AUDIT,
    "audit.week": Act.SEE_AUDIT,
    "audit.reviewed": Act.SEE_AUDIT,
    "audit.anchors": Act.SEE_AUDIT,
    "keeping.index": Act.KEEP_ARCHIVE,
    "keeping.close": Act.KEEP_ARCHIVE,
    "keeping.report": Act.KEEP_ARCHIVE,
    "users.index": Act.MANAGE_USERS,
    "users.invite": Act.MANAGE_USERS,
    "users.roles": Act.MANAGE_USERS,
    "users.place": Act.MANAGE_USERS,
    "users.link": Act.MANAGE_USERS,
    "users.close": Act.MANAGE_USERS,
}


def may_call(endpoint: str) -> bool:
    """Whether the person here may call this route; links ask it too."""
    act = ROUTES.get(endpoint)
    return act is not None and can(act)


def _check() -> None:
    endpoint = request.endpoint
    if endpoint in (None, "static"):
        return  # no such route (the error handler answers), or what everybody may have without a session
    act_as_person()
    if endpoint not in ROUTES:
        raise NotFound(f"route {endpoint} is not in the access table")
    if may_call(endpoint):
        return
    if person() is None:
        raise TokenEnded() if by_token() else SignInNeeded()
    if lacks_second_factor():
        raise SecondStepNeeded()
    note_refusal("route", str(endpoint))
    if not in_scope(ROUTES[endpoint]):
        raise OutOfScope(endpoint)
    raise Refused(endpoint)


def install(app: Flask) -> None:
    app.before_request(_check)
    app.jinja_env.globals["may"] = may_call
    app.jinja_env.globals["url_for"] = url_for
